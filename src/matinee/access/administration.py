"""Who has an account, in which roles, with which tokens and objects: what an operator decides.

Every change is entered in the audit, in its own transaction; passwords and secrets never are.
"""

from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta
from uuid import UUID

from matinee.access.model import GRANTED, Account, ApiToken, Grant, Households, Role, folded
from matinee.access.model import shown_name as shown
from matinee.access.passwords import Passwords
from matinee.access.repository import accounts, attempts, sessions
from matinee.access.secret_words import MARK_OF_TOKENS, digest, new_secret
from matinee.errors import Conflict, Invalid, NotFound
from matinee.foundation.database import Connection, Database
from matinee.operation.audit.model import MOST_LINES, Query
from matinee.operation.audit.service import AuditService, reason_given
from matinee.vocabulary.ids import HouseholdId, uuid7

LONGEST_TOKEN_DAYS = 366


def _now() -> datetime:
    return datetime.now(UTC)


class Accounts:
    """Every change ends what the account had open: a new role begins with a new session."""

    def __init__(
        self,
        database: Database,
        passwords: Passwords,
        households: Households,
        *,
        changed: Callable[[], None] = lambda: None,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        self._database = database
        self._passwords = passwords
        self._households = households
        self._audit = AuditService(database)
        self._changed = changed
        self._clock = clock

    async def create(
        self,
        name: str,
        roles: Collection[Role],
        password: str | None,
        *,
        household: HouseholdId | None = None,
    ) -> Account:
        """A new account. A member without a household gets one; the first must be an operator."""
        name, held = shown(name), _some(roles)
        hashed = None if password is None else await self._passwords.hash(password)
        now = self._clock()
        async with self._database.reading() as connection:
            await self._refuse_twin(connection, name)
            if Role.OPERATOR not in held and not await accounts.there_are_any(connection):
                raise Conflict(
                    "The first account must be an operator's, or nobody could make another.",
                    remedy="Create it with --role operator.",
                    code="first_account",
                )
        if Role.MEMBER in held and household is None:
            household = await self._households.open(name)
        made = Account(uuid7(now), name, held, household, disabled=False, created_at=now)
        async with self._database.transaction() as connection:
            if not await accounts.add(connection, made, folded(name), hashed):
                raise _taken(name)
            await self._enter(connection, "create", made.id, name=name, roles=sorted(held))
        self._changed()
        return made

    async def listed(self) -> tuple[Account, ...]:
        """Every account, by name."""
        async with self._database.reading() as connection:
            return await accounts.listed(connection)

    async def named(self, name: str) -> Account:
        """The account of a name, or NotFound."""
        async with self._database.reading() as connection:
            found = await accounts.by_name(connection, folded(name))
        if found is None:
            raise NotFound(f"There is no account {name}.", remedy="See `matinee accounts list`.")
        return found[0]

    async def ids_of(self, names: Collection[str]) -> frozenset[UUID]:
        """The accounts of these names, or NotFound for the first that there is none of."""
        return frozenset([(await self.named(name)).id for name in names])

    async def disable(self, account_id: UUID, *, disabled: bool = True) -> Account:
        """Let nobody in by it any more, by session or token; or let it in again."""
        async with self._database.transaction() as connection:
            account = await self._taken_up(connection, account_id, stays=not disabled)
            await accounts.change(connection, account_id, disabled=disabled)
            await sessions.end_all(connection, account_id)
            done = "disable" if disabled else "enable"
            await self._enter(connection, done, account_id, name=account.name)
        self._changed()
        return account

    async def erase(
        self, account_id: UUID, *, reason: str, reasons: bool = True, even_last: bool = False
    ) -> int:
        """Keep nothing of an account but its number; how many entries of the audit lost its name.

        Entries stay, with ``erased`` for the name. Where ``reasons``, so do the reasons of others
        that name it. What the account did as a person of the record stands there, by that law.
        ``even_last`` is for a restored house, where another operator is made on the command line.
        """
        why = reason_given(reason)
        async with self._database.transaction() as connection:
            account = await self._taken_up(connection, account_id, stays=even_last)
            if folded(account.name) in folded(why):
                raise Invalid(
                    "The reason has the name that is to be erased.",
                    remedy="Say it without the name.",
                    field="reason",
                )
            await sessions.end_all(connection, account_id)
            await attempts.forget(connection, account_id, folded(account.name))
            await accounts.remove(connection, account_id)
            changed = await self._audit.erase(connection, account_id, account.name, reasons=reasons)
            await self._audit.enter(
                connection, "accounts.erase", f"account {account_id}", reason=why
            )
        self._changed()
        return changed

    async def erased(self) -> tuple[UUID, ...]:
        """The accounts that were erased, as the audit still knows."""
        page = await self._audit.search(Query(action="accounts.erase"), limit=MOST_LINES)
        return tuple(UUID(entry.object.removeprefix("account ")) for entry in page.entries)

    async def erase_again(self, account_ids: Collection[UUID], *, because: str) -> int:
        """Erase in a restored house those that were erased after its backup; how many."""
        there = {account.id for account in await self.listed()} & set(account_ids)
        for account_id in sorted(there):
            await self.erase(account_id, reason=because, even_last=True)
        return len(there)

    async def set_roles(self, account_id: UUID, roles: Collection[Role]) -> Account:
        """Give these roles and no others; whoever is signed in signs in anew."""
        held = _some(roles)
        async with self._database.transaction() as connection:
            account = await self._taken_up(connection, account_id, stays=Role.OPERATOR in held)
        household = account.household_id
        if Role.MEMBER in held and household is None:
            household = await self._households.open(account.name)
        async with self._database.transaction() as connection:
            await self._taken_up(connection, account_id, stays=Role.OPERATOR in held)
            values = {"roles": sorted(held), "household_id": household}
            await accounts.change(connection, account_id, **values)
            await sessions.end_all(connection, account_id)
            change = {"before": sorted(account.roles), "after": sorted(held)}
            await self._enter(connection, "roles", account_id, name=account.name, **change)
        self._changed()
        return account

    async def set_password(self, account_id: UUID, password: str) -> None:
        """A new password; every session ends."""
        hashed = await self._passwords.hash(password)
        async with self._database.transaction() as connection:
            await self._taken_up(connection, account_id, stays=True)
            await accounts.change(connection, account_id, password_hash=hashed)
            await sessions.end_all(connection, account_id)
            await self._enter(connection, "password", account_id)
        self._changed()

    async def grant(self, account_id: UUID, grant: Grant, *, take_away: bool = False) -> None:
        """Make an object the account's own, or take it away."""
        if grant.kind not in GRANTED:
            raise Invalid(
                f"A {grant.kind} is not given to an account.",
                remedy=f"One of {', '.join(GRANTED)} is.",
                field="kind",
            )
        change = accounts.remove_grant if take_away else accounts.add_grant
        async with self._database.transaction() as connection:
            await self._taken_up(connection, account_id, stays=True)
            await change(connection, account_id, grant)
            done = "take-away" if take_away else "grant"
            about = f"{grant.kind} {grant.object_id}"
            await self._enter(connection, done, account_id, of=about)
        self._changed()

    async def create_token(
        self, account_id: UUID, name: str, scopes: Collection[Role], *, days: int = 90
    ) -> tuple[ApiToken, str]:
        """A token and its secret, which is shown this once. It can do no more than its account."""
        if not 1 <= days <= LONGEST_TOKEN_DAYS:
            raise Invalid(
                f"A token lasts from 1 to {LONGEST_TOKEN_DAYS} days.",
                remedy="Make another before it ends.",
                field="days",
            )
        now = self._clock()
        async with self._database.transaction() as connection:
            account = await self._taken_up(connection, account_id, stays=True)
            held = frozenset(scopes) or account.roles
            if not held <= account.roles:
                raise Invalid(
                    f"{account.name} is not {', '.join(sorted(held - account.roles))}.",
                    remedy="A token's scopes are among the roles of its account.",
                    field="scopes",
                )
            secret = new_secret(MARK_OF_TOKENS)
            token = ApiToken(
                uuid7(now), account_id, shown(name), held, now, now + timedelta(days=days), None
            )
            await accounts.add_token(connection, token, digest(secret))
            await self._enter(
                connection, "token", account_id, token=str(token.id), scopes=sorted(held), days=days
            )
        return token, secret

    async def tokens(self, account_id: UUID) -> tuple[ApiToken, ...]:
        """The tokens of an account, the newest first."""
        async with self._database.reading() as connection:
            return await accounts.list_tokens(connection, account_id)

    async def revoke_token(self, token_id: UUID) -> None:
        """Let nobody in by it any more."""
        async with self._database.transaction() as connection:
            if not await accounts.revoke_token(connection, token_id, self._clock()):
                raise NotFound("There is no such token.", remedy="List those of the account.")
            await self._audit.enter(connection, "accounts.revoke-token", f"token {token_id}")
        self._changed()

    async def _enter(
        self, connection: Connection, done: str, account_id: UUID, **detail: object
    ) -> None:
        about = f"account {account_id}"
        await self._audit.enter(connection, f"accounts.{done}", about, detail=detail)

    async def _taken_up(self, connection: Connection, account_id: UUID, *, stays: bool) -> Account:
        """The account, about to be changed; one operator must remain unless this one stays one."""
        await accounts.take_turn(connection)
        account = await accounts.by_id(connection, account_id)
        if account is None:
            raise NotFound("There is no such account.", remedy="See `matinee accounts list`.")
        leaves = Role.OPERATOR in account.roles and not account.disabled and not stays
        if leaves and not await accounts.operators_besides(connection, account_id):
            raise Conflict(
                f"{account.name} is the last operator.",
                remedy="Make another operator first.",
                code="last_operator",
            )
        return account

    async def _refuse_twin(self, connection: Connection, name: str) -> None:
        if await accounts.by_name(connection, folded(name)) is not None:
            raise _taken(name)


def _some(roles: Collection[Role]) -> frozenset[Role]:
    if not roles:
        raise Invalid("An account has at least one role.", remedy="Choose one.", field="roles")
    return frozenset(roles)


def _taken(name: str) -> Conflict:
    return Conflict(
        f"There is an account {name} already.", remedy="Choose another name.", code="name_taken"
    )
