"""The door's ``OutputRegister``: credentials, bytes and ledger entry before anybody sees an output.

What may no longer be seen is not served: every reading looks at the output's standing twice, before
and after its bytes are fetched, and at that of all it was made of. Whoever is given a likeness
stands in the ledger with the business need (rule R19), in the transaction that looked last.
"""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from matinee.clearance import permits as rules
from matinee.clearance.ledger.entries import Draft
from matinee.clearance.record.model import (
    Credentials,
    Lineage,
    StoredOutput,
    StoredPermit,
    Story,
)
from matinee.clearance.record.permit_register import PermitDesk
from matinee.clearance.record.recorder import Recorder
from matinee.clearance.record.repository import facts
from matinee.clearance.record.repository import outputs as stored_outputs
from matinee.clearance.record.repository import permits as stored_permits
from matinee.clearance.record.sealing import OutputStore
from matinee.errors import Denied, NotFound
from matinee.foundation.blobs import Blobs
from matinee.foundation.database import Connection
from matinee.generation.model import Output, PermitKind, RegisteredOutput, Spend, input_hash
from matinee.vocabulary.ids import uuid7

QUARANTINED = rules.QUARANTINED
DELETED = "deleted"
NEEDLESS = "no_business_need"


@dataclass(slots=True)
class OutputDesk:
    """Registers outputs and hands them out."""

    recorder: Recorder
    permits: PermitDesk
    store: OutputStore
    credentials: Credentials

    async def register(self, output: Output, spend: Spend) -> RegisteredOutput:
        """Give an output its credentials, store it and enter it; Denied where its leave ended."""
        now = self.recorder.clock()
        rules.check_signature(spend.permit, public=self.permits.key.public)
        identifier = uuid7(now)
        story = Story(identifier, spend.permit.id, spend.permit.decision, output, now)
        content = self.credentials.embed(story)
        digest = input_hash(content)
        consent, production = await self._consent(spend, now), _production(spend)
        await self.store.put(digest, content, consent, production)
        try:
            stored = await self._enter(story, spend, content, digest)
        except BaseException:
            await self._drop(digest, consent, production)
            raise
        return RegisteredOutput(
            id=identifier,
            content=content,
            media_type=output.media_type,
            sha256=digest,
            ledger_index=stored.ledger_index,
            manifest=stored.manifest,
        )

    @property
    def blobs(self) -> Blobs:
        """Where the bytes lie."""
        return self.store.blobs

    async def output(self, identifier: UUID) -> StoredOutput:
        """An output's standing, or NotFound."""
        async with self.recorder.database.reading() as connection:
            return await self._output(connection, identifier)

    async def parents(self, identifier: UUID) -> tuple[str, ...]:
        """From what an output was made, by hash."""
        async with self.recorder.database.reading() as connection:
            return await stored_outputs.parents(connection, identifier)

    async def stated(self, identifier: UUID) -> str:
        """What a server said of the model that an output was made by; "" where none said."""
        entries = await self.recorder.ledger.entries(subject=str(identifier), kind="output")
        return str(entries[0].content["body"].get("stated", "")) if entries else ""

    async def listed(
        self,
        *,
        production: str | None = None,
        performer: str | None = None,
        sha256: str | None = None,
    ) -> list[StoredOutput]:
        """Outputs of a production, of a performer or with a hash, newest first."""
        async with self.recorder.database.reading() as connection:
            return await stored_outputs.listed(
                connection, production=production, performer=performer, sha256=sha256
            )

    async def content(
        self, identifier: UUID, *, by: str = "this service", need: str | None = None
    ) -> tuple[StoredOutput, bytes]:
        """An output with its bytes; Denied with the reason where it may not be seen.

        A likeness is given for a business need alone: the one that is said, else the one that was
        declared with its use (rule R19). ``by`` and the need are entered.
        """
        async with self.recorder.database.reading() as connection:
            stored, line = await self._open(connection, identifier)
        content = await self.store.get(stored)
        if not line.performers:
            async with self.recorder.database.reading() as connection:
                stored, line = await self._open(connection, identifier)
            if not line.performers:
                return stored, content
        async with self.recorder.changing() as change:
            await facts.hold_still(change.connection)
            stored, line = await self._open(change.connection, identifier)
            said = need or await self._declared_need(change.connection, stored.use_id)
            if said is None:
                raise Denied(
                    "This shows a performer, and nobody said what it is needed for.",
                    remedy="Say the business need (rule R19), or declare it with the use.",
                    code=NEEDLESS,
                    field="need",
                )
            body = {
                "output": str(stored.id),
                "sha256": stored.sha256,
                "use": str(stored.use_id),
                "performers": sorted(line.performers),
            }
            draft = Draft("replica-access", str(stored.id), body, personal={"by": by, "need": said})
            await self.recorder.ledger.append(change.connection, draft)
        return stored, content

    async def enter_word(
        self, identifier: UUID, body: dict[str, Any], *, by: str, reason: str | None
    ) -> None:
        """Enter what a performer said of an output; Denied where it may no longer be seen."""
        async with self.recorder.changing() as change:
            await facts.hold_still(change.connection)
            stored, _ = await self._open(change.connection, identifier)
            said = {"by": by} | ({} if reason is None else {"reason": reason})
            about = {"output": str(stored.id), "sha256": stored.sha256, **body}
            draft = Draft("output-verdict", str(stored.id), about, personal=said)
            await self.recorder.ledger.append(change.connection, draft)

    async def enter_form(
        self, identifier: UUID, form: bytes, media_type: str, *, by: str
    ) -> bytes | None:
        """Enter that an output is given in another form, such as a list of the files it became.

        The sidecar of that form, whose parent is the output; Denied where that may not be seen.
        """
        async with self.recorder.changing() as change:
            await facts.hold_still(change.connection)
            stored, _ = await self._open(change.connection, identifier)
            digest = input_hash(form)
            body = {"output": str(stored.id), "sha256": stored.sha256, "form_sha256": digest,
                    "media_type": media_type}  # fmt: skip
            draft = Draft("output-form", str(stored.id), body, personal={"by": by})
            [entry] = await self.recorder.ledger.append(change.connection, draft)
        made = Output(form, media_type, stored.model, stored.source_type, (stored.sha256,))
        now = self.recorder.clock()
        story = Story(stored.id, stored.permit_id, stored.decision_id, made, now)
        return self.credentials.beside(form, story, entry.index)

    async def sidecar(self, identifier: UUID) -> bytes:
        """The signed sidecar of an output; Denied where the output may not be seen."""
        async with self.recorder.database.reading() as connection:
            stored, _ = await self._open(connection, identifier)
        if stored.manifest is None:
            raise NotFound("This output carries its credentials within.")
        return stored.manifest

    async def standing(self, identifier: UUID) -> tuple[StoredOutput, Lineage]:
        """An output as it stands, and what it brings along of what it was made of."""
        async with self.recorder.database.reading() as connection:
            stored = await self._output(connection, identifier)
            return stored, await self._line(connection, stored)

    async def lines_of(self, digests: Collection[str]) -> dict[str, Lineage]:
        """What each of these files brings along, by hash; those that are no output are left out."""
        if not digests:
            return {}
        async with self.recorder.database.reading() as connection:
            return await stored_outputs.lines(connection, digests, self.recorder.clock())

    async def opened(self, connection: Connection, identifier: UUID) -> StoredOutput:
        """An output as it stands in this transaction; Denied where it may not be seen."""
        stored, _ = await self._open(connection, identifier)
        return stored

    async def _open(self, connection: Connection, identifier: UUID) -> tuple[StoredOutput, Lineage]:
        stored = await self._output(connection, identifier)
        line = await self._line(connection, stored)
        _require_open(stored, line)
        return stored, line

    async def _line(self, connection: Connection, stored: StoredOutput) -> Lineage:
        return await stored_outputs.lineage(connection, {stored.sha256}, self.recorder.clock())

    async def _declared_need(self, connection: Connection, use_id: UUID) -> str | None:
        said = await facts.about(connection, str(use_id))
        needs = [fact.body["access"].get("business_need") for fact in said if "access" in fact.body]
        return needs[-1] if needs else None

    async def _enter(self, story: Story, spend: Spend, content: bytes, digest: str) -> StoredOutput:
        made, permit = story.made, spend.permit
        async with self.recorder.changing() as change:
            connection = change.connection
            epoch = await facts.hold_still(connection)
            stored = await self._leave(connection, spend, epoch, story.at)
            line = await stored_outputs.lineage(connection, {digest, *made.parents}, story.at)
            rules.require_untainted(line.closed)
            body: dict[str, Any] = {
                "output": str(story.output),
                "sha256": digest,
                "permit": str(permit.id),
                "spend": str(spend.id),
                "decision": str(permit.decision),
                "model": made.model,
                "source_type": made.source_type,
                "media_type": made.media_type,
                "parents": list(made.parents),
                "request": made.request,
                "licence": made.licence,
                "training_basis": made.training_basis,
            }
            if made.weights is not None:
                body["weights"] = asdict(made.weights)
            if made.stated:
                body["stated"] = made.stated
            if made.repeated:
                body["repeated"] = True
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

    async def _consent(self, spend: Spend, now: datetime) -> UUID | None:
        """The consent that a spent permit rests on; Denied where the permit ended meanwhile."""
        async with self.recorder.database.reading() as connection:
            epoch = await facts.epoch(connection)
            return (await self._leave(connection, spend, epoch, now)).consent_id

    async def _drop(self, digest: str, consent: UUID | None, production: UUID | None) -> None:
        async with self.recorder.database.reading() as connection:
            held = await stored_outputs.is_held(connection, digest)
        if not held:
            await self.store.drop(digest, consent, production)

    async def _output(self, connection: Connection, identifier: UUID) -> StoredOutput:
        found = await stored_outputs.output(connection, identifier)
        if found is None:
            raise NotFound(f"There is no output {identifier}.")
        return found


def _require_open(output: StoredOutput, line: Lineage) -> None:
    if output.deleted_at is not None:
        raise Denied(
            f"This output was deleted: {output.quarantined_for}.",
            remedy="The ledger holds who attested it, and when.",
            code=DELETED,
        )
    reason = output.quarantined_for or line.closed
    if reason is not None:
        raise Denied(
            f"This output is quarantined: {reason}.",
            remedy="Ask counsel; a new consent brings a new output, and never this one back.",
            code=QUARANTINED,
        )


def _production(spend: Spend) -> UUID | None:
    named = spend.permit.production
    return None if named is None else UUID(named)
