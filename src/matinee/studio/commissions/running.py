"""One commission from its begin to its end: permit, model, what hangs, and what it came to.

**What becomes of a use.** Nothing is asked again by itself, since asking costs: what a model does
not answer has failed, and a person asks anew. Only where the process died in the middle the job
begins once more. What was made and could not be pinned before is pinned then, and not made again;
where the use was spent and nothing came of it, the ledger is told so and it has failed; only where
nothing was spent the model is asked. Who stopped it meanwhile is heard before all of that.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

import structlog

from matinee.clearance.record.service import RecordService
from matinee.errors import Conflict, Denied, MatineeError, Unavailable
from matinee.foundation.blobs import Blobs
from matinee.foundation.database import Connection
from matinee.generation.service import GenerationService, ImageRequest, Spent
from matinee.studio.boards.closing import require_idea
from matinee.studio.boards.model import ConceptBoard, Reference
from matinee.studio.boards.service import BoardService
from matinee.studio.boards.versions import VersionService
from matinee.studio.commissions.model import ATTEMPTS, Commission
from matinee.studio.commissions.placing import beside
from matinee.studio.commissions.repository import asked as repository
from matinee.studio.commissions.watermark import marked
from matinee.studio.model import WorkState

KILLED = "the process that asked the model ended"
BROKEN = "It failed in a way that nobody foresaw. The jobs page says how."
_EVERY = 0.5
"""Seconds between two looks whether it is to stop."""
_log = structlog.get_logger()


def given_key(board: UUID, digest: str) -> str:
    """Where a picture or a mask lies that a model is given: with its board, and goes with it."""
    return f"studio/boards/{board}/given/{digest}.png"


class Stopped(Exception):
    """Somebody asked it to stop."""


class Accounts(Protocol):
    """What calls of models cost."""

    async def typical_seconds(self, tool: str) -> float | None:
        """How long a call of a tool takes; None where that is not known."""
        ...

    async def spent_on(self, permit: UUID) -> Spent:
        """What the calls by one permit came to."""
        ...


@dataclass(frozen=True, slots=True)
class Running:
    """Runs commissions."""

    boards: BoardService
    versions: VersionService
    record: RecordService
    generation: GenerationService
    accounts: Accounts

    @property
    def blobs(self) -> Blobs:
        """Where the pictures lie that it begins from."""
        return self.boards.blobs

    async def run(self, identifier: UUID) -> None:
        """Run one to its end; one that has ended already is left as it is."""
        async with self.boards.database.transaction() as connection:
            commission = await repository.begin(
                connection, identifier, self.record.recorder.clock()
            )
        if commission is None:
            return
        try:
            board, output, content = await self._made(commission)
            await self._require_source(board, commission)
            await self._pin(board, commission, output, content)
        except Stopped:
            await self._end(commission, WorkState.STOPPED)
        except MatineeError as failure:
            ended = isinstance(failure, Denied)
            state = WorkState.STOPPED if ended else WorkState.FAILED
            await self._end(commission, state, failure=str(failure))
        except Exception:
            if commission.attempts >= ATTEMPTS:
                await self._end(commission, WorkState.FAILED, failure=BROKEN)
            raise
        finally:
            await asyncio.shield(self._note_cost(commission))

    async def _made(self, commission: Commission) -> tuple[ConceptBoard, UUID, bytes]:
        permit = await self.record.permits.permit(commission.permit)
        again = commission.attempts > 1
        if again:
            await self.record.permits.enter_left(commission.permit, KILLED)
        # Also where the process died after somebody stopped it: nothing of it is to hang.
        if await self._is_to_stop(commission):
            raise Stopped
        board = await self.boards.board(UUID(permit.production), commission.board)
        if again:
            found = await self.record.outputs.listed(production=permit.production)
            for each in found:
                if each.permit_id == commission.permit:
                    _, content = await self.record.outputs.content(each.id)
                    return board, each.id, content
            if (await self.record.permits.stored(commission.permit)).spent:
                raise Conflict(
                    "The model was asked, and its answer was lost on the way.",
                    remedy="Ask for it anew: asking costs, and is not repeated by itself.",
                )
        await self._require_source(board, commission)
        request = await self.request_of(commission)
        work = asyncio.ensure_future(
            self.generation.image(permit, request, tool=permit.tool, purpose=permit.purpose)
        )
        try:
            while not work.done():
                await asyncio.wait({work}, timeout=_EVERY)
                ending = None if work.done() else await self._ending(board, commission)
                if ending is not None and not work.done():
                    raise ending
            registered = await work
        finally:
            if not work.done():
                work.cancel()
                with suppress(asyncio.CancelledError, MatineeError):
                    await work
        return board, registered.id, registered.content

    async def _is_to_stop(self, commission: Commission) -> bool:
        async with self.boards.database.reading() as connection:
            return await repository.is_to_stop(connection, commission.id)

    async def _require_source(self, board: ConceptBoard, commission: Commission) -> None:
        """Denied where what it begins from is closed away by now, or known as a performer's."""
        if commission.source is not None:
            lines = await self.boards.lines(board, [commission.source])
            require_idea(lines[commission.source])

    async def _ending(self, board: ConceptBoard, commission: Commission) -> Stopped | Denied | None:
        """Why a running one is to end; None also where nobody can tell now.

        The door stops it where its permit's life stays unknown, and nothing is pinned unasked.
        """
        try:
            if await self._is_to_stop(commission):
                return Stopped()
            await self._require_source(board, commission)
        except Denied as closed:
            return closed
        except Unavailable as unknown:
            _log.warning(
                "whether a picture is to end could not be told",
                commission=str(commission.id),
                failure=str(unknown),
            )
        return None

    async def request_of(self, commission: Commission) -> ImageRequest:
        """What the model is asked, as its permit names it."""
        source = mask = None
        material: tuple[str, ...] = ()
        if commission.source is not None and commission.source_sha256 is not None:
            async with self.boards.database.reading() as connection:
                material = (await repository.file_of(connection, commission.source),)
            source = await self.blobs.get(given_key(commission.board, commission.source_sha256))
        if commission.mask_sha256 is not None:
            mask = await self.blobs.get(given_key(commission.board, commission.mask_sha256))
        return ImageRequest(
            commission.prompt,
            width=commission.width,
            height=commission.height,
            source=source,
            mask=mask,
            seed=commission.seed,
            material=material,
        )

    async def _pin(
        self, board: ConceptBoard, commission: Commission, output: UUID, content: bytes
    ) -> None:
        profile = self.generation.tools()[commission.tool]

        async def enter(connection: Connection, reference: Reference) -> None:
            ended = await repository.end(
                connection,
                commission.id,
                WorkState.DONE,
                at=self.record.recorder.clock(),
                output=output,
                reference=reference.id,
            )
            if not ended:
                # Told by rolling back: it was stopped meanwhile, or another process pinned it.
                raise Stopped

        await self.boards.add_reference(
            board,
            content,
            enter,
            marked,
            source=f"Made by the model {profile.name}, asked by {commission.asked_by}",
            licence=f"Of the model: {profile.licence}. Temporary, for ideas alone",
            place=beside(await self.versions.hanging(board), commission.source),
            by=commission.asked_by,
        )

    async def _end(
        self, commission: Commission, state: WorkState, *, failure: str | None = None
    ) -> None:
        async with self.boards.database.transaction() as connection:
            await repository.end(
                connection,
                commission.id,
                state,
                at=self.record.recorder.clock(),
                failure=failure,
            )

    async def _note_cost(self, commission: Commission) -> None:
        spent = await self.accounts.spent_on(commission.permit)
        async with self.boards.database.transaction() as connection:
            await repository.note_cost(
                connection, commission.id, cost_micros=spent.cost_micros, seconds=spent.seconds
            )
