"""Publication (rule R21): what members are given carries its credentials, or is not given.

The question is asked when an output is to be published, with what its bytes then carry; the use has
to stand on that day too. What is published stays an output: quarantined, it is served to nobody.
"""

import asyncio
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec

from matinee.clearance.guidance.decision import Decision, Outcome
from matinee.clearance.guidance.request import Publication
from matinee.clearance.ledger.entries import Draft
from matinee.clearance.record import shapes
from matinee.clearance.record.decisions import Decisions
from matinee.clearance.record.facts import Fact, FactKind
from matinee.clearance.record.model import Credentials, StoredOutput
from matinee.clearance.record.output_register import OutputDesk
from matinee.clearance.record.recorder import Recorder
from matinee.clearance.record.repository import facts
from matinee.errors import Conflict, NotFound
from matinee.foundation.database import Connection
from matinee.generation.model import input_hash

_ENCODER = msgspec.json.Encoder(order="sorted")


@dataclass(slots=True)
class PublicationDesk:
    """Publishes outputs, takes them back, and gives what is published."""

    recorder: Recorder
    decisions: Decisions
    outputs: OutputDesk
    credentials: Credentials

    async def publish(
        self, identifier: UUID, wish: shapes.NewPublication, *, by: str
    ) -> tuple[Decision, Fact | None]:
        """Ask whether an output may be published, and publish it where the answer is *go*.

        The answer is entered either way; the fact is None where it is not *go*.
        """
        async with self.recorder.database.reading() as connection:
            stored = await self.outputs.opened(connection, identifier)
        content = await self.outputs.store.get(stored)
        holds = await asyncio.to_thread(self.credentials.hold, content, stored.manifest)
        publication = Publication(
            source_type=stored.source_type,
            manifest_hash=input_hash(stored.manifest or content),
            manifest_valid=holds,
            deep_fake=wish.deep_fake,
            disclosure=wish.disclosure,
        )
        async with self.recorder.changing() as change:
            connection = change.connection
            await facts.hold_still(connection)
            stored = await self.outputs.opened(connection, identifier)
            judged = await self.decisions.judge(connection, stored.use_id, publication)
            await self.recorder.ledger.append(
                connection, _entry(stored, judged.decision, judged.document, by)
            )
            if judged.decision.outcome is not Outcome.GO:
                return judged.decision, None
            body = {**msgspec.to_builtins(publication), "published": True}
            fact = await self.recorder.enter(
                change,
                FactKind.PUBLICATION,
                str(identifier),
                {name: value for name, value in body.items() if value is not None},
                by=by,
                production=stored.production,
                performer=stored.performer,
            )
        return judged.decision, fact

    async def take_back(self, identifier: UUID, reason: shapes.TakenBack, *, by: str) -> Fact:
        """Publish no longer; Conflict where it is not published."""
        stored = await self.outputs.output(identifier)
        async with self.recorder.changing() as change:
            await facts.hold_still(change.connection)
            if await self._published(change.connection, identifier) is None:
                raise Conflict("This output is not published.", code="not_published")
            return await self.recorder.enter(
                change,
                FactKind.PUBLICATION,
                str(identifier),
                {**reason.stored(), "published": False},
                by=by,
                production=stored.production,
                performer=stored.performer,
            )

    async def standing(self, identifier: UUID) -> Fact | None:
        """By which word an output is published; None where it is not, or no longer."""
        async with self.recorder.database.reading() as connection:
            return await self._published(connection, identifier)

    async def facts(self, identifier: UUID) -> tuple[StoredOutput, Fact]:
        """A published output and what was said of it; NotFound, or Denied where it is closed."""
        async with self.recorder.database.reading() as connection:
            fact = await self._published(connection, identifier)
            if fact is None:
                raise NotFound("Nothing is published here.")
            return await self.outputs.opened(connection, identifier), fact

    async def content(self, identifier: UUID) -> tuple[StoredOutput, bytes]:
        """A published output with its bytes; looked at before and after they are fetched."""
        stored, _ = await self.facts(identifier)
        content = await self.outputs.store.get(stored)
        stored, _ = await self.facts(identifier)
        return stored, content

    async def _published(self, connection: Connection, identifier: UUID) -> Fact | None:
        last = await facts.newest(connection, FactKind.PUBLICATION, str(identifier))
        return last if last is not None and last.body["published"] else None


def _entry(stored: StoredOutput, decision: Decision, document: object, by: str) -> Draft:
    body: dict[str, Any] = {
        "output": str(stored.id),
        "stage": "publication",
        "outcome": decision.outcome,
        "rules": list(decision.rules),
        "packs": list(decision.packs),
        "document": input_hash(_ENCODER.encode(document)),
    }
    return Draft("decision", str(stored.id), body, personal={"by": by})
