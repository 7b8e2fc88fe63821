"""A good plan quickly: simulated annealing over which strip is shot on which day.

Kirkpatrick, Gelatt and Vecchi 1983. A step moves a strip, swaps two, moves what is shot of a set on
a day, swaps two days or puts a day elsewhere. What a step changes is counted by bits: each person's
days are the bits of one integer, so first and last day cost two operations. Rules that must hold
are prices so high that the end keeps to them wherever the search found how.
"""

import math
import time
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from matinee.studio.schedule.problem import DAYLIGHT, EITHER, NIGHT, Problem

Move = list[tuple[int, int]]

_HOT, _COLD = 30.0, 0.4
_LOOK_EVERY = 256
_BROKEN = 400
_TOO_LONG = 6
_LATE, _A_MINUTE = 12, 0.4
_LARGEST = 10
"""The dearest of a day, a move and a person weighs as much: rates in money are brought down to it,
so that heat and the prices of rules fit them."""
"""Fifteen minutes too many weigh as an eighth of a page does."""


class _Plan:
    """A plan that can be changed step by step, with its cost."""

    def __init__(self, problem: Problem, days: Sequence[int]) -> None:
        self.problem = problem
        self.days = list(days)
        dearest = max((*problem.rates, problem.move_cost, problem.day_cost))
        scale = max(1.0, dearest / _LARGEST)
        self.rates = [rate / scale for rate in problem.rates]
        self.move_cost, self.day_cost = problem.move_cost / scale, problem.day_cost / scale
        count = problem.days
        self.worked = [[0] * count for _ in problem.rates]
        self.bits = [0] * len(problem.rates)
        self.spans = [0] * len(problem.rates)
        self.of_set = [[0] * count for _ in range(problem.set_count)]
        self.load, self.scenes = [0] * count, [0] * count
        self.night, self.daylight = [0] * count, [0] * count
        self.sky = {NIGHT: self.night, DAYLIGHT: self.daylight, EITHER: [0] * count}
        self.clock = [[0] * count for _ in problem.limits]
        self.visits = [[0] * count for _ in problem.limits]
        self.weighed = [[0] * count for _ in problem.limits]
        self.main = [0] * count if problem.second else self.scenes
        self.clock_sets = [[[0] * count for _ in range(problem.set_count)] for _ in problem.limits]
        self.weighs = [
            [(place, limit.weights[strip]) for place, limit in enumerate(problem.limits)
             if limit.weights[strip]]
            for strip in range(len(problem.ids))
        ]  # fmt: skip
        self.cost = 0.0
        for strip, day in enumerate(self.days):
            self.scenes[day] += 1
            if problem.second and strip not in problem.second:
                self.main[day] += 1
            self.load[day] += problem.eighths[strip]
            self.night[day] += problem.light[strip] == NIGHT
            self.daylight[day] += problem.light[strip] == DAYLIGHT
            here = self.of_set[problem.sets[strip]]
            self.cost += 0 if here[day] else self.move_cost
            here[day] += 1
            for place, weight in self.weighs[strip]:
                self.clock[place][day] += weight
                self.weighed[place][day] += 1
                there = self.clock_sets[place][problem.sets[strip]]
                self.visits[place][day] += not there[day]
                there[day] += 1
            for who in problem.cast[strip]:
                self.worked[who][day] += 1
                self.bits[who] |= 1 << day
        for who, rate in enumerate(self.rates):
            self.spans[who] = _span(self.bits[who])
            self.cost += rate * self.spans[who]
            self.cost += _BROKEN * (self.bits[who] & problem.away[who]).bit_count()
        self.used = sum(1 << day for day in range(count) if self.scenes[day])
        self.cost += self.day_cost * self.used.bit_length()
        self.cost += sum(self._price(day) for day in range(count)) + self._pairs()

    def _price(self, day: int) -> float:
        """What the rules about one day, and the morning after it, cost."""
        problem = self.problem
        over = self.load[day] - problem.capacity
        price = _TOO_LONG * over if over > 0 and self.main[day] > 1 else 0
        if self.night[day]:
            price += _BROKEN // 4 * min(self.night[day], self.daylight[day])
            if problem.turnaround and problem.follows[day] and self.daylight[day + 1]:
                price += _BROKEN // 4
        if problem.limits:
            price += self._overtime(day)
        return price

    def _overtime(self, day: int) -> float:
        """What the clock's limits on one day cost."""
        price = 0.0
        for limit, used, sets, shot in zip(
            self.problem.limits, self.clock, self.visits, self.weighed, strict=True
        ):
            moves = max(0, sets[day] - 1)
            over = used[day] + limit.per_set * moves - limit.most[day]
            if over > 0 and not (limit.alone and shot[day] == 1):
                price += _LATE + _A_MINUTE * over
        return price

    def _pairs(self) -> int:
        problem, days = self.problem, self.days
        late = sum(days[one] > days[other] for one, other in problem.in_order)
        together = sum(days[one] == days[other] for one, other in problem.apart)
        return _BROKEN * (late + together)

    def apply(self, move: Move) -> None:
        """Make a move, and count what it changes."""
        problem = self.problem
        paired = bool(problem.in_order or problem.apart)
        near = {day for strip, to in move for at in (self.days[strip], to) for day in (at - 1, at)}
        near.discard(-1)
        change = -sum(self._price(day) for day in near) - (self._pairs() if paired else 0)
        change -= self.day_cost * self.used.bit_length()
        touched: set[int] = set()
        for strip, to in move:
            at = self.days[strip]
            self.days[strip] = to
            length = problem.eighths[strip]
            self.load[at] -= length
            self.load[to] += length
            self.scenes[at] -= 1
            if not self.scenes[at]:
                self.used ^= 1 << at
            if not self.scenes[to]:
                self.used ^= 1 << to
            self.scenes[to] += 1
            sky = self.sky[problem.light[strip]]
            sky[at] -= 1
            sky[to] += 1
            here = self.of_set[problem.sets[strip]]
            here[at] -= 1
            change -= 0 if here[at] else self.move_cost
            change += 0 if here[to] else self.move_cost
            here[to] += 1
            if problem.limits:
                self._on_the_clock(strip, at, to)
            for who in problem.cast[strip]:
                worked = self.worked[who]
                worked[at] -= 1
                if not worked[at]:
                    self.bits[who] ^= 1 << at
                    change -= _BROKEN * (problem.away[who] >> at & 1)
                if not worked[to]:
                    self.bits[who] ^= 1 << to
                    change += _BROKEN * (problem.away[who] >> to & 1)
                worked[to] += 1
                touched.add(who)
        for who in touched:
            span = _span(self.bits[who])
            change += self.rates[who] * (span - self.spans[who])
            self.spans[who] = span
        change += self.day_cost * self.used.bit_length()
        change += sum(self._price(day) for day in near) + (self._pairs() if paired else 0)
        self.cost += change

    def _on_the_clock(self, strip: int, at: int, to: int) -> None:
        """Count for the clock's limits that a strip went from one day to another."""
        if self.problem.second and strip not in self.problem.second:
            self.main[at] -= 1
            self.main[to] += 1
        for place, weight in self.weighs[strip]:
            self.clock[place][at] -= weight
            self.clock[place][to] += weight
            self.weighed[place][at] -= 1
            self.weighed[place][to] += 1
            here, visits = self.clock_sets[place][self.problem.sets[strip]], self.visits[place]
            here[at] -= 1
            visits[at] -= not here[at]
            visits[to] += not here[to]
            here[to] += 1


