"""What the audit lets go of: entries whose time is over, and the names of who was erased."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from matinee.access.model import Role
from matinee.assembly.house import House
from matinee.clearance.ledger.entries import Draft
from matinee.errors import Conflict, Invalid
from matinee.operation.audit.jobs import END
from matinee.operation.audit.model import Entry, Query
from matinee.operation.flags.model import Setting
from matinee.operation.model import Actor, OperationSettings, acting_as
from matinee.vocabulary.ids import uuid7

NOW = datetime.now(UTC)


async def enter(house: House, days: float, action: str) -> None:
    """An entry of so many days ago."""
    at = NOW - timedelta(days=days)
    await house.operation.audit.enter_late([Entry(uuid7(at), at, "Ada", None, action, "")])


async def entered(house: House) -> list[Entry]:
    return [*reversed((await house.operation.audit.search(Query())).entries)]


async def test_what_was_kept_for_its_time_is_ended_by_the_job_and_that_is_entered(
    house: House,
) -> None:
    async with house.database.transaction() as connection:
        await house.ledger.append(connection, Draft("note", "ledger", {}))
    for days, action in ((1200, "flags.set"), (1200, "sign-in.out"), (400, "flags.set")):
        await enter(house, days, action)
    for days in (200, 100):
        await enter(house, days, "sign-in.failure")
    async with house.database.transaction() as connection:
        await house.jobs.enqueue(connection, END)
    await house.jobs.work(until_idle=True)
    *kept, told = await entered(house)
    assert [(each.action, (NOW - each.at).days) for each in kept] == [
        ("flags.set", 400),
        ("sign-in.failure", 100),
    ]
    assert (told.action, told.detail) == ("audit.end", {"entries": 2, "sign_ins": 1})
    ended = await house.operation.audit.end(house.settings.operation)
    assert (ended.entries, ended.sign_ins) == (0, 0)
    assert len(await entered(house)) == 3
    verified = await house.ledger.verify()
    assert (verified.entries, verified.flaws) == (1, ())


@pytest.mark.parametrize(("days", "action"), [(364, "flags.set"), (29, "sign-in.failure")])
async def test_the_database_lets_nothing_younger_go_whoever_asks(
    house: House, owner_url: str, days: int, action: str
) -> None:
    await enter(house, days, action)
    early = OperationSettings.model_construct(audit_days=1, sign_in_days=1)
    with pytest.raises(Exception, match="only grows"):
        await house.operation.audit.end(early)
    async with await psycopg.AsyncConnection.connect(owner_url, autocommit=True) as owner:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            await owner.execute("DELETE FROM operation.audit")
    assert len(await entered(house)) == 1


async def test_a_person_who_is_erased_keeps_no_name_and_the_entries_stay(
    house: House, owner_url: str
) -> None:
    people, flags = house.access.accounts, house.operation.flags
    olga = await people.create("Olga", {Role.OPERATOR}, None)
    ada = await people.create("Ada (Byron)", {Role.OPERATOR}, None)
    await house.access.sign_in_by_openid(ada)
    with acting_as(Actor(ada.name, ada.id)):
        await flags.set("ads.pause", Setting(0), reason="Complaints.")
    with acting_as(Actor(olga.name, olga.id)):
        await people.set_roles(ada.id, {Role.COUNSEL})
        await flags.set("ads.outside", Setting(0), reason="Asked by ada (byron), twice.")
        await flags.set("home.previews", Setting(0), reason="Radar (Byronic) stutters.")
    before = await entered(house)
    with pytest.raises(Invalid, match="name"):
        await people.erase(ada.id, reason="ADA (Byron) asked.")
    assert await people.erase(ada.id, reason="A request of the person.") == 5
    *after, told = await entered(house)
    assert [(each.id, each.at, each.account, each.action) for each in after] == [
        (each.id, each.at, each.account, each.action) for each in before
    ]
    assert (told.action, told.object) == ("accounts.erase", f"account {ada.id}")
    assert "ada (byron)" not in str([*after, told, await flags.listing()]).casefold()
    assert [each.reason for each in after if each.action == "flags.set"] == [
        "Complaints.",
        "erased",
        "Radar (Byronic) stutters.",
    ]
    assert not (await house.operation.audit.search(Query(words="byron"))).entries[1:]
    assert [account.name for account in await people.listed()] == ["Olga"]
    with pytest.raises(Conflict, match="last operator"):
        await people.erase(olga.id, reason="There must be one.")
    async with await psycopg.AsyncConnection.connect(owner_url, autocommit=True) as owner:
        for change in ("actor = 'Ben'", "reason = ''", "detail = '{}'", "action = 'erased'"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                await owner.execute(f"UPDATE operation.audit SET {change}")  # pyright: ignore[reportArgumentType]
