"""``RemovalService``: boards that are deleted, may return for a while, and are then destroyed."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from matinee.errors import Conflict, NotFound
from matinee.foundation.blobs import Blobs
from matinee.foundation.database import Database
from matinee.studio.boards.model import MOST_BOARDS, ConceptBoard
from matinee.studio.boards.repository import leaving, pins

RETURNS_FOR = timedelta(days=7)
"""For so long a deleted board can be brought back; then nothing of it is left."""
_GRACE = timedelta(minutes=10)
"""Nothing is destroyed before so much later: who brought it back at the last moment is done."""


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class RemovalService:
    """The way of a board out of the house."""

    database: Database
    blobs: Blobs
    clock: Callable[[], datetime] = _now

    async def delete(self, board: ConceptBoard, *, by: str) -> None:
        """Take a board away from everybody, guests too; it may return until it is destroyed."""
        async with self.database.transaction() as connection:
            await leaving.set_deleted(connection, board.id, at=self.clock(), by=by)

    async def deleted(self, productions: Collection[UUID]) -> list[ConceptBoard]:
        """Those of some productions that may still return, the newest first."""
        since = self.clock() - RETURNS_FOR
        async with self.database.reading() as connection:
            boards = await leaving.deleted_boards(connection, productions)
        return [one for one in boards if one.deleted_at and one.deleted_at > since]

    async def bring_back(self, production: UUID, identifier: UUID) -> ConceptBoard:
        """Let a deleted board stand as it did; NotFound where it is none or was destroyed."""
        for one in await self.deleted([production]):
            if one.id == identifier:
                async with self.database.transaction() as connection:
                    if len(await pins.boards_of(connection, [production])) >= MOST_BOARDS:
                        raise Conflict(f"A production has at most {MOST_BOARDS} boards.")
                    await leaving.set_deleted(connection, one.id, at=None, by=None)
                return one
        raise NotFound("There is no deleted board that could come back.")

    async def destroy(self) -> list[UUID]:
        """Destroy what was deleted long enough ago: files first, so that a failure is taken up."""
        before = self.clock() - RETURNS_FOR - _GRACE
        async with self.database.reading() as connection:
            ended = await leaving.deleted_before(connection, before)
        for identifier in ended:
            for file in await self.blobs.list(f"studio/boards/{identifier}"):
                await self.blobs.delete(file.key)
            async with self.database.transaction() as connection:
                await leaving.destroy_board(connection, identifier, before)
        return ended
