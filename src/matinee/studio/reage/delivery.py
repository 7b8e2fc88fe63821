"""``PlateDelivery``: a render that the performer approved, as finished frames for the conform.

The use is decided on anew, the output is opened twice (before the frames are written and after),
and who was given it stands in the ledger with the hash of the list of its files.
"""

import asyncio
from dataclasses import dataclass

from matinee.clearance.desk.model import FactKind
from matinee.clearance.record.service import RecordService
from matinee.errors import Conflict
from matinee.studio.reage.approving import ApprovalDesk
from matinee.studio.reage.conforming import AS_EXR, AS_PRORES, as_edl, as_otio, turned_over
from matinee.studio.reage.finished_sequence import (
    FinishedFrame,
    exr_frames,
    listed,
    packed_sequence,
)
from matinee.studio.reage.model import Render, Shot
from matinee.studio.reage.plates.colour_spaces import DISPLAYED
from matinee.studio.reage.plates.exr_frame import SequenceFacts
from matinee.studio.reage.plates.loading import opencolorio, openexr
from matinee.studio.reage.prores import prores_movie, require_prores
from matinee.studio.reage.scope import require_go, require_pictures
from matinee.studio.reage.sealed_shots import SealedShots

LIST_TYPE = "application/json"


@dataclass(frozen=True, slots=True)
class PlateDelivery:
    """Gives out finished frames; ``one`` lets one sequence be written at a time."""

    record: RecordService
    shots: SealedShots
    approvals: ApprovalDesk
    one: asyncio.Semaphore

    async def sequence(
        self, shot: Shot, render: Render, *, by: str, need: str | None = None
    ) -> bytes:
        """A ZIP of OpenEXR frames, with their signed list, an EDL and an OpenTimelineIO of them.

        Raises:
            Conflict: nothing came of the render, or nobody said where the shot lies.
            Denied: the use is not *go* today, the performer has not approved every frame, or the
                consent has ended.
            Unavailable: OpenEXR or OpenColorIO is not installed.
        """
        for library in (openexr, opencolorio):
            library()
        facts, made = await self._opened(shot, render, by, need)
        file, plates = await self.shots.file(shot), await self.shots.plates(shot)
        async with self.one:
            frames = await asyncio.to_thread(lambda: list(exr_frames(facts, file, made, plates)))
            return await self._signed(facts, frames, _cuts(shot, render, AS_EXR), by)

    async def movie(self, shot: Shot, render: Render, *, by: str, need: str | None = None) -> bytes:
        """A ZIP of one movie in ProRes 4444, with the same beside it; raises as above.

        Raises:
            Unavailable: this build of FFmpeg cannot write ProRes.
        """
        require_prores()
        facts, made = await self._opened(shot, render, by, need)
        async with self.one:
            movie = await asyncio.to_thread(prores_movie, facts, made)
            return await self._signed(facts, [movie], _cuts(shot, render, AS_PRORES), by)

    async def _opened(
        self, shot: Shot, render: Render, by: str, need: str | None
    ) -> tuple[SequenceFacts, bytes]:
        """What a delivery says of itself, and the render, once nothing speaks against it."""
        if render.output is None:
            raise Conflict("Nothing came of this render yet.", remedy="Wait for its end.")
        turnover = turned_over(shot)
        require_pictures(shot)
        require_go((await self.record.judged(shot.use))[0])
        await self.approvals.require_approved(shot, render)
        stored, made = await self.record.outputs.content(render.output, by=by, need=need)
        production = await self.record.fact(FactKind.PRODUCTION, str(shot.production))
        facts = SequenceFacts(
            production=str(production.body["title"]),
            shot=shot.name,
            shot_id=shot.id,
            render=render.id,
            output=render.output,
            registered=stored.sha256,
            frames=shot.frames,
            turnover=turnover,
            space=shot.plate_space or DISPLAYED,
            source_type=render.source_type,
        )
        return facts, made

    async def _signed(
        self, facts: SequenceFacts, files: list[FinishedFrame], cuts: dict[str, bytes], by: str
    ) -> bytes:
        record = listed(facts, files, cuts)
        sidecar = await self.record.outputs.enter_form(facts.output, record, LIST_TYPE, by=by)
        return await asyncio.to_thread(packed_sequence, files, cuts, record, sidecar)


def _cuts(shot: Shot, render: Render, form: str) -> dict[str, bytes]:
    """The files that put a delivery into the cut, naming what lies beside them."""
    return {
        "shot.edl": as_edl(shot, render, form),
        "shot.otio": as_otio(shot, render, form),
    }
