"""Media's use cases; the only door to it besides ``model``."""

import asyncio
import hashlib
import re
import shutil
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import msgspec

from matinee.errors import Invalid, NotFound
from matinee.foundation.blobs import Blobs
from matinee.foundation.database import Database
from matinee.foundation.jobs import Jobs
from matinee.foundation.lake.engine import LakeEngine
from matinee.media.admission import Admissions
from matinee.media.clips import cut_clips
from matinee.media.confinement import run_step
from matinee.media.ingest import Ingest, Progress, seconds_left
from matinee.media.model import (
    STILLS,
    ClipFacts,
    ClipOrder,
    Film,
    FilmId,
    FilmState,
    MediaSettings,
    Moments,
    Programme,
    Regard,
    Still,
    Story,
    Upload,
    WorkOrder,
)
from matinee.media.nodes import Nodes
from matinee.media.packaging.programme import read_programme
from matinee.media.packaging.subtitles import to_webvtt
from matinee.media.picture.regard import regard
from matinee.media.repository import MediaRepository
from matinee.media.spots import Spots
from matinee.media.uploads import Uploads
from matinee.media.workbench import write_json
from matinee.vocabulary.ids import TitleId, uuid7

INGEST = "media.ingest"
_ENDING = re.compile(r"\.[a-z0-9]{1,7}")
_KINDS = {
    ".m3u8": "application/vnd.apple.mpegurl",
    ".m4s": "video/iso.segment",
    ".mp4": "video/mp4",
    ".jpg": "image/jpeg",
    ".json": "application/json",
    ".vtt": "text/vtt; charset=utf-8",
}


