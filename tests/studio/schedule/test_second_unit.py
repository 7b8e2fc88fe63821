from __future__ import annotations

from dataclasses import replace

from tests.studio.schedule.boards import shooting, strip

from matinee.studio.schedule.conflicts import conflicts
from matinee.studio.schedule.filing import record_of, rules_of
from matinee.studio.schedule.hours.clock import clocks_of
from matinee.studio.schedule.measures import read_board
from matinee.studio.schedule.model import Board, Rules
from matinee.studio.schedule.planning import plan
from matinee.studio.schedule.working_day import Hours

_RULES = Rules(eighths_a_day=16, most_days=2, second_unit=frozenset({"c", "d"}))


def test_a_second_unit_shoots_beside_the_main_one_with_pages_of_its_own() -> None:
    strips = (strip("a", "1"), strip("b", "1"), strip("c", "2"), strip("d", "2", sky="night"))
    script = shooting(*strips, rules=replace(_RULES, most_days=1))
    planned = plan(script, seconds=1)
    assert [sorted(day) for day in planned.board.days] == [["a", "b", "c", "d"]]
    assert read_board(script, planned.board).flags == ()
    alone = replace(script, rules=replace(script.rules, second_unit=frozenset()))
    assert {flag.rule for flag in read_board(alone, planned.board).flags} == {"pages"}
    assert conflicts(alone) == ("At most 2 pages a day on 1 days, for 4 pages.",)


def test_nobody_is_with_two_units_on_one_day() -> None:
    script = shooting(strip("a", "1"), strip("b", "3"), strip("c", "12"), rules=replace(
        _RULES, second_unit=frozenset({"c"})
    ))  # fmt: skip
    together = Board((("a", "b", "c"),))
    (flag,) = read_board(script, together).flags
    assert flag.words == "Player 1 is in scene a and, with the second unit, in scene c."
    planned = plan(script, seconds=1)
    assert read_board(script, planned.board).flags == ()
    assert len(planned.board.days) == 2
    short = replace(script, rules=replace(script.rules, most_days=1))
    assert conflicts(short) == ("Scenes c and a, of two units, need one person.",)


def test_the_second_unit_has_its_own_clock_and_too_much_for_it_is_named() -> None:
    rules = replace(_RULES, hours=Hours())
    script = shooting(strip("a", "1"), strip("c", "2"), strip("d", "2"), rules=rules)
    board = Board((("a", "c", "d"),))
    (main,), (second,) = clocks_of(script, board), clocks_of(script, board, second=True)
    assert [one.strip.id for one in main.strips] == ["a"]
    assert [one.strip.id for one in second.strips] == ["c", "d"]
    assert main.call == second.call
    long = [strip(one, "2", eighths=9) for one in "cde"]
    crowded = shooting(*long, rules=replace(_RULES, second_unit=frozenset("cde")))
    assert conflicts(crowded) == (
        "The second unit shoots at most 2 pages a day on 2 days, for 3 3/8.",
    )
    assert rules_of(record_of(rules)) == rules
