"""``ledger``: what 100,000 entries cost to append, to keep, to prove and to verify.

Entries are appended through the service, a thousand in a transaction and then one by one, on
Matinee's own PostgreSQL with its ordinary settings (fsync on). Proofs are checked as a stranger
would: from the entry's leaf, the path and the signed head alone. Then the database's superuser
changes what cannot be changed, and each change is looked for against what was kept outside.
"""

import asyncio
import random
import statistics
import tempfile
import time
from pathlib import Path

from sqlalchemy import text

from benchmarks.clearance.ledger_tampering import tampered
from benchmarks.outcome import Figure, Outcome
from matinee.assembly.ground import embedded_server
from matinee.assembly.house import House, open_house
from matinee.assembly.settings import Settings
from matinee.clearance.ledger.entries import Draft
from matinee.clearance.ledger.merkle import leaf_hash, verify_inclusion

_BATCH = 1_000
_ALONE = 200
_PROOFS = 200
_SIZE = text(
    "SELECT sum(pg_total_relation_size(name::regclass)) FROM"
    " unnest(ARRAY['clearance.ledger_entries', 'clearance.ledger_personal']) AS name"
)


def run(quick: bool) -> Outcome:
    """Append, weigh, prove and verify."""
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(home=Path(home))
        server = embedded_server(settings)
        assert server is not None
        try:
            count = 20_000 if quick else 100_000
            figures = asyncio.run(_measured(settings, count))
            admin = server.start().admin.replace("postgresql+psycopg://", "postgresql://")
            return Outcome(figures | asyncio.run(tampered(settings, admin, count)))
        finally:
            server.stop()


async def _measured(settings: Settings, count: int) -> dict[str, Figure]:
    async with open_house(settings) as house:
        began = time.perf_counter()
        for start in range(0, count, _BATCH):
            await _append(house, start, _BATCH)
        seconds = time.perf_counter() - began
        async with house.database.reading() as connection:
            size = int((await connection.execute(_SIZE)).scalar_one())
        began = time.perf_counter()
        for place in range(_ALONE):
            await _append(house, count + place, 1)
        alone = time.perf_counter() - began
        proofs = await _proofs(house, count)
        began = time.perf_counter()
        report = await house.ledger.verify([await house.ledger.witness()])
        verified = time.perf_counter() - began
        assert report.flaws == ()
    return {
        "entries": count,
        "append_seconds": round(seconds, 2),
        "appended_per_second": round(count / seconds),
        "appended_alone_per_second": round(_ALONE / alone),
        "bytes_an_entry": round(size / count),
        "megabytes": round(size / 1e6, 1),
        **proofs,
        "verify_all_seconds": round(verified, 2),
    }


async def _append(house: House, start: int, count: int) -> None:
    drafts = [
        Draft(
            "decision",
            f"use-{place}",
            {"outcome": "go", "rules": [], "document": f"{place:064x}", "packs": ["a", "b"]},
            personal={"by": f"person {place % 50}"},
        )
        for place in range(start, start + count)
    ]
    async with house.database.transaction() as connection:
        await house.ledger.append(connection, *drafts)


async def _proofs(house: House, count: int) -> dict[str, Figure]:
    await house.ledger.head()
    places = random.Random(7).sample(range(count), _PROOFS)
    made: list[float] = []
    checked: list[float] = []
    sizes: list[int] = []
    for place in places:
        began = time.perf_counter()
        proof = await house.ledger.prove(place)
        made.append(time.perf_counter() - began)
        began = time.perf_counter()
        holds = proof.head.holds(house.ledger.key.public) and verify_inclusion(
            leaf_hash(proof.entry.leaf),
            index=place,
            size=proof.head.size,
            proof=proof.path,
            root=proof.head.root,
        )
        checked.append(time.perf_counter() - began)
        assert holds
        sizes.append(32 * len(proof.path))
    return {
        "proof_bytes": max(sizes),
        "prove_ms": round(statistics.median(made) * 1e3, 2),
        "check_proof_us": round(statistics.median(checked) * 1e6, 1),
    }
