"""What rests on a consent lies sealed, by a key that is destroyed when the consent is revoked.

AES-256 in Galois/Counter Mode (NIST SP 800-38D), a key for each consent in a file of mode 0600,
never in the database. A destroyed key leaves an empty file, so that none is ever made in its place.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from secrets import token_bytes
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from matinee.clearance.record.model import StoredOutput
from matinee.errors import Conflict, Denied, Unavailable
from matinee.foundation.blobs import Blobs

_KEY, _NONCE = 32, 12
_MARK = b"matinee sealed v1\n"


def blob_key(sha256: str) -> str:
    """Where the bytes of an output lie that rests on no consent."""
    return f"outputs/{sha256}"


def sealed_key(consent: UUID, sha256: str) -> str:
    """Where the sealed bytes of an output lie that rests on a consent."""
    return f"sealed/{consent}/{sha256}"


@dataclass(frozen=True, slots=True)
class Seals:
    """The keys of consents, one file each in a folder."""

    folder: Path

    def seal(self, consent: UUID, content: bytes) -> bytes:
        """Content sealed for a consent, whose key is made at first use; Denied once destroyed."""
        nonce = token_bytes(_NONCE)
        cipher = AESGCM(self._key(consent, make=True))
        return _MARK + nonce + cipher.encrypt(nonce, content, consent.bytes)

    def unseal(self, consent: UUID, sealed: bytes) -> bytes:
        """What was sealed for a consent; Denied once its key is destroyed."""
        cipher = AESGCM(self._key(consent, make=False))
        start = len(_MARK) + _NONCE
        try:
            return cipher.decrypt(sealed[len(_MARK) : start], sealed[start:], consent.bytes)
        except (InvalidTag, ValueError) as wrong:
            raise Conflict(
                "What was kept of this output is not what was sealed.",
                remedy="Bring the file back from a backup; nothing of it was given out.",
                code="broken_seal",
            ) from wrong

    def destroy(self, consent: UUID) -> bool:
        """Make a consent's key nothing, for ever; whether there was one."""
        path = self._path(consent)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        with os.fdopen(handle, "r+b", buffering=0) as file:
            held = bool(file.read(_KEY))
            file.seek(0)
            file.write(token_bytes(_KEY))
            os.fsync(file.fileno())
            file.truncate(0)
            os.fsync(file.fileno())
        return held

    def held(self) -> frozenset[UUID]:
        """The consents whose keys are there."""
        return frozenset(
            UUID(path.stem) for path in self.folder.glob("*.key") if path.stat().st_size
        )

    def _key(self, consent: UUID, *, make: bool) -> bytes:
        path = self._path(consent)
        if make and not path.exists():
            self._make(path)
        try:
            key = path.read_bytes()
        except FileNotFoundError as missing:
            raise Unavailable(
                "The key of this consent is not on this machine.",
                remedy="Bring the folder of keys back, or let the machine that has it answer.",
                code="key_missing",
            ) from missing
        if len(key) != _KEY:
            raise Denied(
                "The key of this consent was destroyed, and what it sealed cannot be read.",
                remedy="A new consent brings a new output, and never this one back.",
                code="quarantined",
            )
        return key

    def _make(self, path: Path) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        aside = path.with_name(f".{path.name}.{os.getpid()}.{token_bytes(4).hex()}")
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(token_bytes(_KEY))
            file.flush()
            os.fsync(file.fileno())
        try:
            # Linked into place: of two that begin together one key wins, and no destroyed one ends.
            os.link(aside, path)
        except FileExistsError:
            pass
        finally:
            aside.unlink()

    def _path(self, consent: UUID) -> Path:
        return self.folder / f"{consent}.key"


@dataclass(frozen=True, slots=True)
class OutputStore:
    """The bytes of outputs: sealed where they rest on a consent."""

    blobs: Blobs
    seals: Seals

    async def put(self, sha256: str, content: bytes, consent: UUID | None) -> None:
        """Keep an output's bytes."""
        if consent is None:
            await self.blobs.put(blob_key(sha256), content)
        else:
            await self.blobs.put(sealed_key(consent, sha256), self.seals.seal(consent, content))

    async def get(self, output: StoredOutput) -> bytes:
        """An output's bytes. Those kept before consents had keys lie as they were made."""
        consent = output.consent_id
        if consent is not None:
            sealed = sealed_key(consent, output.sha256)
            if await self.blobs.exists(sealed):
                return self.seals.unseal(consent, await self.blobs.get(sealed))
        return await self.blobs.get(blob_key(output.sha256))

    async def drop(self, sha256: str, consent: UUID | None) -> None:
        """Remove the bytes of an output, sealed and plain."""
        if consent is not None:
            await self.blobs.delete(sealed_key(consent, sha256))
        await self.blobs.delete(blob_key(sha256))
