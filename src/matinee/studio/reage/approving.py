"""``ApprovalDesk``: a performer, or whoever speaks for one, sees a render and says yes or no to it.

A word is entered in the ledger. A refusal is an objection besides, which counsel's inbox shows. The
file of a render is given out only where every frame of it stands approved.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from matinee.clearance.desk.model import Objection
from matinee.clearance.desk.service import DeskService
from matinee.clearance.record.service import RecordService
from matinee.errors import Conflict, Denied, Invalid
from matinee.foundation.database import Database
from matinee.studio.reage import repository
from matinee.studio.reage.approval import (
    ApprovalStanding,
    Verdict,
    Word,
    require_frames,
    standing_of,
)
from matinee.studio.reage.model import Render, Shot
from matinee.vocabulary.ids import uuid7

_LONGEST_REASON = 3000


@dataclass(frozen=True, slots=True)
class ApprovalDesk:
    """Takes words on renders, and tells how they stand."""

    database: Database
    record: RecordService

    async def say(
        self,
        shot: Shot,
        render: Render,
        word: Word,
        *,
        by: str,
        first: int = 0,
        last: int | None = None,
        reason: str | None = None,
    ) -> Verdict:
        """Approve or refuse frames of a render, all of them where none are named.

        Raises:
            Conflict: nothing came of the render.
            Denied: what came of it may no longer be seen.
            Invalid: the frames are none of the shot's, or a refusal says no reason.
        """
        if render.output is None:
            raise Conflict("Nothing came of this render.", remedy="Wait for its end.")
        last = shot.frames - 1 if last is None else last
        require_frames(shot.frames, first, last)
        said = (reason or "").strip()
        if len(said) > _LONGEST_REASON or (word is Word.REFUSED and not said):
            raise Invalid(
                f"A refusal says why, in at most {_LONGEST_REASON:,} characters.",
                remedy="Say what is wrong with these frames.",
                field="reason",
            )
        before = await self.said([render.id])
        now = self.record.recorder.clock()
        if before:
            # Two words of one moment would have no order, and the last one counts.
            now = max(now, before[0].at + timedelta(microseconds=1))
        verdict = Verdict(uuid7(now), render.id, word, first, last, said or None, now, by)
        await self.record.outputs.enter_word(
            render.output,
            {"word": word, "first": first + 1, "last": last + 1},
            by=by,
            reason=verdict.reason,
        )
        async with self.database.transaction() as connection:
            await repository.add_verdict(connection, verdict)
        if word is Word.REFUSED:
            about = f"{shot.name}, frames {first + 1} to {last + 1}: {said}"
            objection = Objection(words=about, use=shot.use, output=render.output)
            await DeskService(self.record).object(shot.performer, objection, by=by)
        return verdict

    async def said(self, renders: Sequence[UUID]) -> list[Verdict]:
        """What was said of some renders, the newest first."""
        async with self.database.reading() as connection:
            return await repository.verdicts_of(connection, renders)

    async def standing(self, shot: Shot, render: Render) -> ApprovalStanding:
        """How a render stands, frame by frame."""
        return standing_of(shot.frames, await self.said([render.id]))

    async def require_approved(self, shot: Shot, render: Render) -> None:
        """Raise Denied unless every frame of a render stands approved."""
        standing = await self.standing(shot, render)
        if not standing.whole:
            raise Denied(
                f"Of {shot.frames} frames the performer approved {standing.approved}.",
                remedy="Show it to the performer, or to whoever represents them, and ask.",
                code="not_approved",
            )
