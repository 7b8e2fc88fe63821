"""Ads (spots): looked into, and made fit for a programme, both in a confined process."""

import asyncio
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from matinee.foundation.blobs import Blobs
from matinee.media.confinement import run_step
from matinee.media.model import (
    SPOT,
    Conditioned,
    Ladder,
    MediaSettings,
    SpotFacts,
    SpotOrder,
    WorkOrder,
)
from matinee.media.workbench import write_json
from matinee.vocabulary.ids import uuid7

_LOOK_SECONDS = 60
_SECONDS_FLOOR = 120
_SECONDS_EACH = 10
"""Processor seconds granted for each second of an ad, in all of its sizes."""
_WALL_FACTOR = 8


class Spots:
    """What media does for those who have ads."""

    def __init__(self, blobs: Blobs, settings: MediaSettings, folder: Path) -> None:
        self._blobs = blobs
        self._settings = settings
        self._folder = folder

    async def look_into(self, path: Path) -> SpotFacts:
        """What an ad is and how loud; Invalid where it is no film."""

        def found(folder: Path) -> SpotFacts:
            return msgspec.json.decode((folder / "found.json").read_bytes(), type=SpotFacts)

        folder = await self._done(path, SpotOrder(0.0), _LOOK_SECONDS)
        try:
            return await asyncio.to_thread(found, folder)
        finally:
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)

    async def condition(
        self,
        path: Path,
        ladder: Ladder,
        *,
        seconds: float,
        store: str,
        progress: Callable[[float], None] = lambda _: None,
    ) -> Conditioned:
        """Encode an ad for a ladder and keep it under ``store`` in the blobs, its list last."""
        granted = round(_SECONDS_FLOOR + _SECONDS_EACH * seconds)
        folder = await self._done(path, SpotOrder(seconds, ladder), granted, progress)
        try:
            made = await asyncio.to_thread(_made, folder)
            names = sorted(each.name for each in (folder / "package").iterdir())
            for name in sorted(names, key=lambda each: each == "ad.m3u8"):
                await self._blobs.put(f"{store}/{name}", folder / "package" / name)
            return made
        finally:
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)

    async def _done(
        self,
        path: Path,
        order: SpotOrder,
        processor_seconds: int,
        progress: Callable[[float], None] = lambda _: None,
    ) -> Path:
        folder = self._folder / str(uuid7(datetime.now(UTC)))
        work = WorkOrder(
            film=str(path.absolute()),
            memory_bytes=self._settings.memory_bytes,
            processor_seconds=processor_seconds,
            loudness_target=self._settings.loudness_target,
            subtitles={},
        )
        await asyncio.to_thread(_write_orders, folder, work, order)
        try:
            await run_step(
                SPOT, folder, progress, wall_seconds=float(processor_seconds * _WALL_FACTOR)
            )
        except BaseException:
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
            raise
        return folder


def _write_orders(folder: Path, work: WorkOrder, order: SpotOrder) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    write_json(folder / "order.json", work)
    write_json(folder / "spot.json", order)


def _made(folder: Path) -> Conditioned:
    return msgspec.json.decode((folder / "made.json").read_bytes(), type=Conditioned)
