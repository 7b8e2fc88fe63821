"""Who watched what in a MovieLens folder, as arrays: ratings with times, or histories by rank.

Formats: the README files of GroupLens; ``sequences.tsv`` has a user, a tab and item ids in order.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matinee.errors import Invalid

RATINGS_CSV, RATINGS_DAT, SEQUENCES = "ratings.csv", "ratings.dat", "sequences.tsv"
_FORMS = {
    RATINGS_CSV: re.compile(rb"(\d{1,9}),(\d{1,9}),(\d(?:\.\d+)?),(\d{1,10})\r?\n?"),
    RATINGS_DAT: re.compile(rb"(\d{1,9})::(\d{1,9})::(\d(?:\.\d+)?)::(\d{1,10})\r?\n?"),
}
_HEADER = b"userId,movieId,rating,timestamp"
_SEQUENCE = re.compile(rb"(\d{1,9})\t(\d{1,9}(?: \d{1,9})*) *\r?\n?")
_CHUNK = 200_000

RANK_END = 1_046_476_800.0
"""2003-03-01, when MovieLens 1M had been collected: a history by rank is made to end here."""
RANK_STEP = 60.0
"""Seconds between two places in a history by rank; that they are no clock's is kept with them."""


@dataclass(frozen=True, slots=True)
class Viewings:
    """Some lines of a file as columns; ``stars`` is NaN where there are none."""

    users: NDArray[np.int64]
    items: NDArray[np.int64]
    stars: NDArray[np.float64]
    at: NDArray[np.float64]
    lines: NDArray[np.int64]
    read: int
    broken: Sequence[tuple[int, str]]


def viewing_file(folder: Path) -> Path | None:
    """The folder's file of viewing: ratings before histories; None where there is neither."""
    for name in (RATINGS_CSV, RATINGS_DAT, SEQUENCES):
        path = folder / name
        if path.is_file():
            if name == RATINGS_CSV:
                _check_header(path)
            return path
    return None


def listed_users(folder: Path) -> list[int]:
    """The users that ``users.dat`` lists. Age, gender and the rest of a line are not read."""
    path = folder / "users.dat"
    if not path.is_file():
        return []
    with path.open("rb") as file:
        numbers = (line.partition(b"::")[0] for line in file)
        return [int(number) for number in numbers if number.isdigit()]


def viewings(path: Path) -> Iterator[Viewings]:
    """The file in parts of some hundred thousand events."""
    return _sequences(path) if path.name == SEQUENCES else _ratings(path)


def _ratings(path: Path) -> Iterator[Viewings]:
    form = _FORMS[path.name]
    with path.open("rb") as file:
        number = 0
        if path.name == RATINGS_CSV:
            number += 1
            file.readline()
        while lines := file.readlines(_CHUNK * 24):
            rows: list[tuple[int, int, float, int, int]] = []
            broken: list[tuple[int, str]] = []
            for line in lines:
                number += 1
                found = form.fullmatch(line)
                if found is not None:
                    user, item, stars, at = found.groups()
                    rows.append((int(user), int(item), float(stars), int(at), number))
                elif line.strip():
                    broken.append((number, line.decode("utf-8", "replace").strip()))
            table = np.array(rows, np.float64).reshape(-1, 5)
            yield Viewings(
                users=table[:, 0].astype(np.int64),
                items=table[:, 1].astype(np.int64),
                stars=table[:, 2],
                at=table[:, 3],
                lines=table[:, 4].astype(np.int64),
                read=file.tell(),
                broken=broken,
            )


def _sequences(path: Path) -> Iterator[Viewings]:
    with path.open("rb") as file:
        number = 0
        while lines := file.readlines(_CHUNK * 5):
            users: list[NDArray[np.int64]] = []
            items: list[NDArray[np.int64]] = []
            at: list[NDArray[np.float64]] = []
            numbers: list[NDArray[np.int64]] = []
            broken: list[tuple[int, str]] = []
            for line in lines:
                number += 1
                found = _SEQUENCE.fullmatch(line)
                if found is None:
                    if line.strip():
                        broken.append((number, line.decode("utf-8", "replace").strip()))
                    continue
                history = np.array(found[2].split(), np.int64)
                count = len(history)
                users.append(np.full(count, int(found[1]), np.int64))
                items.append(history)
                at.append(RANK_END - RANK_STEP * np.arange(count - 1, -1, -1, dtype=np.float64))
                numbers.append(np.full(count, number, np.int64))
            nothing = np.zeros(0, np.int64)
            yield Viewings(
                users=np.concatenate([nothing, *users]),
                items=np.concatenate([nothing, *items]),
                stars=np.full(sum(map(len, items)), np.nan),
                at=np.concatenate([np.zeros(0), *at]),
                lines=np.concatenate([nothing, *numbers]),
                read=file.tell(),
                broken=broken,
            )


def _check_header(path: Path) -> None:
    with path.open("rb") as file:
        header = file.readline(1000).strip()
    if header != _HEADER:
        raise Invalid(
            f"The header of {path.name} is wrong. Nothing was imported.",
            remedy=f"MovieLens writes {_HEADER.decode()}.",
            field="header",
        )
