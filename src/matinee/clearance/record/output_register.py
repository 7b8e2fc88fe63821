"""The door's ``OutputRegister``: credentials, bytes and ledger entry before anybody sees an output.

What may no longer be seen is not served: every reading looks at the output's standing twice, before
and after its bytes are fetched.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from matinee.clearance import permits as rules
from matinee.clearance.ledger.entries import Draft
from matinee.clearance.record.model import Credentials, StoredOutput, StoredPermit, Story
from matinee.clearance.record.permit_register import PermitDesk
from matinee.clearance.record.recorder import Recorder
from matinee.clearance.record.repository import facts
from matinee.clearance.record.repository import outputs as stored_outputs
from matinee.clearance.record.repository import permits as stored_permits
from matinee.errors import Denied, NotFound
from matinee.foundation.blobs import Blobs
from matinee.foundation.database import Connection
from matinee.generation.model import Output, PermitKind, RegisteredOutput, Spend, input_hash
from matinee.vocabulary.ids import uuid7

QUARANTINED = "quarantined"
DELETED = "deleted"


def blob_key(sha256: str) -> str:
    """Where an output's bytes lie."""
    return f"outputs/{sha256}"


@dataclass(slots=True)
class OutputDesk:
    """Registers outputs and hands them out."""

    recorder: Recorder
    permits: PermitDesk
    blobs: Blobs
    credentials: Credentials

    async def register(self, output: Output, spend: Spend) -> RegisteredOutput:
        """Give an output its credentials, store it and enter it; Denied where its leave ended."""
        now = self.recorder.clock()
        rules.check_signature(spend.permit, public=self.permits.key.public)
        identifier = uuid7(now)
        story = Story(identifier, spend.permit.id, spend.permit.decision, output, now)
        content = self.credentials.embed(story)
        digest = input_hash(content)
        await self.blobs.put(blob_key(digest), content)
        try:
            stored = await self._enter(story, spend, content, digest)
        except BaseException:
            await self._drop(digest)
            raise
        return RegisteredOutput(
            id=identifier,
            content=content,
            media_type=output.media_type,
            sha256=digest,
            ledger_index=stored.ledger_index,
            manifest=stored.manifest,
        )

    async def output(self, identifier: UUID) -> StoredOutput:
        """An output's standing, or NotFound."""
        async with self.recorder.database.reading() as connection:
            return await self._output(connection, identifier)

    async def parents(self, identifier: UUID) -> tuple[str, ...]:
        """From what an output was made, by hash."""
        async with self.recorder.database.reading() as connection:
            return await stored_outputs.parents(connection, identifier)

    async def listed(
        self, *, production: str | None = None, performer: str | None = None
    ) -> list[StoredOutput]:
        """Outputs of a production or of a performer, newest first."""
        async with self.recorder.database.reading() as connection:
            return await stored_outputs.listed(
                connection, production=production, performer=performer
            )

    async def content(self, identifier: UUID) -> tuple[StoredOutput, bytes]:
        """An output with its bytes; Denied with the reason where it may not be seen."""
        stored = await self.output(identifier)
        _require_open(stored, self.recorder.clock())
        content = await self.blobs.get(blob_key(stored.sha256))
        stored = await self.output(identifier)
        _require_open(stored, self.recorder.clock())
        return stored, content

    async def _enter(self, story: Story, spend: Spend, content: bytes, digest: str) -> StoredOutput:
        made, permit = story.made, spend.permit
        async with self.recorder.changing() as change:
            connection = change.connection
            epoch = await facts.hold_still(connection)
            stored = await self._leave(connection, spend, epoch, story.at)
            if await stored_outputs.is_tainted(connection, {digest, *made.parents}):
                raise Denied(
                    "This was made of something that is quarantined.",
                    remedy="Begin again from material that may be used.",
                    code=QUARANTINED,
                )
            body = {
                "output": str(story.output),
                "sha256": digest,
                "permit": str(permit.id),
                "spend": str(spend.id),
                "decision": str(permit.decision),
                "model": made.model,
                "source_type": made.source_type,
                "media_type": made.media_type,
                "parents": sorted(made.parents),
            }
            draft = Draft("output", str(story.output), body)
            [entry] = await self.recorder.ledger.append(connection, draft)
            output = StoredOutput(
                id=story.output,
                sha256=digest,
                permit_id=permit.id,
                spend_id=spend.id,
                decision_id=permit.decision,
                use_id=stored.use_id,
                consent_id=stored.consent_id,
                consent_expires=stored.consent_expires,
                production=permit.production,
                performer=permit.performer,
                tool=permit.tool,
                model=made.model,
                source_type=made.source_type,
                media_type=made.media_type,
                size=len(content),
                at=story.at,
                ledger_index=entry.index,
                manifest=self.credentials.beside(content, story, entry.index),
            )
            await stored_outputs.add(connection, output, made.parents)
        return output

    async def _leave(
        self, connection: Connection, spend: Spend, epoch: int, now: datetime
    ) -> StoredPermit:
        permit = spend.permit
        stored = await stored_permits.permit(connection, permit.id)
        single = permit.kind is PermitKind.SINGLE
        known = stored is not None and (
            not single or await stored_permits.spent(connection, spend.id, permit.id)
        )
        if stored is None or not known:
            raise Denied(
                "This output names a use that no permit was spent for.",
                remedy="Make it through the door of generation.",
                code="unspent",
            )
        ended = stored.consent_expires is not None and stored.consent_expires <= now
        fell = not single and epoch != permit.epoch
        if stored.died_at is not None or ended or fell:
            raise Denied(
                "The permit ended while the model ran; what it made is dropped.",
                remedy="Declare the use again.",
                code="revoked",
            )
        return stored

    async def _drop(self, digest: str) -> None:
        async with self.recorder.database.reading() as connection:
            held = await stored_outputs.is_held(connection, digest)
        if not held:
            await self.blobs.delete(blob_key(digest))

    async def _output(self, connection: Connection, identifier: UUID) -> StoredOutput:
        found = await stored_outputs.output(connection, identifier)
        if found is None:
            raise NotFound(f"There is no output {identifier}.")
        return found


def _require_open(output: StoredOutput, now: datetime) -> None:
    if output.deleted_at is not None:
        raise Denied(
            f"This output was deleted: {output.quarantined_for}.",
            remedy="The ledger holds who attested it, and when.",
            code=DELETED,
        )
    reason = output.quarantined_for
    if reason is None and output.consent_expires is not None and output.consent_expires <= now:
        reason = "the consent that it rests on has run out"
    if reason is not None:
        raise Denied(
            f"This output is quarantined: {reason}.",
            remedy="Ask counsel; a new consent brings a new output, and never this one back.",
            code=QUARANTINED,
        )
