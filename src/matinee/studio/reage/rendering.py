"""One render from its begin to its end: permit, progress, stopping, and what is left of it.

**What becomes of a use.** A render's permit has :data:`~matinee.studio.reage.model.ATTEMPTS` uses,
and every begin spends one. Where the process dies in the middle the use stays spent; the next
begin enters in the ledger that nothing came of it, and goes on from what was kept sealed. When all
are spent, or the consent ended, the render is stopped for good.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

import structlog

from matinee.clearance.desk.model import FactKind
from matinee.clearance.record.service import RecordService
from matinee.errors import Conflict, Denied, Invalid, MatineeError, NotFound
from matinee.foundation.database import Database
from matinee.foundation.jobs import Jobs
from matinee.generation.service import GenerationService
from matinee.studio.model import WorkState
from matinee.studio.reage import repository
from matinee.studio.reage.measuring import MEASURE
from matinee.studio.reage.model import ATTEMPTS, Render, Shot
from matinee.studio.reage.sealed_shots import SealedBench, SealedShots
from matinee.studio.reage.shot_file import written_result

KILLED = "the process that rendered ended"
BROKEN = "It failed in a way that nobody foresaw. The jobs page says how."
_EVERY = 0.5
"""Seconds between two notes of how far it is, and between two looks whether it is to stop."""
_HOPELESS = (Denied, Invalid, Conflict, NotFound)
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Rendering:
    """Runs renders."""

    database: Database
    record: RecordService
    generation: GenerationService
    shots: SealedShots
    jobs: Jobs

    async def run(self, identifier: UUID) -> None:
        """Run a render to its end; raises where another attempt may help.

        A render that has ended already is left as it is.
        """
        async with self.database.transaction() as connection:
            render = await repository.begin(connection, identifier)
            shot = None if render is None else await repository.shot(connection, render.shot)
        if render is None or shot is None:
            return
        try:
            output = await self._output(render, shot)
        except MatineeError as failure:
            await self._failed(render, shot, failure)
            if not isinstance(failure, _HOPELESS) and render.attempts < ATTEMPTS:
                raise
        except Exception:
            if render.attempts >= ATTEMPTS:
                await self._end(render, WorkState.FAILED, failure=BROKEN)
            raise
        else:
            await self._end(render, WorkState.DONE, output=output)
            async with self.database.transaction() as connection:
                await self.jobs.enqueue(connection, MEASURE, {"render": str(render.id)})

    async def _output(self, render: Render, shot: Shot) -> UUID:
        left = await self.record.permits.enter_left(render.permit, KILLED)
        if left:
            _log.info(
                "a render begins again", render=str(render.id), left=[str(each) for each in left]
            )
        made = await self._made_before(render, shot)
        return made or await self._make(render, shot)

    async def _made_before(self, render: Render, shot: Shot) -> UUID | None:
        """What an attempt made that ended before it could say so."""
        found = await self.record.outputs.listed(production=str(shot.production))
        return next((each.id for each in found if each.permit_id == render.permit), None)

    async def _make(self, render: Render, shot: Shot) -> UUID:
        permit = await self.record.permits.permit(render.permit)
        use = await self.record.fact(FactKind.USE, str(shot.use))
        file = await self.shots.file(shot)
        bench = SealedBench(self.shots, shot, render.id)
        work = asyncio.ensure_future(
            self.generation.carry(
                permit,
                file.request(steps=render.steps, retouch=render.retouch, ages=render.ages),
                tool=permit.tool,
                purpose=str(use.body["purpose"]),
                bench=bench,
                finish=written_result(file.mattes),
            )
        )
        try:
            while not work.done():
                await asyncio.wait({work}, timeout=_EVERY)
                async with self.database.transaction() as connection:
                    stop = await repository.note(
                        connection, render.id, bench.stage, bench.done, bench.of
                    )
                bench.stopping = stop
            return (await work).id
        finally:
            if not work.done():
                work.cancel()
                with suppress(asyncio.CancelledError, MatineeError):
                    await work

    async def _failed(self, render: Render, shot: Shot, failure: MatineeError) -> None:
        why = await self.shots.ended(shot)
        if why is not None:
            # Nothing of it may wait for the next look of the job that destroys.
            await self.shots.end(shot, why)
        if why is not None or isinstance(failure, Denied):
            await self._end(render, WorkState.STOPPED, failure=str(failure))
        elif isinstance(failure, _HOPELESS) or render.attempts >= ATTEMPTS:
            await self._end(render, WorkState.FAILED, failure=str(failure))

    async def _end(
        self,
        render: Render,
        state: WorkState,
        *,
        output: UUID | None = None,
        failure: str | None = None,
    ) -> None:
        """A render that has ended keeps nothing: the network served this shot alone."""
        await self.shots.destroy(render=render.id)
        async with self.database.transaction() as connection:
            await repository.end_render(
                connection,
                render.id,
                state,
                at=self.record.recorder.clock(),
                output=output,
                failure=failure,
            )
