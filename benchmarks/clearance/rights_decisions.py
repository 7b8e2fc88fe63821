"""``rights-decisions``: what a decision costs, and what 32 clients at once cannot break.

In process, a full decision (a question in memory, judged by the packs of its day, with findings,
missing evidence and next steps) is timed in turns with a bare call of cedarpy on the same question,
already written for Cedar, and an already parsed set of the same policies. Then the standing permit,
the name check, decisions over the API on Matinee's own PostgreSQL (one process, no socket), models
that run behind the door while the consent is revoked, and a minute of 32 clients who decide,
permit, use and revoke.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import cedarpy
import httpx
import msgspec

from benchmarks.clearance.clients import Furnished, as_call, crowd, furnish
from benchmarks.clearance.stopping import seconds_to_stop
from benchmarks.outcome import Figure, Outcome
from matinee.assembly.ground import embedded_server
from matinee.assembly.house import House, open_house
from matinee.assembly.settings import Settings
from matinee.clearance.guidance.packs import PackShelf, load_packs
from matinee.clearance.guidance.request import RequestDocument
from matinee.clearance.record import shapes
from matinee.clearance.record.name_index import NameIndex
from matinee.foundation.telemetry import configure_logging
from matinee.surfaces.api.app import create_app

_AT_ONCE = 8


def run(quick: bool) -> Outcome:
    """Measure in process, then on a house of its own."""
    configure_logging(form="text", level="error")
    figures = _in_process(300 if quick else 2_000)
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(home=Path(home), database_pool_size=10)
        server = embedded_server(settings)
        assert server is not None
        try:
            seconds = (4.0, 8.0) if quick else (15.0, 60.0)
            figures |= asyncio.run(_in_a_house(settings, *seconds))
        finally:
            server.stop()
    return Outcome(figures)


def _in_process(rounds: int) -> dict[str, Figure]:
    shelf = load_packs()
    questions = [case.question for pack in shelf.packs for case in pack.cases]
    full: list[float] = []
    bare: list[float] = []
    for number in range(rounds):
        question = questions[number * 7 % len(questions)]
        request, book = _request(question), shelf.book(question.at)
        entities = cedarpy.Entities.from_json_str("[]")
        bare.append(_timed(partial(cedarpy.is_authorized, request, book.policies, entities)))
        full.append(_timed(partial(shelf.decide, question)))
    return {
        "questions": len(questions),
        "policies": _policies(shelf, questions[0]),
        "decision_us": round(statistics.median(full) * 1e6, 1),
        "bare_cedarpy_us": round(statistics.median(bare) * 1e6, 1),
        "ratio_to_cedarpy": round(statistics.median(full) / statistics.median(bare), 2),
        "name_check_ms": _name_check(),
    }


def _policies(shelf: PackShelf, question: RequestDocument) -> int:
    return len(shelf.book(question.at).rules)


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _request(question: RequestDocument) -> dict[str, Any]:
    context = msgspec.to_builtins(
        {"at": question.at, "use": question.use, "evidence": question.evidence},
        builtin_types=(datetime,),
    )
    return {
        "principal": {"type": "Declarant", "id": "declarant"},
        "action": {"type": "Action", "id": question.stage},
        "resource": {"type": "Work", "id": "work"},
        "context": _for_cedar(context),
    }


def _for_cedar(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _for_cedar(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, datetime):
        instant = value.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return {"__extn": {"fn": "datetime", "arg": instant}}
    if isinstance(value, float):
        return {"__extn": {"fn": "decimal", "arg": f"{value:.4f}"}}
    return value


def _name_check() -> float:
    index = NameIndex()
    index.add((f"Given{n % 977} Family{n}" for n in range(50_000)), "person")
    index.add((f"The tale of {n} winters" for n in range(20_000)), "title")
    prompt = ("Given5 Family5 walks with the tale of nothing, said Given7 Nobody; " * 40)[:2000]
    taken = [_timed(lambda: list(index.found(prompt))) for _ in range(50)]
    return round(statistics.median(taken) * 1e3, 3)


async def _in_a_house(settings: Settings, api: float, minute: float) -> dict[str, Figure]:
    async with open_house(settings) as house:
        furnished = await furnish(house.record)
        standing = await _standing(house, furnished)
        decided = await _over_api(house, furnished, api)
        stopped = await seconds_to_stop(house, furnished.production, 3 if minute < 60 else 10)
        crowded = await crowd(house.record, furnished, minute)
        flaws = len((await house.ledger.verify()).flaws)
    return {**standing, **decided, **stopped, **crowded, "ledger_flaws": flaws}


async def _standing(house: House, furnished: Furnished) -> dict[str, Figure]:
    wish = shapes.PermitWish(lasts_seconds=3600, input_class="search query")
    permit = await house.record.mint(furnished.sketch, wish, by="bench")
    asked = as_call(permit)
    admit = house.record.permits.admit
    taken = [_timed(lambda: admit(permit, asked)) for _ in range(20_000)]
    return {
        "standing_us": round(statistics.median(taken) * 1e6, 1),
        "standing_p99_us": round(statistics.quantiles(taken, n=100)[98] * 1e6, 1),
    }


async def _over_api(house: House, furnished: Furnished, seconds: float) -> dict[str, Figure]:
    way = f"/v1/clearance/productions/{furnished.production}/uses/{furnished.sketch}/decision"
    transport = httpx.ASGITransport(app=create_app(house))
    done: list[float] = []
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        ends = time.perf_counter() + seconds

        async def ask() -> None:
            while (began := time.perf_counter()) < ends:
                answer = await client.post(way)
                assert answer.status_code == 201, answer.text
                UUID(answer.json()["id"])
                done.append(time.perf_counter() - began)

        await asyncio.gather(*(ask() for _ in range(_AT_ONCE)))
    return {
        "api_decisions_per_second": round(len(done) / seconds, 1),
        "api_decision_ms": round(statistics.median(done) * 1e3, 1),
        "api_clients": _AT_ONCE,
    }
