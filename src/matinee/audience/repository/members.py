"""Households and profiles, their erasure, and the log of erasures."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ARRAY, LargeBinary, Select, any_, func, literal, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.engine import Row

from matinee.audience.model import Erasure, Household, Profile
from matinee.audience.tables import erasures, households, profiles
from matinee.foundation.database import Connection
from matinee.vocabulary.ids import HouseholdId, ProfileId
from matinee.vocabulary.places import Language, Territory


async def add_household(connection: Connection, household: Household) -> None:
    """A new household."""
    await connection.execute(insert(households).values(_household_row(household)))


async def add_profile(connection: Connection, profile: Profile) -> None:
    """A new profile in a household that exists."""
    await connection.execute(insert(profiles).values(_profile_row(profile)))


async def add_missing(
    connection: Connection, houses: Sequence[Household], members: Sequence[Profile]
) -> int:
    """Add those that are not there; how many profiles were added."""
    if houses:
        rows = [_household_row(house) for house in houses]
        await connection.execute(insert(households).on_conflict_do_nothing(), rows)
    if not members:
        return 0
    adding = insert(profiles).on_conflict_do_nothing().returning(profiles.c.id)
    return len((await connection.execute(adding, [_profile_row(one) for one in members])).all())


async def household(connection: Connection, household_id: HouseholdId) -> Household | None:
    """The household, if there is one."""
    found = await connection.execute(select(households).where(households.c.id == household_id))
    row = found.first()
    return None if row is None else _household(row)


async def size_of(connection: Connection, household_id: HouseholdId) -> int | None:
    """How many profiles it has, holding others off until the transaction ends; None without it."""
    held = await connection.execute(
        select(households.c.id).where(households.c.id == household_id).with_for_update()
    )
    if held.first() is None:
        return None
    counted = await connection.execute(
        select(func.count()).where(profiles.c.household_id == household_id)
    )
    return counted.scalar_one()


async def list_households(
    connection: Connection, *, limit: int, after: HouseholdId | None
) -> tuple[Household, ...]:
    """In the order of their ids, from the one behind ``after`` on."""
    query = select(households).order_by(households.c.id).limit(limit)
    if after is not None:
        query = query.where(households.c.id > after)
    return tuple(_household(row) for row in await connection.execute(query))


async def list_profiles(
    connection: Connection,
    *,
    household_id: HouseholdId | None,
    limit: int,
    after: ProfileId | None,
) -> tuple[Profile, ...]:
    """In the order of their ids, from the one behind ``after`` on."""
    query: Select[Any] = select(profiles).order_by(profiles.c.id).limit(limit)
    if household_id is not None:
        query = query.where(profiles.c.household_id == household_id)
    if after is not None:
        query = query.where(profiles.c.id > after)
    return tuple(profile_of(tuple(row)) for row in await connection.execute(query))


async def profile(connection: Connection, profile_id: ProfileId) -> Profile | None:
    """The profile, if there is one."""
    found = await connection.execute(select(profiles).where(profiles.c.id == profile_id))
    row = found.first()
    return None if row is None else profile_of(tuple(row))


async def change_profile(connection: Connection, changed: Profile) -> bool:
    """Keep what may change of a profile; whether it is there."""
    result = await connection.execute(
        update(profiles)
        .where(profiles.c.id == changed.id)
        .values(
            name=changed.name,
            kids=changed.kids,
            maturity_limit=changed.maturity_limit,
            languages=list(changed.languages),
            territory=changed.territory,
        )
    )
    return result.rowcount == 1


async def erase(connection: Connection, profile_id: ProfileId) -> bool:
    """Remove the profile with all its events, and note that; whether it was there."""
    erased = await connection.execute(select(func.audience.erase_profile(profile_id)))
    return bool(erased.scalar_one())


async def erased_among(connection: Connection, digests: Iterable[bytes]) -> set[bytes]:
    """Those of ``digests`` that belong to an erased profile."""
    found = await connection.execute(
        select(erasures.c.digest).where(erasures.c.digest == func.any(list(digests)))
    )
    return set(found.scalars())


async def present_among(connection: Connection, digests: Sequence[bytes]) -> list[ProfileId]:
    """The profiles that are there and that one of ``digests`` belongs to."""
    digest = func.sha256(func.uuid_send(profiles.c.id))
    wanted = any_(literal(list(digests), ARRAY(LargeBinary)))
    rows = await connection.execute(select(profiles.c.id).where(digest == wanted))
    return [ProfileId(identifier) for identifier in rows.scalars()]


async def list_erasures(connection: Connection, *, after: int) -> tuple[Erasure, ...]:
    """Erasures behind the sequence number ``after``, in order."""
    query = select(erasures).where(erasures.c.sequence > after).order_by(erasures.c.sequence)
    return tuple(
        Erasure(row.sequence, row.digest, row.at) for row in await connection.execute(query)
    )


def profile_of(row: tuple[Any, ...]) -> Profile:
    """A row of ``profiles``, in the order of the table's columns."""
    identifier, house, name, kids, limit, languages, territory, simulated, created_at = row
    return Profile(
        id=ProfileId(identifier),
        household_id=HouseholdId(house),
        name=name,
        kids=kids,
        maturity_limit=limit,
        languages=tuple(map(Language, languages)),
        territory=Territory(territory),
        simulated=simulated,
        created_at=created_at,
    )


def _household(row: Row[Any]) -> Household:
    return Household(HouseholdId(row.id), row.name, row.simulated, row.created_at)


def _household_row(house: Household) -> dict[str, Any]:
    return {
        "id": house.id,
        "name": house.name,
        "simulated": house.simulated,
        "created_at": house.created_at,
    }


def _profile_row(member: Profile) -> dict[str, Any]:
    return {
        "id": member.id,
        "household_id": member.household_id,
        "name": member.name,
        "kids": member.kids,
        "maturity_limit": member.maturity_limit,
        "languages": list(member.languages),
        "territory": member.territory,
        "simulated": member.simulated,
        "created_at": member.created_at,
    }


async def households_of_all(connection: Connection) -> dict[str, str]:
    """Every profile's household, by the profile's id in letters."""
    found = await connection.execute(select(profiles.c.id, profiles.c.household_id))
    return {str(row.id): str(row.household_id) for row in found}


async def territories(connection: Connection) -> dict[str, str]:
    """Every profile's territory, by the profile's id in letters."""
    found = await connection.execute(select(profiles.c.id, profiles.c.territory))
    return {str(row.id): row.territory for row in found}
