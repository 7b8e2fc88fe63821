"""What rests on a consent lies sealed, by its consent's key and its production's together.

AES-256 in Galois/Counter Mode (NIST SP 800-38D). The key of one seal is derived from both (HKDF,
RFC 5869), and is nowhere kept: where either is destroyed, because the consent was revoked or
because the production is over, what they sealed together is gone. Neither is ever in the database.
What was sealed before productions had keys needs its consent's alone, until it is sealed anew.
"""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_bytes
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from matinee.clearance.record.key_files import KEY_BYTES, KeyFiles
from matinee.clearance.record.model import StoredOutput
from matinee.clearance.record.papers import PLAIN
from matinee.errors import Conflict
from matinee.foundation.blobs import Blobs

_NONCE, _MARKS = 12, "sealed-productions"
_BY_CONSENT, _BY_BOTH = b"matinee sealed v1\n", b"matinee sealed v2\n"


def blob_key(sha256: str) -> str:
    """Where the bytes of an output lie that rests on no consent."""
    return f"outputs/{sha256}"


def sealed_folder(consent: UUID, production: UUID | None = None) -> str:
    """Where all lies that is sealed for a consent, or for it in one production."""
    return f"sealed/{consent}" if production is None else f"sealed/{consent}/{production}"


def sealed_key(consent: UUID, sha256: str, production: UUID | None = None) -> str:
    """Where the sealed bytes of an output lie; without a production as before these had keys."""
    return f"{sealed_folder(consent, production)}/{sha256}"


def work_key(consent: UUID, name: str, production: UUID | None = None) -> str:
    """Where the sealed bytes of work lie that is not an output yet, or never will be."""
    return f"{sealed_folder(consent, production)}/work/{name}"


def production_mark(production: UUID) -> str:
    """A file beside what is sealed, that says that the production's key was made."""
    return f"{_MARKS}/{production}"


@dataclass(frozen=True, slots=True)
class Seals(KeyFiles):
    """The keys of consents, and beside them those of productions."""

    @property
    def productions(self) -> KeyFiles:
        """The keys of productions."""
        return KeyFiles(self.folder.parent / "productions", "production")

    def seal(
        self,
        consent: UUID,
        content: bytes,
        *,
        production: UUID | None = None,
        first: bool = False,
        first_of_production: bool = False,
    ) -> bytes:
        """Content sealed for a consent in a production; Denied once one of the keys is destroyed.

        ``first`` where nothing was sealed for it before: then a key is made, else a missing one is
        Unavailable, for a second key would leave the first one's outputs behind.
        """
        nonce = token_bytes(_NONCE)
        key = self.key(consent, make=first)
        if production is None:
            return _BY_CONSENT + nonce + AESGCM(key).encrypt(nonce, content, consent.bytes)
        above = self.productions.key(production, make=first_of_production)
        cipher = AESGCM(_derived(key, above, consent, production))
        bound = consent.bytes + production.bytes
        return _BY_BOTH + production.bytes + nonce + cipher.encrypt(nonce, content, bound)

    def unseal(self, consent: UUID, sealed: bytes) -> bytes:
        """What was sealed for a consent; Denied once one of its keys is destroyed."""
        mark, rest = sealed[: len(_BY_BOTH)], sealed[len(_BY_BOTH) :]
        key, bound = self.key(consent), consent.bytes
        if mark == _BY_BOTH and len(rest) >= len(bound):
            production = UUID(bytes=rest[:16])
            rest, bound = rest[16:], bound + production.bytes
            key = _derived(key, self.productions.key(production), consent, production)
        try:
            return AESGCM(key).decrypt(rest[:_NONCE], rest[_NONCE:], bound)
        except (InvalidTag, ValueError) as wrong:
            raise Conflict(
                "What was kept of this output is not what was sealed.",
                remedy="Bring the file back from a backup; nothing of it was given out.",
                code="broken_seal",
            ) from wrong


def _derived(key: bytes, above: bytes, consent: UUID, production: UUID) -> bytes:
    """The key of a seal: without either of the two there is none."""
    about = _BY_BOTH + consent.bytes + production.bytes
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=above, info=about).derive(key)


