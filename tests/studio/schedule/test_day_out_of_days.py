import pytest
from tests.studio.schedule.boards import shooting, strip

from matinee.studio.schedule.day_out_of_days import day_out_of_days
from matinee.studio.schedule.model import Board, CastMember


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
