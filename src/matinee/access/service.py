"""The use cases of access: who is this, may they, and signing in and out."""

import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from math import ceil
from typing import ClassVar
from uuid import UUID

from matinee.access.addresses import AddressQuota
from matinee.access.administration import Accounts
from matinee.access.entries import SignInEntries
from matinee.access.model import (
    NOBODY,
    AccessSettings,
    Account,
    Caller,
    Households,
    Means,
    NewSession,
    Role,
    folded,
)
from matinee.access.openid import OpenId
from matinee.access.passwords import Passwords
from matinee.access.quota import Quota, alone
from matinee.access.remembered import Remembered
from matinee.access.repository import accounts, attempts, sessions
from matinee.access.secret_words import digest, new_secret
from matinee.access.shares import Shares
from matinee.access.throttle import limits, network
from matinee.errors import Denied, Unavailable
from matinee.foundation.database import Connection, Database
from matinee.operation.audit.service import AuditService
from matinee.vocabulary.ids import HouseholdId, ProfileId

_KNOWN_FOR = timedelta(days=30)
_HOMES_KEPT = 100_000
_FOUNDED = b""


class TooMany(Denied):
    """Something was done too often; ``seconds`` says how long to wait."""

    default_code = "too_many_attempts"
    said: ClassVar[str] = "Signing in failed too often."

    def __init__(self, seconds: float) -> None:
        self.seconds = max(1, ceil(seconds))
        super().__init__(self.said, remedy=f"Try again in {self.seconds} seconds.")


class QuotaSpent(TooMany):
    """An account or a token has made as many requests as it may."""

    default_code = "quota_spent"
    said = "This account or token has made as many requests as it may for now."


def address_quota(
    settings: AccessSettings,
    shares: Callable[[], int] = alone,
    ticks: Callable[[], float] = time.monotonic,
) -> AddressQuota:
    """What bounds the requests of an address, before anybody is known."""
    a_minute = settings.address_requests_a_minute
    return AddressQuota(a_minute, settings.trusted_proxies, ticks, shares)


def _now() -> datetime:
    return datetime.now(UTC)


class AddressSpent(TooMany):
    """An address has made as many requests as one may, whoever they were for."""

    default_code = "address_spent"
    said = "This address has made as many requests as it may for now."


