from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from tests.audience.reports import Clock, KnownBut, stranger

from matinee.audience.model import AudienceSettings, Household, Profile
from matinee.audience.service import AudienceService
from matinee.errors import Conflict, Invalid, NotFound
from matinee.foundation.database import Database
from matinee.vocabulary.ids import HouseholdId
from matinee.vocabulary.places import EVERYWHERE, Language, Territory


async def test_a_profile_is_kept_with_its_limits(audience: AudienceService, clock: Clock) -> None:
    household = await audience.create_household("Almeida")
    made = await audience.create_profile(
        household.id,
        "Zé",
        kids=True,
        maturity_limit=7,
        languages=[Language("pt"), Language("en")],
        territory=Territory("PT"),
    )
    assert await audience.profile(made.id) == made
    assert (made.kids, made.maturity_limit, made.territory) == (True, 7, "PT")
    assert (made.simulated, made.created_at) == (False, clock.now)


async def test_profiles_of_simulated_households_are_simulated(audience: AudienceService) -> None:
    household = await audience.create_household(simulated=True)
    assert (await audience.create_profile(household.id, "Bot")).simulated


async def test_a_change_keeps_what_it_does_not_name(
    audience: AudienceService, profile: Profile
) -> None:
    changed = replace(profile, maturity_limit=12, territory=Territory("DE"))
    await audience.change_profile(changed)
    assert await audience.profile(profile.id) == changed


async def test_lists_go_on_where_they_ended(audience: AudienceService, profile: Profile) -> None:
    for name in ("Rui", "Zé"):
        await audience.create_profile(profile.household_id, name)
    everybody = await audience.profiles()
    assert len(everybody) == 3
    assert await audience.profiles(limit=2) == everybody[:2]
    assert await audience.profiles(after=everybody[1].id) == everybody[2:]
    assert await audience.profiles(HouseholdId(uuid4())) == ()


async def test_what_is_not_there_is_not_found(audience: AudienceService, profile: Profile) -> None:
    with pytest.raises(NotFound):
        await audience.profile(stranger())
    with pytest.raises(NotFound):
        await audience.history(stranger())
    with pytest.raises(NotFound):
        await audience.change_profile(replace(profile, id=stranger()))
    with pytest.raises(NotFound):
        await audience.household(HouseholdId(uuid4()))
    with pytest.raises(NotFound):
        await audience.create_profile(HouseholdId(uuid4()), "Nobody")


async def test_a_household_fills_up(database: Database) -> None:
    audience = AudienceService(database, KnownBut(), AudienceSettings(profiles_per_household=1))
    household = await audience.create_household()
    await audience.create_profile(household.id, "One")
    with pytest.raises(Conflict) as full:
        await audience.create_profile(household.id, "Two")
    assert full.value.code == "household_full"


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("name", ""),
        ("name", "n" * 101),
        ("name", "new\nline"),
        ("maturity_limit", -1),
        ("maturity_limit", 22),
        ("languages", (Language("pt"),) * 21),
    ],
)
async def test_a_profile_that_breaks_a_limit_cannot_be_made(
    profile: Profile, field: str, wrong: Any
) -> None:
    with pytest.raises(Invalid) as refused:
        replace(profile, **{field: wrong})
    assert refused.value.field == field


async def test_members_that_an_import_brings_twice_are_there_once(
    audience: AudienceService, clock: Clock
) -> None:
    household = Household(HouseholdId(uuid4()), "MovieLens user 1", False, clock.now)
    profile = Profile(
        stranger(), household.id, "User 1", False, None, (), EVERYWHERE, False, clock.now
    )
    assert await audience.put_members([household], [profile]) == 1
    assert await audience.put_members([household], [profile]) == 0
    assert await audience.profiles() == (profile,)
    assert await audience.households() == (household,)
