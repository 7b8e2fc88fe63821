"""All SQL of media."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Table, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from matinee.foundation.database import Connection
from matinee.media.model import (
    Curve,
    FaceTrack,
    Film,
    FilmId,
    FilmState,
    Scale,
    Scene,
    ShotFacts,
    Span,
    SpanKind,
    Step,
    Story,
    Upload,
)
from matinee.media.tables import (
    curves,
    face_tracks,
    films,
    scenes,
    shots,
    spans,
    steps,
    uploads,
)
from matinee.vocabulary.ids import TitleId

_PARTS: Mapping[str, Table] = {"shots": shots, "scenes": scenes, "tracks": face_tracks}


class MediaRepository:
    """SQL on the schema ``media``."""

    async def add(
        self, connection: Connection, film: Film, *, source: str, subtitles: Mapping[str, str]
    ) -> None:
        """A new film, waiting."""
        await connection.execute(
            insert(films).values(
                id=film.id,
                title_id=film.title_id,
                name=film.name,
                attribution=film.attribution,
                source=source,
                subtitles=dict(subtitles),
                state=film.state,
                step=None,
                done=0.0,
                reason="",
                bytes=film.bytes,
                added_at=film.added_at,
            )
        )

    async def film(self, connection: Connection, film: FilmId) -> Film | None:
        """One film."""
        found = (await connection.execute(select(films).where(films.c.id == film))).first()
        return None if found is None else _film(found)

    async def source(self, connection: Connection, film: FilmId) -> tuple[str, dict[str, str]]:
        """Where its file lies, and its subtitles by language."""
        columns = select(films.c.source, films.c.subtitles).where(films.c.id == film)
        source, subtitles = (await connection.execute(columns)).one()
        return source, subtitles

    async def films(self, connection: Connection, *, limit: int) -> tuple[Film, ...]:
        """The newest first."""
        found = await connection.execute(
            select(films).order_by(films.c.added_at.desc()).limit(limit)
        )
        return tuple(map(_film, found))

    async def playable(self, connection: Connection) -> tuple[FilmId, ...]:
        """All that can be played, the newest first."""
        found = await connection.scalars(
            select(films.c.id)
            .where(films.c.state == FilmState.READY)
            .order_by(films.c.added_at.desc())
        )
        return tuple(map(FilmId, found))

    async def ready_film(self, connection: Connection, title: TitleId) -> Film | None:
        """The newest of a title's films that can be played."""
        found = await connection.execute(
            select(films)
            .where(films.c.title_id == title, films.c.state == FilmState.READY)
            .order_by(films.c.ready_at.desc())
            .limit(1)
        )
        row = found.first()
        return None if row is None else _film(row)

    async def change(self, connection: Connection, film: FilmId, **values: Any) -> None:
        """Set columns of a film."""
        await connection.execute(update(films).where(films.c.id == film).values(**values))

    async def finish_step(
        self, connection: Connection, film: FilmId, step: Step, *, seconds: float, at: datetime
    ) -> None:
        """Note that a step is done; it is not done again."""
        noted = upsert(steps).values(film_id=film, step=step, seconds=seconds, finished_at=at)
        await connection.execute(
            noted.on_conflict_do_update(
                index_elements=[steps.c.film_id, steps.c.step],
                set_={"seconds": seconds, "finished_at": at},
            )
        )

    async def finished_steps(self, connection: Connection, film: FilmId) -> dict[Step, float]:
        """Which steps are done, and the seconds that each took."""
        found = await connection.execute(
            select(steps.c.step, steps.c.seconds).where(steps.c.film_id == film)
        )
        return {Step(step): seconds for step, seconds in found}

    async def put_story(self, connection: Connection, film: FilmId, story: Story) -> None:
        """Store what was found, in place of what was there."""
        for name, table in _PARTS.items():
            rows = [{"film_id": film, **asdict(each)} for each in getattr(story, name)]
            await self._replace(connection, table, film, rows)
        numbered = [
            {"film_id": film, "number": number, **asdict(span)}
            for number, span in enumerate(story.spans)
        ]
        await self._replace(connection, spans, film, numbered)
        drawn = [
            {
                "film_id": film,
                "name": name,
                "step_seconds": curve.step_seconds,
                "points": list(curve.values),
            }
            for name, curve in story.curves.items()
        ]
        await self._replace(connection, curves, film, drawn)
        await self.change(
            connection,
            film,
            integrated_lufs=story.integrated_lufs,
            loudness_range=story.loudness_range,
        )

    async def _replace(
        self, connection: Connection, table: Table, film: FilmId, rows: Sequence[dict[str, Any]]
    ) -> None:
        await connection.execute(delete(table).where(table.c.film_id == film))
        if rows:
            await connection.execute(insert(table), list(rows))

    async def story(self, connection: Connection, film: Film) -> Story:
        """What was found so far; empty before the fast pass."""

        async def rows(table: Table, key: str = "number") -> Sequence[Row[Any]]:
            asked = select(table).where(table.c.film_id == film.id).order_by(table.c[key])
            return (await connection.execute(asked)).all()

        return Story(
            seconds=film.seconds or 0.0,
            integrated_lufs=film.integrated_lufs or 0.0,
            loudness_range=film.loudness_range or 0.0,
            peak_db=0.0,
            shots=tuple(_shot(row) for row in await rows(shots)),
            scenes=tuple(
                Scene(row.number, row.begins, row.ends, row.first_shot, row.last_shot)
                for row in await rows(scenes)
            ),
            spans=tuple(
                Span(SpanKind(row.kind), row.begins, row.ends) for row in await rows(spans)
            ),
            tracks=tuple(_track(row) for row in await rows(face_tracks)),
            curves={
                row.name: Curve(row.step_seconds, tuple(row.points))
                for row in await rows(curves, "name")
            },
        )

    async def put_upload(self, connection: Connection, upload: Upload) -> None:
        """Add an upload, or note how far it has come."""
        values = asdict(upload)
        put = upsert(uploads).values(values)
        changed = {"received": upload.received, "film_id": upload.film_id}
        await connection.execute(
            put.on_conflict_do_update(index_elements=[uploads.c.id], set_=changed)
        )

    async def upload(
        self, connection: Connection, upload: UUID, *, lock: bool = False
    ) -> Upload | None:
        """One upload; with ``lock``, until the transaction ends nobody else changes it."""
        asked = select(uploads).where(uploads.c.id == upload)
        found = await connection.execute(asked.with_for_update() if lock else asked)
        row = found.mappings().first()
        return None if row is None else Upload(**row)

    async def forget_uploads(
        self, connection: Connection, *, begun_before: datetime
    ) -> tuple[UUID, ...]:
        """Remove what was begun before then and never finished; which those were."""
        gone = await connection.execute(
            delete(uploads)
            .where(uploads.c.begun_at < begun_before, uploads.c.film_id.is_(None))
            .returning(uploads.c.id)
        )
        return tuple(gone.scalars())


