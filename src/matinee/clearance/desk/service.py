"""The desk's use cases: ask and answer, take a word back, object, retire a tool, see what waits."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from matinee.clearance.desk.model import (
    ConsentStanding,
    Decision,
    Exchange,
    Objection,
    ObjectionStanding,
    Waiting,
    standing_of,
)
from matinee.clearance.record.facts import Fact, FactKind
from matinee.clearance.record.model import Decided, StoredPermit
from matinee.clearance.record.repository import facts
from matinee.clearance.record.repository import permits as stored_permits
from matinee.clearance.record.service import RecordService
from matinee.errors import Conflict, NotFound
from matinee.generation.model import PermitKind
from matinee.vocabulary.ids import uuid7

_WORDS = frozenset({FactKind.APPROVAL, FactKind.REFUSAL, FactKind.WITHDRAWAL})


@dataclass(frozen=True, slots=True)
class DeskService:
    """What the pages of the clearance desk do beyond what one register does."""

    record: RecordService

    async def ask(self, use: UUID, body: Exchange, *, by: str) -> Fact:
        """Counsel asks about a use; nothing is decided by it."""
        return await self._say(FactKind.QUESTION, use, body, by=by)

    async def answer(self, use: UUID, body: Exchange, *, by: str) -> Fact:
        """Whoever declared a use answers."""
        return await self._say(FactKind.ANSWER, use, body, by=by)

    async def withdraw(self, use: UUID, body: Exchange, *, by: str) -> Decided:
        """Take counsel's last word on a use back, and decide anew; both stay in the ledger."""
        words = [fact for fact in await self.record.about(str(use)) if fact.kind in _WORDS]
        if not words or words[-1].kind is FactKind.WITHDRAWAL:
            raise Conflict(
                "There is no approval or refusal to take back.",
                remedy="Look at what was said of the use.",
                code="nothing_to_withdraw",
            )
        return await self.record.withdraw(use, {"reason": body.words}, by=by)

    async def object(self, performer: UUID, body: Objection, *, by: str) -> Fact:
        """A performer, by the representative, objects; counsel's inbox shows it."""
        await self.record.fact(FactKind.PERFORMER, str(performer))
        record = self.record.recorder
        key = str(uuid7(record.clock()))
        async with record.changing() as change:
            return await record.enter(
                change, FactKind.OBJECTION, key, body.stored(), by=by, performer=str(performer)
            )

    async def answer_objection(self, objection: UUID, body: Exchange, *, by: str) -> Fact:
        """Counsel answers an objection, which then waits no more."""
        made = await self.record.fact(FactKind.OBJECTION, str(objection))
        async with self.record.recorder.changing() as change:
            return await self.record.recorder.enter(
                change,
                FactKind.OBJECTION_ANSWER,
                made.key,
                body.stored(),
                by=by,
                performer=made.performer,
            )

    async def objections(self, *, performer: str | None = None) -> list[ObjectionStanding]:
        """Objections with their answers, the newest first."""
        made = await self.record.current(FactKind.OBJECTION, performer=performer)
        said = await self.record.current(FactKind.OBJECTION_ANSWER, performer=performer)
        answers = {fact.key: fact for fact in said}
        found = [ObjectionStanding(fact, answers.get(fact.key)) for fact in made]
        return sorted(found, key=lambda each: each.objection.entry, reverse=True)

    async def inbox(self) -> Waiting:
        """What waits for a named person: uses, the longest first, and objections."""
        uses = await self.record.inbox()
        asked = await self._asked(fact.key for fact in uses)
        objections = [each for each in await self.objections() if each.answer is None]
        return Waiting(tuple(uses), frozenset(asked), tuple(reversed(objections)))

    async def outcomes(self, uses: Iterable[Fact]) -> dict[str, str]:
        """The newest outcome of some uses, by key."""
        identifiers = [UUID(fact.key) for fact in uses]
        async with self.record.recorder.database.reading() as connection:
            found = await stored_permits.outcomes_of(connection, identifiers)
        return {str(use): outcome for use, outcome in found.items()}

    async def judged_now(self, use: UUID) -> Decision:
        """What would be decided on a use by what the record says now; nothing is recorded."""
        async with self.record.recorder.database.reading() as connection:
            return (await self.record.decisions.judge(connection, use)).decision

    async def consents(self, *, performer: str | None = None) -> list[ConsentStanding]:
        """Consents as they stand, the newest first."""
        given = await self.record.current(FactKind.CONSENT, performer=performer)
        ended = await self.record.current(FactKind.REVOCATION, performer=performer)
        revoked = {fact.key: fact for fact in ended}
        now = self.record.recorder.clock()
        made = [standing_of(fact, revoked.get(fact.key), now) for fact in given]
        return sorted(made, key=lambda each: each.consent.entry, reverse=True)

    async def consent(self, performer: UUID, consent: UUID) -> ConsentStanding:
        """One consent of this performer, or NotFound."""
        fact = await self.record.fact(FactKind.CONSENT, str(consent))
        if fact.performer != str(performer):
            raise NotFound("This performer has no such consent.")
        ended = await self.record.current(FactKind.REVOCATION, keys=[fact.key])
        return standing_of(fact, ended[0] if ended else None, self.record.recorder.clock())

    async def live_permits(self, *, tool: str | None = None) -> tuple[StoredPermit, ...]:
        """Permits that may still be used; a standing one that fell is not among them."""
        now = self.record.recorder.clock()
        async with self.record.recorder.database.reading() as connection:
            number = await facts.epoch(connection)
            found = await stored_permits.live(connection, now)
        return tuple(
            permit
            for permit in found
            if (permit.kind != PermitKind.STANDING or permit.terms["epoch"] == number)
            and (tool is None or permit.terms["tool"] == tool)
        )

    async def _say(self, kind: FactKind, use: UUID, body: Exchange, *, by: str) -> Fact:
        declared = await self.record.fact(FactKind.USE, str(use))
        async with self.record.recorder.changing() as change:
            return await self.record.recorder.enter(
                change,
                kind,
                declared.key,
                body.stored(),
                by=by,
                production=declared.production,
                performer=declared.performer,
            )

    async def _asked(self, uses: Iterable[str]) -> set[str]:
        """Those of some uses whose last question has no answer yet."""
        keys = list(uses)
        asked = {fact.key: fact for fact in await self.record.current(FactKind.QUESTION, keys=keys)}
        said = {fact.key: fact for fact in await self.record.current(FactKind.ANSWER, keys=keys)}
        return {
            key
            for key, question in asked.items()
            if key not in said or said[key].entry < question.entry
        }
