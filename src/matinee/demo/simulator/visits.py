"""When people come: by the week they are in, the day of the week and the hour where they live."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from matinee.demo.simulator.parameters import Parameters
from matinee.demo.simulator.people import DEVICES, HABITS, Kind
from matinee.demo.simulator.population import Population, countries

Reals: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]

HOUR = 3600.0
DAY = 24 * HOUR
_FIRST_WEEKEND_DAY = 5
_EVENING = 18.0


@dataclass(frozen=True, slots=True, eq=False)
class Visits:
    """One row per visit, by time; ``at`` is seconds since 1970, ``hour`` the local one."""

    profile: Ints
    at: Reals
    hour: Reals
    weekend: NDArray[np.bool_]
    device: NDArray[np.int16]
    week: Ints

    def __len__(self) -> int:
        return len(self.profile)

    def take(self, rows: NDArray[np.intp]) -> "Visits":
        """Some of the visits."""
        return Visits(
            self.profile[rows],
            self.at[rows],
            self.hour[rows],
            self.weekend[rows],
            self.device[rows],
            self.week[rows],
        )

    def later(self, at: Reals) -> "Visits":
        """The same visits, going on at another time of the same evening."""
        hour = (self.hour + (at - self.at) / HOUR) % 24
        return Visits(self.profile, at, hour, self.weekend, self.device, self.week)


def draw_visits(
    population: Population, parameters: Parameters, base: float, rng: np.random.Generator
) -> Visits:
    """All visits of all profiles in the weeks before ``base`` (midnight UTC, since 1970)."""
    days = 7 * parameters.weeks
    start = base - days * DAY
    weekday = (int(base // DAY) - days + np.arange(days) + 3) % 7
    profile, day = np.nonzero(_counts(population, weekday, parameters.weeks, rng))
    weekend = weekday[day] >= _FIRST_WEEKEND_DAY
    kind = np.array([plan.kind for plan in population.profiles])[profile]
    hour = _hours(kind, weekend, rng)
    home = np.array([population.households[plan.household] for plan in population.profiles])[
        profile
    ]
    offset = np.array([countries()[household.country].utc_offset for household in home])
    at = start + day * DAY + (hour - offset) * HOUR
    joined = np.array([household.joined for household in home]) * DAY + base
    left = np.array([household.left for household in home]) * DAY + base
    there = (at >= np.maximum(start, joined)) & (at < np.minimum(base, left))
    rows = np.flatnonzero(there)
    rows = rows[np.lexsort((at[rows], profile[rows]))]
    same = np.diff(profile[rows], prepend=-1) == 0
    soon = np.diff(at[rows], prepend=-np.inf) < parameters.hours_between_visits * HOUR
    rows = rows[~(same & soon)]
    rows = rows[np.argsort(at[rows], kind="stable")]
    return Visits(
        profile=profile[rows],
        at=at[rows],
        hour=hour[rows] % 24,
        weekend=weekend[rows],
        device=_devices(kind[rows], hour[rows], rng),
        week=((at[rows] - start) // (7 * DAY)).astype(np.int64),
    )


def _counts(
    population: Population, weekday: Ints, weeks: int, rng: np.random.Generator
) -> NDArray[np.bool_]:
    # Some weeks people watch every evening and some weeks not at all: gamma rather than even.
    visits = np.array([plan.visits_a_week for plan in population.profiles])
    days = np.array([HABITS[plan.kind].days for plan in population.profiles])
    days = days / days.sum(axis=1, keepdims=True)
    mood = rng.gamma(2.0, 0.5, (len(visits), weeks))
    expected = visits[:, None] * days[:, weekday] * np.repeat(mood, 7, axis=1)
    return rng.random(expected.shape) < -np.expm1(-expected)


def _hours(kind: Ints, weekend: NDArray[np.bool_], rng: np.random.Generator) -> Reals:
    hours = np.empty(len(kind))
    for who in Kind:
        for is_weekend in (False, True):
            bells = HABITS[who].weekend if is_weekend else HABITS[who].weekday
            rows = np.flatnonzero((kind == who) & (weekend == is_weekend))
            centres, spreads, shares = (np.array(column) for column in zip(*bells, strict=True))
            bell = rng.choice(len(bells), size=len(rows), p=shares / shares.sum())
            hours[rows] = rng.normal(centres[bell], spreads[bell])
    return hours


def _devices(kind: Ints, hour: Reals, rng: np.random.Generator) -> NDArray[np.int16]:
    shares = np.array([HABITS[who].devices for who in Kind])[kind]
    # By day the television is more often somebody else's, or in another room.
    shares[:, 0] *= np.where(hour < _EVENING, 0.6, 1.0)
    bounds = np.cumsum(shares / shares.sum(axis=1, keepdims=True), axis=1)
    drawn = (rng.random(len(kind))[:, None] > bounds).sum(axis=1)
    return np.minimum(drawn, len(DEVICES) - 1).astype(np.int16)
