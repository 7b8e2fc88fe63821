"""Taking in a film, step by step: what is done is noted, and not done again after a stop."""

import asyncio
import shutil
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from matinee.errors import Invalid, NotFound
from matinee.foundation.blobs import Blobs
from matinee.foundation.database import Database
from matinee.media.confinement import run_step
from matinee.media.model import (
    EXPECTED_SHARE,
    Film,
    FilmId,
    FilmState,
    MediaSettings,
    Step,
    WorkOrder,
)
from matinee.media.nodes import Nodes
from matinee.media.repository import MediaRepository
from matinee.media.workbench import read_facts, read_story, write_json

Progress = Callable[[Step, float], None]
_TOLD_EVERY_SECONDS = 2.0
_PROBE_SECONDS = 60
_WALL_FACTOR = 8
"""Wall time granted for each granted second of the processor: machines are shared."""


class Ingest:
    """One film's way from a file to a title that streams."""

    def __init__(
        self,
        database: Database,
        blobs: Blobs,
        settings: MediaSettings,
        folder: Path,
        nodes: Nodes | None = None,
    ) -> None:
        self._database = database
        self._blobs = blobs
        self._settings = settings
        self._folder = folder
        self._nodes = nodes
        self._repository = MediaRepository()

    def folder_of(self, film: FilmId) -> Path:
        """Where its steps leave their files."""
        return self._folder / str(film)

    async def take_in(self, film_id: FilmId, progress: Progress | None = None) -> None:
        """Do the steps that are not done yet; a film that cannot be taken is marked as refused."""
        async with self._database.reading() as connection:
            film = await self._repository.film(connection, film_id)
            done = await self._repository.finished_steps(connection, film_id)
        if film is None:
            raise NotFound("There is no such film.")
        if film.state in {FilmState.READY, FilmState.REFUSED}:
            return
        await self._change(film_id, state=FilmState.WORKING, started_at=film.started_at or _now())
        try:
            for step in Step:
                if step not in done:
                    await self._do(film_id, step, progress)
        except Invalid as refusal:
            reason = f"{refusal.sentence} {refusal.remedy}".strip()
            await self._change(film_id, state=FilmState.REFUSED, reason=reason, step=None)
            await asyncio.to_thread(shutil.rmtree, self.folder_of(film_id), ignore_errors=True)
            raise
        await self._change(
            film_id, state=FilmState.READY, ready_at=_now(), step=None, done=1.0, reason=""
        )
        await asyncio.to_thread(shutil.rmtree, self.folder_of(film_id), ignore_errors=True)

    async def _do(self, film_id: FilmId, step: Step, progress: Progress | None) -> None:
        began = time.monotonic()
        await self._change(film_id, step=step, done=_before(step))
        if step is Step.PUBLISH:
            await self._publish(film_id)
        else:
            await self._confined(film_id, step, progress)
        async with self._database.transaction() as connection:
            await self._keep(film_id, step)
            if step in {Step.FAST, Step.FULL}:
                story = await asyncio.to_thread(
                    read_story, self.folder_of(film_id) / f"{step}.json"
                )
                await self._repository.put_story(connection, film_id, story)
                await self._repository.change(connection, film_id, seconds=story.seconds)
            await self._repository.finish_step(
                connection, film_id, step, seconds=time.monotonic() - began, at=_now()
            )

    async def _keep(self, film_id: FilmId, step: Step) -> None:
        if step is Step.PROBE:
            facts = await asyncio.to_thread(read_facts, self.folder_of(film_id))
            await self._change(
                film_id, seconds=facts.seconds, width=facts.width, height=facts.height
            )

    async def _confined(self, film_id: FilmId, step: Step, progress: Progress | None) -> None:
        folder = self.folder_of(film_id)
        order = await self.order(film_id, step)
        await asyncio.to_thread(_write_order, folder, order)
        latest = [0.0]

        def told(share: float) -> None:
            latest[0] = share
            if progress:
                progress(step, _before(step) + share * EXPECTED_SHARE[step])

        noting = asyncio.create_task(self._note(film_id, step, latest))
        wall_seconds = float(order.processor_seconds * _WALL_FACTOR)
        try:
            if step is Step.FULL and self._nodes is not None:
                await self._nodes.measure(folder, order, told, wall_seconds=wall_seconds)
            await run_step(step, folder, told, wall_seconds=wall_seconds)
        finally:
            noting.cancel()

    async def order(self, film_id: FilmId, step: Step | None = None) -> WorkOrder:
        """What a process that works on a film is told and granted."""
        async with self._database.reading() as connection:
            source, subtitles = await self._repository.source(connection, film_id)
            film = await self._repository.film(connection, film_id)
        seconds = film.seconds if film and film.seconds else 0.0
        granted = self._settings.processor_seconds_floor + self._settings.processor_ratio * seconds
        return WorkOrder(
            film=source,
            memory_bytes=self._settings.memory_bytes,
            processor_seconds=_PROBE_SECONDS if step is Step.PROBE else round(granted),
            loudness_target=self._settings.loudness_target,
            subtitles=subtitles,
        )

    async def _note(self, film_id: FilmId, step: Step, latest: list[float]) -> None:
        while True:
            await asyncio.sleep(_TOLD_EVERY_SECONDS)
            await self._change(film_id, done=_before(step) + latest[0] * EXPECTED_SHARE[step])

    async def _publish(self, film_id: FilmId) -> None:
        """Put the package into the store, the playlist that names it all last."""
        package = self.folder_of(film_id) / "package"
        names = sorted(path.name for path in package.iterdir() if path.is_file())
        for name in [*(each for each in names if each != "film.m3u8"), "film.m3u8"]:
            await self._blobs.put(f"films/{film_id}/{name}", package / name)

    async def _change(self, film_id: FilmId, **values: object) -> None:
        async with self._database.transaction() as connection:
            await self._repository.change(connection, film_id, **values)


def seconds_left(film: Film, now: datetime) -> float | None:
    """By what has been done so far; None before there is anything to go by."""
    if film.state is not FilmState.WORKING or film.started_at is None or film.done < 0.02:
        return None
    return (now - film.started_at).total_seconds() * (1 - film.done) / film.done


def _before(step: Step) -> float:
    order = list(Step)
    return sum(EXPECTED_SHARE[each] for each in order[: order.index(step)])


def _write_order(folder: Path, order: WorkOrder) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    write_json(folder / "order.json", order)


def _now() -> datetime:
    return datetime.now(UTC)