class AccessService:
    """What the door knows: callers, and what they may do."""

    def __init__(
        self,
        database: Database,
        households: Households,
        settings: AccessSettings | None = None,
        *,
        passwords: Passwords | None = None,
        clock: Callable[[], datetime] = _now,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self.settings = settings or AccessSettings()
        self.passwords = passwords or Passwords()
        self._database = database
        self._households = households
        self._clock = clock
        self._ticks = ticks
        self._callers = Remembered[Caller](ticks)
        self._founded = Remembered[bool](ticks)
        self._homes: dict[UUID, HouseholdId] = {}
        self._entries = SignInEntries(AuditService(database))
        self.shares = Shares(database)
        among = self.shares.number
        self._of_accounts = Quota(self.settings.account_requests_a_minute, ticks, among)
        self._of_tokens = Quota(self.settings.token_requests_a_minute, ticks, among)
        self.openid = OpenId(database, self.settings, clock=clock)
        self.accounts = Accounts(
            database, self.passwords, households, changed=self._forget, clock=clock
        )

    async def is_founded(self) -> bool:
        """Whether there is an account; once there is one, for good."""
        known = self._founded.get(_FOUNDED)
        if known is None:
            began = self._ticks()
            try:
                async with self._database.reading() as connection:
                    known = await accounts.there_are_any(connection)
            except Unavailable:
                known = self._founded.while_away(_FOUNDED)
                if known is None:
                    raise
                return known
            self._founded.keep(_FOUNDED, known, read_at=began, for_good=known)
        return known

    async def by_session(self, secret: str) -> Caller:
        """Who holds a session's secret, counted as a request; NOBODY where it is none.

        Raises:
            QuotaSpent: the account has made too many.
        """
        return self._counted(await self._caller(digest(secret), self._of_session))

    async def by_token(self, secret: str) -> Caller:
        """Who holds a token, counted as a request of it and its account; NOBODY where it is none.

        Raises:
            QuotaSpent: one of them has made too many.
        """
        name = digest(secret)
        caller = await self._caller(name, self._of_token)
        if caller is not NOBODY and (wait := self._of_tokens.take(name)):
            raise QuotaSpent(wait)
        return self._counted(caller)

    def _counted(self, caller: Caller) -> Caller:
        wait = 0.0 if caller.account is None else self._of_accounts.take(caller.account.bytes)
        if wait:
            raise QuotaSpent(wait)
        return caller

    async def sign_in(
        self, name: str, password: str, address: str, *, before: str = ""
    ) -> NewSession | None:
        """A new session; None where name and password are not an account's.

        The session that the browser had ``before`` ends. The same work is done whether the account
        exists or not, and a try is counted before it is judged.
        """
        known_name, origin, now = folded(name)[:300], network(address), self._clock()
        async with self._database.transaction() as connection:
            found = await accounts.by_name(connection, known_name)
            whose = found[0].id if found else UUID(int=0)
            known = await attempts.is_known(connection, whose, origin, now - _KNOWN_FOR)
            counted = limits(known_name, address, known=known)
            wait = await attempts.begin(connection, counted, now)
            if wait > 0:
                await self._entries.locked(connection, found and found[0].id, origin, now)
        if wait > 0:
            raise TooMany(wait)
        account, kept = found or (None, None)
        right = await self.passwords.verify(kept, password)
        if account is None or kept is None or not right or account.disabled:
            async with self._database.transaction() as connection:
                await self._entries.failed(connection, account and account.id, origin, now)
            return None
        fresh = await self.passwords.hash(password) if self.passwords.is_outdated(kept) else None
        async with self._database.transaction() as connection:
            await attempts.succeeded(connection, counted, account.id, origin, now)
            if fresh is not None:
                await accounts.change(connection, account.id, password_hash=fresh)
            await self._entries.succeeded(connection, account, "password")
            return await self._open(connection, account, before)

    async def sign_in_by_openid(self, account: Account, *, before: str = "") -> NewSession:
        """A new session for whom another provider vouched."""
        async with self._database.transaction() as connection:
            await self._entries.succeeded(connection, account, "provider")
            return await self._open(connection, account, before)

    async def sign_out(self, secret: str) -> None:
        """End the session, here and everywhere."""
        async with self._database.transaction() as connection:
            whose = await sessions.end(connection, digest(secret))
            account = None if whose is None else await accounts.by_id(connection, whose)
            if account is not None:
                await self._entries.ended(connection, account)
        self._callers.clear()

    async def _open(self, connection: Connection, account: Account, before: str) -> NewSession:
        if before:
            await sessions.end(connection, digest(before))
            self._callers.clear()
        now, lasting = self._clock(), timedelta(days=self.settings.member_session_days)
        idle = lasting
        if account.roles != frozenset({Role.MEMBER}):
            lasting = timedelta(hours=self.settings.desk_session_hours)
            idle = timedelta(minutes=self.settings.desk_idle_minutes)
        secret = new_secret()
        await sessions.add(
            connection,
            digest(secret),
            account.id,
            now=now,
            expires_at=now + lasting,
            idle_seconds=round(idle.total_seconds()),
        )
        return NewSession(secret, now + lasting)

    async def _caller(
        self, key: bytes, load: Callable[[Connection, bytes], Awaitable[Caller]]
    ) -> Caller:
        known = self._callers.get(key)
        if known is None:
            began = self._ticks()
            try:
                async with self._database.reading() as connection:
                    known = await load(connection, key)
            except Unavailable:
                known = self._callers.while_away(key)
                if known is None:
                    raise
                return known
            if known is NOBODY:
                self._callers.drop(key)
            else:
                self._callers.keep(key, known, read_at=began)
        return known

    async def _of_session(self, connection: Connection, key: bytes) -> Caller:
        account = await sessions.account_at(connection, key, self._clock())
        if account is None:
            return NOBODY
        return await _caller_of(connection, account, account.roles, Means.SESSION)

    async def _of_token(self, connection: Connection, key: bytes) -> Caller:
        found = await accounts.by_token(connection, key, self._clock())
        if found is None:
            return NOBODY
        account, scopes = found
        return await _caller_of(connection, account, account.roles & scopes, Means.BEARER)

    async def home_of(self, identifier: str) -> HouseholdId | None:
        """The household of a profile; None where there is no such profile."""
        try:
            profile = ProfileId(UUID(identifier))
        except ValueError:
            return None
        home = self._homes.get(profile)
        if home is None:
            home = await self._households.household_of(profile)
            if home is not None:
                if len(self._homes) >= _HOMES_KEPT:
                    self._homes.clear()
                # A profile stays in its household; once erased, there is nothing left to reach.
                self._homes[profile] = home
        return home

    def _forget(self) -> None:
        self._callers.clear()
        self._founded.clear()


async def _caller_of(
    connection: Connection, account: Account, roles: frozenset[Role], means: Means
) -> Caller:
    return Caller(
        name=account.name,
        roles=roles,
        account=account.id,
        household=account.household_id,
        grants=await accounts.grants_of(connection, account.id),
        means=means,
    )
