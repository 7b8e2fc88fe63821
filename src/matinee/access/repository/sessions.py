"""Sessions of browsers, and sign-ins by another provider that have begun."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from matinee.access.model import Account
from matinee.access.repository.accounts import account_of
from matinee.access.tables import accounts, openings, sessions
from matinee.foundation.database import Connection

_SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Opening:
    """A sign-in by another provider that has begun."""

    nonce: str
    verifier: str
    next: str
    expires_at: datetime


async def add(
    connection: Connection,
    digest: bytes,
    account_id: UUID,
    *,
    now: datetime,
    expires_at: datetime,
    idle_seconds: int,
) -> None:
    """A new session; those that are over are cleared away on this occasion."""
    await connection.execute(delete(sessions).where(sessions.c.expires_at < now))
    await connection.execute(
        insert(sessions).values(
            digest=digest,
            account_id=account_id,
            created_at=now,
            seen_at=now,
            expires_at=expires_at,
            idle_seconds=idle_seconds,
        )
    )


async def account_at(connection: Connection, digest: bytes, now: datetime) -> Account | None:
    """Whose session it is, where it lives; that it was seen is noted once a minute."""
    idle = func.make_interval(0, 0, 0, 0, 0, 0, sessions.c.idle_seconds)
    row = (
        await connection.execute(
            select(accounts, sessions.c.seen_at)
            .join(sessions, sessions.c.account_id == accounts.c.id)
            .where(
                sessions.c.digest == digest,
                sessions.c.expires_at > now,
                sessions.c.seen_at + idle > now,
                ~accounts.c.disabled,
            )
        )
    ).first()
    if row is None:
        return None
    if now - row.seen_at > _SEEN_EVERY:
        seen = update(sessions).where(sessions.c.digest == digest).values(seen_at=now)
        await connection.execute(seen)
    return account_of(row)


async def end(connection: Connection, digest: bytes) -> UUID | None:
    """End one session; whose it was, where there was one."""
    ended = delete(sessions).where(sessions.c.digest == digest).returning(sessions.c.account_id)
    return (await connection.execute(ended)).scalar_one_or_none()


async def end_all(connection: Connection, account_id: UUID) -> None:
    """End every session of an account."""
    await connection.execute(delete(sessions).where(sessions.c.account_id == account_id))


async def begin_opening(
    connection: Connection, digest: bytes, opening: Opening, now: datetime
) -> None:
    """Note that a sign-in by another provider has begun."""
    await connection.execute(delete(openings).where(openings.c.expires_at < now))
    await connection.execute(
        insert(openings).values(
            digest=digest,
            nonce=opening.nonce,
            verifier=opening.verifier,
            next=opening.next,
            expires_at=opening.expires_at,
        )
    )


async def take_opening(connection: Connection, digest: bytes, now: datetime) -> Opening | None:
    """The sign-in that begun so, which nobody can take again."""
    row = (
        await connection.execute(
            delete(openings)
            .where(openings.c.digest == digest)
            .returning(
                openings.c.nonce, openings.c.verifier, openings.c.next, openings.c.expires_at
            )
        )
    ).first()
    return None if row is None or row.expires_at < now else Opening(*row)
