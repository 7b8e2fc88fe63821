"""Parts of the full pass measured away from the others: the same bytes, or the film's refusal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest
from benchmarks.media.hostile_films import small_film
from hypothesis import given
from hypothesis import strategies as st

from matinee.errors import Invalid, MatineeError, Unavailable
from matinee.foundation.lake.engine import LakeEngine
from matinee.foundation.lake.model import Compute
from matinee.media.analysis.parts import PART_SECONDS, parts_of
from matinee.media.analysis.passes import measure_part
from matinee.media.model import FilmFacts, WorkOrder
from matinee.media.nodes import KINDS, NodeOrder, Nodes, measured
from matinee.media.workbench import write_json

_WALL_SECONDS = 300.0


def _order(film: Path) -> WorkOrder:
    return WorkOrder(str(film), 6_000_000_000, 120, -23.0, {})


def _asked(film: Path, size: int | None = None) -> str:
    size = film.stat().st_size if size is None else size
    return msgspec.json.encode(NodeOrder(_order(film), size, _WALL_SECONDS)).decode()


class _InThisProcess(LakeEngine):
    """Answers without Daft, and notes what it was asked; it may fail after some answers."""

    def __init__(self, answer: Callable[..., dict[str, Any]], *, fails_after: int = 99) -> None:
        super().__init__(Compute.named("ray"))
        self.asked: list[int] = []
        self._answer = answer
        self._fails_after = fails_after

    def answers(
        self,
        rows: Mapping[str, Sequence[Any]],
        work: Callable[..., Mapping[str, Any]],
        kinds: Mapping[str, type],
    ) -> Iterator[dict[str, Any]]:
        for row in zip(*rows.values(), strict=True):
            if len(self.asked) == self._fails_after:
                raise Unavailable("The engine ray did not finish: a node is gone.")
            self.asked.append(row[1])
            yield self._answer(*row)


def _said(order: str, number: int, begin: float, end: float | None) -> dict[str, Any]:
    content = f"{begin} to {end}".encode()
    return {"number": number, "npz": content, "code": "", "sentence": "", "remedy": ""}


def _keeps(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*.npz")}


async def _measure(
    engine: LakeEngine, folder: Path, film: Path, told: Callable[[float], None] = lambda _: None
) -> None:
    await Nodes(engine).measure(folder, _order(film), told, wall_seconds=_WALL_SECONDS)


@pytest.fixture
def film(tmp_path: Path) -> Path:
    path = tmp_path / "film.mp4"
    small_film(path, frames=24)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Of a film of two and a half minutes, of which nothing but the facts is known."""
    path = tmp_path / "ingest"
    path.mkdir()
    facts = FilmFacts("mp4", 150.0, 128, 72, 24.0, "h264", None, 0, 0, 9000)
    write_json(path / "facts.json", facts)
    return path


def test_a_node_gives_the_bytes_that_this_machine_would(film: Path, tmp_path: Path) -> None:
    answer = measured(_asked(film), 0, 0.25, None)
    measure_part(film, 0.25, float("inf"), lambda _: None).keep(tmp_path / "here.npz")
    assert answer["npz"] == (tmp_path / "here.npz").read_bytes()
    assert answer["number"] == 0


def test_a_film_at_fault_is_a_nodes_answer_and_not_its_failure(film: Path) -> None:
    asked = NodeOrder(_order(film), film.stat().st_size, wall_seconds=0.01)
    answer = measured(msgspec.json.encode(asked).decode(), 0, 0.0, None)
    assert (answer["npz"], answer["code"]) == (None, "film")
    assert "took longer" in answer["sentence"]


@pytest.mark.parametrize(
    ("name", "more", "said"), [("none.mp4", 0, "cannot read"), ("film.mp4", 1, "another file")]
)
def test_a_node_without_the_film_says_where_to_mount_it(
    film: Path, name: str, more: int, said: str
) -> None:
    path = film.with_name(name)
    answer = measured(_asked(path, film.stat().st_size + more), 0, 0.0, None)
    assert said in answer["sentence"]
    assert f"Mount {film.parent}" in answer["remedy"]


async def test_every_part_is_kept_and_told_as_it_comes(film: Path, folder: Path) -> None:
    told: list[float] = []
    await _measure(_InThisProcess(_said), folder, film, told.append)
    assert _keeps(folder) == {
        "part-0000.npz": b"0.0 to 60.0",
        "part-0001.npz": b"60.0 to 120.0",
        "part-0002.npz": b"120.0 to None",
    }
    assert told == [1 / 3, 2 / 3, 1]


async def test_parts_that_are_there_are_not_asked_for(film: Path, folder: Path) -> None:
    (folder / "part-0001.npz").write_bytes(b"there before")
    engine = _InThisProcess(_said)
    await _measure(engine, folder, film)
    assert engine.asked == [0, 2]
    await _measure(engine, folder, film)
    assert engine.asked == [0, 2]
    assert _keeps(folder)["part-0001.npz"] == b"there before"


async def test_an_engine_that_fails_leaves_whole_parts_and_is_asked_for_the_others(
    film: Path, folder: Path
) -> None:
    with pytest.raises(Unavailable, match="a node is gone"):
        await _measure(_InThisProcess(_said, fails_after=1), folder, film)
    assert _keeps(folder) == {"part-0000.npz": b"0.0 to 60.0"}
    engine = _InThisProcess(_said)
    await _measure(engine, folder, film)
    assert engine.asked == [1, 2]


@pytest.mark.parametrize(("code", "error"), [("film", Invalid), ("unavailable", Unavailable)])
async def test_a_refusal_of_one_part_refuses_the_film_and_a_nodes_trouble_does_not(
    film: Path, folder: Path, code: str, error: type[MatineeError]
) -> None:
    def refused(_order: str, number: int, _begin: float, _end: float | None) -> dict[str, Any]:
        return {"number": number, "npz": None, "code": code, "sentence": "No.", "remedy": "Other."}

    with pytest.raises(error) as refusal:
        await _measure(_InThisProcess(refused), folder, film)
    assert (refusal.value.sentence, refusal.value.remedy) == ("No.", "Other.")
    assert _keeps(folder) == {}


def test_daft_hands_rows_to_a_node_and_brings_its_words_back(film: Path) -> None:
    """The real engine, in this process: three rows about a film that is another on the node."""
    order = _asked(film, film.stat().st_size + 1)
    rows = {"order": [order] * 3, "number": [4, 5, 6], "begin": [0.0, 60.0, 120.0]}
    answers = LakeEngine(Compute.named("native")).answers(
        rows | {"end": [60.0, 120.0, None]}, measured, KINDS
    )
    assert [(each["number"], each["npz"], each["code"]) for each in answers] == [
        (number, None, "film_unreachable") for number in (4, 5, 6)
    ]


@given(st.floats(0.5, 20_000.0))
def test_parts_cover_the_film_without_gap_or_overlap(seconds: float) -> None:
    parts = parts_of(seconds)
    assert parts[0].begin == 0
    assert all(one.end == after.begin for one, after in pairwise(parts))
    assert parts[-1].end is None
    assert seconds - PART_SECONDS <= parts[-1].begin < seconds
