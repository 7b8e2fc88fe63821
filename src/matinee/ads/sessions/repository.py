"""SQL of watch sessions and what their breaks were filled with."""

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from matinee.ads.sessions.model import SessionPod, WatchSession
from matinee.ads.tables import session_pods, watch_sessions
from matinee.foundation.database import Connection
from matinee.vocabulary.ids import ProfileId, TitleId


async def add(connection: Connection, session: WatchSession) -> None:
    """Keep one that begins."""
    row = {
        "id": session.id,
        "session": msgspec.to_builtins(session),
        "begun_at": session.begun_at,
        "profile_id": session.profile,
        "title_id": session.title,
    }
    await connection.execute(insert(watch_sessions).values(row))


async def session(connection: Connection, session_id: UUID, since: datetime) -> WatchSession | None:
    """One that was begun since then."""
    asked = select(watch_sessions.c.session).where(
        watch_sessions.c.id == session_id, watch_sessions.c.begun_at >= since
    )
    row = (await connection.execute(asked)).first()
    return None if row is None else msgspec.convert(row.session, WatchSession, strict=False)


async def latest(
    connection: Connection, profile: ProfileId, title: TitleId, since: datetime
) -> WatchSession | None:
    """The one that a profile began last with a title, if that was since then."""
    asked = (
        select(watch_sessions.c.session)
        .where(
            watch_sessions.c.profile_id == profile,
            watch_sessions.c.title_id == title,
            watch_sessions.c.begun_at >= since,
        )
        .order_by(watch_sessions.c.begun_at.desc())
        .limit(1)
    )
    row = (await connection.execute(asked)).first()
    return None if row is None else msgspec.convert(row.session, WatchSession, strict=False)


async def lock(connection: Connection, session_id: UUID) -> bool:
    """Keep others from filling its breaks until the transaction ends; False where it is gone."""
    asked = select(watch_sessions.c.id).where(watch_sessions.c.id == session_id)
    return (await connection.execute(asked.with_for_update())).first() is not None


async def pods(connection: Connection, session_id: UUID) -> dict[int, SessionPod]:
    """The breaks that were filled, by place."""
    found = await connection.execute(
        select(session_pods.c.place, session_pods.c.pod)
        .where(session_pods.c.session_id == session_id)
        .order_by(session_pods.c.place)
    )
    return {row.place: msgspec.convert(row.pod, SessionPod, strict=False) for row in found}


async def put_pod(connection: Connection, session_id: UUID, place: int, pod: SessionPod) -> None:
    """What a break was filled with; it stays so."""
    row = {"session_id": session_id, "place": place, "pod": msgspec.to_builtins(pod)}
    await connection.execute(insert(session_pods).values(row))


async def forget(connection: Connection, before: datetime) -> None:
    """Remove those that were begun before then, and their breaks."""
    await connection.execute(delete(watch_sessions).where(watch_sessions.c.begun_at < before))


async def forget_profile(connection: Connection, profile: ProfileId) -> None:
    """Remove those that a profile began, and their breaks."""
    await connection.execute(delete(watch_sessions).where(watch_sessions.c.profile_id == profile))
