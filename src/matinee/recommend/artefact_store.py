"""Where artefacts live: in the blob store under ``models/VERSION/``, and mapped from a folder."""

import asyncio
import shutil
import tempfile
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from pathlib import Path

from matinee.errors import Conflict, NotFound
from matinee.foundation.blobs import Blobs
from matinee.recommend import artefact
from matinee.recommend.model_set import ModelSet

_FOLDER = "models"
_ABANDONED = timedelta(days=1)


class ArtefactStore:
    """Puts, fetches and removes artefacts; ``folder`` holds this machine's copies."""

    def __init__(self, blobs: Blobs, folder: Path) -> None:
        self._blobs = blobs
        self._folder = folder

    async def put(self, version: str, files: Path) -> int:
        """Store a written artefact; the manifest last, so that no reader finds a part. Bytes."""
        size = 0
        for name in artefact.files_of(files / artefact.MANIFEST):
            await self._blobs.put(f"{_FOLDER}/{version}/{name}", files / name)
            size += (files / name).stat().st_size
        return size

    async def models(self, version: str, manifest_sha256: str) -> ModelSet:
        """The models, checked; a copy on this machine is used where it is whole."""
        copy = self._folder / version
        if copy.is_dir():
            try:
                return await _read(copy, version, manifest_sha256)
            except Conflict:
                await asyncio.to_thread(shutil.rmtree, copy, ignore_errors=True)
        return await self.fetched(version, manifest_sha256)

    async def fetched(self, version: str, manifest_sha256: str) -> ModelSet:
        """The models as the blob store has them; :class:`Conflict` where they are broken."""
        self._folder.mkdir(parents=True, exist_ok=True)
        arriving = Path(tempfile.mkdtemp(prefix=".arriving-", dir=self._folder))
        try:
            await self._download(version, arriving)
            await _read(arriving, version, manifest_sha256)
            copy = self._folder / version
            await asyncio.to_thread(_moved, arriving, copy)
            return await _read(copy, version, manifest_sha256)
        finally:
            await asyncio.to_thread(shutil.rmtree, arriving, ignore_errors=True)

    async def remove(self, version: str) -> None:
        """Delete the files everywhere; a process that has them mapped keeps them until it stops."""
        for blob in await self._blobs.list(f"{_FOLDER}/{version}"):
            await self._blobs.delete(blob.key)
        await asyncio.to_thread(shutil.rmtree, self._folder / version, ignore_errors=True)

    async def remove_abandoned(self, known: Collection[str]) -> None:
        """Delete what trainings left that never came to an end."""
        before = datetime.now(UTC) - _ABANDONED
        blobs = await self._blobs.list(_FOLDER)
        old = {blob.key.split("/")[1] for blob in blobs if blob.modified < before}
        for version in old.difference(known):
            await self.remove(version)

    async def keep_copies_of(self, versions: Collection[str]) -> None:
        """Delete this machine's copies of all other versions."""
        await asyncio.to_thread(_remove_others, self._folder, frozenset(versions))

    async def _download(self, version: str, into: Path) -> None:
        """The manifest first, since it says what else there is."""
        await self._download_one(version, artefact.MANIFEST, into)
        whole = artefact.files_of(into / artefact.MANIFEST)
        for name in whole[:-1]:
            await self._download_one(version, name, into)

    async def _download_one(self, version: str, name: str, into: Path) -> None:
        try:
            content = await self._blobs.get(f"{_FOLDER}/{version}/{name}")
        except NotFound as missing:
            raise Conflict(
                f"The models {version} are broken: {name} is gone.",
                remedy="Train again; until then the former models serve.",
                code="broken_models",
            ) from missing
        await asyncio.to_thread((into / name).write_bytes, content)


async def _read(folder: Path, version: str, manifest_sha256: str) -> ModelSet:
    return await asyncio.to_thread(
        artefact.read, folder, version=version, manifest_sha256=manifest_sha256
    )


def _moved(arriving: Path, copy: Path) -> None:
    try:
        arriving.rename(copy)
    except OSError:
        if not copy.is_dir():
            raise
        # Another process of this machine was faster; its copy is checked like any other.


def _remove_others(folder: Path, versions: frozenset[str]) -> None:
    if not folder.is_dir():
        return
    for path in folder.iterdir():
        if path.is_dir() and path.name not in versions and not path.name.startswith("."):
            shutil.rmtree(path, ignore_errors=True)
