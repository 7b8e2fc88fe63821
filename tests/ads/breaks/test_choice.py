"""The dynamic programme is proved against every subset there is."""

from itertools import combinations, pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from matinee.ads.breaks.choice import Option, choose
from matinee.ads.breaks.model import HOUR, BreakRules, HourLimits

FILM = 2.5 * HOUR
options = st.lists(
    st.builds(
        Option,
        at=st.integers(0, 90).map(lambda step: step * 100.0),
        value=st.integers(-20, 1000),
        seconds=st.sampled_from([15.0, 30.0, 60.0, 90.5]),
        forced=st.sampled_from([False] * 6 + [True]),
    ),
    max_size=11,
    unique_by=lambda option: option.at,
)
rules = st.builds(
    BreakRules,
    first_seconds=st.sampled_from([0.0, 300.0, 900.0]),
    distance_seconds=st.sampled_from([0.0, 100.0, 400.0, 1300.0]),
    end_seconds=st.sampled_from([0.0, 600.0]),
    most=st.integers(0, 6),
)
hours = st.builds(
    HourLimits, breaks=st.integers(0, 4), seconds=st.sampled_from([0.0, 60.0, 121.0, 240.0])
)


def keeps_the_rules(
    taken: tuple[int, ...], of: list[Option], rules: BreakRules, hours: HourLimits
) -> bool:
    """Read from the rules' own words, without the programme's bookkeeping."""
    chosen = [of[place] for place in taken]
    free = [option for option in chosen if not option.forced]
    for option in free:
        if option.value <= 0 or not rules.first_seconds <= option.at <= FILM - rules.end_seconds:
            return False
    for one, other in combinations(chosen, 2):
        near = abs(one.at - other.at) < rules.distance_seconds
        if near and not (one.forced and other.forced):
            return False
    if free and len(chosen) > rules.most:
        return False
    for hour in range(3):
        inside = [option for option in chosen if hour * HOUR <= option.at < (hour + 1) * HOUR]
        most, seconds = hours.of_hour(hour, FILM)
        over = len(inside) > most or sum(option.seconds for option in inside) > seconds
        if over and not all(option.forced for option in inside):
            return False
    return True


def best_of_all(of: list[Option], rules: BreakRules, hours: HourLimits) -> int:
    forced = {place for place, option in enumerate(of) if option.forced}
    return max(
        sum(of[place].value for place in taken)
        for size in range(len(of) + 1)
        for taken in combinations(range(len(of)), size)
        if forced <= set(taken) and keeps_the_rules(taken, of, rules, hours)
    )


@settings(max_examples=300)
@given(options, rules, hours)
@example(
    [Option(0.0, 5, 15.0, forced=True), Option(3700.0, 7, 15.0)], BreakRules(), HourLimits(1, 60.0)
)
def test_no_set_that_keeps_the_rules_is_worth_more(
    of: list[Option], rules: BreakRules, hours: HourLimits
) -> None:
    taken = choose(of, rules, hours, film_seconds=FILM)
    assert keeps_the_rules(tuple(taken), of, rules, hours)
    assert {place for place, option in enumerate(of) if option.forced} <= set(taken)
    assert sum(of[place].value for place in taken) == best_of_all(of, rules, hours)
    assert all(of[one].at <= of[other].at for one, other in pairwise(taken))


def test_two_good_breaks_are_better_than_the_best_one_between_them() -> None:
    of = [Option(600.0, 600, 60.0), Option(900.0, 900, 60.0), Option(1200.0, 600, 60.0)]
    rules = BreakRules(first_seconds=0, distance_seconds=500, end_seconds=0)
    assert choose(of, rules, HourLimits(9, 999.0), film_seconds=HOUR) == [0, 2]


def test_a_locked_break_stays_where_no_rule_would_put_it() -> None:
    of = [Option(10.0, 1, 60.0, forced=True), Option(200.0, 900, 60.0), Option(900.0, 300, 60.0)]
    rules = BreakRules(first_seconds=300, distance_seconds=600, end_seconds=0)
    assert choose(of, rules, HourLimits(9, 999.0), film_seconds=HOUR) == [0, 2]


def test_a_part_of_an_hour_has_its_share_of_the_seconds() -> None:
    limits = HourLimits(4, 240.0)
    assert limits.of_hour(0, 900.0) == (1, 60.0)
    assert limits.of_hour(1, 5400.0) == (2, 120.0)
