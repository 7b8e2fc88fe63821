"""A furnished record, and 32 clients who decide, permit, use and revoke at once."""

import asyncio
import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from benchmarks.outcome import Figure
from matinee.clearance.record import shapes
from matinee.clearance.record.service import RecordService
from matinee.errors import Denied
from matinee.generation.model import IntendedCall, Modality, Output, Permit, input_hash

CLIENTS = 32
_HEAD_START = timedelta(seconds=3)
"""Approval comes before the work starts, so a client must be through by then."""
_PAPER = b"paper"
_YES = {f"P{number}": "yes" for number in range(1, 6)}
_TERMS = {
    "version": "1",
    "licence_tier": "enterprise",
    "terms_hash": sha256(_PAPER).hexdigest(),
    "reviewed_at": "2026-01-01T00:00:00Z",
    "trains": False,
    "retains": False,
    "secured": True,
    "environment": "ours",
}


@dataclass(frozen=True)
class Furnished:
    """What a crowd needs: a production and a use of it that goes."""

    production: UUID
    sketch: UUID


@dataclass(frozen=True)
class Face:
    """A performer's consent, the approved use of it, and a permit."""

    consent: UUID
    use: UUID
    permit: Permit


async def furnish(record: RecordService) -> Furnished:
    """A production, a tool, and a mood board that goes."""
    await record.keep_document(_PAPER)
    made = await record.add_production(shapes.NewProduction(title="Bench"), by="bench")
    await record.put_tool("sketcher", shapes.NewTool.model_validate(_TERMS), by="bench")
    body = shapes.DeclaredUse.model_validate(_use("ideation", likeness=False))
    fact, _ = await record.declare(UUID(made.key), body, by="bench")
    return Furnished(UUID(made.key), UUID(fact.key))


def as_call(permit: Permit) -> IntendedCall:
    """The call that a permit is for."""
    return IntendedCall(
        tool=permit.tool,
        modality=Modality.IMAGE,
        purpose=permit.purpose,
        production=permit.production,
        performer=permit.performer,
        inputs=permit.inputs,
        input_class=permit.input_class,
    )


async def crowd(record: RecordService, furnished: Furnished, seconds: float) -> dict[str, Figure]:
    """Each client makes faces by permits of its own and by one that all share, then revokes."""
    counted: Counter[str] = Counter()
    spends: set[UUID] = set()
    ends = time.monotonic() + seconds
    wish = shapes.PermitWish(lasts_seconds=3600, uses=40, inputs=(input_hash(b"shared"),))
    shared = await record.mint(furnished.sketch, wish, by="bench")

    async def use(permit: Permit, content: bytes) -> bool:
        try:
            spend = await record.permits.spend(permit, as_call(permit))
            counted["spent_twice"] += spend.id in spends
            spends.add(spend.id)
            made = Output(content, "image/png", "sketcher-1", "trainedAlgorithmicMedia")
            await record.outputs.register(made, spend)
        except Denied as denied:
            counted[f"denied_{denied.code}"] += 1
            return False
        counted["outputs"] += 1
        return True

    async def client(number: int) -> None:
        turn, ahead = 0, _HEAD_START
        while time.monotonic() < ends:
            turn += 1
            try:
                face = await approved_face(record, furnished.production, ahead=ahead)
            except Denied as late:
                # An approval that comes after the work's beginning is none: ask earlier.
                ahead *= 2
                counted[f"not_minted_{late.code}"] += 1
                continue
            counted["decisions"] += 4
            await use(shared, f"shared {number} {turn}".encode())
            using = asyncio.create_task(use(face.permit, f"face {number} {turn}".encode()))
            if number % 2:
                await using
            revocation = shapes.Revocation(reason="bench")
            await asyncio.sleep(0.1 * (number % 5))
            await record.revocations.revoke(face.consent, revocation, by="bench")
            counted["revocations"] += 1
            counted["used_after_revocation"] += await _used_after(using, use, face)

    await asyncio.gather(*(client(number) for number in range(CLIENTS)))
    stored = await record.permits.stored(shared.id)
    return {
        "clients": CLIENTS,
        "crowd_seconds": seconds,
        "crowd_decisions": counted["decisions"],
        "crowd_outputs": counted["outputs"],
        "crowd_revocations": counted["revocations"],
        "shared_permit_spent": stored.spent,
        "shared_permit_uses": stored.uses,
        "crowd_not_minted": counted["not_minted_not_go"],
        "spent_twice": counted["spent_twice"],
        "used_after_revocation": counted["used_after_revocation"],
    }


async def _used_after(using: asyncio.Task[bool], use: Any, face: Face) -> bool:
    """Whether the permit still passes once its consent is revoked."""
    await using
    return bool(await use(face.permit, b"after"))


async def approved_face(
    record: RecordService,
    production: UUID,
    *,
    inputs: tuple[str, ...] = (),
    ahead: timedelta = _HEAD_START,
) -> Face:
    """A performer, a consent, an approved use and its permit, from the moment it may be used."""
    now = datetime.now(UTC)
    person = {"name": "Somebody", "date_of_birth": "1990-01-01", "guild": "SAG-AFTRA"}
    performer = await record.add_performer(shapes.NewPerformer.model_validate(person), by="bench")
    consent = await record.add_consent(
        shapes.NewConsent.model_validate(
            {
                "performer": performer.key,
                "document": sha256(_PAPER).hexdigest(),
                "signed_at": now,
                "starts": now,
                "expires": now + timedelta(days=1),
                "separate": True,
                "conspicuous": True,
                "specific": True,
                "productions": [production],
                "uses": ["alteration"],
                "territories": ["*"],
                "languages": ["*"],
                "description": "bench",
            }
        ),
        by="bench",
    )
    starts = datetime.now(UTC) + ahead
    body = _use("alteration", likeness=True) | {"performer": performer.key, "starts_at": starts}
    fact, _ = await record.declare(production, shapes.DeclaredUse.model_validate(body), by="bench")
    use = UUID(fact.key)
    await record.approve(use, shapes.Approval(scope=("likeness",)), by="counsel")
    wish = shapes.PermitWish(lasts_seconds=600, uses=2, inputs=inputs or (input_hash(b"prompt"),))
    permit = await record.mint(use, wish, by="bench")
    await asyncio.sleep(max(0.0, (permit.not_before - datetime.now(UTC)).total_seconds()))
    return Face(UUID(consent.key), use, permit)


def _use(kind: str, *, likeness: bool) -> dict[str, Any]:
    return {
        "tool": "sketcher",
        "purpose": "mood board",
        "kind": kind,
        "final": False,
        "likeness": likeness,
        "personal_data": False,
        "third_party_ip": False,
        "unreleased_input": False,
        "principles": _YES,
    }
