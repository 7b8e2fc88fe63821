"""Addresses of a film's files that end: signed with a key of this house, valid for some hours.

This keeps an address that was passed on from working for ever. It is no content protection: who may
watch can keep what was sent.
"""

import base64
import contextlib
import hashlib
import hmac
import secrets
import time
from pathlib import Path

from matinee.errors import Denied
from matinee.media.model import FilmId

_KEY_BYTES = 32
_TAG_BYTES = 18


class Admissions:
    """Signs and checks; the key is made at first use and shared by all processes of the house."""

    def __init__(self, key_file: Path, *, valid_seconds: int) -> None:
        self._key_file = key_file
        self._valid_seconds = valid_seconds
        self._key: bytes | None = None

    def admit(self, film: FilmId, *, now: float | None = None) -> str:
        """A word for the path of the film's files."""
        until = int((time.time() if now is None else now) + self._valid_seconds)
        return f"{until}-{self._tag(film, until)}"

    def check(self, film: FilmId, word: str) -> None:
        """Denied when the word is not of this film, or its time has passed."""
        until, _, tag = word.partition("-")
        if not until.isascii() or not until.isdigit() or len(until) > 12:
            raise _not_valid("This address is not valid.", "not_admitted")
        if not hmac.compare_digest(tag.encode(), self._tag(film, int(until)).encode()):
            raise _not_valid("This address is not valid.", "not_admitted")
        if int(until) < time.time():
            raise _not_valid("This address has expired.", "admission_expired")

    def _tag(self, film: FilmId, until: int) -> str:
        said = hmac.digest(self._secret(), f"{film}|{until}".encode(), hashlib.sha256)
        return base64.urlsafe_b64encode(said[:_TAG_BYTES]).decode()

    def _secret(self) -> bytes:
        if self._key is None:
            self._key = _read_or_make(self._key_file)
        return self._key


def _read_or_make(path: Path) -> bytes:
    """The key; whoever comes first makes it, under another name until it is whole."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = path.with_name(f"{path.name}.{secrets.token_hex(6)}")
        fresh.touch(mode=0o600)
        fresh.write_bytes(secrets.token_bytes(_KEY_BYTES))
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(fresh)
        fresh.unlink()
    return path.read_bytes()


def _not_valid(sentence: str, code: str) -> Denied:
    return Denied(sentence, remedy="Ask for the film again.", code=code)