def _span(bits: int) -> int:
    return bits.bit_length() - (bits & -bits).bit_length() + 1 if bits else 0


def _begin(problem: Problem) -> list[int]:
    """Scenes of one set after each other, each day filled; what is locked stands where it must."""
    days, load, day = [0] * len(problem.ids), [0] * problem.days, 0
    order = sorted(
        range(len(problem.ids)),
        key=lambda strip: (problem.light[strip] == NIGHT, problem.sets[strip]),
    )
    for strip in order:
        lock = problem.locked[strip]
        length = problem.eighths[strip]
        if lock is None and load[day] and load[day] + length > problem.capacity:
            day = min(day + 1, problem.days - 1)
        days[strip] = day if lock is None else lock
        load[days[strip]] += length
    return days


def _chance(seed: int) -> Iterator[float]:
    """Numbers from 0 to 1, drawn by the block: one at a time costs more than a step does."""
    generator = np.random.default_rng(seed)
    while True:
        yield from generator.random(1 << 16).tolist()


def _step(plan: _Plan, free: Sequence[int], chance: Iterator[float]) -> Move:
    """One way in which the plan might be better."""
    days, problem = plan.days, plan.problem
    strip, other = free[int(next(chance) * len(free))], free[int(next(chance) * len(free))]
    day, anywhere = days[strip], int(next(chance) * problem.days)
    kind = next(chance)
    if kind < 0.45:
        to = anywhere if next(chance) < 0.5 else days[other]
        move = [(strip, to)]
    elif kind < 0.75:
        move = [(strip, days[other]), (other, day)]
    elif kind < 0.85:
        place = problem.sets[strip]
        move = [(one, anywhere) for one in free if days[one] == day and problem.sets[one] == place]
    elif kind < 0.95:
        to = days[other]
        move = [(one, to if days[one] == day else day) for one in free if days[one] in (day, to)]
    else:
        move = _shifted(days, free, day, anywhere)
    return [(one, to) for one, to in move if days[one] != to]


def _shifted(days: Sequence[int], free: Sequence[int], day: int, to: int) -> Move:
    """A day put elsewhere, those between moved up by one."""
    low, high, way = min(day, to), max(day, to), -1 if day < to else 1
    return [
        (one, to if days[one] == day else days[one] + way)
        for one in free
        if low <= days[one] <= high
    ]


def anneal(
    problem: Problem,
    *,
    seconds: float,
    seed: int = 0,
    start: Sequence[int] | None = None,
    told: Callable[[float], None] = lambda _share: None,
) -> list[int]:
    """The best plan found: a day for each strip. The same seed and time may differ by machine.

    ``told`` hears which share of the time is gone.
    """
    chance = _chance(seed)
    plan = _Plan(problem, _begin(problem) if start is None else start)
    free = [strip for strip, day in enumerate(problem.locked) if day is None]
    best, best_days = plan.cost, list(plan.days)
    began = time.monotonic()
    heat, steps = _HOT, 0
    while len(free) > 1:
        steps += 1
        if steps % _LOOK_EVERY == 0:
            gone = (time.monotonic() - began) / seconds
            told(min(1.0, gone))
            if gone >= 1:
                break
            heat = _HOT * (_COLD / _HOT) ** gone
        move = _step(plan, free, chance)
        if not move:
            continue
        back = [(one, plan.days[one]) for one, _to in move]
        before = plan.cost
        plan.apply(move)
        worse = plan.cost - before
        if worse > 0 and next(chance) >= math.exp(-worse / heat):
            plan.apply(back)
        elif plan.cost < best:
            best, best_days = plan.cost, list(plan.days)
    return best_days
