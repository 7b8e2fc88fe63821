"""A script as numbers, for the methods that look for an order of days."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from matinee.errors import Invalid
from matinee.studio.schedule.hours.limits import DayLimit, limits_of
from matinee.studio.schedule.model import Board, ShootingScript, Strip

NIGHT, DAYLIGHT, EITHER = 1, 2, 0


@dataclass(frozen=True, slots=True)
class Problem:
    """Strips by place, days by place.

    ``cast[strip]`` are places in ``rates``; ``sets[strip]`` places of sets; ``light[strip]`` one of
    ``NIGHT``, ``DAYLIGHT``, ``EITHER``; ``follows[day]`` whether the next day of shooting is the
    next date; ``away[who]`` bits of days; ``locked[strip]`` a day or None; ``in_order`` and
    ``apart`` pairs of strips. ``capacity`` is a day's length in eighths. ``limits`` are those of
    the clock, where hours are given. Strips of the ``second`` unit have no length of the main one's
    and no sky that binds it; ``apart`` holds those that share somebody with a strip of the other.
    """

    ids: tuple[str, ...]
    eighths: tuple[int, ...]
    cast: tuple[tuple[int, ...], ...]
    sets: tuple[int, ...]
    light: tuple[int, ...]
    rates: tuple[int, ...]
    away: tuple[int, ...]
    follows: tuple[bool, ...]
    locked: tuple[int | None, ...]
    in_order: tuple[tuple[int, int], ...]
    apart: tuple[tuple[int, int], ...]
    capacity: int
    days: int
    move_cost: int
    day_cost: int
    turnaround: bool
    limits: tuple[DayLimit, ...] = ()
    second: frozenset[int] = frozenset()

    @property
    def set_count(self) -> int:
        """How many sets there are."""
        return max(self.sets, default=-1) + 1

    def least(self) -> int:
        """What no plan can cost less than.

        Everybody works at least as many days as the own scenes fill, and a set takes at least as
        many as its scenes fill; a day of one scene may be longer than the others.
        """
        if not self.ids:
            return 0
        people: dict[int, list[int]] = {}
        places: dict[int, list[int]] = {}
        for strip, who in enumerate(self.cast):
            places.setdefault(self.sets[strip], []).append(self.eighths[strip])
            for one in who:
                people.setdefault(one, []).append(self.eighths[strip])
        paid = sum(self.rates[one] * self.fewest(lengths) for one, lengths in people.items())
        moved = self.move_cost * sum(self.fewest(lengths) for lengths in places.values())
        return paid + moved + self.day_cost * self.fewest(self.eighths)

    def cost(self, days: Sequence[int]) -> int:
        """What a plan costs: days worked and held, sets of a day, days up to the last."""
        spans: dict[int, tuple[int, int]] = {}
        for strip, day in enumerate(days):
            for who in self.cast[strip]:
                first, last = spans.get(who, (day, day))
                spans[who] = (min(first, day), max(last, day))
        paid = sum(self.rates[who] * (last - first + 1) for who, (first, last) in spans.items())
        visits = len({(self.sets[strip], day) for strip, day in enumerate(days)})
        return paid + self.move_cost * visits + self.day_cost * (max(days, default=-1) + 1)

    def kept(self, days: Sequence[int]) -> bool:
        """Whether a plan keeps every rule."""
        light = [0] * (self.days + 1)
        load, scenes = [0] * self.days, [0] * self.days
        for strip, day in enumerate(days):
            light[day] |= self.light[strip]
            load[day] += self.eighths[strip]
            scenes[day] += strip not in self.second
            if self.locked[strip] not in (None, day):
                return False
            if any(self.away[who] >> day & 1 for who in self.cast[strip]):
                return False
        return (
            all(load[day] <= self.capacity or scenes[day] == 1 for day in range(self.days))
            and NIGHT | DAYLIGHT not in light
            and not any(
                self.turnaround
                and self.follows[day]
                and light[day] == NIGHT
                and light[day + 1] == DAYLIGHT
                for day in range(self.days)
            )
            and all(days[first] <= days[then] for first, then in self.in_order)
            and all(days[one] != days[other] for one, other in self.apart)
            and all(self._within(limit, days) for limit in self.limits)
        )

    def _within(self, limit: DayLimit, days: Sequence[int]) -> bool:
        used, shot = [0] * self.days, [0] * self.days
        visits: list[set[int]] = [set() for _ in range(self.days)]
        for strip, day in enumerate(days):
            used[day] += limit.weights[strip]
            if limit.weights[strip]:
                shot[day] += 1
                visits[day].add(self.sets[strip])
        return all(
            used[day] + limit.per_set * max(0, len(visits[day]) - 1) <= limit.most[day]
            or (limit.alone and shot[day] == 1)
            for day in range(self.days)
        )

    def fewest(self, lengths: Sequence[int]) -> int:
        """The fewest days on which scenes of these lengths can be shot, as far as lengths say."""
        long = [length for length in lengths if length > self.capacity]
        rest = sum(lengths) - sum(long)
        return max(1, len(long) + -(-rest // self.capacity))


def problem_of(script: ShootingScript, ids: Sequence[str]) -> Problem:
    """The problem of placing these strips.

    Raises:
        Invalid: a rule names a strip that is not there, or a day that is not.
    """
    rules = script.rules
    place = {strip: number for number, strip in enumerate(ids)}
    strips = [script.strips[strip] for strip in ids]
    number_of = {number: here for here, number in enumerate(script.cast)}
    second = frozenset(place[one] for one in rules.second_unit if one in place)
    places = [(here in second, strip.set_name) for here, strip in enumerate(strips)]
    set_of = {name: here for here, name in enumerate(dict.fromkeys(places))}
    dates = script.calendar.dates(rules.most_days)
    named = [
        *rules.second_unit,
        *rules.locked,
        *(one for pair in (*rules.in_order, *rules.apart) for one in pair),
    ]
    for strip in named:
        if strip not in script.strips:
            raise Invalid(f"There is no strip {strip}, which a rule names.", field="rules")
    for day in rules.locked.values():
        if not 0 <= day < rules.most_days:
            raise Invalid(f"Day {day + 1} is not one of {rules.most_days}.", field="locked")
    return Problem(
        ids=tuple(ids),
        eighths=tuple(0 if here in second else s.eighths for here, s in enumerate(strips)),
        cast=tuple(tuple(sorted({number_of[one] for one in strip.cast})) for strip in strips),
        sets=tuple(set_of[name] for name in places),
        light=tuple(
            EITHER
            if here in second
            else NIGHT
            if s.needs_night
            else DAYLIGHT
            if s.needs_daylight
            else EITHER
            for here, s in enumerate(strips)
        ),
        rates=tuple(member.rate for member in script.cast.values()),
        away=tuple(
            sum(1 << day for day, when in enumerate(dates) if when in member.away)
            for member in script.cast.values()
        ),
        follows=tuple(
            [after - before == timedelta(days=1) for before, after in pairwise(dates)] + [False]
        ),
        locked=tuple(rules.locked.get(strip) for strip in ids),
        in_order=_pairs(rules.in_order, place),
        apart=(*_pairs(rules.apart, place), *_shared(strips, second)),
        capacity=rules.eighths_a_day,
        days=rules.most_days,
        move_cost=rules.move_cost,
        day_cost=rules.day_cost,
        turnaround=rules.turnaround,
        limits=limits_of(script, strips, dates),
        second=second,
    )


def _shared(strips: Sequence[Strip], second: frozenset[int]) -> Iterator[tuple[int, int]]:
    """Strips of two units that need the same person."""
    for one in sorted(second):
        cast = set(strips[one].cast)
        for other, strip in enumerate(strips):
            if other not in second and cast & set(strip.cast):
                yield one, other


def board_of(problem: Problem, days: Sequence[int], boneyard: Sequence[str] = ()) -> Board:
    """The board of a plan: ``days[strip]``; scenes of one set stand together.

    Days at the end on which nothing is shot fall away; a day between stays, since what follows has
    its dates by it.
    """
    filled: list[list[int]] = [[] for _ in range(problem.days)]
    for strip, day in enumerate(days):
        filled[day].append(strip)
    while filled and not filled[-1]:
        filled.pop()
    return Board(
        tuple(
            tuple(
                problem.ids[strip]
                for strip in sorted(day, key=lambda one: (problem.sets[one], problem.ids[one]))
            )
            for day in filled
        ),
        tuple(boneyard),
    )


def _pairs(pairs: Sequence[tuple[str, str]], place: dict[str, int]) -> tuple[tuple[int, int], ...]:
    return tuple(
        (place[one], place[other]) for one, other in pairs if one in place and other in place
    )
