"""The simulated viewing log: events taken down as they happen, put in order at the end."""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from matinee.audience.model import EventKind
from matinee.demo.simulator.pages import ROWS

Reals: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]

HOME, SEARCH, LIST = range(3)
SURFACES = ("home", "search", "list")
CONTINUE_ROW, LIST_ROW = len(ROWS), len(ROWS) + 1
ROW_NAMES = (*ROWS, "continue", "list")
EVENT = np.dtype(
    [
        ("kind", "u1"),
        ("profile", "i4"),
        ("film", "i4"),
        ("at", "f8"),
        ("device", "i2"),
        ("surface", "i2"),
        ("row", "i2"),
        ("position", "i2"),
        ("page", "i4"),
        ("seconds", "f4"),
        ("value", "f4"),
        ("probability", "f4"),
        ("query", "i4"),
        ("affinity", "f4"),
    ]
)
"""``profile`` and ``film`` are rows of the population and of the repertoire, ``page`` is the page
on which it happened; -1 and NaN stand for nothing. ``query`` is the film whose name was typed.
``affinity`` is what the profile truly makes of the film: for tests, never stored."""


@dataclass(frozen=True, slots=True, eq=False)
class SimulatedLog:
    """Every event in the order of time; ``log["film"]`` is a column of :data:`EVENT`."""

    events: NDArray[np.void]

    def __len__(self) -> int:
        return len(self.events)

    def __getitem__(self, column: str) -> NDArray[Any]:
        return self.events[column]

    def of(self, kind: EventKind) -> NDArray[np.bool_]:
        """Which events are of ``kind``."""
        return self["kind"] == kind.code


class LogBook:
    """Takes events down as they happen."""

    def __init__(self) -> None:
        self._chunks: list[NDArray[np.void]] = []
        self.pages = 0

    def new_pages(self, count: int) -> Ints:
        """Numbers for as many pages that are opened."""
        self.pages += count
        return np.arange(self.pages - count, self.pages)

    def write(
        self,
        kind: EventKind,
        *,
        profile: Ints,
        film: ArrayLike,
        at: Reals,
        device: ArrayLike,
        surface: ArrayLike,
        row: ArrayLike = -1,
        position: ArrayLike = -1,
        page: ArrayLike = -1,
        seconds: ArrayLike = np.nan,
        value: ArrayLike = np.nan,
        probability: ArrayLike = np.nan,
        query: ArrayLike = -1,
        affinity: ArrayLike = np.nan,
    ) -> None:
        """Take down one event per profile; what is the same for all is given once."""
        chunk = np.empty(len(profile), EVENT)
        chunk["kind"] = kind.code
        chunk["profile"] = profile
        chunk["film"] = film
        chunk["at"] = np.round(at, 3)
        chunk["device"] = device
        chunk["surface"] = surface
        chunk["row"] = row
        chunk["position"] = position
        chunk["page"] = page
        chunk["seconds"] = seconds
        chunk["value"] = value
        chunk["probability"] = probability
        chunk["query"] = query
        chunk["affinity"] = affinity
        self._chunks.append(chunk)

    def since(self, chunk: int) -> tuple[int, NDArray[np.void]]:
        """What was taken down after ``chunk`` (0: all), as it came, and how to ask for the next."""
        later = self._chunks[chunk:]
        return len(self._chunks), np.concatenate(later) if later else np.empty(0, EVENT)

    def closed(self, *, before: float) -> SimulatedLog:
        """Everything that happened ``before`` then, in order, to the millisecond."""
        events = np.concatenate(self._chunks)
        events = events[events["at"] < before]
        return SimulatedLog(events[np.argsort(events["at"], kind="stable")])


def version_7_ids(at: Reals, rng: np.random.Generator) -> NDArray[np.uint8]:
    """A row of 16 bytes for each instant: a UUID of version 7 with chance from ``rng``."""
    milliseconds = np.round(at * 1000).astype(">u8")
    ids = rng.integers(0, 256, (len(milliseconds), 16), dtype=np.uint8)
    ids[:, :6] = milliseconds.view(np.uint8).reshape(len(ids), 8)[:, 2:]
    ids[:, 6] = ids[:, 6] & 0x0F | 0x70
    ids[:, 8] = ids[:, 8] & 0x3F | 0x80
    return ids
