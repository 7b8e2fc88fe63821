"""Signed papers: kept sealed by a key of the house, and given as they came.

They are evidence of consents, and outlive them: what destroys the key of a consent or of a
production leaves them readable. Those kept before they were sealed lie as they came, under another
name, until they are sealed anew.
"""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from secrets import token_bytes

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from matinee.clearance.record.key_files import KEY_BYTES, key_missing, make_key
from matinee.errors import Conflict
from matinee.foundation.blobs import Blobs
from matinee.generation.model import input_hash

PLAIN, SEALED = "documents", "papers"
_NONCE = 12
_MARK = b"matinee paper v1\n"


@dataclass(frozen=True, slots=True)
class Papers:
    """Papers by the SHA-256 of what they are, in hex."""

    blobs: Blobs
    key_file: Path

    async def keep(self, content: bytes) -> str:
        """Keep a paper; its SHA-256."""
        digest = input_hash(content)
        first = not self.key_file.exists() and not await self.blobs.list(SEALED)
        sealed = await asyncio.to_thread(self._sealed, digest, content, first=first)
        await self.blobs.put(f"{SEALED}/{digest}", sealed)
        return digest

    async def are_kept(self, digest: str) -> bool:
        """Whether there is such a paper."""
        return await self.blobs.exists(f"{SEALED}/{digest}") or await self.blobs.exists(
            f"{PLAIN}/{digest}"
        )

    async def paper(self, digest: str) -> bytes:
        """A paper as it came; Conflict where what lies there is something else, or NotFound."""
        sealed = f"{SEALED}/{digest}"
        if await self.blobs.exists(sealed):
            return await asyncio.to_thread(self._unsealed, digest, await self.blobs.get(sealed))
        return await self.blobs.get(f"{PLAIN}/{digest}")

    async def seal_anew(self) -> int:
        """Seal what lies plain; how many papers."""
        count = 0
        for blob in await self.blobs.list(PLAIN):
            await self.keep(await self.blobs.get(blob.key))
            await self.blobs.delete(blob.key)
            count += 1
        return count

    def _sealed(self, digest: str, content: bytes, *, first: bool) -> bytes:
        nonce = token_bytes(_NONCE)
        cipher = AESGCM(self._key(make=first))
        return _MARK + nonce + cipher.encrypt(nonce, content, digest.encode())

    def _unsealed(self, digest: str, sealed: bytes) -> bytes:
        start = len(_MARK) + _NONCE
        try:
            cipher = AESGCM(self._key(make=False))
            return cipher.decrypt(sealed[len(_MARK) : start], sealed[start:], digest.encode())
        except (InvalidTag, ValueError) as wrong:
            raise Conflict(
                "What was kept of this paper is not what was sealed.",
                remedy="Bring the file back from a backup; nothing of it was given out.",
                code="broken_seal",
            ) from wrong

    def _key(self, *, make: bool) -> bytes:
        if make and not self.key_file.exists():
            make_key(self.key_file)
        try:
            key = self.key_file.read_bytes()
        except FileNotFoundError as missing:
            raise key_missing("house's papers") from missing
        if len(key) != KEY_BYTES:
            raise key_missing("house's papers")
        return key
