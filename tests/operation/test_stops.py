"""A file switches a flag off: on a full disk, in a folder closed to us, and for all to see."""

from __future__ import annotations

import asyncio
import resource
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from matinee.assembly.house import House
from matinee.errors import Conflict, Unavailable
from matinee.operation.flags.stops import RELEASE, STOP, Stops
from matinee.operation.model import Actor
from matinee.surfaces.cli.doctor import examine

ADA = Actor("Ada")
NOW = datetime.now(UTC)


@contextmanager
def no_room() -> Generator[None]:
    """Files can be made, and nothing can be written into them: what a full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_still_takes_the_switch_and_its_entry_is_the_same_for_everyone(
    tmp_path: Path,
) -> None:
    stops, now = Stops(tmp_path / "stops"), datetime.now(UTC)
    later = now + timedelta(minutes=1)
    with no_room():
        assert stops.throw("generation", ADA, "The bill.", now)
        assert stops.thrown("generation")
        with pytest.raises(Unavailable, match="Nothing can be written"):
            stops.release("generation", ADA, "Paid.", now)
    assert stops.thrown("generation")
    assert stops.notes(["generation"], now) == ()  # It may still be being written.
    ((entry, note),) = stops.notes(["generation"], later)
    assert (entry.action, entry.object, entry.actor, note) == (STOP, "flag generation", "", None)
    assert stops.release("generation", ADA, "Paid.", later)
    first, second = (each for each, _ in stops.notes(["generation"], later))
    assert first == entry
    assert (second.action, second.actor, second.reason) == (RELEASE, "Ada", "Paid.")


def test_what_is_done_already_is_not_done_again(tmp_path: Path) -> None:
    stops = Stops(tmp_path / "stops")
    assert not stops.release("generation", ADA, "Nothing stands.", NOW)
    assert [stops.throw("generation", ADA, why, NOW) for why in ("One.", "Two.")] == [True, False]
    stop = stops.state("generation")
    assert stop is not None
    assert (stop.by, stop.reason, stop.at) == ("Ada", "One.", NOW)
    released = [stops.release("generation", ADA, "Enough.", NOW) for _ in range(2)]
    assert (released, stops.thrown("generation")) == ([True, False], False)
    assert sorted(entry.action for entry, _ in stops.notes(["generation"], NOW)) == [RELEASE, STOP]


def test_a_folder_that_cannot_be_looked_at_is_held_for_off(tmp_path: Path) -> None:
    (tmp_path / "stops").write_text("no folder")
    stops = Stops(tmp_path / "stops")
    stop = stops.state("generation")
    assert stop is not None
    assert (stops.thrown("generation"), stop.readable) == (True, False)
    for change in (stops.throw, stops.release):
        with pytest.raises(Unavailable, match="Nothing can be written"):
            change("generation", ADA, "Anything.", NOW)


async def test_a_stop_is_shown_by_health_the_desk_the_api_and_the_doctor(
    client: httpx.AsyncClient, house: House
) -> None:
    async def ready() -> bool:
        answer = await client.get("/ready?own=true")
        (check,) = (one for one in answer.json()["checks"] if one["name"] == "generation")
        assert (answer.status_code, check["needed"]) == (200, False)
        return check["ready"]

    async def doctor() -> str:
        found = await asyncio.to_thread(examine, house.settings)
        return next(each.found for each in found if each.thing == "generation")

    await house.clock.check()
    flags = house.operation.flags
    assert (await ready(), await doctor()) == (True, "on, by its flag and by no file")
    assert flags.stop("generation", reason="The bill is too high.")
    assert not await ready()
    assert "The bill is too high." in await doctor()
    facts = (await client.get("/v1/flags/generation")).json()
    assert (facts["percent"], facts["stop"]["reason"]) == (100, "The bill is too high.")
    page = (await client.get("/desk/flags", headers={"Accept": "text/html"})).text
    assert "Off by a file" in page
    assert "matinee flags release generation" in page
    assert flags.release("generation", reason="It is paid.")
    assert await ready()
    with pytest.raises(Conflict, match="not switched off by a file"):
        flags.stop("ads.pause", reason="There is none for it.")
