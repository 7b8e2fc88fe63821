"""What rests on a consent lies sealed, by a key that is destroyed when the consent is revoked.

AES-256 in Galois/Counter Mode (NIST SP 800-38D), a key for each consent in a file of mode 0600,
never in the database. A destroyed key leaves an empty file, so that none is ever made in its place;
one that is destroyed and not yet entered in the ledger leaves a single byte.
"""

import asyncio
import os
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
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


class Left(StrEnum):
    """What was found of a key that was to be destroyed."""

    WHOLE = "whole"
    SPOILED = "spoiled"
    """Destroyed before, and perhaps not entered."""
    NOTHING = "nothing"


def blob_key(sha256: str) -> str:
    """Where the bytes of an output lie that rests on no consent."""
    return f"outputs/{sha256}"


def sealed_folder(consent: UUID) -> str:
    """Where all lies that is sealed for a consent."""
    return f"sealed/{consent}"


def sealed_key(consent: UUID, sha256: str) -> str:
    """Where the sealed bytes of an output lie that rests on a consent."""
    return f"{sealed_folder(consent)}/{sha256}"


def work_key(consent: UUID, name: str) -> str:
    """Where the sealed bytes of work lie that is not an output yet, or never will be."""
    return f"{sealed_folder(consent)}/work/{name}"


@dataclass(frozen=True, slots=True)
class Seals:
    """The keys of consents, one file each in a folder."""

    folder: Path

    def seal(self, consent: UUID, content: bytes, *, first: bool = False) -> bytes:
        """Content sealed for a consent; Denied once its key is destroyed.

        ``first`` where nothing was sealed for it before: then a key is made, else a missing one is
        Unavailable, for a second key would leave the first one's outputs behind.
        """
        nonce = token_bytes(_NONCE)
        cipher = AESGCM(self._key(consent, make=first))
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

    def has(self, consent: UUID) -> bool:
        """Whether a consent's key, or what is left of one, is there."""
        return self._path(consent).exists()

    def spoil(self, consent: UUID) -> Left:
        """Make a consent's key useless and leave one byte of it, until that is entered."""
        with self._opened(consent) as file:
            size = os.fstat(file).st_size
            if size <= 1:
                return Left.SPOILED if size else Left.NOTHING
            os.pwrite(file, token_bytes(_KEY), 0)
            os.fsync(file)
            os.ftruncate(file, 1)
            os.fsync(file)
        return Left.WHOLE

    def close(self, consent: UUID) -> None:
        """Leave nothing of a spoiled key but the empty file, for ever."""
        with self._opened(consent) as file:
            os.ftruncate(file, 0)
            os.fsync(file)
        _sync(self.folder)

    def held(self) -> frozenset[UUID]:
        """The consents whose keys, or a byte of them, are there; other files are passed over."""
        found: set[UUID] = set()
        for path in self.folder.glob("*.key"):
            consent = _consent_of(path)
            if consent is not None and _size(path):
                found.add(consent)
        return frozenset(found)

    def spoiled(self) -> frozenset[UUID]:
        """The consents of whose keys one byte is left: destroyed, and perhaps not entered."""
        return frozenset(each for each in self.held() if _size(self._path(each)) == 1)

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
        _sync(path.parent)

    @contextmanager
    def _opened(self, consent: UUID) -> Generator[int]:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = os.open(self._path(consent), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            yield file
        finally:
            os.close(file)

    def _path(self, consent: UUID) -> Path:
        return self.folder / f"{consent}.key"


@dataclass(frozen=True, slots=True)
class OutputStore:
    """The bytes of outputs: sealed where they rest on a consent."""

    blobs: Blobs
    seals: Seals

    async def put(self, sha256: str, content: bytes, consent: UUID | None) -> None:
        """Keep an output's bytes; Unavailable where its consent's key is not here but was made."""
        if consent is None:
            await self.blobs.put(blob_key(sha256), content)
            return
        first = not self.seals.has(consent) and not await self.blobs.list(sealed_folder(consent))
        sealed = await asyncio.to_thread(self.seals.seal, consent, content, first=first)
        await self.blobs.put(sealed_key(consent, sha256), sealed)

    async def keep_work(self, consent: UUID, name: str, content: bytes) -> None:
        """Keep what work on a likeness goes on from, sealed; Denied once the key is destroyed."""
        first = not self.seals.has(consent) and not await self.blobs.list(sealed_folder(consent))
        sealed = await asyncio.to_thread(self.seals.seal, consent, content, first=first)
        await self.blobs.put(work_key(consent, name), sealed)

    async def work(self, consent: UUID, name: str) -> bytes:
        """What was kept so; NotFound where it was not, Denied once the key is destroyed."""
        sealed = await self.blobs.get(work_key(consent, name))
        return await asyncio.to_thread(self.seals.unseal, consent, sealed)

    async def drop_work(self, consent: UUID, name: str) -> None:
        """Remove it, also where it can be read no more."""
        await self.blobs.delete(work_key(consent, name))

    async def drop_all_work(self, consent: UUID) -> None:
        """Remove all work that was sealed for a consent."""
        for blob in await self.blobs.list(f"{sealed_folder(consent)}/work"):
            await self.blobs.delete(blob.key)

    async def get(self, output: StoredOutput) -> bytes:
        """An output's bytes. Those kept before consents had keys lie as they were made."""
        consent = output.consent_id
        if consent is not None:
            sealed = sealed_key(consent, output.sha256)
            if await self.blobs.exists(sealed):
                held = await self.blobs.get(sealed)
                return await asyncio.to_thread(self.seals.unseal, consent, held)
        return await self.blobs.get(blob_key(output.sha256))

    async def drop(self, sha256: str, consent: UUID | None) -> None:
        """Remove the bytes of an output, sealed and plain."""
        if consent is not None:
            await self.blobs.delete(sealed_key(consent, sha256))
        await self.blobs.delete(blob_key(sha256))


def _consent_of(path: Path) -> UUID | None:
    try:
        consent = UUID(path.stem)
    except ValueError:
        return None
    return consent if str(consent) == path.stem else None


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        # What cannot be looked at counts as whole, so that destroying it says why it fails.
        return _KEY


def _sync(folder: Path) -> None:
    """Let the names in a folder outlast a loss of power."""
    file = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
