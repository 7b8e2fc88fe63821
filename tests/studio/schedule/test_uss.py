import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.studio.schedule.boards import MONDAY, shooting, strip

from matinee.errors import Invalid
from matinee.studio.schedule.measures import check, read_board
from matinee.studio.schedule.model import Board, CastMember
from matinee.studio.schedule.uss import NamedBoard, read_uss
from matinee.studio.schedule.uss_writing import new_document, write_uss

_SCRIPT = shooting(
    strip("a", "12", at="HALL", sky="night"),
    replace(strip("b", "1", at="ROAD"), elements=(("Props", "Lantern"), ("Vehicles", "Tram"))),
    replace(strip("c", eighths=0, at=""), banner="Lunch"),
    members=(CastMember("1", "Ada", 1, 10, frozenset({MONDAY})), CastMember("2", "Ben")),
)
_BOARDS = (
    NamedBoard("Blue", Board((("b",), ("a", "c"))), _SCRIPT.calendar),
    NamedBoard("Pink", Board((("a", "b"),), ("c",)), _SCRIPT.calendar),
)


@pytest.mark.parametrize(
    ("name", "boards", "strips"), [("full", 4, 174), ("small", 2, 2)], ids=["full", "small"]
)
def test_the_standards_samples_lose_nothing(
    shared_data: Path, name: str, boards: int, strips: int
) -> None:
    data = (shared_data / "schedules" / f"{name}_sample_schedule.uss").read_bytes()
    read = read_uss(data)
    assert (len(read.boards), len(read.script.strips)) == (boards, strips)
    for board in read.boards:
        check(read.script, board.board)
    assert json.loads(write_uss(read.document, read.boards)) == json.loads(data)
    made = new_document("Again", read.script, read.boards, on=date(2026, 1, 1))
    again = read_uss(json.dumps(made).encode())
    assert again.script.strips == read.script.strips
    assert again.script.cast == read.script.cast
    assert [one.board for one in again.boards] == [one.board for one in read.boards]


def test_the_board_of_the_sample_holds_its_cast_214_days_with_drops_597_without(
    shared_data: Path,
) -> None:
    data = (shared_data / "schedules" / "full_sample_schedule.uss").read_bytes()
    read = read_uss(data)
    white = next(one.board for one in read.boards if one.name == "Rev. WHITE")
    assert read_board(read.script, white).hold_days == 214
    kept = {n: replace(member, drops_after=None) for n, member in read.script.cast.items()}
    assert read_board(replace(read.script, cast=kept), white).hold_days == 597


def test_a_schedule_that_was_made_here_is_read_again_as_it_was() -> None:
    made = new_document("Night tram", _SCRIPT, _BOARDS, on=date(2026, 5, 1))
    read = read_uss(json.dumps(made).encode())
    assert read.name == "Night tram"
    assert read.script.strips == _SCRIPT.strips
    assert read.script.cast == _SCRIPT.cast
    assert read.script.calendar == _SCRIPT.calendar
    assert read.boards == _BOARDS
    assert new_document("Night tram", _SCRIPT, _BOARDS, on=date(2026, 5, 1)) == made


def test_a_changed_board_is_written_and_what_else_the_file_holds_stays() -> None:
    made = new_document("Night tram", _SCRIPT, _BOARDS, on=date(2026, 5, 1))
    made["universalScheduleStandard"]["_colour"] = "salmon"
    moved = replace(_BOARDS[0], board=Board((("a",), ("b",)), ("c",)))
    added = NamedBoard("Green", Board((), ("a", "b", "c")), None)
    written = write_uss(made, (moved, _BOARDS[1], added))
    assert json.loads(written)["universalScheduleStandard"]["_colour"] == "salmon"
    again = read_uss(written)
    assert [one.board for one in again.boards] == [moved.board, _BOARDS[1].board, added.board]
    assert json.loads(write_uss(made, _BOARDS)) == made


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "truncated"),
        (b"{}", "universalScheduleStandard"),
        (b'{"universalScheduleStandard": {"name": 7}}', r"name"),
        (
            b'{"universalScheduleStandard": {"name": "x", "breakdowns": [{"id": "1", "type": '
            b'"scene", "pages": "7/8"}], "categories": [], "elements": []}}',
            r"breakdowns\[0\]\.pages|breakdowns\[\.\.\.\]\.pages",
        ),
        (b"[" * 100_000, "no schedule"),
        (b'{"a": "\xff"}', "no schedule"),
        (b" " * 20_000_001, "20 MB"),
    ],
)
def test_what_is_no_schedule_is_refused_with_the_place(data: bytes, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        read_uss(data)
