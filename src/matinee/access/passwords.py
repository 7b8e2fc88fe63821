"""Passwords by Argon2id (RFC 9106, the second recommended option), in a thread beside the loop."""

import asyncio
import unicodedata
from functools import cached_property
from secrets import token_hex

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from matinee.access.model import LONGEST_PASSWORD, SHORTEST_PASSWORD
from matinee.errors import Invalid

_AT_ONCE = 4
"""Each costs 64 MiB for as long as it runs: so many sign-ins at once, and the others wait."""


class Passwords:
    """Hashes and verifies; the same work whether there is an account or not."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._room = asyncio.Semaphore(_AT_ONCE)
        self.verified = 0

    async def hash(self, password: str) -> str:
        """The hash to keep; Invalid where the password is too short or too long."""
        plain = _agreed(password)
        async with self._room:
            return await asyncio.to_thread(self._hasher.hash, plain)

    async def verify(self, kept: str | None, password: str) -> bool:
        """Whether it is the password; without a hash, the same work for the answer no."""
        plain = unicodedata.normalize("NFKC", password[:LONGEST_PASSWORD])
        async with self._room:
            self.verified += 1
            return await asyncio.to_thread(self._matches, kept, plain)

    def is_outdated(self, kept: str) -> bool:
        """Whether it was hashed with less work than today's."""
        return self._hasher.check_needs_rehash(kept)

    def _matches(self, kept: str | None, password: str) -> bool:
        try:
            matched = self._hasher.verify(kept or self._of_nobody, password)
        except (VerificationError, InvalidHashError):
            return False
        return matched and kept is not None

    @cached_property
    def _of_nobody(self) -> str:
        """A hash with today's work that no password is known for."""
        return self._hasher.hash(token_hex(32))


def _agreed(password: str) -> str:
    plain = unicodedata.normalize("NFKC", password)
    if not SHORTEST_PASSWORD <= len(plain) <= LONGEST_PASSWORD:
        raise Invalid(
            f"A password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters.",
            remedy="A few words that belong to no saying make a good one.",
            field="password",
        )
    return plain
