"""Leased budget in one process: what may be spent without asking, and never more.

A lease is a part of a line item's budget that one process holds. Every ad decided under it is taken
off at once. What was decided and not played comes back when its token has run out: until then its
beacon may still arrive. So what is billed under a lease never exceeds it, whatever crashes when.
"""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from matinee.ads.billing import Lease


@dataclass(slots=True)
class _Account:
    lease: Lease
    issued: deque[tuple[datetime, int]] = field(default_factory=deque[tuple[datetime, int]])
    """Tokens that still count: until when, and what each takes."""
    open: int = 0
    ended: int = 0
    """The sum of those, and of tokens whose time is over."""

    def settle(self, now: datetime) -> None:
        while self.issued and self.issued[0][0] <= now:
            _, amount = self.issued.popleft()
            self.open -= amount
            self.ended += amount

    @property
    def left(self) -> int:
        # Of what ended, at most what was billed is gone; of what is open, all of it may be billed.
        return self.lease.granted - min(self.lease.billed, self.ended) - self.open


class Purse:
    """The leases of one process, by line item."""

    def __init__(self) -> None:
        self._accounts: dict[UUID, _Account] = {}

    def hold(self, lease: Lease) -> None:
        """A lease as the database has it now: new, raised, or with more billed."""
        account = self._accounts.get(lease.line_item_id)
        if account is None or account.lease.id != lease.id:
            self._accounts[lease.line_item_id] = _Account(lease)
        else:
            account.lease = lease

    def drop(self, keep: set[UUID]) -> None:
        """Forget all leases but those."""
        for item, account in list(self._accounts.items()):
            if account.lease.id not in keep:
                del self._accounts[item]

    def take(self, line_item: UUID, amount: int, *, now: datetime, until: datetime) -> UUID | None:
        """The lease that pays for one ad whose token counts until then, or None."""
        account = self._accounts.get(line_item)
        if account is None or now >= account.lease.expires_at:
            return None
        account.settle(now)
        if account.left < amount:
            return None
        account.issued.append((until, amount))
        account.open += amount
        return account.lease.id

    def left(self, line_item: UUID, now: datetime) -> int:
        """What may still be spent on it here."""
        account = self._accounts.get(line_item)
        if account is None or now >= account.lease.expires_at:
            return 0
        account.settle(now)
        return max(account.left, 0)
