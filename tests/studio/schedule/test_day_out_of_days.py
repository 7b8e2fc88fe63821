from datetime import date

import pytest
from tests.studio.schedule.boards import shooting, strip

from matinee.studio.schedule.day_out_of_days import codes_by_date, dates_of, day_out_of_days
from matinee.studio.schedule.filing import record_of, rules_of
from matinee.studio.schedule.measures import read_board
from matinee.studio.schedule.model import Board, CastMember, Engagement, Rules


def _codes(pattern: str, drops_after: int | None = None) -> list[str]:
    """The row of player 1, who works on the days marked with an x."""
    strips = [strip(str(day), "1" if mark == "x" else "2") for day, mark in enumerate(pattern)]
    script = shooting(*strips, members=(CastMember("1", "Ada", 7, drops_after),))
    rows = day_out_of_days(script, Board(tuple((one.id,) for one in strips)))
    row = next(row for row in rows if row.member.number == "1")
    assert row.cost == 7 * (row.work + row.hold)
    return list(row.codes)


@pytest.mark.parametrize(
    ("pattern", "drops_after", "codes"),
    [
        ("x", None, ["SWF"]),
        ("xx", None, ["SW", "WF"]),
        (".x..x.", None, ["", "SW", "H", "H", "WF", ""]),
        ("x...x", 3, ["SWD", "", "", "", "PWF"]),
        ("x...x", 4, ["SW", "H", "H", "H", "WF"]),
        ("x..xx...x", 2, ["SW", "H", "H", "W", "WD", "", "", "", "PWF"]),
    ],
)
def test_the_codes_are_those_of_the_trade(
    pattern: str, drops_after: int | None, codes: list[str]
) -> None:
    assert _codes(pattern, drops_after) == codes


def test_whoever_is_in_no_scene_of_the_board_has_no_row() -> None:
    script = shooting(strip("1", "1"), strip("2", "2"))
    (row,) = day_out_of_days(script, Board((("1",),), ("2",)))
    assert row.member.number == "1"
    assert (row.start, row.finish) == (0, 0)


def test_travel_and_fittings_stand_beside_the_days_of_shooting_and_cost_their_share() -> None:
    away = frozenset({date(2026, 5, 29)})
    terms = {"1": Engagement(travel=1, fittings=2, travel_share=50, fitting_share=25)}
    script = shooting(
        strip("a", "2"), strip("b", "12"), strip("c", "2"),
        rules=Rules(engagements=terms), members=(CastMember("1", "Ada", 100, away=away),),
    )  # fmt: skip
    board = Board((("a",), ("b",), ("c",)))
    ada, ben = day_out_of_days(script, board)
    # She works on Tuesday, travels on Monday and Wednesday; not fitted when away or at a weekend.
    assert ada.travel == (date(2026, 6, 1), date(2026, 6, 3))
    assert ada.fittings == (date(2026, 5, 27), date(2026, 5, 28))
    assert (ada.finish, ada.beside, ada.cost) == (1, 150, 250)
    assert (ben.travel, ben.beside) == ((), 0)
    shot = script.calendar.dates(3)
    assert list(codes_by_date(ada, shot).values()) == ["T", "SWF", "T", "F", "F"]
    assert dates_of((ada, ben), shot) == (*ada.fittings, *shot)
    read = read_board(script, board)
    assert (read.beside_cost, read.cast_cost) == (150, 250 + 3)
    assert rules_of(record_of(script.rules)) == script.rules
