"""The files of a house by what is in them: each content once, however many backups hold it."""

import hashlib
import json
import os
from collections.abc import AsyncGenerator, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from matinee.assembly.mirror.folders import no_room, replace_file
from matinee.errors import Conflict, NotFound
from matinee.foundation.blobs import BlobFacts, Blobs
from matinee.foundation.private_files import sync_folder

LAKE = "lake/"
_LOG = "/_delta_log/"
_POINTER = "_last_checkpoint"
_CHUNK = 4_000_000
_SAME_INSTANT = timedelta(seconds=2)
"""A file that changed this shortly before it was listed may change again under the same time."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of the store in one backup."""

    key: str
    sha256: str
    size: int
    modified: str


@dataclass(frozen=True, slots=True)
class Vault:
    """Contents by SHA-256 in a folder, each written once and never changed."""

    folder: Path

    def path(self, sha256: str) -> Path:
        """Where a content lies."""
        return self.folder / sha256[:2] / sha256

    def contents(self) -> list[Path]:
        """Every content, and what a backup that was cut off left half-written."""
        return [path for path in self.folder.rglob("*") if path.is_file()]

    async def keep(
        self, blobs: Blobs, found: BlobFacts, known: Mapping[str, Kept]
    ) -> tuple[Kept, bool] | None:
        """Take a file in; whether it was new here. None where it was removed meanwhile.

        One that a backup has at the same key, size and time is not read again.
        """
        modified = found.modified.isoformat()
        before = known.get(found.key)
        if (
            before is not None
            and (before.size, before.modified) == (found.size, modified)
            and self._has(before)
        ):
            return before, False
        with no_room(self.folder):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            aside = self.folder / f".{uuid4().hex}"
            try:
                sha256, size = await _written(aside, blobs.chunks(found.key))
                kept = Kept(found.key, sha256, size, modified)
                if self._has(kept):
                    return kept, False
                self.path(sha256).parent.mkdir(mode=0o700, exist_ok=True)
                aside.replace(self.path(sha256))
                sync_folder(self.path(sha256).parent)
            except NotFound:
                return None
            finally:
                aside.unlink(missing_ok=True)
        return kept, True

    def flaw(self, kept: Kept) -> str | None:
        """What is wrong with a content, read whole."""
        try:
            with self.path(kept.sha256).open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError as failure:
            return f"the file {kept.key} cannot be read ({failure.strerror})"
        return None if digest == kept.sha256 else f"the file {kept.key} is not what was copied"

    async def bring_back(self, kept: Kept, blobs: Blobs) -> None:
        """Put a file into a store; Conflict where it is not what was copied."""
        flaw = self.flaw(kept)
        if flaw is not None:
            raise Conflict(f"In the backup {flaw}.", code="broken_backup")
        await blobs.put(kept.key, self.path(kept.sha256))

    def _has(self, kept: Kept) -> bool:
        path = self.path(kept.sha256)
        return path.exists() and path.stat().st_size == kept.size


async def lake_files(blobs: Blobs) -> list[BlobFacts]:
    """The lake as it stands at a commit: its log, listed first, and all files that it names.

    The pointer to the last checkpoint is left out: it may come to point past what is copied, and a
    reader does without it (Delta protocol, "Last Checkpoint File").
    """
    log = [blob for blob in await blobs.list(LAKE.rstrip("/")) if _LOG in blob.key]
    data = [blob for blob in await blobs.list(LAKE.rstrip("/")) if _LOG not in blob.key]
    return [blob for blob in log if not blob.key.endswith(_POINTER)] + data


async def other_files(blobs: Blobs) -> list[BlobFacts]:
    """All files but the lake's."""
    return [blob for blob in await blobs.list() if not blob.key.startswith(LAKE)]


def write_listing(file: Path, kept: Iterable[Kept]) -> str:
    """Write what a backup holds, a line each; the SHA-256 of the listing."""
    lines = [json.dumps(asdict(one), ensure_ascii=False) for one in kept]
    content = "".join(f"{line}\n" for line in lines).encode()
    replace_file(file, content)
    return hashlib.sha256(content).hexdigest()


def read_listing(file: Path, *, sha256: str) -> list[Kept]:
    """What a backup holds; Conflict where the listing is not the one that was written."""
    try:
        content = file.read_bytes()
    except OSError as missing:
        raise Conflict(f"{file} cannot be read.", code="broken_backup") from missing
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Conflict(f"{file} was changed.", code="broken_backup")
    return [Kept(**json.loads(line)) for line in content.decode().splitlines()]


def settled(kept: Iterable[Kept], *, listed: datetime) -> dict[str, Kept]:
    """Those of an earlier listing whose time of change can be relied on, by key."""
    last = listed - _SAME_INSTANT
    return {one.key: one for one in kept if datetime.fromisoformat(one.modified) < last}


async def _written(file: Path, chunks: AsyncGenerator[bytes]) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with file.open("wb") as stream:
        async for chunk in chunks:
            digest.update(chunk)
            size += len(chunk)
            stream.write(chunk)
        stream.flush()
        os.fsync(stream.fileno())
    file.chmod(0o600)
    return digest.hexdigest(), size
