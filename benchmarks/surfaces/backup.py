"""``backup``: a house copied while members use it, restored elsewhere, and compared.

Viewing of a month lies in the database and in the lake, entries in the ledger, files in the store.
Two servers answer members in another process, who ask for pages and report what they watch, while
``matinee backup make`` runs twice. Then profiles are erased, and the first backup is verified,
rehearsed and restored into another home. Every event that was acknowledged before the backup began
has to be there, and no profile that was erased after it. ``--quick`` takes a fraction of all that,
and neither verifies nor rehearses.
"""

import asyncio
import json
import random
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np

from benchmarks.audience.simulated import populate
from benchmarks.outcome import Figure, Outcome
from benchmarks.surfaces.load_members import READ, WRITE, Asked, Assignment
from benchmarks.surfaces.processes import (
    Members,
    ask,
    events_found,
    failures,
    matinee,
    quantiles,
    serving,
)
from matinee.assembly.ground import embedded_server
from matinee.assembly.house import open_house
from matinee.assembly.mirror.following import mirror
from matinee.assembly.settings import Settings
from matinee.audience.model import EventColumns, EventKind, TimeBasis
from matinee.clearance.ledger.entries import Draft
from matinee.errors import Conflict, NotFound
from matinee.foundation.postgres import EmbeddedPostgres
from matinee.vocabulary.ids import ProfileId, TitleId

_PROCESSES, _CONNECTIONS = 2, 8
_MEMBERS = 64
_WRITES = 0.5
_ERASED = 3


@dataclass(frozen=True)
class Size:
    """How much lies in the house, and how it is used."""

    events: int
    files: int
    file_bytes: int
    entries: int
    seconds: float
    rate: float


_WHOLE = Size(1_000_000, 200, 4_000_000, 20_000, 30, 20)
_QUICK = Size(40_000, 40, 250_000, 500, 2, 20)


def run(quick: bool) -> Outcome:
    """Fill a house, use it and copy it, restore it and compare."""
    with tempfile.TemporaryDirectory() as place:
        homes = [Path(place) / name for name in ("home", "elsewhere")]
        homes[0].mkdir()
        try:
            figures = asyncio.run(_story(Path(place), _QUICK if quick else _WHOLE, quick=quick))
        finally:
            for home in homes:
                EmbeddedPostgres(home / "postgres").stop()
    return Outcome(figures)


async def _story(place: Path, size: Size, *, quick: bool) -> dict[str, Figure]:
    settings = Settings(home=place / "home")
    profiles, titles = await populate(settings, members=_MEMBERS, titles=500, source="backup")
    async with open_house(settings) as house:
        await house.audience.bulk_events(_viewing(profiles, titles, size.events))
        await house.lake.fill()
        draw = random.Random(11)
        for number in range(size.files):
            await house.blobs.put(f"films/{number}", draw.randbytes(size.file_bytes))
        drafts = [Draft("benchmark", str(number), {}) for number in range(size.entries)]
        async with house.database.transaction() as connection:
            await house.ledger.append(connection, *drafts)
    everybody = Assignment(
        addresses=(),
        profiles=[str(profile) for profile in profiles[_ERASED:]],
        titles=[str(title) for title in titles],
        connections=_CONNECTIONS,
        seconds=size.seconds,
        rate=size.rate,
        writes=_WRITES,
    )
    figures, asked, first = _copied_under_load(place, everybody)
    async with open_house(settings) as house:
        for profile in profiles[:_ERASED]:
            await house.audience.erase(ProfileId(profile))
        people = house.access.accounts
        await mirror(settings, house.record, house.audience, people, place / "mirror")
    figures |= _brought_back(place, first, quick=quick)
    figures |= await _compared(place / "elsewhere", asked, first, profiles[:_ERASED])
    return {"events": size.events, **figures}


def _viewing(profiles: Sequence[UUID], titles: Sequence[UUID], count: int) -> EventColumns:
    """A month that ends now, without a pattern: what it costs depends on none."""
    draw = np.random.default_rng(11)
    begin = time.time() - 30 * 86_400
    return EventColumns(
        profiles=[ProfileId(profile) for profile in profiles],
        titles=[TitleId(title) for title in titles],
        profile=draw.integers(0, len(profiles), count).astype(np.int32),
        title=draw.integers(0, len(titles), count).astype(np.int32),
        kinds=np.full(count, EventKind.PLAY.code, np.uint8),
        at=begin + np.sort(draw.random(count)) * 30 * 86_400,
        time_basis=TimeBasis.CLOCK,
        seconds=draw.random(count).astype(np.float32),
    )


