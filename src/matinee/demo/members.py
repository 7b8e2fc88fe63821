"""From the drawn population to households and profiles of the audience, all marked as simulated."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from matinee.audience.model import Household, Profile
from matinee.demo.model import Highlight
from matinee.demo.simulator.people import GUIDES, Kind
from matinee.demo.simulator.population import Population, countries
from matinee.demo.windows import instant
from matinee.experiments.model import ExperimentsSettings, assign
from matinee.vocabulary.ids import HouseholdId, ProfileId, uuid7
from matinee.vocabulary.places import Language, Territory

_CHANCE = 10
"""Bytes of chance in an identifier."""
_GUIDED = sum(len(guide.members) for guide in GUIDES)
"""The profiles of the households that were laid down by hand, who come first."""


@dataclass(frozen=True, slots=True)
class Members:
    """Everybody, in the order of the population."""

    households: tuple[Household, ...]
    profiles: tuple[Profile, ...]


def members(population: Population, *, seed: int, base_day: date) -> Members:
    """The same seed and day make the same identifiers; they sort by when each came."""
    rng = np.random.default_rng([seed, 1])
    households: list[Household] = []
    for plan in population.households:
        at = instant(base_day, 0) + timedelta(days=plan.joined)
        identifier = HouseholdId(uuid7(at, rng.bytes(_CHANCE)))
        households.append(Household(identifier, plan.name, simulated=True, created_at=at))
    profiles: list[Profile] = []
    for place, plan in enumerate(population.profiles):
        household = households[plan.household]
        # A minute apart, in the order in which the household names its members.
        at = household.created_at + timedelta(minutes=1 + _place_within(population, place))
        identifier = ProfileId(uuid7(at, rng.bytes(_CHANCE)))
        # Whom a visitor is pointed to shall show what personalising does.
        while place < _GUIDED and _is_held_out(identifier, household.id):
            identifier = ProfileId(uuid7(at, rng.bytes(_CHANCE)))
        profiles.append(
            Profile(
                id=identifier,
                household_id=household.id,
                name=plan.name,
                kids=plan.kind is Kind.KID,
                maturity_limit=plan.limit,
                languages=tuple(Language(tag) for tag in population.languages(plan)),
                territory=Territory(
                    countries()[population.households[plan.household].country].code
                ),
                simulated=True,
                created_at=at,
            )
        )
    return Members(tuple(households), tuple(profiles))


def _is_held_out(profile: ProfileId, household: HouseholdId) -> bool:
    usual = ExperimentsSettings()
    assigned = assign(
        profile,
        household,
        (),
        holdout_share=usual.holdout_share,
        season=usual.holdout_season,
    )
    return assigned.held_out


def highlights(everybody: Members) -> tuple[Highlight, ...]:
    """The members of the households that were laid down by hand, who come first."""
    guided = [member for guide in GUIDES for member in guide.members]
    households = {household.id: household for household in everybody.households}
    return tuple(
        Highlight(
            profile_id=profile.id,
            household_id=profile.household_id,
            household=households[profile.household_id].name,
            name=profile.name,
            kids=profile.kids,
            who=member.who,
            look_for=member.look_for,
        )
        for member, profile in zip(guided, everybody.profiles, strict=False)
    )


def _place_within(population: Population, profile: int) -> int:
    household = population.profiles[profile].household
    first = profile
    while first > 0 and population.profiles[first - 1].household == household:
        first -= 1
    return profile - first
