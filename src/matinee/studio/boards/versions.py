"""``VersionService``: names for how a board stood, what differs between two, and the way back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from matinee.errors import Conflict, NotFound
from matinee.foundation.database import Database
from matinee.studio.boards.difference import (
    Comparison,
    Shown,
    State,
    comparison,
    restoring,
    shown,
    state_of,
)
from matinee.studio.boards.model import (
    LONGEST_NAME,
    MOST_VERSIONS,
    ConceptBoard,
    Numbered,
    Version,
    needed,
)
from matinee.studio.boards.repository import pins as repository
from matinee.studio.boards.service import CHANNEL
from matinee.vocabulary.ids import uuid7


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class VersionService:
    """Versions of boards. Nothing is copied: a version is the number of an operation."""

    database: Database
    clock: Callable[[], datetime] = _now

    async def name(self, board: ConceptBoard, name: str, *, by: str) -> Version:
        """Name how the board stands now; Invalid names ``name``, Conflict: there are too many."""
        called, at = needed(name, field="name", most=LONGEST_NAME), self.clock()
        async with self.database.transaction() as connection:
            last = await repository.hold(connection, board.id)
            if len(await repository.versions(connection, board.id)) >= MOST_VERSIONS:
                raise Conflict(f"A board has at most {MOST_VERSIONS} versions.")
            version = Version(uuid7(at), board.id, last, called, at, by)
            await repository.add_version(connection, version)
        return version

    async def versions(self, board: ConceptBoard) -> list[Version]:
        """Those of a board, the newest first."""
        async with self.database.reading() as connection:
            return await repository.versions(connection, board.id)

    async def version(self, board: ConceptBoard, identifier: UUID) -> Version:
        """One of a board, or NotFound."""
        for each in await self.versions(board):
            if each.id == identifier:
                return each
        raise NotFound("There is no such version of this board.")

    async def stood(self, board: ConceptBoard, version: Version | None) -> State:
        """How a board stood at a version, or stands now."""
        async with self.database.reading() as connection:
            if version is None:
                return state_of(await repository.standing(connection, board.id))
            at = await repository.standing_at(connection, board.id, version.sequence)
        return state_of(at)

    async def compare(
        self, board: ConceptBoard, left: Version | None, right: Version | None
    ) -> Comparison:
        """Two versions of a board, or one and how it stands now."""
        return comparison(await self.stood(board, left), await self.stood(board, right))

    async def hanging(self, board: ConceptBoard) -> dict[UUID, Shown]:
        """The pictures that hang on a board now, by pin."""
        return shown(await self.stood(board, None))

    async def restore(self, board: ConceptBoard, version: Version, *, by: str) -> list[Numbered]:
        """Let the board stand as it did, by operations like any others; what came since is kept."""
        async with self.database.transaction() as connection:
            last = await repository.hold(connection, board.id)
            then = state_of(await repository.standing_at(connection, board.id, version.sequence))
            now = state_of(await repository.standing(connection, board.id))
            operations = restoring(then, now)
            numbered = [Numbered(last + at, one) for at, one in enumerate(operations, start=1)]
            if numbered:
                at = self.clock()
                await repository.add_operations(connection, board.id, numbered, at=at, by=by)
                await repository.announce(connection, CHANNEL, board.id)
        return numbered
