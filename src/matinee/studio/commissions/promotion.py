"""``PromotionService``: what a model made for ideas becomes final by an approval, or is taken back.

Asking for it declares a use of its own, of this very output: final, no longer temporary (P4), the
other principles answered anew, with the prompt as its reference. Counsel approves it or not, dated
before the work starts (rule R3). Only a decision that is *go*, and an approval that stands, lets
the picture hang without its mark, beside the one that has it. It is looked at every minute: where
the decision no longer is *go*, or the output is closed, the picture is taken down and marked again,
as it is by hand.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

import structlog

from matinee.clearance.desk.model import Decision, DeclaredUse, Fact, FactKind, Outcome
from matinee.clearance.record.service import RecordService
from matinee.errors import Conflict, Denied, Invalid, MatineeError, NotFound
from matinee.foundation.database import Connection
from matinee.studio.boards.model import ConceptBoard, Operation, Reference
from matinee.studio.boards.service import BoardService
from matinee.studio.boards.versions import VersionService
from matinee.studio.commissions.model import (
    ASKED_PRINCIPLES,
    FINAL_KINDS,
    Commission,
    Promotion,
)
from matinee.studio.commissions.placing import beside
from matinee.studio.commissions.repository import promoted
from matinee.studio.commissions.watermark import marked
from matinee.vocabulary.ids import uuid7

_LONGEST_REASON = 500
_COUNSELS = frozenset({FactKind.APPROVAL, FactKind.REFUSAL, FactKind.WITHDRAWAL})
_OF_THE_IDEA = frozenset(
    {"production", "tool_version", "access", "kind", "final", "purpose", "starts_at", "references"}
    | {"principles"}
)
"""What a final use says anew, or the record adds; all else that was declared of the idea holds."""
_HOUSE = "this service"
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Standing:
    """A promotion, its declared use, and how that would be decided now."""

    promotion: Promotion
    use: Fact
    decision: Decision
    approved_by: str | None
    starts_at: datetime

    @property
    def outcome(self) -> Outcome:
        """What would be decided now."""
        return self.decision.outcome


@dataclass(frozen=True, slots=True)
class PromotionService:
    """Asks for pictures as final, makes them so, and takes it back."""

    boards: BoardService
    versions: VersionService
    record: RecordService

    async def of(self, commissions: Sequence[UUID]) -> dict[UUID, Promotion]:
        """The promotions of some commissions that are asked for or stand."""
        async with self.boards.database.reading() as connection:
            return await promoted.open_of(connection, commissions)

    async def standing(self, commission: Commission) -> Standing | None:
        """How the promotion of a commission stands now; None where none is asked for."""
        found = (await self.of([commission.id])).get(commission.id)
        return None if found is None else await self._standing(found)

    async def ask(
        self,
        board: ConceptBoard,
        commission: Commission,
        *,
        kind: str,
        starts_at: datetime,
        principles: Mapping[str, str],
        by: str,
    ) -> Promotion:
        """Declare the final use of what was made; it hangs with its mark until that is approved.

        ``principles`` answers :data:`ASKED_PRINCIPLES` for the final use, by name: *yes*, *no* or
        *unsure*. What was said of the idea says nothing of a picture that is delivered.

        Raises:
            Conflict: nothing was made, or it is asked for already.
            Denied: what was made may not be seen.
            Invalid: names ``kind``, ``starts_at`` or the principle that is not answered.
        """
        if commission.output is None:
            raise Conflict("Nothing was made that could be final.", remedy="Wait for it.")
        if kind not in FINAL_KINDS:
            raise Invalid("Choose what it is to be.", field="kind")
        answers = {name: principles.get(name, "") for name in ASKED_PRINCIPLES}
        for name, answer in answers.items():
            if answer not in {"yes", "no", "unsure"}:
                raise Invalid(
                    "Answer it for the picture as it will be delivered.",
                    remedy="Say yes, no or unsure: what is not a yes goes to counsel (rule R2).",
                    field=name,
                )
        now = self.record.recorder.clock()
        if starts_at <= now:
            raise Invalid(
                "An approval is dated before the work starts, so that has to lie ahead.",
                remedy="Say a later time.",
                field="starts_at",
            )
        if await self.of([commission.id]):
            raise Conflict("This picture is asked for as final already.")
        output, _ = await self.record.outputs.content(commission.output, by=by)
        idea = await self.record.fact(FactKind.USE, str(commission.use))
        told = {key: value for key, value in idea.body.items() if key not in _OF_THE_IDEA}
        use = DeclaredUse.model_validate(
            {
                **told,
                "purpose": f"Final: {idea.body['purpose']}"[:_LONGEST_REASON],
                "kind": kind,
                "final": True,
                "starts_at": starts_at.isoformat(),
                "principles": {**answers, "P4": "no"},
                "references": (
                    commission.prompt,
                    f"output {output.id}, SHA-256 {output.sha256}",
                ),
            }
        )
        fact, _ = await self.record.declare(board.production, use, by=by)
        promotion = Promotion(uuid7(now), board.id, commission.id, UUID(fact.key), now, by)
        async with self.boards.database.transaction() as connection:
            if not await promoted.add(connection, promotion):
                raise Conflict("This picture is asked for as final already.")
        return promotion

    async def promote(self, board: ConceptBoard, commission: Commission, *, by: str) -> Reference:
        """Hang what was made without its mark.

        Raises:
            Conflict: it is not asked for, or is final already.
            Denied: no approval stands, the decision is not *go*, or the work may not start yet.
        """
        standing = await self.standing(commission)
        if standing is None or commission.output is None:
            raise Conflict("This picture is not asked for as final.", remedy="Ask for it first.")
        if standing.promotion.reference is not None:
            raise Conflict("This picture is final already.")
        if standing.outcome is not Outcome.GO or standing.approved_by is None:
            raise Denied(
                f"The decision on the final use is {standing.outcome}, and it takes a go and an "
                "approval that stands.",
                remedy="Wait for counsel; the declaration says what is missing (rule R3).",
                code="not_approved",
            )
        if self.record.recorder.clock() < standing.starts_at:
            raise Denied(
                f"The work starts at {standing.starts_at:%d.%m.%Y %H:%M} (UTC).",
                remedy="Wait for it: the approval was given for then.",
                code="not_yet",
            )
        decided = await self.record.decide(UUID(standing.use.key), by=by)
        if decided.decision.outcome is not Outcome.GO:
            raise Denied("The decision on the final use changed.", code="not_approved")
        stored, content = await self.record.outputs.content(commission.output, by=by)
        hanging = await self.versions.hanging(board)

        async def enter(connection: Connection, reference: Reference) -> None:
            done = await promoted.promote(
                connection,
                standing.promotion.id,
                reference=reference.id,
                decision=decided.id,
                at=self.record.recorder.clock(),
                by=by,
            )
            if not done:
                raise Conflict("This picture is final already, or was taken back.")

        return await self.boards.add_reference(
            board,
            content,
            enter,
            source=f"Made by the model {stored.model}, asked by {commission.asked_by}",
            licence=f"Final by the approval of {standing.approved_by}",
            place=beside(hanging, commission.reference),
            by=by,
        )

    async def take_back(
        self, board: ConceptBoard, commission: Commission, *, reason: str, by: str
    ) -> None:
        """Ask no more for it as final; what hangs without its mark is marked and taken down."""
        why = " ".join(reason.split())
        if not why or len(why) > _LONGEST_REASON or "\0" in why:
            raise Invalid("Say why, in a sentence.", field="reason")
        found = (await self.of([commission.id])).get(commission.id)
        if found is None:
            raise Conflict("This picture is not asked for as final.")
        await self._take_back(board, found, reason=why, by=by)

    async def look(self) -> list[UUID]:
        """Take back what is final and may no longer be; those promotions, the oldest first.

        One that cannot be looked at or taken back is logged, and holds none of the others up.
        """
        async with self.boards.database.reading() as connection:
            final = await promoted.final(connection)
        taken: list[UUID] = []
        for promotion, production, board_id, output in final:
            try:
                why = await self._fallen(promotion, output)
                if why is None:
                    continue
                board = await self.boards.board(production, board_id)
                await self._take_back(board, promotion, reason=why, by=_HOUSE)
            except (MatineeError, OSError) as failure:
                # OSError: what is kept of a picture cannot be read as one.
                _log.error(
                    "what is final could not be looked at or taken back",
                    promotion=str(promotion.id),
                    failure=str(failure),
                )
            else:
                taken.append(promotion.id)
        return taken

    async def _fallen(self, promotion: Promotion, output: UUID) -> str | None:
        standing = await self._standing(promotion)
        if standing.outcome is not Outcome.GO or standing.approved_by is None:
            return f"the decision on its final use is {standing.outcome}"
        try:
            await self.record.outputs.content(output)
        except (Denied, NotFound) as closed:
            return str(closed)[:_LONGEST_REASON]
        return None

    async def _standing(self, promotion: Promotion) -> Standing:
        use = await self.record.fact(FactKind.USE, str(promotion.use))
        decision, _ = await self.record.judged(promotion.use)
        said = [each for each in await self.record.about(use.key) if each.kind in _COUNSELS]
        last = said[-1] if said else None
        approved = last is not None and last.kind is FactKind.APPROVAL
        return Standing(
            promotion,
            use,
            decision,
            last.recorded_by if last is not None and approved else None,
            datetime.fromisoformat(use.body["starts_at"]),
        )

    async def _take_back(
        self, board: ConceptBoard, promotion: Promotion, *, reason: str, by: str
    ) -> None:
        if promotion.reference is not None:
            gone = Operation(uuid4(), promotion.reference, "gone", True)
            await self.boards.change(board, [gone], by=by)
            await self._mark(board, promotion.reference)
        async with self.boards.database.transaction() as connection:
            taken = await promoted.take_back(
                connection, promotion, at=self.record.recorder.clock(), by=by, reason=reason
            )
        if not taken:
            raise Conflict("This picture changed meanwhile.", remedy="Look again.")

    async def _mark(self, board: ConceptBoard, reference: UUID) -> None:
        """Whoever hangs it again later hangs a temporary picture; none may be left to draw over."""
        try:
            await self.boards.redraw(board, reference, marked)
        except NotFound as undrawn:
            _log.warning(
                "what was final is down, and could not be marked",
                reference=str(reference),
                failure=str(undrawn),
            )
