"""``GuestService``: links by which somebody without an account sees a board for a while.

Whoever holds the secret of a link may look, and comment where the link says so. Only its hash is
kept, so that nobody can read a link out of the database.
"""

import secrets
from collections import Counter
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from matinee.errors import Conflict, Invalid, NotFound
from matinee.foundation.database import Database
from matinee.studio.boards.allowance import Allowance
from matinee.studio.boards.guest_view import heard, seen
from matinee.studio.boards.model import (
    LONGEST_NAME,
    ConceptBoard,
    Field,
    Guest,
    Numbered,
    TooOften,
    needed,
)
from matinee.studio.boards.repository import leaving, pins
from matinee.vocabulary.ids import uuid7

LONGEST_DAYS = 90
MOST_LINKS = 100
"""Links of a board that let somebody in at the same time."""
MOST_LISTENERS = 40
"""Pages that one link holds open at a server process."""
_LATER_SECONDS = 30
_SECRET_BYTES = 32
_LONGEST_SECRET = 100


def _now() -> datetime:
    return datetime.now(UTC)


def _looking() -> Allowance:
    return Allowance(at_once=3_000, each_second=20)


def _commenting() -> Allowance:
    return Allowance(at_once=10, each_second=1 / 6)


def _guessing() -> Allowance:
    return Allowance(at_once=30, each_second=0.5)


@dataclass(slots=True)
class GuestService:
    """Guest links of boards. How often they are used is bounded in each process by itself."""

    database: Database
    clock: Callable[[], datetime] = _now
    looking: Allowance = field(default_factory=_looking)
    commenting: Allowance = field(default_factory=_commenting)
    guessing: Allowance = field(default_factory=_guessing)
    _listeners: Counter[UUID] = field(default_factory=Counter)

    async def invite(
        self, board: ConceptBoard, name: str, *, may_comment: bool, days: int, by: str
    ) -> tuple[Guest, str]:
        """A link that ends by itself, and its secret, which is told this once.

        Invalid names ``name`` or ``days``; Conflict where a board has too many links.
        """
        called, at = needed(name, field="name", most=LONGEST_NAME), self.clock()
        if not 1 <= days <= LONGEST_DAYS:
            raise Invalid(
                f"A link lasts from 1 to {LONGEST_DAYS} days.",
                remedy="Give it anew when it has ended.",
                field="days",
            )
        secret = secrets.token_urlsafe(_SECRET_BYTES)
        ends = at + timedelta(days=days)
        guest = Guest(uuid7(at), board.id, called, may_comment, ends, at, by)
        async with self.database.transaction() as connection:
            await pins.hold(connection, board.id)
            given = await leaving.guests(connection, board.id)
            if sum(one.holds(at) for one in given) >= MOST_LINKS:
                raise Conflict(
                    f"A board has at most {MOST_LINKS} guest links.", remedy="End one first."
                )
            await leaving.add_guest(connection, guest, _hashed(secret))
        return guest, secret

    async def guests(self, board: ConceptBoard) -> list[Guest]:
        """Every link of a board that was ever given, the newest first."""
        async with self.database.reading() as connection:
            return await leaving.guests(connection, board.id)

    async def revoke(self, board: ConceptBoard, identifier: UUID) -> None:
        """End a link now; NotFound where the board has none such."""
        async with self.database.transaction() as connection:
            if not await leaving.revoke_guest(connection, board.id, identifier, self.clock()):
                raise NotFound("There is no such guest link of this board.")

    async def enter(self, secret: str, *, address: str) -> tuple[Guest, ConceptBoard]:
        """Whose link it is, and the board; NotFound where it has ended, or never was.

        Raises:
            TooOften: it is used too often, or too many that are none come from the address.
        """
        at = self.clock()
        async with self.database.reading() as connection:
            found = None
            if len(secret) <= _LONGEST_SECRET:
                found = await leaving.guest_by(connection, _hashed(secret))
        # Who asks by a link that there was does not guess: a tab that was left open after the end
        # must not lock out the others of its address.
        if found is None:
            self.guessing.spend(address)
        else:
            self.looking.spend(str(found[0].id))
        if found is None or not found[0].holds(at) or found[1].deleted_at is not None:
            raise NotFound(
                "This link has ended, or there is none such.",
                remedy="Ask whoever sent it for another.",
                code="link_ended",
            )
        return found

    async def holds(self, guest: Guest) -> bool:
        """Whether a link still lets somebody in: what is open is closed soon after it ended."""
        async with self.database.reading() as connection:
            now = await leaving.guest_now(connection, guest.id)
        return now is not None and now[0].holds(self.clock()) and now[1].deleted_at is None

    async def standing(self, board: ConceptBoard) -> list[Field]:
        """What a guest sees of a board."""
        async with self.database.reading() as connection:
            return seen(await pins.standing(connection, board.id))

    async def heard(self, board: ConceptBoard, happened: Sequence[Numbered]) -> list[Field]:
        """What a guest hears of operations that came to a board: what they have come to by now."""
        if not happened:
            return []
        touched = {one.operation.pin for one in happened}
        async with self.database.reading() as connection:
            return heard(happened, await pins.standing(connection, board.id, touched))

    async def check_hangs(self, board: ConceptBoard, pin: UUID) -> None:
        """NotFound where a guest sees no such picture on a board."""
        async with self.database.reading() as connection:
            if not seen(await pins.standing(connection, board.id, [pin])):
                raise NotFound("There is no such picture on this board.")

    @contextmanager
    def listening(self, guest: Guest) -> Generator[None]:
        """One more who listens by a link; TooOften where too many do."""
        if self._listeners[guest.id] >= MOST_LISTENERS:
            raise TooOften(_LATER_SECONDS)
        self._listeners[guest.id] += 1
        try:
            yield
        finally:
            self._listeners[guest.id] -= 1


def _hashed(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
