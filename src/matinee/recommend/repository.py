"""All SQL of recommendation."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from matinee.foundation.database import Connection
from matinee.recommend.model import Figures, ModelVersion, Verdict
from matinee.recommend.tables import live, models


class RecommendRepository:
    """SQL on the schema ``recommend``."""

    async def add(self, connection: Connection, version: ModelVersion) -> None:
        """Record a training."""
        await connection.execute(
            insert(models).values(
                version=version.version,
                made_at=version.made_at,
                until=version.until,
                events=version.events,
                members=version.members,
                titles=version.titles,
                size_bytes=version.size_bytes,
                seconds=version.seconds,
                figures=asdict(version.figures),
                settings=dict(version.settings),
                accepted=version.verdict.accepted,
                reason=version.verdict.reason,
                erasures=version.erasures,
                manifest_sha256=version.manifest_sha256,
                files=version.files,
            )
        )

    async def live_version(self, connection: Connection) -> str | None:
        """The version that serves, or None before the first."""
        return (await connection.execute(select(live.c.version))).scalar_one_or_none()

    async def locked_live_version(self, connection: Connection) -> str | None:
        """The same, and until the transaction ends nobody else changes it."""
        found = await connection.execute(select(live.c.version).with_for_update())
        return found.scalar_one_or_none()

    async def version(self, connection: Connection, version: str) -> ModelVersion | None:
        """One training."""
        found = (await connection.execute(_versions().where(models.c.version == version))).first()
        return None if found is None else _of(found)

    async def versions(self, connection: Connection, *, limit: int) -> tuple[ModelVersion, ...]:
        """Trainings, the newest first."""
        found = await connection.execute(_versions().order_by(models.c.made_at.desc()).limit(limit))
        return tuple(map(_of, found))

    async def serviceable(self, connection: Connection) -> tuple[ModelVersion, ...]:
        """Accepted versions whose files are there: live first, then by when they last served."""
        found = await connection.execute(
            _versions()
            .where(models.c.accepted, models.c.files)
            .order_by(
                live.c.version.is_(None),
                models.c.served_at.desc().nulls_last(),
                models.c.made_at.desc(),
            )
        )
        return tuple(map(_of, found))

    async def serve(self, connection: Connection, version: str, *, at: datetime) -> None:
        """Point to the version."""
        await connection.execute(
            update(models).where(models.c.version == version).values(served_at=at)
        )
        pointed = upsert(live).values(id=1, version=version)
        await connection.execute(
            pointed.on_conflict_do_update(index_elements=[live.c.id], set_={"version": version})
        )

    async def serve_nothing(self, connection: Connection) -> None:
        """Point to no version."""
        await connection.execute(delete(live))

    async def without_files(self, connection: Connection, versions: Sequence[str]) -> None:
        """Note that the files of these versions are gone."""
        await connection.execute(
            update(models).where(models.c.version.in_(versions)).values(files=False)
        )


def _versions() -> Select[Any]:
    return select(models, live.c.version.is_not(None).label("live")).select_from(
        models.outerjoin(live, live.c.version == models.c.version)
    )


def _of(row: Row[Any]) -> ModelVersion:
    return ModelVersion(
        version=row.version,
        made_at=row.made_at,
        until=row.until,
        events=row.events,
        members=row.members,
        titles=row.titles,
        size_bytes=row.size_bytes,
        seconds=row.seconds,
        figures=Figures(**row.figures),
        verdict=Verdict(row.accepted, row.reason),
        erasures=row.erasures,
        manifest_sha256=row.manifest_sha256,
        live=row.live,
        served=row.served_at is not None,
        files=row.files,
        settings=row.settings,
    )
