"""A house under faults every 20 seconds, used by members, players, desks and jobs.

Members ask for pages and report what they watch, players ask for breaks and tell of the ads that
they showed, a desk records consents, reads their papers, revokes them and takes screenplays in,
which a worker analyses, and a model behind a server writes texts by a permit. Files are in a bucket
of the form of S3. Meanwhile one fault after the other strikes, in an order drawn from a seed. When
all is over, everything that was acknowledged is looked for: events, ads against invoices, budgets
and caps, consents, the ledger, scripts, texts. For each fault it is said how long after its end
anything still failed, and how long pages took meanwhile. A quick run has
one server and faults that are over soon.
"""

import asyncio
import json
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import httpx

from benchmarks.ads.players import Book, Player, booked, held_against_the_log
from benchmarks.audience.simulated import populate
from benchmarks.outcome import Figure
from benchmarks.surfaces.chaos.by_fault import Struck, all_failed, by_fault
from benchmarks.surfaces.chaos.desk import Desk, Told
from benchmarks.surfaces.chaos.faults import BRIEF, FAULTS, Fault, await_database, order
from benchmarks.surfaces.chaos.neighbours import Neighbours, neighbours
from benchmarks.surfaces.chaos.site import Site, opened
from benchmarks.surfaces.chaos.small_disk import small_disk
from benchmarks.surfaces.chaos.verification import desk_flaws
from benchmarks.surfaces.chaos.writer import Writer, Written, permitted
from benchmarks.surfaces.load_members import READ, Asked, Assignment
from benchmarks.surfaces.processes import Members, events_found, written
from matinee.assembly.ground import embedded_server
from matinee.assembly.house import open_house
from matinee.assembly.settings import Settings
from matinee.assembly.settings_loading import load_settings
from matinee.vocabulary.ids import HouseholdId, ProfileId, TitleId

_EVERY, _QUICK_EVERY = 20.0, 4.0
_SERVERS, _QUICK_SERVERS = 2, 1
_MEMBERS, _TITLES = 64, 500
_CONNECTIONS, _RATE, _WRITES = 16, 24.0, 0.25
_PLAYERS, _PLAYER_PAUSE = 6, 0.5
_SEED = 10
_UNFORESEEN = 500
_QUICK_PATIENCE, _PATIENCE = 2.0, 180.0
"""Seconds that scripts may take in the end: a killed worker's jobs wait for a minute."""


def main(lasts: float, *, quick: bool) -> None:
    """Measure, and print the figures as one line of JSON."""
    with tempfile.TemporaryDirectory() as place, neighbours(Path(place), _SEED) as beside:
        settings = load_settings(home=Path(place)).settings
        server = embedded_server(settings)
        assert server is not None
        with small_disk(server.folder):
            try:
                figures = asyncio.run(_story(settings, beside, lasts, quick=quick))
            finally:
                server.stop()
    print(json.dumps(figures))


