from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest
from tests.studio.schedule.boards import MONDAY, shooting, strip

from matinee.errors import Conflict
from matinee.studio.schedule.conflicts import conflicts
from matinee.studio.schedule.filing import record_of, rules_of
from matinee.studio.schedule.hours.arranging import arranged
from matinee.studio.schedule.hours.clock import clocks_of, day_clock
from matinee.studio.schedule.hours.estimate import estimate
from matinee.studio.schedule.measures import read_board
from matinee.studio.schedule.model import Board, Rules, ShootCalendar
from matinee.studio.schedule.planning import plan
from matinee.studio.schedule.working_day import AgeBand, Hours, MealsPack, MinorsPack, Pace, Place

_PACE = Pace(dialogue=4, action=8, setup=20, night=30, extra={"Stunts": 60})
_HOURS = Hours(day=600, first_shot=60, wrap=30, move=45, pace=_PACE)
_BERLIN = {"": Place(52.52, 13.405, "Europe/Berlin")}
_LUNCH = MealsPack("Six hours", date(2020, 1, 1), penalties=(25, 35, 50))


def test_an_estimate_counts_setups_of_dialogue_and_action_and_what_asks_for_care() -> None:
    spoken = replace(_HOURS, spoken={"a": 100, "b": 0})
    assert estimate(strip("a"), spoken).minutes == 4 * 20
    assert estimate(strip("b"), spoken).minutes == 8 * 20
    assert estimate(strip("c"), spoken).minutes == 6 * 20
    fall = replace(strip("b", sky="night"), elements=(("Stunts", "fall"), ("Stunts", "jump")))
    assert estimate(fall, spoken).minutes == 8 * 20 + 30 + 60
    told = estimate(replace(fall, minutes=45), spoken)
    assert (told.minutes, told.setups, told.own) == (45, 8, True)


def test_a_day_has_its_moves_and_its_meal_on_the_clock() -> None:
    held = replace(_HOURS, meals=(_LUNCH,))
    day = day_clock(0, MONDAY, [strip("a", at="HALL"), strip("b", at="ROAD"), strip("c")], held)
    # 7:00 call, 8:00 first shot, a to 10:00, b 10:45 to 12:45, c 13:30 to 16:00 with half an hour.
    assert [(one.start, one.end) for one in day.strips] == [(480, 600), (645, 765), (840, 960)]
    assert day.meals == ((780, 810),)
    assert (day.wrap, day.shooting, day.moves) == (990, 3 * 120 + 2 * 45, 90)


def test_a_day_waits_for_the_light_and_for_the_dark() -> None:
    winter, summer = date(2026, 12, 21), date(2026, 6, 22)
    there = replace(_HOURS, places=_BERLIN)
    morning = day_clock(0, winter, [strip("a", sky="day")], there)
    assert morning.sun is not None
    assert morning.strips[0].start == morning.sun.light[0] == 8 * 60 + 15
    night = day_clock(0, summer, [strip("a", sky="night")], there)
    assert night.sun is not None
    assert night.strips[0].start == night.sun.dark[0] > 22 * 60
    assert night.call == night.strips[0].start - 60


def test_a_board_is_flagged_for_hours_light_and_minors() -> None:
    pack = MinorsPack("Pack", date(2026, 1, 1), (AgeBand(9, 300, 180), AgeBand(16, 480, 300)))
    hours = replace(_HOURS, places=_BERLIN, ages={"1": 8}, minors=(pack,))
    script = shooting(
        *(strip(name, "1", sky="day") for name in "abcdef"), rules=Rules(60, hours=hours)
    )
    late = replace(script, calendar=ShootCalendar(date(2026, 12, 21)))
    read = read_board(late, Board((("a", "b", "c", "d", "e", "f"),)))
    assert {flag.rule for flag in read.flags} == {"hours", "daylight", "minors"}
    assert read.minutes == 6 * 120
    words = [flag.words for flag in read.flags if flag.rule == "minors"]
    assert words[0] == "Player 1 (8) works 12 h 00, where 3 h 00 are allowed (Pack)."
    # The pack of another year does not hold yet.
    early = replace(script, calendar=ShootCalendar(date(2025, 12, 22)))
    assert "minors" not in {f.rule for f in read_board(early, Board((tuple("abcdef"),))).flags}


def test_a_plan_keeps_the_working_day_the_light_and_a_minors_hours() -> None:
    pack = MinorsPack("Pack", date(2026, 1, 1), (AgeBand(9, 300, 250),))
    hours = replace(_HOURS, places=_BERLIN, ages={"1": 8}, minors=(pack,), meals=(_LUNCH,))
    strips = [strip(name, "1" if name in "abc" else "2", sky="day") for name in "abcdefg"]
    script = replace(
        shooting(*strips, rules=Rules(640, most_days=6, hours=hours)),
        calendar=ShootCalendar(date(2026, 12, 21)),
    )
    planned = plan(script, seconds=1)
    read = read_board(script, planned.board)
    assert [flag.words for flag in read.flags] == []
    # The light less a meal is three scenes of two hours, and the child is in two of a day at most.
    assert len(planned.board.days) == 3
    assert max(len(day) for day in planned.board.days) == 3
    with pytest.raises(Conflict):
        plan(replace(script, rules=replace(script.rules, most_days=2)), seconds=1)


def test_the_fewest_rules_of_the_clock_that_clash_are_named() -> None:
    pack = MinorsPack("Pack", date(2026, 1, 1), (AgeBand(9, 300, 100),))
    hours = replace(_HOURS, places=_BERLIN, ages={"1": 8}, minors=(pack,))
    script = shooting(strip("a", "1"), strip("b", "2"), rules=Rules(most_days=3, hours=hours))
    assert conflicts(script) == (
        "Player 1 (8) works at most 1 h 40 a day, for 2 h 00, 2 h 00 at a time (Pack).",
    )
    assert conflicts(replace(script, rules=replace(script.rules, hours=_HOURS))) == ()


def test_without_hours_nothing_is_asked_about_time() -> None:
    script = shooting(*(strip(name, sky="day") for name in "abcdef"), rules=Rules(60))
    board = Board((tuple("abcdef"),))
    assert clocks_of(script, board) == ()
    read = read_board(script, board)
    assert (read.flags, read.minutes) == ((), None)


def test_penalties_grow_with_the_half_hours_that_a_meal_is_late() -> None:
    assert [_LUNCH.penalty(late) for late in (-5, 0, 1, 30, 31, 95)] == [0, 0, 25, 25, 60, 160]


def test_hours_are_kept_as_they_were_said() -> None:
    pack = MinorsPack("Pack", date(2026, 1, 1), (AgeBand(9, 300, 100, latest=time(19)),))
    rules = Rules(hours=replace(_HOURS, places=_BERLIN, minors=(pack,), meals=(_LUNCH,)))
    assert rules_of(record_of(rules)) == rules


def test_a_day_is_put_in_the_order_in_which_its_light_suffices() -> None:
    hours = replace(_HOURS, day=700, move=0, places=_BERLIN)
    inside, outside = (
        strip("a", eighths=16, at="HALL"),
        strip("b", eighths=16, at="ROAD", sky="day"),
    )
    script = replace(
        shooting(inside, outside, rules=Rules(640, hours=hours)),
        calendar=ShootCalendar(date(2026, 12, 21)),
    )
    board = Board((("a", "b"),))
    assert {flag.rule for flag in read_board(script, board).flags} == {"daylight"}
    assert arranged(script, board) == Board((("b", "a"),))
    assert read_board(script, arranged(script, board)).flags == ()
    assert arranged(replace(script, rules=Rules()), board) == board