def _film(row: Row[Any]) -> Film:
    return Film(
        id=FilmId(row.id),
        title_id=TitleId(row.title_id),
        name=row.name,
        attribution=row.attribution,
        state=FilmState(row.state),
        step=Step(row.step) if row.step else None,
        done=row.done,
        reason=row.reason,
        bytes=row.bytes,
        seconds=row.seconds,
        width=row.width,
        height=row.height,
        added_at=row.added_at,
        started_at=row.started_at,
        ready_at=row.ready_at,
        integrated_lufs=row.integrated_lufs,
        loudness_range=row.loudness_range,
    )


def _shot(row: Row[Any]) -> ShotFacts:
    return ShotFacts(
        number=row.number,
        scene=row.scene,
        begins=row.begins,
        ends=row.ends,
        begins_by=row.begins_by,
        scale=Scale(row.scale),
        people=row.people,
        motion=row.motion,
        brightness=row.brightness,
        colourfulness=row.colourfulness,
        sharpness=row.sharpness,
        apart=row.apart,
    )


def _track(row: Row[Any]) -> FaceTrack:
    left, top, wide, high = row.box
    return FaceTrack(
        number=row.number,
        shot=row.shot,
        identity=row.identity,
        begins=row.begins,
        ends=row.ends,
        best_at=row.best_at,
        box=(left, top, wide, high),
    )
