from __future__ import annotations

import asyncio
import json
from datetime import timedelta

import psycopg
import pytest
from sqlalchemy import URL
from tests.audience.reports import Forgetful, KnownBut, batch, reported, seen

from matinee.audience.model import EventKind, Profile, erasure_digest
from matinee.audience.service import AudienceService
from matinee.errors import NotFound
from matinee.foundation.database import Database


def places_holding(admin_url: URL, schema: str, value: str) -> list[str]:
    """Every table and column of the schema in whose text ``value`` occurs."""
    found: list[str] = []
    with psycopg.connect(admin_url.render_as_string(hide_password=False)) as connection:
        tables = connection.execute(
            "SELECT oid::regclass::text FROM pg_class"
            " WHERE relnamespace = %s::regnamespace AND relkind IN ('r', 'p', 'm')",
            [schema],
        ).fetchall()
        for (table,) in tables:
            rows = connection.execute(
                f"SELECT count(*) FROM {table} whole WHERE whole::text ILIKE %s".encode(),
                [f"%{value}%"],
            ).fetchone()
            if rows and rows[0]:
                found.append(table)
    return found


async def test_an_export_holds_each_event_of_the_profile_and_no_other(
    audience: AudienceService, profile: Profile
) -> None:
    other = await audience.create_profile(profile.household_id, "Rui")
    whole = reported(
        profile,
        kind="impression",
        device="tv",
        surface="home",
        row="picks",
        position=4,
        probability=0.5,
        arms={"order": "b"},
        query="rain",
        seconds=1.5,
        value=2,
        recommendation_id=str(profile.id),
    )
    plain = [reported(profile, kind=kind, value=1) for kind in ("play", "list", "finish", "search")]
    await audience.record(batch(whole, *plain, reported(other)))
    document = json.loads(json.dumps(await audience.export(profile.id)))
    assert document["profile"]["name"] == "Inês"
    assert document["household"]["name"] == "Almeida"
    assert {event["id"] for event in document["events"]} == {e["id"] for e in (whole, *plain)}
    exported = next(event for event in document["events"] if event["id"] == whole["id"])
    for field in set(whole) - {"profile_id", "at"}:
        assert exported[field] == whole[field], field


async def test_after_erasure_no_table_holds_the_profile(
    audience: AudienceService, profile: Profile, admin_url: URL
) -> None:
    await audience.record(
        [seen(profile, kind, value=1) for kind in EventKind]
        + [seen(profile, ago=timedelta(days=days)) for days in (40, 200, 390)]
    )
    assert places_holding(admin_url, "audience", str(profile.id))
    await audience.erase(profile.id)
    assert places_holding(admin_url, "audience", str(profile.id)) == []
    assert places_holding(admin_url, "audience", "Almeida") == []
    with pytest.raises(NotFound):
        await audience.export(profile.id)


async def test_the_others_of_the_household_stay(
    audience: AudienceService, profile: Profile
) -> None:
    other = await audience.create_profile(profile.household_id, "Rui")
    await audience.record([seen(other), seen(profile)])
    await audience.erase(profile.id)
    assert await audience.profiles(profile.household_id) == (other,)
    assert len((await audience.member(other.id)).history) == 1


async def test_every_holder_forgets_and_the_erasure_can_be_followed(
    audience: AudienceService, profile: Profile, holder: Forgetful
) -> None:
    await audience.erase(profile.id)
    assert holder.forgotten == [profile.id]
    (erasure,) = await audience.erasures()
    assert erasure.digest == erasure_digest(profile.id)
    assert await audience.erasures(after=erasure.sequence) == ()


async def test_erasing_twice_tells_so_and_asks_the_holders_again(
    audience: AudienceService, profile: Profile, holder: Forgetful
) -> None:
    await audience.erase(profile.id)
    with pytest.raises(NotFound):
        await audience.erase(profile.id)
    assert holder.forgotten == [profile.id] * 2


async def test_an_erased_profile_does_not_come_back_by_an_import_or_a_resend(
    audience: AudienceService, profile: Profile
) -> None:
    household = await audience.household(profile.household_id)
    event = seen(profile)
    await audience.record([event])
    await audience.erase(profile.id)
    assert await audience.put_members([household], [profile]) == 0
    assert await audience.households() == ()
    receipt = await audience.record([event])
    assert [refusal.field for refusal in receipt.refused] == ["profile_id"]


async def test_what_another_process_erased_takes_no_more_events(
    audience: AudienceService, database: Database, profile: Profile
) -> None:
    other = AudienceService(database, KnownBut())
    await other.record([seen(profile)])
    await audience.erase(profile.id)
    receipt = await other.record([seen(profile)])
    assert (receipt.accepted, receipt.refused[0].field) == (0, "profile_id")


async def test_no_event_slips_in_while_a_profile_is_erased(
    audience: AudienceService, database: Database, profile: Profile, admin_url: URL
) -> None:
    others = [AudienceService(database, KnownBut()) for _ in range(2)]

    under_way = {service: asyncio.Event() for service in others}

    async def keep_recording(service: AudienceService) -> int:
        accepted = 0
        while True:
            receipt = await service.record([seen(profile) for _ in range(20)])
            if receipt.refused:
                return accepted
            accepted += receipt.accepted
            under_way[service].set()

    recording = [asyncio.create_task(keep_recording(service)) for service in others]
    for begun in under_way.values():
        await begun.wait()
    await audience.erase(profile.id)
    assert all(accepted > 0 for accepted in await asyncio.gather(*recording))
    assert places_holding(admin_url, "audience", str(profile.id)) == []
