"""``growth``: what a request, an event, a title and a minute of film cost as the house grows.

Titles, members, events, and the histories of some members are multiplied, one after the other;
after each step `matinee serve` answers pages and takes events in a process of its own. Costs are
processor time as the kernel counts it, of the server and of PostgreSQL, so that a busy machine does
not falsify them. An exponent is fitted to each cost, and ``docs/reference/growth.md``, which
``--results`` writes, calculates machines and money from there on. A minute of film is measured by
``film-analysis``. ``--events`` lets the log grow to so many besides; a whole run goes to two
million.
"""

import asyncio
import contextlib
import http.client
import json
import random
import tempfile
import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from benchmarks.audience.lake.bad_days import Under, free_port
from benchmarks.outcome import Figure, Outcome
from benchmarks.surfaces.growth.contents import Contents, Cost
from benchmarks.surfaces.growth.fitting import fitted
from benchmarks.surfaces.growth.processor import processor_seconds, resident_bytes
from matinee.assembly.ground import embedded_server
from matinee.assembly.house import open_house
from matinee.assembly.settings import Settings
from matinee.errors import Conflict
from matinee.recommend.model import RecommendSettings
from matinee.vocabulary.ids import uuid7

ITEMS = 1_000
"""Titles that the linear models know; held still, since their cost grows with this setting."""
_WATCHERS = 100
"""Members whose own histories grow, when everything else has."""
_WARM_UP, _BATCH = 40, 50
_STARTING_SECONDS = 300.0


@dataclass(frozen=True)
class Plan:
    """To which sizes each kind grows, and how much is asked at each."""

    titles: Sequence[int]
    members: Sequence[int]
    events: Sequence[int]
    histories: Sequence[int]
    pages: int
    batches: int


_WHOLE = Plan(
    titles=(10_000, 30_000, 100_000),
    members=(10_000, 30_000, 100_000),
    events=(500_000, 1_000_000, 2_000_000),
    histories=(20, 300, 4_500),
    pages=200,
    batches=60,
)
_QUICK = Plan((1_000, 4_000), (500, 2_000), (20_000, 60_000), (20, 300), pages=100, batches=20)


@dataclass(frozen=True)
class Served:
    """Microseconds of processor for a page and for an event, by whom; and the server's memory."""

    page_server: float
    page_database: float
    event_server: float
    event_database: float
    resident_bytes: int


@dataclass
class Series:
    """Costs of one kind at the sizes of what grew."""

    sizes: list[int] = field(default_factory=list[int])
    served: list[Served] = field(default_factory=list[Served])
    loaded: list[Cost] = field(default_factory=list[Cost])


def run(quick: bool, events: int | None = None) -> Outcome:
    """Grow a house, ask it at each size, and fit."""
    plan = _QUICK if quick else _WHOLE
    if events is not None:
        plan = replace(plan, events=(*plan.events, events))
    with tempfile.TemporaryDirectory() as place:
        settings = Settings(home=Path(place), recommend=RecommendSettings(item_limit=ITEMS))
        server = embedded_server(settings)
        assert server is not None
        try:
            return Outcome(asyncio.run(_grown(settings, plan)))
        finally:
            server.stop()


async def _grown(settings: Settings, plan: Plan) -> dict[str, Figure]:
    server = embedded_server(settings)
    assert server is not None
    titles, members, events = Series(), Series(), Series()
    async with open_house(settings) as house:
        contents = Contents(house, server)
        empty = contents.stored_bytes("catalogue")
        titles.loaded.append(await contents.titles_to(plan.titles[0]))
        bytes_title = (contents.stored_bytes("catalogue") - empty) / plan.titles[0]
        empty = contents.stored_bytes("audience")
        members.loaded.append(await contents.members_to(plan.members[0]))
        bytes_member = (contents.stored_bytes("audience") - empty) / plan.members[0]
        empty = contents.stored_bytes("audience")
        events.loaded.append(await contents.events_to(plan.events[0]))
        bytes_event = (contents.stored_bytes("audience") - empty) / plan.events[0]
        lake, training = [await contents.lake_filled()], [await contents.trained()]
        first = await asked(contents, plan)
        for series, sizes in ((titles, plan.titles), (members, plan.members)):
            series.sizes.append(sizes[0])
            series.served.append(first)
            for size in sizes[1:]:
                grow = contents.titles_to if series is titles else contents.members_to
                series.loaded.append(await grow(size))
                series.sizes.append(size)
                series.served.append(await asked(contents, plan))
            first = series.served[-1]
        events.sizes.append(plan.events[0])
        events.served.append(first)
        for size in plan.events[1:]:
            events.loaded.append(await contents.events_to(size))
            lake.append(await contents.lake_filled())
            training.append(await contents.trained())
            events.sizes.append(size)
            events.served.append(await asked(contents, plan))
        bytes_lake = await contents.lake_bytes_each()
        histories = await _histories(contents, plan)
    figures: dict[str, Figure] = {
        "bytes_per_title": round(bytes_title),
        "bytes_per_member": round(bytes_member),
        "bytes_per_event": round(bytes_event, 1),
        "lake_bytes_per_event": round(bytes_lake, 1),
        "items_of_linear_models": ITEMS,
    }
    for name, series in (("titles", titles), ("members", members), ("events", events)):
        figures |= of_series(name, series)
    for cost in ("page_server", "page_database"):
        found = [getattr(each, cost) for each in histories.served]
        figures |= _costs(f"{cost}_us_by_history", histories.sizes, found)
    figures |= _costs("lake_us_per_event", events.sizes, [each.each() for each in lake])
    return figures | _costs("training_us_per_event", events.sizes, [one.each() for one in training])


