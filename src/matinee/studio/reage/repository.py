"""All SQL on shots that are re-aged, on their renders, and on what lies sealed of them."""

from collections.abc import Collection, Sequence
from dataclasses import astuple, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from matinee.foundation.database import Connection
from matinee.generation.service import Retouch
from matinee.studio.model import WorkState
from matinee.studio.reage.approval import Verdict, Word
from matinee.studio.reage.model import Render, SealedName, Shot
from matinee.studio.reage.turnover import Turnover
from matinee.studio.tables import renders, sealed_work, shot_verdicts, shots

_TURNOVER = ("rate", "starts_at", "reel", "head", "tail")
_RUNNING = (WorkState.WAITING, WorkState.RUNNING)


async def add_shot(connection: Connection, shot: Shot) -> None:
    """Write a shot down."""
    values = {name: getattr(shot, name) for name in Shot.__slots__ if name != "turnover"}
    await connection.execute(insert(shots).values(**values | {"keys": list(shot.keys)}))


async def turn_over(connection: Connection, identifier: UUID, turnover: Turnover) -> None:
    """Write down where a shot lies in what was filmed."""
    told = dict(zip(_TURNOVER, astuple(turnover), strict=True))
    await connection.execute(update(shots).where(shots.c.id == identifier).values(**told))


async def shots_of(
    connection: Connection,
    *,
    productions: Collection[UUID] | None = None,
    performers: Collection[UUID] | None = None,
) -> list[Shot]:
    """Those of these productions or performers (neither: all), the newest first."""
    query = select(shots).order_by(shots.c.added_at.desc(), shots.c.id)
    if productions is not None:
        query = query.where(shots.c.production.in_(productions))
    if performers is not None:
        query = query.where(shots.c.performer.in_(performers))
    return [_shot(row) for row in await connection.execute(query)]


async def shot(connection: Connection, identifier: UUID) -> Shot | None:
    """One shot as it stands."""
    row = (await connection.execute(select(shots).where(shots.c.id == identifier))).first()
    return None if row is None else _shot(row)


async def shots_by_hash(
    connection: Connection, production: UUID, digests: Collection[str]
) -> list[Shot]:
    """The shots of a production whose files have one of these hashes, the oldest first."""
    query = select(shots).where(shots.c.production == production, shots.c.sha256.in_(digests))
    order = query.order_by(shots.c.added_at, shots.c.id)
    return [_shot(row) for row in await connection.execute(order)]


async def end_shot(connection: Connection, identifier: UUID, *, at: datetime, why: str) -> None:
    """Note that a shot has lost its pictures."""
    ending = update(shots).where(shots.c.id == identifier, shots.c.ended_at.is_(None))
    await connection.execute(ending.values(ended_at=at, ended_because=why))


async def add_render(connection: Connection, render: Render) -> None:
    """Write a render down."""
    values = {name: getattr(render, name) for name in Render.__slots__}
    retouch, ages = values.pop("retouch"), values.pop("ages")
    told = {"retouch": retouch and retouch.told(), "ages": ages}
    values["asked"] = {name: each for name, each in told.items() if each} or None
    await connection.execute(insert(renders).values(**values))


async def render(connection: Connection, identifier: UUID) -> Render | None:
    """One render as it stands."""
    row = (await connection.execute(select(renders).where(renders.c.id == identifier))).first()
    return None if row is None else _render(row)


async def renders_of(connection: Connection, shot_ids: Sequence[UUID]) -> list[Render]:
    """The renders of some shots, the newest first."""
    query = select(renders).where(renders.c.shot.in_(shot_ids))
    found = await connection.execute(query.order_by(renders.c.asked_at.desc(), renders.c.id))
    return [_render(row) for row in found]


async def begin(connection: Connection, identifier: UUID) -> Render | None:
    """Count an attempt at a render that has not ended; None where it has."""
    begun = (
        update(renders)
        .where(renders.c.id == identifier, renders.c.state.in_(_RUNNING))
        .values(state=WorkState.RUNNING, attempts=renders.c.attempts + 1)
        .returning(renders)
    )
    row = (await connection.execute(begun)).first()
    return None if row is None else _render(row)


async def note(connection: Connection, identifier: UUID, stage: str, done: int, of: int) -> bool:
    """Write down how far a render is; whether it is to stop."""
    noted = (
        update(renders)
        .where(renders.c.id == identifier)
        .values(stage=stage, done=done, of=of)
        .returning(renders.c.stopping)
    )
    return bool((await connection.execute(noted)).scalar_one())


