"""What a render changed is measured in the background, and only while its consent holds."""

import asyncio
import io
import threading
import zipfile
from collections.abc import Generator
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

import numpy as np
import structlog
from PIL import Image

from matinee.clearance.record.service import RecordService
from matinee.errors import Denied, MatineeError, NotFound
from matinee.foundation.database import Database
from matinee.studio.concept.colour import Bytes
from matinee.studio.reage import repository
from matinee.studio.reage.model import Faces, Quality
from matinee.studio.reage.quality import Triple, quality
from matinee.studio.reage.sealed_shots import SealedShots
from matinee.studio.reage.shot_file import ShotFile

MEASURE = "studio.reage_measure"
NEED = "measuring what the render changed"
_EVERY = 0.5
"""Seconds between two looks whether it may still be seen."""
_log = structlog.get_logger()


class _Ended(Exception):
    """Nobody waits for it any more."""


@dataclass(frozen=True, slots=True)
class Measuring:
    """Measures renders."""

    database: Database
    record: RecordService
    shots: SealedShots
    faces: Faces | None

    async def run(self, identifier: UUID) -> None:
        """Measure a render; one that is measured, failed or is closed is left as it is."""
        async with self.database.reading() as connection:
            render = await repository.render(connection, identifier)
            shot = None if render is None else await repository.shot(connection, render.shot)
        if render is None or render.output is None or render.quality is not None or shot is None:
            return
        try:
            _, made = await self.record.outputs.content(render.output, need=NEED)
            file = await self.shots.file(shot)
            found = await self._measured(render.output, file, made)
        except (Denied, NotFound) as closed:
            _log.info("a render was not measured", render=str(render.id), why=str(closed))
            return
        async with self.database.transaction() as connection:
            await repository.note_quality(connection, render, found)

    async def _measured(self, output: UUID, file: ShotFile, made: bytes) -> Quality:
        ended = threading.Event()

        def heed() -> None:
            if ended.is_set():
                raise _Ended

        work = asyncio.ensure_future(
            asyncio.to_thread(
                lambda: quality(_pictures(file, made), len(file.frames), heed, faces=self.faces)
            )
        )
        try:
            while not work.done():
                await asyncio.wait({work}, timeout=_EVERY)
                await self._require_open(output)
            return await work
        finally:
            ended.set()
            with suppress(_Ended, asyncio.CancelledError, MatineeError):
                await work

    async def _require_open(self, output: UUID) -> None:
        async with self.database.reading() as connection:
            await self.record.outputs.opened(connection, output)


def _pictures(file: ShotFile, made: bytes) -> Generator[Triple]:
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        after = sorted(name for name in archive.namelist() if name.startswith("after/"))
        for frame, name, matte in zip(file.frames, after, file.mattes, strict=True):
            yield _pixels(frame, "RGB"), _pixels(archive.read(name), "RGB"), _pixels(matte, "L")


def _pixels(png: bytes, mode: str) -> Bytes:
    with Image.open(io.BytesIO(png), formats=["PNG"]) as picture:
        return np.asarray(picture.convert(mode)).copy()