async def _story(
    settings: Settings, beside: Neighbours, lasts: float, *, quick: bool
) -> dict[str, Figure]:
    server = embedded_server(settings)
    assert server is not None
    profiles, titles = await populate(settings, members=_MEMBERS, titles=_TITLES, source="chaos")
    async with open_house(settings) as house:
        title = TitleId(titles[0])
        book = await booked(house.ads, house.database, title)
        permit = await permitted(house)
        viewers = [
            (each, (await house.audience.profile(ProfileId(each))).household_id)
            for each in profiles
        ]
    began, every = datetime.now(UTC), _QUICK_EVERY if quick else _EVERY
    members = Assignment(
        addresses=(),
        profiles=[str(profile) for profile in profiles],
        titles=[str(each) for each in titles],
        connections=_CONNECTIONS,
        seconds=0,
        rate=_RATE,
        writes=_WRITES,
        until=str(settings.home / "enough"),
        balanced=True,
    )
    servers = _QUICK_SERVERS if quick else _SERVERS
    with opened(settings.home, server, members, beside, servers=servers) as site:
        desk, written_texts, asked, struck = await _used_and_struck(
            site,
            members,
            book,
            viewers,
            title,
            permit,
            order(max(1, int(lasts / every)), _SEED, BRIEF if quick else FAULTS),
            every,
        )
        async with open_house(settings) as house:
            figures = await desk_flaws(
                house, desk, written_texts, patience=_QUICK_PATIENCE if quick else _PATIENCE
            )
            kills, unready = site.kills + site.hung, list(site.unready)
    everybody = [asked, *site.crowds]
    acknowledged = [event for each in everybody for event in each.accepted]
    found, rows = events_found(server.urls().app, acknowledged)
    async with open_house(settings) as house:
        told_apart = len(site.servers) + kills
        ads = await held_against_the_log(house.ads, book, began, told_apart=told_apart)
    failed = all_failed(everybody, book, desk.told, written_texts)
    return {
        "seed": _SEED,
        "faults": len(struck),
        "faults_every_seconds": every,
        "pages": sum(kind == READ for each in everybody for kind in each.kind),
        "page_errors": sum(each.kind == READ for each in failed),
        "events_reported": sum(written(each) for each in everybody),
        "events_acknowledged": len(acknowledged),
        "events_lost": len(acknowledged) - found,
        "events_doubled": rows - found,
        **{f"ads_{name}": value for name, value in ads.items()},
        "unforeseen_answers": sum(each.status == _UNFORESEEN for each in failed),
        "servers_killed": site.kills,
        "servers_hung": site.hung,
        "database_awaited_seconds_most": round(max(site.awaited), 2),
        **figures,
        **by_fault(struck, failed, unready, everybody),
    }


async def _used_and_struck(
    site: Site,
    members: Assignment,
    book: Book,
    viewers: Sequence[tuple[UUID, HouseholdId]],
    title: TitleId,
    permit: UUID,
    faults: Sequence[Fault],
    every: float,
) -> tuple[Desk, Written, Asked, list[Struck]]:
    """All who use it, until the last fault was over for as long as there is between two."""
    ends = time.monotonic() + every * (len(faults) + 1)
    async with httpx.AsyncClient(headers={"User-Agent": "Players/1.0 (SmartTV)"}) as client:
        desk = Desk(client, site.addresses, random.Random(_SEED), Told())
        await desk.furnish()
        crowd = Members(replace(members, addresses=site.addresses))
        playing = [
            asyncio.create_task(
                Player(
                    client,
                    site.addresses,
                    viewers,
                    title,
                    book,
                    random.Random(_SEED + number),
                    _PLAYER_PAUSE,
                ).watch(ends)
            )
            for number in range(_PLAYERS)
        ]
        writer = Writer(client, site.addresses, random.Random(_SEED), permit, Written())
        working = [
            asyncio.create_task(desk.work(ends)),
            asyncio.create_task(writer.work(ends)),
        ]
        try:
            struck = await asyncio.to_thread(_strike, site, faults, every)
            await asyncio.gather(*playing, *working)
        finally:
            Path(members.until).touch()
        return desk, writer.written, await asyncio.to_thread(crowd.end), struck


def _strike(site: Site, faults: Sequence[Fault], every: float) -> list[Struck]:
    """One after the other, each for a third of the time between two at most."""
    draw = random.Random(_SEED)
    times = list[tuple[Fault, float, float]]()
    start = time.time() + every / 2
    for number, fault in enumerate(faults):
        time.sleep(max(0.0, start + number * every - time.time()))
        site.awaited.append(await_database(site))
        began = time.time()
        fault.at_work(site, draw, min(fault.lasts, every / 2))
        times.append((fault, began, time.time()))
        used = shutil.disk_usage(site.database.folder).used >> 20
        print(f"  {number + 1} of {len(faults)}: {fault.name}, {used} MiB", file=sys.stderr)
    time.sleep(every / 2)
    ends = [began for _, began, _ in times[1:]] + [time.time()]
    return [
        Struck(fault, began, over, following)
        for (fault, began, over), following in zip(times, ends, strict=True)
    ]


if __name__ == "__main__":
    main(float(sys.argv[1]), quick=sys.argv[2] == "1")