async def end_render(
    connection: Connection,
    identifier: UUID,
    state: WorkState,
    *,
    at: datetime,
    output: UUID | None = None,
    failure: str | None = None,
) -> None:
    """Write down what became of a render, unless that stands already."""
    ended = update(renders).where(renders.c.id == identifier, renders.c.state.in_(_RUNNING))
    await connection.execute(ended.values(state=state, output=output, failure=failure, ended_at=at))


async def ask_to_stop(connection: Connection, identifier: UUID) -> bool:
    """Ask a render to stop; False where it has ended."""
    asked = update(renders).where(renders.c.id == identifier, renders.c.state.in_(_RUNNING))
    return bool((await connection.execute(asked.values(stopping=True))).rowcount)


async def add_verdict(connection: Connection, verdict: Verdict) -> None:
    """Write down what was said of a render."""
    values = {name: getattr(verdict, name) for name in Verdict.__slots__}
    await connection.execute(insert(shot_verdicts).values(**values))


async def verdicts_of(connection: Connection, render_ids: Sequence[UUID]) -> list[Verdict]:
    """What was said of some renders, the newest first."""
    query = select(shot_verdicts).where(shot_verdicts.c.render.in_(render_ids))
    found = await connection.execute(
        query.order_by(shot_verdicts.c.at.desc(), shot_verdicts.c.id.desc())
    )
    verdicts = [Verdict(*row) for row in found]
    return [replace(each, word=Word(each.word)) for each in verdicts]


async def note_sealed(
    connection: Connection,
    shot_id: UUID,
    names: Sequence[str],
    *,
    at: datetime,
    render_id: UUID | None = None,
) -> None:
    """Note that something is about to lie sealed, before it does."""
    rows = [{"shot": shot_id, "name": name, "render": render_id, "kept_at": at} for name in names]
    written = upsert(sealed_work)
    again = {"render": written.excluded.render, "kept_at": at, "destroyed_at": None}
    key = [sealed_work.c.shot, sealed_work.c.name]
    await connection.execute(written.on_conflict_do_update(index_elements=key, set_=again), rows)


async def sealed(
    connection: Connection, *, shot_id: UUID | None = None, render_id: UUID | None = None
) -> list[SealedName]:
    """What lies sealed of a shot, or of one render, in the order of names."""
    query = (
        select(sealed_work.c.shot, shots.c.consent, sealed_work.c.name, shots.c.production)
        .join(shots, shots.c.id == sealed_work.c.shot)
        .where(sealed_work.c.destroyed_at.is_(None))
    )
    if shot_id is not None:
        query = query.where(sealed_work.c.shot == shot_id)
    if render_id is not None:
        query = query.where(sealed_work.c.render == render_id)
    rows = await connection.execute(query.order_by(sealed_work.c.name))
    return [SealedName(*row) for row in rows]


async def note_destroyed(connection: Connection, gone: Sequence[SealedName], at: datetime) -> None:
    """Note that it lies there no more."""
    for each in gone:
        here = (sealed_work.c.shot == each.shot) & (sealed_work.c.name == each.name)
        await connection.execute(update(sealed_work).where(here).values(destroyed_at=at))


async def holding(connection: Connection) -> list[Shot]:
    """Shots that have not ended, and ended ones of which something still lies sealed."""
    lying = select(sealed_work.c.name).where(
        sealed_work.c.shot == shots.c.id, sealed_work.c.destroyed_at.is_(None)
    )
    query = select(shots).where(or_(shots.c.ended_at.is_(None), lying.exists()))
    return [_shot(row) for row in await connection.execute(query.order_by(shots.c.id))]


def _shot(row: Row[Any]) -> Shot:
    *told, rate, start, reel, space, head, tail = tuple(row)
    shot = Shot(*told)
    turnover = None if rate is None else Turnover(rate, start, reel, head, tail)
    return replace(shot, keys=tuple(shot.keys), turnover=turnover, plate_space=space)


def _render(row: Row[Any]) -> Render:
    render = Render(*row)
    asked: dict[str, Any] = row.asked or {}
    retouch, ages = asked.get("retouch"), asked.get("ages")
    if retouch is not None:
        keyed = tuple((int(frame), float(strength)) for frame, strength in retouch["strengths"])
        numbers = {name: float(each) for name, each in retouch.items() if name != "strengths"}
        retouch = Retouch(**numbers, strengths=keyed)
    return replace(
        render, state=WorkState(render.state), retouch=retouch, ages=ages and (ages[0], ages[1])
    )