@dataclass(frozen=True, slots=True)
class OutputStore:
    """The bytes of outputs: sealed where they rest on a consent."""

    blobs: Blobs
    seals: Seals
    _marked: set[UUID] = field(default_factory=set[UUID], init=False, compare=False)
    """Productions whose mark was seen."""

    async def put(
        self, sha256: str, content: bytes, consent: UUID | None, production: UUID | None = None
    ) -> None:
        """Keep an output's bytes; Unavailable where a key of theirs is not here but was made."""
        if consent is None:
            await self.blobs.put(blob_key(sha256), content)
            return
        await self._put(sealed_key(consent, sha256, production), content, consent, production)

    async def keep_work(
        self, consent: UUID, name: str, content: bytes, production: UUID | None = None
    ) -> None:
        """Keep what work on a likeness goes on from, sealed; Denied once a key is destroyed."""
        await self._put(work_key(consent, name, production), content, consent, production)

    async def work(self, consent: UUID, name: str, production: UUID | None = None) -> bytes:
        """What was kept so; NotFound where it was not, Denied once a key is destroyed."""
        here = work_key(consent, name, production)
        if production is not None and not await self.blobs.exists(here):
            here = work_key(consent, name)
        return await asyncio.to_thread(self.seals.unseal, consent, await self.blobs.get(here))

    async def drop_work(self, consent: UUID, name: str, production: UUID | None = None) -> None:
        """Remove it, also where it can be read no more."""
        await self.blobs.delete(work_key(consent, name))
        if production is not None:
            await self.blobs.delete(work_key(consent, name, production))

    async def drop_all_work(self, consent: UUID) -> None:
        """Remove all work that was sealed for a consent."""
        for blob in await self.blobs.list(sealed_folder(consent)):
            if "/work/" in blob.key:
                await self.blobs.delete(blob.key)

    async def get(self, output: StoredOutput) -> bytes:
        """An output's bytes. Those kept before consents had keys lie as they were made."""
        consent, production = output.consent_id, _production(output)
        if consent is not None:
            for where in (None,) if production is None else (production, None):
                sealed = sealed_key(consent, output.sha256, where)
                if await self.blobs.exists(sealed):
                    held = await self.blobs.get(sealed)
                    return await asyncio.to_thread(self.seals.unseal, consent, held)
        return await self.blobs.get(blob_key(output.sha256))

    async def drop(self, sha256: str, consent: UUID | None, production: UUID | None = None) -> None:
        """Remove the bytes of an output, sealed and plain."""
        if consent is not None:
            await self.blobs.delete(sealed_key(consent, sha256))
            if production is not None:
                await self.blobs.delete(sealed_key(consent, sha256, production))
        await self.blobs.delete(blob_key(sha256))

    async def seal_anew(self, output: StoredOutput) -> bool:
        """Seal an output by its production's key as well; whether it was not."""
        consent, production = output.consent_id, _production(output)
        if consent is None or production is None:
            return False
        before = sealed_key(consent, output.sha256)
        if not await self.blobs.exists(before):
            return False
        content = await asyncio.to_thread(self.seals.unseal, consent, await self.blobs.get(before))
        await self.put(output.sha256, content, consent, production)
        await self.blobs.delete(before)
        return True

    async def seal_work_anew(self, consent: UUID, production: UUID) -> int:
        """Seal a consent's work by a production's key as well; how much was not."""
        before = f"{sealed_folder(consent)}/work/"
        kept = await self.blobs.list(before.rstrip("/"))
        for blob in kept:
            content = await asyncio.to_thread(
                self.seals.unseal, consent, await self.blobs.get(blob.key)
            )
            await self.keep_work(consent, blob.key.removeprefix(before), content, production)
            await self.blobs.delete(blob.key)
        return len(kept)

    async def _put(
        self, where: str, content: bytes, consent: UUID, production: UUID | None
    ) -> None:
        first = not self.seals.has(consent) and not await self.blobs.list(sealed_folder(consent))
        marked = production is None or production in self._marked
        if production is not None and not marked:
            marked = await self.blobs.exists(production_mark(production))
        sealed = await asyncio.to_thread(
            self.seals.seal,
            consent,
            content,
            production=production,
            first=first,
            first_of_production=not marked,
        )
        if production is not None:
            if not marked:
                await self.blobs.put(production_mark(production), b"made")
            self._marked.add(production)
        await self.blobs.put(where, sealed)


def _production(output: StoredOutput) -> UUID | None:
    return None if output.production is None else UUID(output.production)


async def unsealed(blobs: Blobs, keys: Path) -> tuple[list[str], int]:
    """Productions whose keys are missing, and how much is not sealed as all is now.

    Told by names alone: papers that lie plain, and outputs without a production in their path.
    Work on shots that lies so goes with its shot, and is not counted.
    """
    seals = Seals(keys / "consents")
    productions, held = seals.productions, {str(each) for each in seals.held()}
    marked = [UUID(blob.key.rpartition("/")[2]) for blob in await blobs.list(_MARKS)]
    missing = [str(each) for each in marked if not productions.has(each)]
    plain = len(await blobs.list(PLAIN))
    places = [blob.key.split("/") for blob in await blobs.list("sealed")]
    plain += sum(len(place) == 3 and place[1] in held for place in places)
    return missing, plain
