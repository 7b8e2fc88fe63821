"""Short clips of a film, cut in the confined process: what previews are made of."""

import asyncio
import shutil
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from matinee.media.confinement import run_step
from matinee.media.model import CLIPS, ClipFacts, ClipOrder, WorkOrder
from matinee.media.workbench import clip_name, write_json
from matinee.vocabulary.ids import uuid7

_WALL_FACTOR = 8
"""How much longer a clip may take by the clock than by the processor."""


async def cut_clips(
    order: WorkOrder, clips: Sequence[ClipOrder], folder: Path
) -> list[tuple[bytes, ClipFacts]]:
    """Each clip as MP4; Invalid where the film gives one not. Nothing stays in ``folder``."""
    own = folder / str(uuid7(datetime.now(UTC)))
    await asyncio.to_thread(_write_orders, own, order, list(clips))
    try:
        await run_step(
            CLIPS, own, lambda _: None, wall_seconds=float(order.processor_seconds * _WALL_FACTOR)
        )
        return await asyncio.to_thread(_read, own)
    finally:
        await asyncio.to_thread(shutil.rmtree, own, ignore_errors=True)


def _write_orders(folder: Path, order: WorkOrder, clips: list[ClipOrder]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    write_json(folder / "order.json", order)
    write_json(folder / "clips.json", clips)


def _read(folder: Path) -> list[tuple[bytes, ClipFacts]]:
    made = msgspec.json.decode((folder / "made.json").read_bytes(), type=list[ClipFacts])
    return [((folder / clip_name(place)).read_bytes(), facts) for place, facts in enumerate(made)]
