"""Who there is: households, their profiles, and each one's taste as a mixture of archetypes."""

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TypeAlias

import msgspec
import numpy as np
from numpy.typing import NDArray

from matinee.demo.simulator.archetypes import ARCHETYPES
from matinee.demo.simulator.parameters import Parameters
from matinee.demo.simulator.people import COMPOSITIONS, GUIDES, HABITS, Kind

Reals: TypeAlias = NDArray[np.float64]

_NAMES = tuple(archetype.name for archetype in ARCHETYPES)
_TEEN_LIMITS = (12, 13)
_ALL_LANGUAGES = 0.2
_LEADING = 20.0


class Country(msgspec.Struct, frozen=True):
    """A territory of the audience: its share, its clock, its language, its invented names."""

    code: str
    share: float
    utc_offset: int
    language: str
    surnames: tuple[str, ...]
    first_names: tuple[str, ...]


@lru_cache(maxsize=1)
def countries() -> tuple[Country, ...]:
    """All territories of the simulated audience."""
    written = files("matinee.demo.simulator").joinpath("territories.json").read_bytes()
    return msgspec.json.decode(written, type=tuple[Country, ...])


@dataclass(frozen=True, slots=True)
class HouseholdPlan:
    """A household; ``joined`` and ``left`` count days from the base day, negative before it."""

    name: str
    country: int
    joined: float
    left: float


@dataclass(frozen=True, slots=True)
class ProfilePlan:
    """A profile; ``limit`` is None where there is none, ``all_languages`` lifts the own ones."""

    name: str
    household: int
    kind: Kind
    limit: int | None
    all_languages: bool
    visits_a_week: float


@dataclass(frozen=True, slots=True, eq=False)
class Population:
    """Everybody; ``mixtures`` is profile × archetype, each row summing to 1."""

    households: tuple[HouseholdPlan, ...]
    profiles: tuple[ProfilePlan, ...]
    mixtures: Reals

    def languages(self, profile: ProfilePlan) -> tuple[str, ...]:
        """The languages the profile wants to hear; none means all of them."""
        if profile.all_languages:
            return ()
        own = countries()[self.households[profile.household].country].language
        return ("en",) if own == "en" else (own, "en")


def draw_population(parameters: Parameters, rng: np.random.Generator) -> Population:
    """The guides first, then everybody else as the shares have it."""
    draft = _Draft(parameters, rng)
    for _ in GUIDES:
        draft.guide()
    while len(draft.households) < parameters.households - parameters.newcomers:
        draft.household()
    while len(draft.households) < parameters.households:
        draft.newcomer()
    return Population(tuple(draft.households), tuple(draft.profiles), np.array(draft.mixtures))


class _Draft:
    def __init__(self, parameters: Parameters, rng: np.random.Generator) -> None:
        self.parameters = parameters
        self.rng = rng
        self.households: list[HouseholdPlan] = []
        self.profiles: list[ProfilePlan] = []
        self.mixtures: list[Reals] = []
        self._days = 7.0 * parameters.weeks
        self._codes = [country.code for country in countries()]
        shares = np.array([country.share for country in countries()])
        self._shares = shares / shares.sum()
        self._compositions = np.array([share for share, _ in COMPOSITIONS])

    def guide(self) -> None:
        place = len(self.households)
        guide = GUIDES[place]
        new = guide.visits_a_week == 0
        # In the order of the guides, and before everybody else, so that lists begin with them.
        joined = -0.5 if new else -self._days - 60 + place / 24
        country = self._codes.index(guide.territory)
        self.households.append(HouseholdPlan(guide.name, country, joined, np.inf))
        for member in guide.members:
            taste = _unit(self._prior(member.kind))
            if member.leading is not None:
                taste[_NAMES.index(member.leading)] += _LEADING
            self._member(member.name, member.kind, taste, guide.all_languages, guide.visits_a_week)

    def household(self) -> None:
        country = int(self.rng.choice(len(self._shares), p=self._shares))
        joined = -self._days - self.rng.uniform(1, 58)
        if self.rng.random() < self.parameters.joined_late:
            joined = self.rng.uniform(-self._days, -7)
        left = np.inf
        if self.rng.random() < self.parameters.gone_early:
            left = self.rng.uniform(joined, 0)
        self.households.append(HouseholdPlan(self._surname(country), country, joined, left))
        taste = self._dirichlet(self._prior(Kind.ADULT), self.parameters.household_concentration)
        composition = COMPOSITIONS[int(self.rng.choice(len(COMPOSITIONS), p=self._compositions))][1]
        members = [
            kind
            for kind, least, most in composition
            for _ in range(int(self.rng.integers(least, most + 1)))
        ]
        names = self._first_names(country, len(members))
        for name, kind in zip(names, members, strict=True):
            prior = self._prior(kind)
            own = taste * prior if kind in {Kind.KID, Kind.TEEN} else taste + 0.25 * _unit(prior)
            habit = HABITS[kind]
            visits = habit.visits_a_week * self.rng.lognormal(
                -(habit.visits_spread**2) / 2, habit.visits_spread
            )
            everything = bool(self.rng.random() < _ALL_LANGUAGES)
            self._member(name, kind, _unit(own + 1e-4), everything, visits)

    def newcomer(self) -> None:
        country = int(self.rng.choice(len(self._shares), p=self._shares))
        joined = -self.rng.uniform(0.1, 1.5)
        self.households.append(HouseholdPlan(self._surname(country), country, joined, np.inf))
        name = self._first_names(country, 1)[0]
        self._member(name, Kind.ADULT, _unit(self._prior(Kind.ADULT)), False, 0.0)

    def _member(
        self, name: str, kind: Kind, taste: Reals, all_languages: bool, visits: float
    ) -> None:
        limit = None
        if kind is Kind.TEEN:
            limit = int(self.rng.choice(_TEEN_LIMITS))
        household = len(self.households) - 1
        self.profiles.append(ProfilePlan(name, household, kind, limit, all_languages, visits))
        self.mixtures.append(self._dirichlet(taste, self.parameters.profile_concentration))

    def _prior(self, kind: Kind) -> Reals:
        leanings = HABITS[kind].leanings
        return np.array([leanings.get(name, 1.0) for name in _NAMES])

    def _dirichlet(self, weights: Reals, concentration: float) -> Reals:
        # Gamma draws of tiny shapes can all be zero, which a Dirichlet cannot bear.
        drawn = self.rng.gamma(concentration * _unit(weights)) + 1e-9
        return _unit(drawn)

    def _surname(self, country: int) -> str:
        return str(self.rng.choice(countries()[country].surnames))

    def _first_names(self, country: int, count: int) -> list[str]:
        names = countries()[country].first_names
        return [str(name) for name in self.rng.choice(names, size=count, replace=False)]


def _unit(weights: Reals) -> Reals:
    return weights / weights.sum()
