"""Flags: who they are on for, and that every process knows what an operator switched."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import psycopg
import pytest

import matinee
from matinee.assembly.house import House
from matinee.assembly.operation import FLAGS, build_operation
from matinee.discover.model import MODEL_REFINEMENT
from matinee.errors import Conflict, Invalid
from matinee.foundation.database import Database
from matinee.generation.model import GENERATION
from matinee.operation.flags.model import FlagKind, Setting, declared, is_on, place_of
from matinee.operation.flags.service import AWAY_SECONDS, FlagService
from matinee.operation.model import Actor

NOBODY = Actor("nobody")
_DECLARED = re.compile(r"^(\w+) = Flag\($", re.MULTILINE)
MEMBERS = [UUID(int=number << 80 | number) for number in range(2_000)]


def test_a_share_that_grows_keeps_the_members_it_had() -> None:
    at = {
        share: {one for one in MEMBERS if is_on(MODEL_REFINEMENT, Setting(share), one, NOBODY)}
        for share in (0, 10, 40, 100)
    }
    assert at[0] == set()
    assert at[10] < at[40] < at[100] == set(MEMBERS)
    assert 0.35 < len(at[40]) / len(MEMBERS) < 0.45


def test_two_flags_choose_different_members() -> None:
    places = [(place_of("a", one), place_of("b", one)) for one in MEMBERS]
    both = sum(a < 50 and b < 50 for a, b in places)
    assert 0.2 < both / len(MEMBERS) < 0.3


def test_named_accounts_and_roles_have_it_in_any_case() -> None:
    account = uuid4()
    setting = Setting(0, frozenset({account}), frozenset({"operator"}))
    for actor, on in (
        (Actor("Ada", account), True),
        (Actor("Ben", uuid4(), frozenset({"operator", "member"})), True),
        (Actor("Cleo", uuid4(), frozenset({"member"})), False),
        (NOBODY, False),
    ):
        assert is_on(GENERATION, setting, MEMBERS[0], actor) is on


def test_every_flag_is_listed_and_says_what_it_leaves_standing() -> None:
    root = Path(matinee.__file__).parent
    files = (file for file in root.rglob("*.py") if "node_modules" not in file.parts)
    declared_here = {name for file in files for name in _DECLARED.findall(file.read_text("utf-8"))}
    assert len(declared_here) == len(FLAGS) == len({flag.name for flag in FLAGS})
    assert all(flag.stays.message and flag.switches.message and flag.owner for flag in FLAGS)


@pytest.mark.parametrize(
    ("setting", "field"),
    [(Setting(50), "percent"), (Setting(101), "percent"), (Setting(-1), "percent")],
)
async def test_a_switch_is_for_all_or_for_none(house: House, setting: Setting, field: str) -> None:
    assert GENERATION.kind is FlagKind.SWITCH
    with pytest.raises(Invalid) as refused:
        await house.operation.flags.set("generation", setting, reason="Trying.")
    assert refused.value.field == field


async def test_what_one_process_switches_another_knows_within_a_second(
    house: House, database_url: str
) -> None:
    other = Database(database_url, pool_size=1)
    elsewhere = build_operation(other, house.settings).flags
    following = asyncio.create_task(elsewhere.follow())
    try:
        await _until(lambda: elsewhere.known, seconds=20)
        for percent, on in ((0, False), (100, True)):
            await house.operation.flags.set("generation", Setting(percent), reason="A bad day.")
            # It is told of it: by itself it looks every fifteen seconds.
            await _until(lambda on=on: elsewhere.on(GENERATION) is on, seconds=8)
    finally:
        following.cancel()
        with suppress(asyncio.CancelledError):
            await following
        await other.close()


async def _until(met: Callable[[], bool], *, seconds: float) -> None:
    for _ in range(round(seconds * 100)):
        if met():
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"not within {seconds} s")


async def test_while_the_database_is_away_what_was_read_last_holds_but_for_generation(
    house: House, tmp_path: Path
) -> None:
    now = 0.0
    operation = house.operation
    flags = FlagService(house.database, operation.audit, FLAGS, tmp_path, ticks=lambda: now)
    assert all(flags.on(flag) == flag.default for flag in FLAGS)
    await operation.flags.set("search.refinement", Setting(0), reason="It is slow.")
    await flags.read()
    now = AWAY_SECONDS + 1
    assert (flags.on(MODEL_REFINEMENT), flags.on(GENERATION)) == (False, False)
    await flags.read()
    assert (flags.on(MODEL_REFINEMENT), flags.on(GENERATION)) == (False, True)


async def test_a_change_is_entered_with_its_reason_and_taken_back(
    client: httpx.AsyncClient, house: House
) -> None:
    flag = "/v1/flags/artwork.exploration"
    headers = {"X-Request-Id": "a-bad-day"}
    body = {"percent": 25, "roles": ["operator"], "reason": "Clicks fell.", "seen": 0}
    changed = (await client.put(flag, json=body, headers=headers)).json()
    assert (changed["percent"], changed["number"], changed["by"]) == (25, 1, "local operator")
    stale = await client.put(flag, json={"percent": 0, "reason": "Mine!", "seen": 0})
    assert (stale.status_code, stale.json()["code"]) == (409, "changed_meanwhile")
    hushed = await client.put(flag, json={"percent": 0, "reason": " "})
    assert (hushed.status_code, hushed.json()["field"]) == (422, "reason")
    assert (await client.put("/v1/flags/consent", json=body)).status_code == 404
    undone = (await client.post(f"{flag}/undo", json={"reason": "They came back."})).json()
    assert (undone["percent"], undone["number"]) == (100, 2)
    again = (await client.post(f"{flag}/undo", json={"reason": "They fell again."})).json()
    assert (again["percent"], again["roles"]) == (25, ["operator"])
    with pytest.raises(Conflict, match="never changed"):
        await house.operation.flags.undo("generation", reason="Nothing to undo.")


async def test_nothing_in_the_audit_can_be_changed(
    house: House, database_url: str, owner_url: str
) -> None:
    await house.operation.flags.set("ads.pause", Setting(0), reason="Members complain.")
    for url in (database_url, owner_url):
        async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
            for statement in (
                "UPDATE operation.audit SET reason = 'none'",
                "DELETE FROM operation.audit",
                "TRUNCATE operation.audit",
            ):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    await connection.execute(statement)


async def test_the_desk_sets_a_flag_and_shows_what_is_wrong(client: httpx.AsyncClient) -> None:
    client.headers["Accept"] = "text/html"
    page = (await client.get("/desk/flags")).text
    assert all(flag.name in page for flag in FLAGS)
    form = {"percent": "0", "seen": "0", "reason": "", "role": "counsel"}
    refused = await client.post("/desk/flags/generation", data=form)
    assert (refused.status_code, "A reason has" in refused.text) == (422, True)
    typed = refused.text.partition('id="flag-generation"')[2].partition("</section>")[0]
    assert '<option value="0" selected>' in typed
    assert 'value="counsel" checked>' in typed
    form["reason"] = "The bill is too high."
    done = await client.post("/desk/flags/generation", data=form)
    assert done.status_code == 303
    shown = (await client.get(done.headers["location"])).text
    assert "The bill is too high." in shown
    assert "On for some" in shown
    taken = {"reason": "It is paid.", "seen": "1"}
    back = await client.post("/desk/flags/generation/undo", data=taken)
    assert back.status_code == 303
    twice = await client.post("/desk/flags/generation/undo", data=taken)
    assert (twice.status_code, "somebody else meanwhile" in twice.text) == (422, True)
    assert "On for some" not in (await client.get("/desk/flags")).text


def test_as_declared_everything_is_on() -> None:
    assert {declared(flag).percent for flag in FLAGS} == {100}
