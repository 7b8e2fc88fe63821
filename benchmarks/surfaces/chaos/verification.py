"""What was acknowledged under faults, held against what is there when they are over."""

import asyncio
import time
from collections.abc import Sequence
from hashlib import sha256
from uuid import UUID

from benchmarks.outcome import Figure
from benchmarks.surfaces.chaos.desk import Desk, Told
from benchmarks.surfaces.chaos.writer import Written
from matinee.assembly.house import House
from matinee.clearance.ledger.service import Continuation
from matinee.clearance.record.facts import FactKind
from matinee.errors import MatineeError, NotFound
from matinee.foundation.jobs import JobStatus
from matinee.studio.model import DraftState


async def desk_flaws(
    house: House, desk: Desk, written: Written, *, patience: float
) -> dict[str, Figure]:
    """Hold what desk and writer were told against the record, the ledger, the files and jobs."""
    told = desk.told
    given = await house.record.current(FactKind.CONSENT, performer=desk.performer)
    ended = await house.record.current(FactKind.REVOCATION, performer=desk.performer)
    there = {fact.key: fact.entry for fact in given}
    over = {fact.key for fact in ended}
    report = await house.ledger.verify()
    continued = [(await house.ledger.compare(text)).continuation for text in told.heads]
    analysed, wrong = await _analysed(house, told, patience)
    counts = await house.jobs.counts()
    return {
        "consents_acknowledged": len(told.consents),
        "consents_lost": sum(there.get(key) != entry for key, entry in told.consents.items()),
        "revocations_acknowledged": len(told.revoked),
        "revocations_lost": len(told.revoked - over),
        "revocations_never_asked_for": len(over - told.tried),
        "ledger_entries": report.entries,
        "ledger_flaws": len(report.flaws),
        "ledger_heads_kept": len(told.heads),
        "ledger_heads_not_continued": sum(
            found is not Continuation.CONTINUES for found in continued
        ),
        "scripts_acknowledged": len(told.scripts),
        "scripts_analysed": analysed,
        "scripts_wrong": wrong,
        "jobs_succeeded": counts.get(JobStatus.SUCCEEDED, 0),
        "jobs_failed": counts.get(JobStatus.FAILED, 0),
        "papers_read": told.papers_read,
        "papers_wrong": told.papers_wrong,
        "desk_requests": told.requests,
        "texts_acknowledged": len(written.outputs),
        "texts_lost": len(written.outputs) - await _still_there(house, written.outputs),
        "text_refused_after_seconds_most": round(written.slowest_refusal, 2),
    }


async def _analysed(house: House, told: Told, patience: float) -> tuple[int, int]:
    """How many scripts were analysed in the end, and how many have other scenes than were sent."""
    deadline, waiting = time.monotonic() + patience, set(told.scripts)
    wrong = 0
    while waiting:
        for key in sorted(waiting):
            if (await house.studio.draft(UUID(key))).state is DraftState.WAITING:
                continue
            waiting.discard(key)
            try:
                sheet = await house.studio.sheet(UUID(key))
            except MatineeError:
                wrong += 1
                continue
            wrong += len(sheet.scenes) != told.scripts[key]
        if time.monotonic() > deadline:
            break
        await asyncio.sleep(0.5)
    return len(told.scripts) - len(waiting), wrong


async def _still_there(house: House, outputs: Sequence[UUID]) -> int:
    """How many of these outputs are registered, and their bytes those that were."""
    there = 0
    for identifier in outputs:
        try:
            stored, content = await house.record.outputs.content(identifier)
        except NotFound:
            continue
        there += sha256(content).hexdigest() == stored.sha256
    return there
