"""A house with a production, a tool and a performer, and what a test says of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from matinee.clearance.guidance.packs import PackShelf, load_packs
from matinee.clearance.ledger.service import LedgerService
from matinee.clearance.record import shapes
from matinee.clearance.record.model import Catalogued
from matinee.clearance.record.service import RecordService
from matinee.generation.model import (
    IntendedCall,
    Modality,
    Output,
    Permit,
    RegisteredOutput,
    input_hash,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from matinee.foundation.blobs import Blobs
    from matinee.foundation.database import Database

PAPER = sha256(b"paper").hexdigest()
SHELF: list[PackShelf] = []
BY = "Ines Prata"
YES = {f"P{n}": "yes" for n in range(1, 6)}
FACE = {"final": True, "likeness": True}


def shelf() -> PackShelf:
    """The packs, read once in a process."""
    if not SHELF:
        SHELF.append(load_packs())
    return SHELF[0]


@dataclass
class Names:
    """A catalogue of a few names."""

    titles: Sequence[str] = ("The Lady from Shanghai", "Heat", "Amélie")
    people: Sequence[str] = ("Orson Welles", "Agnès Varda")
    version: int = 1

    async def names(self, known: int | None) -> Catalogued | None:
        return None if known == self.version else Catalogued(self.version, self.titles, self.people)


@dataclass
class Clock:
    """A clock that the test sets."""

    now: datetime = field(default_factory=lambda: datetime(2026, 9, 1, 10, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **time: float) -> None:
        self.now += timedelta(**time)


@dataclass
class Desk:
    """The record with what most tests begin from."""

    record: RecordService
    clock: Clock
    names: Names
    production: str = ""
    performer: str = ""

    @property
    def record_key(self) -> UUID:
        return UUID(self.production)

    async def furnish(self) -> None:
        await self.record.keep_document(b"paper")
        new = await self.record.add_production(shapes.NewProduction(title="Night train"), by=BY)
        self.production = new.key
        await self.put_tool()
        performer = await self.record.add_performer(
            shapes.NewPerformer.model_validate(
                {"name": "Clara Nunes", "date_of_birth": "1990-02-03", "guild": "SAG-AFTRA"}
            ),
            by=BY,
        )
        self.performer = performer.key

    async def put_tool(self, **change: Any) -> None:
        terms = {
            "version": "3.1",
            "licence_tier": "enterprise",
            "terms_hash": PAPER,
            "reviewed_at": "2026-08-01T00:00:00Z",
            "trains": False,
            "retains": False,
            "secured": True,
            "environment": "our own cluster",
        }
        await self.record.put_tool("sketcher", shapes.NewTool.model_validate(terms | change), by=BY)

    def use(self, **change: Any) -> shapes.DeclaredUse:
        body = {
            "tool": "sketcher",
            "purpose": "mood board",
            "kind": "ideation",
            "final": False,
            "likeness": False,
            "personal_data": False,
            "third_party_ip": False,
            "unreleased_input": False,
            "principles": YES,
        }
        return shapes.DeclaredUse.model_validate(body | change)

    def replica(self, **change: Any) -> shapes.DeclaredUse:
        starts = self.clock.now + timedelta(hours=1)
        about = {"kind": "replica", "performer": self.performer, "starts_at": starts, **FACE}
        place = {"territories": ["PT"], "languages": ["pt"], "purpose": "younger face"}
        return self.use(**(about | place | change))

    async def consent(self, **change: Any) -> UUID:
        now = self.clock.now
        body = {
            "performer": self.performer,
            "document": PAPER,
            "signed_at": now,
            "starts": now,
            "expires": now + timedelta(days=30),
            "separate": True,
            "conspicuous": True,
            "specific": True,
            "productions": [self.production],
            "uses": ["replica"],
            "territories": ["PT", "ES"],
            "languages": ["pt"],
            "description": "Ten years younger in scenes 3 and 14.",
        }
        fact = await self.record.add_consent(shapes.NewConsent.model_validate(body | change), by=BY)
        return UUID(fact.key)

    async def go(self, **change: Any) -> UUID:
        """A replica that is declared, evidenced and approved; the time at which it starts."""
        fact, _ = await self.record.declare(UUID(self.production), self.replica(**change), by=BY)
        use = UUID(fact.key)
        await self.record.offer_evidence(
            use,
            {
                "pay": {"days": 2.0, "rate": "scale", "residuals": True},
                "access": {"business_need": "the shot list"},
                "clause": {
                    "replaces_in_person_work": False,
                    "specific_description": True,
                    "counsel_or_union": True,
                },
            },
            by=BY,
        )
        approval = shapes.Approval(scope=("final", "likeness", "replica"))
        await self.record.approve(use, approval, by="Marta Leal")
        self.clock.pass_by(hours=1)
        return use

    async def sketch(self, **change: Any) -> UUID:
        """A use that goes by itself."""
        fact, _ = await self.record.declare(UUID(self.production), self.use(**change), by=BY)
        return UUID(fact.key)

    async def mint(self, use: UUID, *, uses: int = 3, given: bytes = b"prompt") -> Permit:
        return await self.record.permits.mint(
            use,
            by=BY,
            lasts=timedelta(days=7),
            uses=uses,
            inputs=frozenset({input_hash(given)}),
        )

    async def make(
        self, permit: Permit, content: bytes, *, given: bytes = b"prompt"
    ) -> RegisteredOutput:
        """Spend a permit and register an output, as the door does."""
        spend = await self.record.permits.spend(permit, call(permit, given))
        made = Output(
            content=content,
            media_type="image/png",
            model="sketcher-3",
            source_type="trainedAlgorithmicMedia",
            parents=tuple(sorted(spend.call.inputs)),
        )
        return await self.record.outputs.register(made, spend)


def call(permit: Permit, given: bytes = b"prompt") -> IntendedCall:
    """The call that a permit is for."""
    return IntendedCall(
        tool=permit.tool,
        modality=Modality.IMAGE,
        purpose=permit.purpose,
        production=permit.production,
        performer=permit.performer,
        inputs=frozenset({input_hash(given)}) if permit.inputs else frozenset(),
        input_class=permit.input_class,
    )


@pytest.fixture
async def desk(database: Database, blobs: Blobs, tmp_path: Path) -> AsyncIterator[Desk]:
    names, clock = Names(), Clock()
    ledger = LedgerService(database, tmp_path / "keys")
    record = RecordService.on(database, blobs, ledger, shelf, names, tmp_path / "keys")
    record.recorder.clock = clock
    desk = Desk(record, clock, names)
    await desk.furnish()
    yield desk
    await record.close()
