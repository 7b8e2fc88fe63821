"""Generation is switched off while the database takes no writes, or is not there at all."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import URL
from tests.generation.conftest import completion
from tests.generation.room import PERMIT, REQUEST, Room

from matinee.assembly.house import House
from matinee.assembly.operation import FLAGS
from matinee.errors import Unavailable
from matinee.foundation.database import Database
from matinee.operation.audit.model import Query
from matinee.operation.audit.service import AuditService
from matinee.operation.flags.model import Setting
from matinee.operation.flags.service import FlagService
from matinee.surfaces.cli.main import main


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    with pytest.raises(SystemExit) as end:
        main([*arguments, "--json"])
    captured = capsys.readouterr()
    assert end.value.code == 0, captured.err
    return json.loads(captured.out)


def take_writes(admin_url: URL, *, taken: bool) -> None:
    url = admin_url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute("SET default_transaction_read_only = off")
        admin.execute(
            sql.SQL("ALTER DATABASE {} SET default_transaction_read_only = {}").format(
                sql.Identifier(str(admin_url.database)), sql.Literal("off" if taken else "on")
            )
        )


async def test_the_command_switches_it_off_while_the_database_takes_no_writes(
    house: House,
    room: Room,
    admin_url: URL,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert house.settings.database_url is not None
    house.settings.home.mkdir(exist_ok=True)
    monkeypatch.setenv("MATINEE_HOME", str(house.settings.home))
    monkeypatch.setenv("MATINEE_DATABASE_URL", house.settings.database_url.get_secret_value())
    flags = room.door.switches = house.operation.flags
    await flags.read()
    room.model.answers = [completion("A lamp that stays lit.")]
    take_writes(admin_url, taken=False)
    await house.database.close()
    with pytest.raises(Unavailable):
        await flags.set("generation", Setting(0), reason="The bill is too high.")
    stop = ("flags", "stop", "generation", "--reason", "The bill is too high.")
    for changed in (True, False):
        said = await asyncio.to_thread(told, capsys, *stop)
        assert (said["stopped"], said["changed"], said["entered"]) == (True, changed, False)
        with pytest.raises(Unavailable, match="switched generation off"):
            await room.door.text(PERMIT, REQUEST, tool="scribe", purpose="synopsis")
    assert (room.model.asked, room.register.left) == ([], 3)
    with pytest.raises(Unavailable):
        await flags.enter_stops()

    take_writes(admin_url, taken=True)
    await house.database.close()
    for _ in range(2):
        await flags.enter_stops()
    (entry,) = (await house.operation.audit.search(Query(about="flag generation"))).entries
    assert (entry.action, entry.reason) == ("flags.stop", "The bill is too high.")
    assert "command line" in entry.actor
    release = ("flags", "release", "generation", "--reason", "It is paid.")
    for changed in (True, False):
        said = await asyncio.to_thread(told, capsys, *release)
        assert (said["stopped"], said["changed"], said["entered"]) == (False, changed, True)
    await room.door.text(PERMIT, REQUEST, tool="scribe", purpose="synopsis")
    entries = (await house.operation.audit.search(Query(about="flag generation"))).entries
    assert [each.action for each in entries] == ["flags.release", "flags.stop"]


async def test_a_model_that_runs_is_stopped_without_any_database(
    room: Room, tmp_path: Path
) -> None:
    nowhere = Database("postgresql://nobody@127.0.0.1:9/none", pool_size=1)
    flags = FlagService(nowhere, AuditService(nowhere), FLAGS, tmp_path)
    room.door.switches = flags

    async def endless(writer: asyncio.StreamWriter, _body: object) -> None:
        flags.stop("generation", reason="It does not end.")
        while not writer.is_closing():
            await asyncio.sleep(0.01)
            writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            await writer.drain()

    room.model.answers = [endless]
    with pytest.raises(Unavailable, match="switched generation off"):
        await room.door.text(PERMIT, REQUEST, tool="scribe", purpose="synopsis")
    assert [reason for _, reason in room.register.lapsed] == ["generation_off"]