async def _histories(contents: Contents, plan: Plan) -> Series:
    """Pages of some new members, who watch more and more."""
    await contents.members_to(len(contents.profiles) + _WATCHERS)
    watchers, series = contents.profiles[-_WATCHERS:], Series()
    for each in plan.histories:
        await contents.histories_to(watchers, each)
        series.sizes.append(each)
        series.served.append(await asked(contents, plan, watchers))
    return series


def of_series(name: str, series: Series) -> dict[str, Figure]:
    """The costs by what grew."""
    served, sizes = series.served, series.sizes
    figures: dict[str, Figure] = {}
    for cost in ("page_server", "page_database", "event_server", "event_database"):
        found = [getattr(each, cost) for each in served]
        figures |= _costs(f"{cost}_us_by_{name}", sizes, found)
    figures |= _costs(
        f"server_mib_by_{name}", sizes, [each.resident_bytes / 2**20 for each in served]
    )
    loaded = [each.each() for each in series.loaded]
    return figures | _costs(f"import_us_per_{name.removesuffix('s')}", sizes, loaded)


def _costs(name: str, sizes: Sequence[int], costs: Sequence[float]) -> dict[str, Figure]:
    growth = fitted(sizes, [max(cost, 1e-3) for cost in costs])
    measured = {
        f"{name}_at_{size}": round(cost, 2) for size, cost in zip(sizes, costs, strict=True)
    }
    return {
        **measured,
        f"{name}_exponent": round(growth.exponent, 3),
        f"{name}_exponent_low": round(growth.low, 3),
        f"{name}_exponent_high": round(growth.high, 3),
    }


async def asked(contents: Contents, plan: Plan, watchers: Sequence[UUID] = ()) -> Served:
    """A server of its own answers pages and takes events, as the house is now.

    Pages are those of ``watchers``, where they are given.
    """
    return await asyncio.to_thread(_served, contents, plan, watchers or contents.profiles)


def _served(contents: Contents, plan: Plan, watchers: Sequence[UUID]) -> Served:
    choice = random.Random(7)
    with _server(contents.house.settings.home) as (port, process):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)

        def pages(count: int) -> None:
            for _ in range(count):
                profile = choice.choice(watchers)
                _answered(connection, "GET", f"/v1/profiles/{profile}/home")

        def reports(count: int) -> None:
            for _ in range(count):
                body = _batch(contents.profiles, contents.titles, choice)
                told = json.loads(_answered(connection, "POST", "/v1/events", body))
                assert told["accepted"] == _BATCH, told

        pages(_WARM_UP)
        reports(2)
        page = _taken(contents, process, lambda: pages(plan.pages), plan.pages)
        event = _taken(contents, process, lambda: reports(plan.batches), plan.batches * _BATCH)
        connection.close()
        return Served(*page, *event, resident_bytes(process))


def _taken(
    contents: Contents, process: int, work: Callable[[], None], count: int
) -> tuple[float, float]:
    """Microseconds of the server and of the database for one of so many."""
    server, database = processor_seconds(process), contents.database_seconds()
    work()
    server, database = processor_seconds(process) - server, contents.database_seconds() - database
    return server / count * 1e6, database / count * 1e6


@contextlib.contextmanager
def _server(home: Path) -> Generator[tuple[int, int]]:
    """``matinee serve`` on the house: its port, and its process."""
    port = free_port()
    # What a request costs is the question, however long it takes.
    more = {"MATINEE_RECOMMEND__ITEM_LIMIT": str(ITEMS), "MATINEE_REQUEST_SECONDS": "300"}
    with Under(["matinee", "serve", "--port", str(port)], home, "server", more) as process:
        deadline = time.monotonic() + _STARTING_SECONDS
        while True:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            try:
                _answered(connection, "GET", "/ready")
            except (OSError, AssertionError):
                if time.monotonic() > deadline:
                    raise Conflict("The server did not get ready.") from None
                time.sleep(0.2)
            else:
                break
            finally:
                connection.close()
        yield port, process.pid


def _answered(
    connection: http.client.HTTPConnection, method: str, path: str, body: bytes | None = None
) -> bytes:
    headers = {"content-type": "application/json"} if body else {}
    connection.request(method, path, body, headers)
    response = connection.getresponse()
    answer = response.read()
    assert response.status == 200, answer[:500]
    return answer


def _batch(profiles: Sequence[UUID], titles: Sequence[UUID], choice: random.Random) -> bytes:
    at = datetime.now(UTC) - timedelta(seconds=1)
    events = [
        {
            "id": str(uuid7(at)),
            "profile_id": str(choice.choice(profiles)),
            "kind": "play",
            "title_id": str(choice.choice(titles)),
            "at": at.isoformat(),
            "seconds": round(choice.uniform(0, 7200), 1),
        }
        for _ in range(_BATCH)
    ]
    return json.dumps({"events": events}).encode()
