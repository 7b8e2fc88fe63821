"""A house with a production, a performer with a consent, and a tool, for the pages to show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

from PIL import Image

from matinee.assembly.house import House
from matinee.clearance.desk.model import (
    Approval,
    DeclaredUse,
    NewConsent,
    NewPerformer,
    NewProduction,
    NewTool,
)
from matinee.generation.model import IntendedCall, Modality, Output, input_hash

BY = "Ines Prata"
COUNSEL = "Marta Leal"
PAPER = b"Consent to a digital replica. Signed apart from all other terms."
YES = {f"P{n}": "yes" for n in range(1, 6)}
REPLICA_EVIDENCE: dict[str, Any] = {
    "pay": {"days": 2.0, "rate": "scale", "residuals": True},
    "access": {"business_need": "scenes 3 and 14 of the shot list"},
    "clause": {
        "replaces_in_person_work": False,
        "specific_description": True,
        "counsel_or_union": True,
    },
}


@dataclass(frozen=True)
class Premises:
    """What was recorded, by key."""

    house: House
    production: UUID
    performer: UUID
    consent: UUID

    @property
    def desk(self) -> str:
        return "/desk/clearance"

    @property
    def declare(self) -> str:
        return f"{self.desk}/productions/{self.production}/declare"

    def use(self, use: UUID | str) -> str:
        return f"{self.desk}/productions/{self.production}/uses/{use}"

    async def declared(self, *, evidence: dict[str, Any] | None = None, **change: Any) -> UUID:
        """A use that was declared; by default one that goes by itself."""
        body = {
            "tool": "sketcher",
            "purpose": "mood board of the station",
            "kind": "ideation",
            "final": False,
            "likeness": False,
            "personal_data": False,
            "third_party_ip": False,
            "unreleased_input": False,
            "principles": YES,
        }
        use = DeclaredUse.model_validate(body | change)
        fact, _ = await self.house.record.declare(self.production, use, by=BY, evidence=evidence)
        return UUID(fact.key)

    async def replica(self, **change: Any) -> UUID:
        """A re-ageing that waits for counsel."""
        starts = datetime.now(UTC) + timedelta(hours=1)
        about = {"kind": "replica", "performer": self.performer, "starts_at": starts}
        place = {"territories": ["PT"], "languages": ["pt"], "purpose": "Clara, ten years younger"}
        flags = {"final": True, "likeness": True}
        return await self.declared(evidence=REPLICA_EVIDENCE, **(about | place | flags | change))


def drawing() -> bytes:
    """A small picture, as a model might make one."""
    picture = Image.radial_gradient("L").resize((160, 90)).convert("RGB")
    written = BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()


async def made_by(premises: Premises) -> UUID:
    """A picture that was made by the consent, at a later hour, with uses of its permit left."""
    record = premises.house.record
    use = await premises.replica()
    scope = ("principles", "final", "likeness", "replica")
    await record.approve(use, Approval(scope=scope), by=COUNSEL)
    record.recorder.clock = lambda: datetime.now(UTC) + timedelta(hours=2)
    given = frozenset({input_hash(b"prompt")})
    permit = await record.permits.mint(use, by=BY, lasts=timedelta(days=1), uses=3, inputs=given)
    call = IntendedCall(
        tool=permit.tool,
        modality=Modality.IMAGE,
        purpose=permit.purpose,
        production=permit.production,
        performer=permit.performer,
        inputs=given,
    )
    spend = await record.permits.spend(permit, call)
    made = Output(
        content=drawing(),
        media_type="image/png",
        model="sketcher-3",
        source_type="trainedAlgorithmicMedia",
        parents=tuple(given),
    )
    return (await record.outputs.register(made, spend)).id


async def furnished(house: House) -> Premises:
    """Record what most pages begin from."""
    record, now = house.record, datetime.now(UTC)
    made = await record.add_production(NewProduction(title="Night train"), by=COUNSEL)
    who = {"name": "Clara Nunes", "date_of_birth": "1990-02-03", "guild": "SAG-AFTRA"}
    performer = await record.add_performer(NewPerformer.model_validate(who), by=COUNSEL)
    paper = await record.keep_document(PAPER)
    terms = {
        "version": "3.1",
        "licence_tier": "enterprise",
        "terms_hash": paper,
        "reviewed_at": now - timedelta(days=30),
        "trains": False,
        "retains": False,
        "secured": True,
        "environment": "our own cluster",
    }
    await record.put_tool("sketcher", NewTool.model_validate(terms), by=COUNSEL)
    consent = {
        "performer": performer.key,
        "document": paper,
        "signed_at": now - timedelta(days=2),
        "starts": now - timedelta(days=1),
        "expires": now + timedelta(days=300),
        "separate": True,
        "conspicuous": True,
        "specific": True,
        "productions": [made.key],
        "uses": ["replica"],
        "territories": ["PT", "ES"],
        "languages": ["pt"],
        "description": "Ten years younger in scenes 3 and 14.",
    }
    given = await record.add_consent(NewConsent.model_validate(consent), by=COUNSEL)
    return Premises(house, UUID(made.key), UUID(performer.key), UUID(given.key))
