"""The days of a board as a model of CP-SAT, whose rules can be asked for one by one."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from matinee.studio.schedule.hours.limits import DayLimit
from matinee.studio.schedule.problem import DAYLIGHT, NIGHT, Problem

LIGHT, TURNAROUND, PAGES = "light", "turnaround", "pages"
LOCKED, ORDER, APART, AWAY = "locked", "order", "apart", "away"
CLOCK = "clock"

RuleKey = tuple[str, int]
"""Which kind of rule, and the place of what it is about: strip, pair, person, limit; 0 for none."""


@dataclass(slots=True)
class ConstraintModel:
    """``on[strip][day]``: the strip is shot on that day. ``guards``: the literal of every rule."""

    problem: Problem
    guarded: bool = False
    model: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    on: list[list[cp_model.IntVar]] = field(default_factory=list[list[cp_model.IntVar]])
    guards: dict[RuleKey, cp_model.IntVar] = field(default_factory=dict[RuleKey, cp_model.IntVar])

    def __post_init__(self) -> None:
        """Write the rules down."""
        problem, model = self.problem, self.model
        days = range(problem.days)
        self.on = [
            [model.new_bool_var(f"on_{strip}_{day}") for day in days]
            for strip in range(len(problem.ids))
        ]
        for row in self.on:
            model.add_exactly_one(row)
        self._pages()
        self._light()
        self._fixed()
        self._pairs()
        for place, limit in enumerate(problem.limits):
            self._clock(limit, self._rule(CLOCK, place))

    def _rule(self, kind: str, about: int = 0) -> list[cp_model.IntVar]:
        """The literals under which a rule holds: none where it always does."""
        if not self.guarded:
            return []
        key = (kind, about)
        if key not in self.guards:
            self.guards[key] = self.model.new_bool_var(f"{kind}_{about}")
        return [self.guards[key]]

    def _pages(self) -> None:
        problem = self.problem
        if problem.fewest(problem.eighths) > problem.days:
            # Said outright: that so many boxes do not hold so much is hard to find by search.
            self.model.add_bool_or([]).only_enforce_if(self._rule(PAGES))
        for day in range(problem.days):
            used = sum(
                min(length, problem.capacity) * self.on[strip][day]
                for strip, length in enumerate(problem.eighths)
            )
            # A scene longer than a day fills one: at its cut length nothing else has room.
            held = self.model.add(used <= problem.capacity)
            held.only_enforce_if(self._rule(PAGES))

    def _light(self) -> None:
        problem, model = self.problem, self.model
        night = [model.new_bool_var(f"night_{day}") for day in range(problem.days)]
        light = [model.new_bool_var(f"light_{day}") for day in range(problem.days)]
        for strip, kind in enumerate(problem.light):
            if kind in (NIGHT, DAYLIGHT):
                under = night if kind == NIGHT else light
                for day in range(problem.days):
                    model.add_implication(self.on[strip][day], under[day])
        for day in range(problem.days):
            both = model.add_bool_or(night[day].negated(), light[day].negated())
            both.only_enforce_if(self._rule(LIGHT))
            if problem.turnaround and problem.follows[day]:
                next_morning = model.add_bool_or(night[day].negated(), light[day + 1].negated())
                next_morning.only_enforce_if(self._rule(TURNAROUND))

    def _fixed(self) -> None:
        problem, model = self.problem, self.model
        for strip, day in enumerate(problem.locked):
            if day is not None:
                locked = model.add_bool_and(self.on[strip][day])
                locked.only_enforce_if(self._rule(LOCKED, strip))
        for strip, cast in enumerate(problem.cast):
            for who in cast:
                for day in range(problem.days):
                    if problem.away[who] >> day & 1:
                        absent = model.add_bool_and(self.on[strip][day].negated())
                        absent.only_enforce_if(self._rule(AWAY, who))

    def _pairs(self) -> None:
        problem, model = self.problem, self.model
        for place, (first, then) in enumerate(problem.in_order):
            order = model.add(self.day_of(first) <= self.day_of(then))
            order.only_enforce_if(self._rule(ORDER, place))
        for place, (one, other) in enumerate(problem.apart):
            for day in range(problem.days):
                two = model.add_bool_or(self.on[one][day].negated(), self.on[other][day].negated())
                two.only_enforce_if(self._rule(APART, place))

    def _clock(self, limit: DayLimit, rule: list[cp_model.IntVar]) -> None:
        longest = max(limit.most)
        weights = [min(one, longest) if limit.alone else one for one in limit.weights]
        if sum(weights) > sum(limit.most):
            self.model.add_bool_or([]).only_enforce_if(rule)
        for day, most in enumerate(limit.most):
            # As with pages: what is longer than the day fills it, so that nothing else has room.
            used = sum(
                (min(weight, most) if limit.alone else weight) * self.on[strip][day]
                for strip, weight in enumerate(weights)
                if weight
            )
            moved = limit.per_set * (sum(self._visits(limit, day)) - 1) if limit.per_set else 0
            self.model.add(used + moved <= most).only_enforce_if(rule)

    def _visits(self, limit: DayLimit, day: int) -> list[cp_model.IntVar]:
        """Whether anything that this limit weighs is shot of a set on a day, set by set."""
        visits: dict[int, cp_model.IntVar] = {}
        for strip, place in enumerate(self.problem.sets):
            if limit.weights[strip]:
                if place not in visits:
                    visits[place] = self.model.new_bool_var(f"{limit.rule}_{place}_{day}")
                self.model.add_implication(self.on[strip][day], visits[place])
        return list(visits.values())

    def day_of(self, strip: int) -> cp_model.LinearExprT:
        """The day of a strip as an expression."""
        return cp_model.LinearExpr.weighted_sum(self.on[strip], list(range(self.problem.days)))

    def minimise(self, hint: Sequence[int]) -> None:
        """Ask for the cheapest plan, beginning at one that is known."""
        problem, model = self.problem, self.model
        days = range(problem.days)
        cost: list[cp_model.LinearExprT] = []
        for who, rate in enumerate(problem.rates):
            mine = [strip for strip, cast in enumerate(problem.cast) if who in cast]
            if not mine or not rate:
                continue
            first = model.new_int_var(0, problem.days - 1, f"first_{who}")
            last = model.new_int_var(0, problem.days - 1, f"last_{who}")
            for strip in mine:
                model.add(first <= self.day_of(strip))
                model.add(last >= self.day_of(strip))
            model.add_hint(first, min(hint[strip] for strip in mine))
            model.add_hint(last, max(hint[strip] for strip in mine))
            cost.append(rate * (last - first + 1))
        for place in range(problem.set_count):
            mine = [strip for strip, here in enumerate(problem.sets) if here == place]
            for day in days:
                visit = model.new_bool_var(f"visit_{place}_{day}")
                for strip in mine:
                    model.add_implication(self.on[strip][day], visit)
                model.add_hint(visit, any(hint[strip] == day for strip in mine))
                cost.append(problem.move_cost * visit)
        until = model.new_int_var(1, problem.days, "until")
        for strip in range(len(problem.ids)):
            model.add(until >= self.day_of(strip) + 1)
            for day in days:
                model.add_hint(self.on[strip][day], hint[strip] == day)
        model.add_hint(until, max(hint) + 1)
        cost.append(problem.day_cost * until)
        model.minimize(cp_model.LinearExpr.sum(cost))