class MediaService:
    """Films: taken in, looked into, and handed out to players."""

    def __init__(
        self,
        database: Database,
        blobs: Blobs,
        jobs: Jobs,
        settings: MediaSettings,
        home: Path,
        engine: LakeEngine | None = None,
    ) -> None:
        self._database = database
        self._blobs = blobs
        self._jobs = jobs
        self._folder = home / "films"
        self._stills = home / "stills"
        self._clips = home / "clips"
        self._repository = MediaRepository()
        nodes = Nodes(engine) if engine is not None and engine.compute.name == "ray" else None
        self._ingest = Ingest(database, blobs, settings, home / "ingest", nodes)
        self._uploads = Uploads(database, settings, home / "uploads")
        self.spots = Spots(blobs, settings, home / "spots")
        self.admissions = Admissions(
            home / "keys" / "playback.key", valid_seconds=settings.admission_seconds
        )

    async def add(
        self,
        title: TitleId,
        path: Path,
        *,
        attribution: str = "",
        subtitles: Mapping[str, Path] | None = None,
        name: str = "",
        moved: bool = False,
        by_job: bool = True,
    ) -> Film:
        """Take a file as the film of a title; a job does the rest, unless not ``by_job``.

        ``attribution`` is shown where the film plays. The file is copied (or, ``moved``, taken).
        """
        if path.is_symlink() or not path.is_file():
            raise Invalid(f"{path} is no file.", remedy="Name the film's file.", field="film")
        texts = {
            language: to_webvtt(await asyncio.to_thread(file.read_bytes))
            for language, file in (subtitles or {}).items()
        }
        now = datetime.now(UTC)
        film_id = FilmId(uuid7(now))
        source = self._folder / f"{film_id}{_ending(path)}"
        await asyncio.to_thread(_place, path, source, moved)
        film = _new(film_id, title, name or path.name, attribution, source, now)
        async with self._database.transaction() as connection:
            await self._repository.add(
                connection, film, source=str(source.absolute()), subtitles=texts
            )
            if by_job:
                await self._jobs.enqueue(connection, INGEST, {"film": str(film_id)})
        return film

    async def take_in(self, film: FilmId, progress: Progress | None = None) -> None:
        """Do what is left to do on a film: the job's work, also run by the command line."""
        await self._ingest.take_in(film, progress)

    async def film(self, film: FilmId) -> Film:
        """One film, with a guess of the time left."""
        async with self._database.reading() as connection:
            found = await self._repository.film(connection, film)
        if found is None:
            raise NotFound("There is no such film.", remedy="List the films.")
        return _timed(found)

    async def films(self, *, limit: int = 100) -> tuple[Film, ...]:
        """The newest first."""
        async with self._database.reading() as connection:
            return tuple(map(_timed, await self._repository.films(connection, limit=limit)))

    async def playable(self) -> tuple[FilmId, ...]:
        """Every film that can be played, the newest first."""
        async with self._database.reading() as connection:
            return await self._repository.playable(connection)

    async def film_of(self, title: TitleId) -> Film | None:
        """The newest film of a title that can be played, if there is one."""
        async with self._database.reading() as connection:
            return await self._repository.ready_film(connection, title)

    async def story(self, film: FilmId) -> Story:
        """What analysis has found so far."""
        known = await self.film(film)
        async with self._database.reading() as connection:
            return await self._repository.story(connection, known)

    async def source(self, film: FilmId) -> Path:
        """The file as it was given, for those who look into it again."""
        async with self._database.reading() as connection:
            return Path((await self._repository.source(connection, film))[0])

    async def digest(self, film: FilmId) -> str:
        """The SHA-256 of the file as it was given, in hexadecimal."""
        return await asyncio.to_thread(_sha256, await self.source(film))

    async def subtitles(self, film: FilmId) -> dict[str, str]:
        """Its subtitles as WebVTT, by language; empty where it has none."""
        async with self._database.reading() as connection:
            return dict((await self._repository.source(connection, film))[1])

    async def stills(
        self, film: FilmId, times: Sequence[float], *, width: int = 1920
    ) -> list[tuple[Still, bytes]]:
        """The pictures at these seconds, measured, each with its JPEG; taken in confinement."""
        if not times:
            return []
        folder = self._stills / str(uuid7(datetime.now(UTC)))
        order = await self._ingest.order(film)
        moments = Moments(sorted(times), width)
        await asyncio.to_thread(_write_orders, folder, order, moments)
        try:
            await run_step(
                STILLS, folder, lambda _: None, wall_seconds=float(order.processor_seconds * 8)
            )
            return await asyncio.to_thread(_read_stills, folder)
        finally:
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)

    async def clips(
        self, film: FilmId, orders: Sequence[ClipOrder]
    ) -> list[tuple[bytes, ClipFacts]]:
        """Stretches of the film joined to MP4, their loudness set; cut in confinement."""
        return await cut_clips(await self._ingest.order(film), orders, self._clips)

    async def regard(self, picture: bytes) -> Regard:
        """What the eye goes to in a picture of Matinee's own making; Invalid for no picture."""
        return await asyncio.to_thread(regard, picture)

    async def step_seconds(self, film: FilmId) -> dict[str, float]:
        """The steps that are done, and how long each took."""
        async with self._database.reading() as connection:
            done = await self._repository.finished_steps(connection, film)
        return {step.value: seconds for step, seconds in done.items()}

    async def file(self, film: FilmId, name: str) -> tuple[bytes, str]:
        """A file of the package, and its media type."""
        kind = _KINDS.get(Path(name).suffix)
        if kind is None or "/" in name:
            raise NotFound("There is no such file of this film.")
        return await self._blobs.get(f"films/{film}/{name}"), kind

    async def programme(self, film: FilmId) -> Programme:
        """The film's package as a player finds it; NotFound before there is one."""

        async def read(name: str) -> bytes:
            return (await self.file(film, name))[0]

        return await read_programme(read)

    async def begin_upload(
        self, title: TitleId, name: str, size: int, attribution: str = ""
    ) -> Upload:
        """Announce a film of ``size`` bytes that will arrive in pieces."""
        return await self._uploads.begin(title, name, size, attribution)

    async def upload(self, upload: UUID) -> Upload:
        """How much of it has arrived."""
        return await self._uploads.state(upload)

    async def append(self, upload: UUID, offset: int, pieces: AsyncIterator[bytes]) -> Upload:
        """Take more of it; when it is whole, it becomes a film."""
        state = await self._uploads.append(upload, offset, pieces)
        if state.received == state.bytes and state.film_id is None:
            film = await self.add(
                state.title_id,
                self._uploads.path_of(upload),
                attribution=state.attribution,
                name=state.name,
                moved=True,
            )
            await self._uploads.finish(upload, film.id)
            state = replace(state, film_id=film.id)
        return state


def _write_orders(folder: Path, order: WorkOrder, moments: Moments) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    write_json(folder / "order.json", order)
    write_json(folder / "moments.json", moments)


def _read_stills(folder: Path) -> list[tuple[Still, bytes]]:
    taken = msgspec.json.decode((folder / "stills.json").read_bytes(), type=list[Still])
    return [(still, (folder / still.file).read_bytes()) for still in taken]


def _new(
    film: FilmId, title: TitleId, name: str, attribution: str, source: Path, now: datetime
) -> Film:
    return Film(
        id=film,
        title_id=title,
        name=name,
        attribution=attribution,
        state=FilmState.WAITING,
        step=None,
        done=0.0,
        reason="",
        bytes=source.stat().st_size,
        seconds=None,
        width=None,
        height=None,
        added_at=now,
        started_at=None,
        ready_at=None,
    )


def _timed(film: Film) -> Film:
    return replace(film, left_seconds=seconds_left(film, datetime.now(UTC)))


def _ending(path: Path) -> str:
    """A file's ending where it is letters and digits; some readers take others for a pattern."""
    return found[0] if (found := _ENDING.fullmatch(path.suffix.lower())) else ""


def _place(path: Path, target: Path, moved: bool) -> None:
    """Under its own name only once it is whole."""
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(target.name + ".partial")
    if moved:
        path.replace(target)
        return
    shutil.copyfile(path, partial)
    partial.replace(target)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