def _copied_under_load(
    place: Path, everybody: Assignment
) -> tuple[dict[str, Figure], Asked, dict[str, Any]]:
    home = place / "home"
    with serving(home, _PROCESSES) as addresses:
        here = replace(everybody, addresses=addresses)
        ask(replace(here, rate=0, rounds=1, writes=0))
        figures: dict[str, Figure] = {**quantiles(ask(here), "before")}
        members = Members(replace(here, until=str(place / "enough")))
        time.sleep(2)
        first = _made(place)
        time.sleep(1.1)
        second = _made(place)
        (place / "enough").touch()
        asked = members.end()
    figures |= quantiles(asked, "during")
    for name, made in (("backup", first), ("second", second)):
        figures[f"{name}_seconds"] = round(sum(made["seconds"].values()), 1)
        figures[f"{name}_minutes"] = made["minutes"]
        figures[f"{name}_new_files"] = made["new_files"]
        figures[f"{name}_new_mb"] = round(made["new_bytes"] / 1e6, 1)
    return (
        figures
        | {
            "files": first["files"],
            "files_mb": round(first["file_bytes"] / 1e6, 1),
            "database_mb": round(first["database_bytes"] / 1e6, 1),
            "pages_during": sum(kind == READ for kind in asked.kind),
            "page_errors_during": len(failures(asked, READ)),
            "write_errors_during": len(failures(asked, WRITE)),
        },
        asked,
        first,
    )


def _made(place: Path) -> dict[str, Any]:
    where = ("backup", "make", str(place / "backups"), "--keys", str(place / "mirror"))
    return json.loads(_told(place / "home", *where, "--json"))


def _brought_back(place: Path, first: dict[str, Any], *, quick: bool) -> dict[str, Figure]:
    """Verify, rehearse and restore the first backup."""
    which = (str(place / "backups"), first["name"])
    keys = ("--keys", str(place / "mirror"))
    figures: dict[str, Figure] = {}
    if not quick:
        began = time.monotonic()
        _told(place / "home", "backup", "verify", *which, "--json")
        figures["verify_minutes"] = round((time.monotonic() - began) / 60, 2)
        within = ("--in", str(place), "--json")
        rehearsed = json.loads(_told(place / "home", "backup", "rehearse", *which, *keys, *within))
        figures["rehearsal_minutes"] = rehearsed["minutes"]
        figures["rehearsal_flaws"] = len(rehearsed["flaws"])
    restored = json.loads(_told(place / "elsewhere", "backup", "restore", *which, *keys, "--json"))
    return {
        **figures,
        "restore_minutes": restored["minutes"],
        **{f"restore_{step}_seconds": took for step, took in restored["seconds"].items()},
        "restored_rows": restored["rows"],
        "restored_lake_rows": restored["lake_rows"],
        "ledger_entries_verified": restored["ledger_entries"],
        "restore_flaws": len(restored["flaws"]),
    }


async def _compared(
    elsewhere: Path, asked: Asked, first: dict[str, Any], gone: Sequence[UUID]
) -> dict[str, Figure]:
    began = datetime.fromisoformat(first["began"]).timestamp()
    at = zip(asked.accepted, asked.accepted_at, strict=True)
    owed = [identifier for identifier, when in at if when < began]
    settings = Settings(home=elsewhere)
    server = embedded_server(settings)
    assert server is not None
    url = server.start().app
    there, rows = events_found(url, owed)
    all_there, all_rows = events_found(url, asked.accepted)
    back = 0
    async with open_house(settings) as house:
        for profile in gone:
            try:
                await house.audience.profile(ProfileId(profile))
                back += 1
            except NotFound:
                continue
        await house.lake.fill()
        lake = await house.lake.facts()
    return {
        "acknowledged_before": len(owed),
        "acknowledged_lost": len(owed) - there,
        "acknowledged_doubled": rows - there + all_rows - all_there,
        "acknowledged_in_all": len(asked.accepted),
        "acknowledged_in_all_restored": all_there,
        "erased_after": _ERASED,
        "erased_came_back": back,
        "lake_rows_after_filling": lake.rows,
    }


def _told(home: Path, *arguments: str) -> str:
    """What a command says; Conflict where it fails."""
    running = matinee(home, *arguments)
    said, failed = running.communicate()
    if running.returncode != 0:
        raise Conflict(
            f"`matinee {' '.join(arguments)}` failed: {failed.strip()[-500:]}{said[-500:]}"
        )
    return said
