"""What a render changed is measured in the background, and lies sealed by its consent's key."""

import asyncio
import io
import json
import threading
import zipfile
from collections.abc import Generator
from contextlib import suppress
from dataclasses import asdict, dataclass
from uuid import UUID

import numpy as np
import structlog
from PIL import Image

from matinee.clearance.record.service import RecordService
from matinee.errors import Denied, MatineeError, NotFound
from matinee.foundation.database import Database
from matinee.studio.concept.colour import Bytes
from matinee.studio.reage import repository
from matinee.studio.reage.coded import coded, shown
from matinee.studio.reage.model import Faces, FrameFigures, Quality, quality_name
from matinee.studio.reage.quality import CodedTriple, quality
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
        """Measure a render, and seal what came; one that is measured or closed is left as it is."""
        async with self.database.reading() as connection:
            render = await repository.render(connection, identifier)
            shot = None if render is None else await repository.shot(connection, render.shot)
        if render is None or render.output is None or shot is None:
            return
        name = quality_name(render.id)
        try:
            if await self.shots.lies(render.id, name):
                return
            _, made = await self.record.outputs.content(render.output, need=NEED)
            file = await self.shots.file(shot)
            found = await self._measured(render.output, file, made)
            await self.shots.keep_of_render(shot, render.id, name, written(found))
        except (Denied, NotFound) as closed:
            _log.info("a render was not measured", render=str(render.id), why=str(closed))
            return

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


def written(found: Quality) -> bytes:
    """What was measured, as it lies sealed."""
    return json.dumps(asdict(found)).encode()


def read(content: bytes) -> Quality:
    """The same from its bytes."""
    told = json.loads(content)
    seen = tuple(FrameFigures(**each) for each in told.get("seen", ()))
    return Quality(**told | {"lost": tuple(told["lost"]), "seen": seen})


def _pictures(file: ShotFile, made: bytes) -> Generator[CodedTriple]:
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        after = sorted(name for name in archive.namelist() if name.startswith("after/"))
        for frame, name, matte in zip(file.frames, after, file.mattes, strict=True):
            yield coded(frame), coded(archive.read(name)), pixels(matte, "L")


def pixels(png: bytes, mode: str) -> Bytes:
    """A PNG that was taken in or made here, in eight bits and a mode of Pillow's."""
    if mode == "RGB":
        return shown(coded(png))
    with Image.open(io.BytesIO(png), formats=["PNG"]) as picture:
        return np.asarray(picture.convert(mode)).copy()
