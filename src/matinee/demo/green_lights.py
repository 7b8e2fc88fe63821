"""A small production for the clearance desk to show: declared, judged, made, approved and revoked.

Everything goes through the real services, so that ledger, permits and credentials are real; what is
invented says so in its name. The pictures are drawn by code, and their credentials say that too.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

from PIL import Image, ImageDraw

from matinee.clearance.desk.model import (
    Approval,
    DeclaredUse,
    FactKind,
    NewConsent,
    NewPerformer,
    NewProduction,
    NewTool,
    Revocation,
)
from matinee.clearance.record.service import RecordService
from matinee.generation.model import IntendedCall, Modality, Output, Permit, input_hash

BY = "demo data"
TITLE = "The Lantern Keeper (demo data)"
_YES = {f"P{n}": "yes" for n in range(1, 6)}
_SIZE = (640, 360)
_SOON = timedelta(seconds=3)
_EVIDENCE: dict[str, Any] = {
    "pay": {"days": 2.0, "rate": "scale", "residuals": True},
    "access": {"business_need": "scenes 3 and 14 of the shot list"},
    "clause": {
        "replaces_in_person_work": False,
        "specific_description": True,
        "counsel_or_union": True,
    },
}


@dataclass(frozen=True, slots=True)
class GreenLights:
    """Fills the record of a house that has no production yet."""

    record: RecordService

    async def furnish(self) -> bool:
        """Record the demonstration once; whether it was done now."""
        if await self.record.current(FactKind.PRODUCTION):
            return False
        now = self.record.recorder.clock()
        made = await self.record.add_production(
            NewProduction(title=TITLE, company="Harbour Light (demo data)"), by=BY
        )
        production = UUID(made.key)
        await self._tools(now)
        ilse = await self._performer("Ilse Marlow (demo data)", "1984-05-02")
        tomas = await self._performer("Tomas Reyne (demo data)", "1979-11-20")
        await self._consent(production, ilse, now, "Ten years younger in scenes 3 and 14.")
        ending = await self._consent(production, tomas, now, "A digital double for the storm.")
        await self._storyboard(production)
        await self._waiting(production, ilse, now)
        await self._refused(production, ilse)
        await self._revoked(production, tomas, ending)
        return True

    async def _tools(self, now: datetime) -> None:
        terms = await self.record.keep_document(b"Terms of the demo's tools: nothing is kept.")
        common = {"terms_hash": terms, "reviewed_at": now - timedelta(days=20)}
        for name, more in (
            ("demo-sketcher", {"licence_tier": "enterprise", "trains": False, "retains": False}),
            ("demo-free-voice", {"licence_tier": "personal", "trains": True, "retains": True}),
        ):
            secured = not more["trains"]
            where = "our own cluster" if secured else "the vendor's public service"
            tool = {"version": "1.0", "secured": secured, "environment": where, **common, **more}
            await self.record.put_tool(name, NewTool.model_validate(tool), by=BY)

    async def _performer(self, name: str, born: str) -> UUID:
        body = {
            "name": name,
            "date_of_birth": born,
            "guild": "SAG-AFTRA",
            "representative": "Quay Agency (demo data)",
        }
        made = await self.record.add_performer(NewPerformer.model_validate(body), by=BY)
        return UUID(made.key)

    async def _consent(
        self, production: UUID, performer: UUID, now: datetime, description: str
    ) -> UUID:
        paper = await self.record.keep_document(f"Demo data. {description}".encode())
        body = {
            "performer": performer,
            "document": paper,
            "signed_at": now - timedelta(days=10),
            "starts": now - timedelta(days=9),
            "expires": now + timedelta(days=356),
            "separate": True,
            "conspicuous": True,
            "specific": True,
            "productions": [production],
            "uses": ["replica"],
            "territories": ["PT", "ES", "US"],
            "languages": ["en", "pt"],
            "description": description,
        }
        given = await self.record.add_consent(NewConsent.model_validate(body), by=BY)
        return UUID(given.key)

    async def _declare(
        self, production: UUID, evidence: dict[str, Any] | None = None, **said: Any
    ) -> UUID:
        flags = ("final", "likeness", "personal_data", "third_party_ip", "unreleased_input")
        body = {"tool": "demo-sketcher", "principles": _YES, **dict.fromkeys(flags, False), **said}
        use = DeclaredUse.model_validate(body)
        fact, _ = await self.record.declare(production, use, by=BY, evidence=evidence)
        return UUID(fact.key)

    async def _storyboard(self, production: UUID) -> None:
        """A go: a mood board, its permit, and a picture that was made by it."""
        use = await self._declare(
            production, kind="ideation", purpose="Mood board: the lighthouse at dusk"
        )
        await self._draw(use, ((250, 190, 90), (30, 40, 70)), "mood board: drawn by code")

    async def _waiting(self, production: UUID, performer: UUID, now: datetime) -> None:
        """Two that wait for counsel: one for its evidence, one for an approval."""
        await self._declare(
            production,
            kind="background_element",
            purpose="The poster in the waiting room, read aloud in scene 7",
            final=True,
        )
        await self._declare(
            production,
            _EVIDENCE,
            kind="replica",
            purpose="Ilse, ten years younger, in scenes 3 and 14",
            performer=performer,
            final=True,
            likeness=True,
            starts_at=now + timedelta(days=5),
            territories=["PT", "US"],
            languages=["en"],
        )

    async def _refused(self, production: UUID, performer: UUID) -> None:
        """A refusal: a dub that no consent covers, by a tool that keeps what it hears."""
        await self._declare(
            production,
            kind="dub",
            tool="demo-free-voice",
            purpose="Ilse's voice in Spanish",
            performer=performer,
            likeness=True,
            unreleased_input=True,
            languages=["es"],
        )

    async def _revoked(self, production: UUID, performer: UUID, consent: UUID) -> None:
        """A picture that was made by a consent which was revoked afterwards: quarantined."""
        starts = self.record.recorder.clock() + _SOON
        use = await self._declare(
            production,
            _EVIDENCE,
            kind="replica",
            purpose="Tomas's double on the storm-lit stairs",
            performer=performer,
            final=True,
            likeness=True,
            starts_at=starts,
            territories=["PT"],
            languages=["en"],
        )
        scope = ("principles", "final", "likeness", "replica")
        await self.record.approve(use, Approval(scope=scope, note="Demo data."), by=BY)
        # A permit holds from the start of the work, and an approval has to come before that.
        await asyncio.sleep(max(0.0, (starts - self.record.recorder.clock()).total_seconds()))
        await self._draw(use, ((120, 150, 190), (15, 20, 30)), "double: drawn by code")
        reason = "Demo data: the performer withdrew the consent."
        await self.record.revocations.revoke(consent, Revocation(reason=reason), by=BY)

    async def _draw(self, use: UUID, colours: tuple[Any, Any], words: str) -> None:
        given = frozenset({input_hash(words.encode())})
        permit = await self.record.permits.mint(
            use, by=BY, lasts=timedelta(days=2), uses=2, inputs=given
        )
        spend = await self.record.permits.spend(permit, _call(permit, given))
        made = Output(
            content=drawn(colours, words),
            media_type="image/png",
            model="drawn by the demo's code",
            source_type="algorithmicMedia",
            parents=tuple(given),
        )
        await self.record.outputs.register(made, spend)


def _call(permit: Permit, given: frozenset[str]) -> IntendedCall:
    return IntendedCall(
        tool=permit.tool,
        modality=Modality.IMAGE,
        purpose=permit.purpose,
        production=permit.production,
        performer=permit.performer,
        inputs=given,
    )


def drawn(colours: tuple[Any, Any], words: str) -> bytes:
    """A PNG of two colours that run into each other, a light, and what it is."""
    wide, high = _SIZE
    ramp = Image.linear_gradient("L").resize(_SIZE)
    picture = Image.composite(
        Image.new("RGB", _SIZE, colours[1]), Image.new("RGB", _SIZE, colours[0]), ramp
    )
    pen = ImageDraw.Draw(picture)
    pen.polygon(
        [
            (wide * 0.47, high * 0.45),
            (wide * 0.53, high * 0.45),
            (wide * 0.56, high),
            (wide * 0.44, high),
        ],
        fill=(20, 18, 24),
    )
    pen.ellipse([wide * 0.46, high * 0.36, wide * 0.54, high * 0.48], fill=(255, 214, 120))
    pen.text((16, high - 28), words, fill=(240, 235, 225))
    written = BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()
