"""Accounts, their grants and tokens, and who they are to other providers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, exists, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.engine import Row

from matinee.access.model import Account, ApiToken, Grant, ObjectKind, Role
from matinee.access.tables import accounts, grants, identities, tokens
from matinee.foundation.database import Connection
from matinee.vocabulary.ids import HouseholdId

_ADMINISTERING = 7_020_007
"""Changes to who may do what take their turn, so that one operator always remains."""


async def take_turn(connection: Connection) -> None:
    """Wait for others who change accounts; until the transaction ends they wait for us."""
    await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADMINISTERING})


async def there_are_any(connection: Connection) -> bool:
    """Whether an account was ever made."""
    return bool((await connection.execute(select(exists(select(accounts.c.id))))).scalar_one())


async def add(
    connection: Connection, account: Account, folded: str, password_hash: str | None
) -> bool:
    """A new account; False where the name is taken."""
    made = await connection.execute(
        insert(accounts)
        .values(
            id=account.id,
            name=account.name,
            folded=folded,
            password_hash=password_hash,
            roles=sorted(account.roles),
            household_id=account.household_id,
            disabled=account.disabled,
            created_at=account.created_at,
        )
        .on_conflict_do_nothing(index_elements=[accounts.c.folded])
        .returning(accounts.c.id)
    )
    return made.first() is not None


async def by_name(connection: Connection, folded: str) -> tuple[Account, str | None] | None:
    """The account of a folded name, with its hash."""
    row = (await connection.execute(select(accounts).where(accounts.c.folded == folded))).first()
    return None if row is None else (account_of(row), row.password_hash)


async def by_id(connection: Connection, account_id: UUID) -> Account | None:
    """The account, if there is one."""
    row = (await connection.execute(select(accounts).where(accounts.c.id == account_id))).first()
    return None if row is None else account_of(row)


async def listed(connection: Connection) -> tuple[Account, ...]:
    """Every account, by name."""
    rows = await connection.execute(select(accounts).order_by(accounts.c.folded).limit(10_000))
    return tuple(account_of(row) for row in rows)


async def operators_besides(connection: Connection, account_id: UUID) -> int:
    """How many others may operate the service."""
    others = select(func.count()).where(
        accounts.c.id != account_id,
        ~accounts.c.disabled,
        accounts.c.roles.contains([Role.OPERATOR.value]),
    )
    return (await connection.execute(others)).scalar_one()


async def change(connection: Connection, account_id: UUID, **values: Any) -> None:
    """Set columns of an account."""
    await connection.execute(update(accounts).where(accounts.c.id == account_id).values(values))


async def remove(connection: Connection, account_id: UUID) -> None:
    """Keep nothing of an account: its tokens, grants and names elsewhere go with it."""
    for of_it in (tokens, grants, identities):
        await connection.execute(delete(of_it).where(of_it.c.account_id == account_id))
    await connection.execute(delete(accounts).where(accounts.c.id == account_id))


async def add_grant(connection: Connection, account_id: UUID, grant: Grant) -> None:
    """Make an object the account's own."""
    row = {"account_id": account_id, "kind": grant.kind, "object_id": grant.object_id}
    await connection.execute(insert(grants).values(row).on_conflict_do_nothing())


async def remove_grant(connection: Connection, account_id: UUID, grant: Grant) -> None:
    """Take an object from the account."""
    await connection.execute(
        delete(grants).where(
            grants.c.account_id == account_id,
            grants.c.kind == grant.kind,
            grants.c.object_id == grant.object_id,
        )
    )


async def grants_of(connection: Connection, account_id: UUID) -> frozenset[Grant]:
    """Every object that is the account's own."""
    rows = await connection.execute(
        select(grants.c.kind, grants.c.object_id).where(grants.c.account_id == account_id)
    )
    return frozenset(Grant(ObjectKind(kind), object_id) for kind, object_id in rows)


async def add_token(connection: Connection, token: ApiToken, digest: bytes) -> None:
    """Keep a token by its digest."""
    await connection.execute(
        insert(tokens).values(
            id=token.id,
            digest=digest,
            account_id=token.account_id,
            name=token.name,
            scopes=sorted(token.scopes),
            created_at=token.created_at,
            expires_at=token.expires_at,
        )
    )


async def list_tokens(connection: Connection, account_id: UUID) -> tuple[ApiToken, ...]:
    """The tokens of an account, the newest first."""
    rows = await connection.execute(
        select(tokens).where(tokens.c.account_id == account_id).order_by(tokens.c.id.desc())
    )
    return tuple(_token(row) for row in rows)


async def revoke_token(connection: Connection, token_id: UUID, now: datetime) -> bool:
    """Whether there was such a token, now or before revoked."""
    revoked = func.coalesce(tokens.c.revoked_at, now)
    done = await connection.execute(
        update(tokens).where(tokens.c.id == token_id).values(revoked_at=revoked)
    )
    return done.rowcount == 1


async def by_token(
    connection: Connection, digest: bytes, now: datetime
) -> tuple[Account, frozenset[Role]] | None:
    """Whose token it is, and what it is good for; None where it is good for nothing."""
    row = (
        await connection.execute(
            select(accounts, tokens.c.scopes)
            .join(tokens, tokens.c.account_id == accounts.c.id)
            .where(
                tokens.c.digest == digest,
                tokens.c.revoked_at.is_(None),
                tokens.c.expires_at > now,
                ~accounts.c.disabled,
            )
        )
    ).first()
    return None if row is None else (account_of(row), roles_of(row.scopes))


async def by_identity(connection: Connection, issuer: str, subject: str) -> Account | None:
    """The account of whom another provider calls ``subject``."""
    row = (
        await connection.execute(
            select(accounts)
            .join(identities, identities.c.account_id == accounts.c.id)
            .where(identities.c.issuer == issuer, identities.c.subject == subject)
        )
    ).first()
    return None if row is None else account_of(row)


async def link_identity(
    connection: Connection, issuer: str, subject: str, account_id: UUID
) -> None:
    """From now on, whom the provider calls ``subject`` is this account."""
    row = {"issuer": issuer, "subject": subject, "account_id": account_id}
    await connection.execute(insert(identities).values(row).on_conflict_do_nothing())


def roles_of(words: Sequence[str]) -> frozenset[Role]:
    """Those roles that this version knows: a word of a later one gives nothing."""
    return frozenset(role for role in Role if role.value in words)


def account_of(row: Row[Any]) -> Account:
    """A row that holds the columns of ``accounts``."""
    return Account(
        id=row.id,
        name=row.name,
        roles=roles_of(row.roles),
        household_id=None if row.household_id is None else HouseholdId(row.household_id),
        disabled=row.disabled,
        created_at=row.created_at,
    )


def _token(row: Row[Any]) -> ApiToken:
    return ApiToken(
        id=row.id,
        account_id=row.account_id,
        name=row.name,
        scopes=roles_of(row.scopes),
        created_at=row.created_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
    )
