"""Secrets that are carried: 256 random bits, of which only the SHA-256 is kept."""

from hashlib import sha256
from secrets import token_urlsafe

_BYTES = 32
MARK_OF_TOKENS = "mtn_"
"""By which a token that was put where it does not belong can be found."""


def new_secret(prefix: str = "") -> str:
    """A secret that nobody guesses."""
    return prefix + token_urlsafe(_BYTES)


def digest(secret: str) -> bytes:
    """What is kept of it; as random as the secret is, it needs no salt."""
    return sha256(secret.encode()).digest()
