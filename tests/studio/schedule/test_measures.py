from datetime import timedelta

import pytest
from tests.studio.schedule.boards import MONDAY, shooting, strip

from matinee.errors import Invalid
from matinee.studio.schedule.measures import check, read_board
from matinee.studio.schedule.model import Board, CastMember, Rules, ShootingScript


def _flags(script: ShootingScript, *days: str) -> list[tuple[int, str]]:
    board = Board(tuple(tuple(day) for day in days))
    return [(flag.day, flag.rule) for flag in read_board(script, board).flags]


def test_a_board_in_figures() -> None:
    cast = (CastMember("1", "Ada", 10), CastMember("2", "Ben", 3))
    script = shooting(
        strip("a", "12", at="HALL"),
        strip("b", "2", at="ROAD"),
        strip("c", "1", at="HALL", eighths=5),
        members=cast,
    )
    read = read_board(script, Board((("a",), ("b",), ("c",))))
    assert (read.days, read.work_days, read.hold_days) == (3, 4, 1)
    assert (read.cast_cost, read.hold_cost) == (3 * 10 + 2 * 3, 10)
    assert (read.moves, read.sets, read.eighths, read.longest_day) == (2, 3, 21, 8)
    assert read.flags == ()
    shorter = read_board(script, Board((("a",), ("c",)), ("b",)))
    assert (shorter.hold_days, shorter.moves, shorter.boneyard) == (0, 0, 1)


def test_a_day_may_be_too_long_only_with_one_scene() -> None:
    script = shooting(strip("a", eighths=60), strip("b", eighths=1), rules=Rules(eighths_a_day=40))
    assert _flags(script, "a", "b") == []
    assert _flags(script, "ab") == [(0, "pages")]


def test_night_and_daylight_are_not_on_one_day_nor_on_the_next_morning() -> None:
    script = shooting(strip("n", sky="night"), strip("d", sky="day"), strip("i"), strip("j"))
    assert _flags(script, "nd", "ij") == [(0, "light")]
    assert _flags(script, "ij", "n", "d") == [(2, "turnaround")]
    assert _flags(script, "n", "i", "d", "j") == []


def test_a_weekend_is_rest_enough_after_a_night() -> None:
    others = [strip(name) for name in "abcd"]
    script = shooting(*others, strip("n", sky="night"), strip("e", sky="day"))
    assert _flags(script, "a", "b", "c", "d", "n", "e") == []
    assert _flags(script, "a", "b", "c", "n", "e", "d") == [(4, "turnaround")]


def test_people_who_are_away_locks_orders_and_scenes_apart() -> None:
    away = CastMember("1", "Ada", away=frozenset({MONDAY + timedelta(days=1)}))
    rules = Rules(locked={"a": 0}, in_order=(("a", "b"),), apart=(("b", "c"),))
    script = shooting(strip("a"), strip("b"), strip("c", "1"), rules=rules, members=(away,))
    assert _flags(script, "a", "b", "c") == []
    assert _flags(script, "b", "c", "a") == [(1, "away"), (2, "locked"), (0, "order")]
    assert _flags(script, "a", "bc") == [(1, "away"), (1, "apart")]


@pytest.mark.parametrize(
    ("days", "boneyard", "words"),
    [
        ((("a",),), (), "Scene b stands nowhere"),
        ((("a", "b"), ("a",)), (), "Scene a stands twice"),
        ((("a", "b"),), ("a",), "Scene a stands twice"),
        ((("a", "b", "x"),), (), "There is no strip x"),
    ],
)
def test_a_board_loses_no_strip(
    days: tuple[tuple[str, ...], ...], boneyard: tuple[str, ...], words: str
) -> None:
    with pytest.raises(Invalid, match=words):
        check(shooting(strip("a"), strip("b")), Board(days, boneyard))
