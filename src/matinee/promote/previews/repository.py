"""All SQL of previews."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from matinee.foundation.database import Connection
from matinee.media.model import FilmId
from matinee.promote.previews.choosing import Piece
from matinee.promote.previews.model import (
    KeptBack,
    Made,
    Preview,
    PreviewId,
    PreviewState,
    Run,
    Verdict,
)
from matinee.promote.tables import kept_back, preview_runs, preview_verdicts, previews
from matinee.vocabulary.ids import TitleId


async def begin(connection: Connection, run: Run, chosen: Sequence[Preview]) -> None:
    """Note what was chosen of a film, in place of what nobody has made yet."""
    await connection.execute(
        delete(previews).where(previews.c.film_id == run.film_id, previews.c.made.is_(None))
    )
    values = asdict(run)
    await connection.execute(
        upsert(preview_runs)
        .values(values)
        .on_conflict_do_update(index_elements=[preview_runs.c.film_id], set_=values)
    )
    if chosen:
        rows = [
            {
                "id": each.id,
                "title_id": each.title_id,
                "film_id": each.film_id,
                "place": each.place,
                "pieces": [asdict(piece) for piece in each.pieces],
                "loop": asdict(each.loop),
                "score": each.score,
                "reasons": dict(each.reasons),
                "state": each.state,
                "proposed_at": each.proposed_at,
            }
            for each in chosen
        ]
        await connection.execute(insert(previews), rows)


async def runs(connection: Connection) -> dict[FilmId, Run]:
    """How far each film is."""
    found = (await connection.execute(select(preview_runs))).mappings()
    return {FilmId(row["film_id"]): Run(**row) for row in found}


async def progress(
    connection: Connection, film: FilmId, done: float, reason: str | None = None
) -> None:
    """Note how far a film is; without a new reason the one before stays."""
    told = {"done": done} if reason is None else {"done": done, "reason": reason}
    await connection.execute(
        update(preview_runs).where(preview_runs.c.film_id == film).values(told)
    )


async def unmade(connection: Connection) -> tuple[Preview, ...]:
    """Those whose files are not there yet, film by film."""
    found = await connection.execute(
        select(previews)
        .where(previews.c.made.is_(None))
        .order_by(previews.c.proposed_at, previews.c.place)
    )
    return tuple(map(_preview, found))


async def of_film(
    connection: Connection, film: FilmId, *, hold: bool = False
) -> tuple[Preview, ...]:
    """A film's previews, the best first; with ``hold`` nobody else changes them until the end."""
    asked = select(previews).where(previews.c.film_id == film).order_by(previews.c.place)
    found = await connection.execute(asked.with_for_update() if hold else asked)
    return tuple(map(_preview, found))


async def finish(connection: Connection, preview: PreviewId, made: Made) -> bool:
    """Note that a preview's files are there; whether it is still wanted."""
    told = {name: value for name, value in asdict(made).items() if name != "at"}
    noted = await connection.execute(
        update(previews).where(previews.c.id == preview).values(made=told, made_at=made.at)
    )
    return noted.rowcount > 0


async def drop(connection: Connection, preview: PreviewId) -> None:
    """Forget a preview."""
    await connection.execute(delete(previews).where(previews.c.id == preview))


async def of_title(connection: Connection, title: TitleId) -> tuple[Preview, ...]:
    """A title's previews that are made, those of the newest film first, the best of each first."""
    return await of_titles(connection, [title])


async def of_titles(connection: Connection, titles: Collection[TitleId]) -> tuple[Preview, ...]:
    """The same of some titles."""
    found = await connection.execute(
        select(previews)
        .where(previews.c.title_id.in_(titles), previews.c.made.is_not(None))
        .order_by(previews.c.proposed_at.desc(), previews.c.place)
    )
    return tuple(map(_preview, found))


async def one(connection: Connection, preview: PreviewId, *, hold: bool = False) -> Preview | None:
    """One preview; with ``hold`` nobody else changes it until the end."""
    asked = select(previews).where(previews.c.id == preview)
    row = (await connection.execute(asked.with_for_update() if hold else asked)).first()
    return None if row is None else _preview(row)


async def on_air(connection: Connection) -> tuple[Preview, ...]:
    """Those that members may see, the last to be approved last."""
    since = (
        select(preview_verdicts.c.preview_id, func.max(preview_verdicts.c.number).label("number"))
        .where(
            preview_verdicts.c.after == PreviewState.APPROVED,
            preview_verdicts.c.undone_at.is_(None),
        )
        .group_by(preview_verdicts.c.preview_id)
        .subquery()
    )
    found = await connection.execute(
        select(previews)
        .join(since, since.c.preview_id == previews.c.id)
        .where(previews.c.state == PreviewState.APPROVED, previews.c.made.is_not(None))
        .order_by(since.c.number)
    )
    return tuple(map(_preview, found))


async def counts(connection: Connection) -> dict[FilmId, dict[PreviewState, int]]:
    """How many previews of each film stand where, of those that are made."""
    found = await connection.execute(
        select(previews.c.film_id, previews.c.state, func.count().label("held"))
        .where(previews.c.made.is_not(None))
        .group_by(previews.c.film_id, previews.c.state)
    )
    listed: dict[FilmId, dict[PreviewState, int]] = {}
    for row in found:
        listed.setdefault(FilmId(row.film_id), {})[PreviewState(row.state)] = row.held
    return listed


async def decide(
    connection: Connection, preview: Preview, after: PreviewState, *, by: str, at: datetime
) -> None:
    """Let a preview stand elsewhere, and keep who decided it."""
    await connection.execute(
        insert(preview_verdicts).values(
            preview_id=preview.id,
            title_id=preview.title_id,
            before=preview.state,
            after=after,
            by=by,
            at=at,
        )
    )
    await move(connection, preview.id, after)


async def move(connection: Connection, preview: PreviewId, state: PreviewState) -> None:
    """Let a preview stand elsewhere."""
    await connection.execute(update(previews).where(previews.c.id == preview).values(state=state))


async def last_verdict(connection: Connection, title: TitleId) -> Verdict | None:
    """The last that was not taken back."""
    found = await connection.execute(
        select(preview_verdicts)
        .where(preview_verdicts.c.title_id == title, preview_verdicts.c.undone_at.is_(None))
        .order_by(preview_verdicts.c.number.desc())
        .limit(1)
        .with_for_update()
    )
    row = found.first()
    if row is None:
        return None
    states = PreviewState(row.before), PreviewState(row.after)
    return Verdict(row.number, PreviewId(row.preview_id), *states, row.by, row.at)


async def take_back(connection: Connection, verdict: int, *, at: datetime) -> None:
    """Mark a verdict as undone; it stays on record."""
    await connection.execute(
        update(preview_verdicts).where(preview_verdicts.c.number == verdict).values(undone_at=at)
    )


async def keep_back(connection: Connection, scene: KeptBack) -> None:
    """Keep a scene back."""
    await connection.execute(upsert(kept_back).values(asdict(scene)).on_conflict_do_nothing())


async def release(connection: Connection, film: FilmId, begins: float) -> None:
    """Keep a scene back no longer."""
    await connection.execute(
        delete(kept_back).where(
            kept_back.c.film_id == film, func.abs(kept_back.c.begins - begins) < 0.001
        )
    )


async def held_back(connection: Connection, film: FilmId) -> tuple[KeptBack, ...]:
    """The scenes of a film that are kept back, in their order."""
    found = await connection.execute(
        select(kept_back).where(kept_back.c.film_id == film).order_by(kept_back.c.begins)
    )
    return tuple(KeptBack(**row) for row in found.mappings())


def _preview(row: Row[Any]) -> Preview:
    made = row.made
    return Preview(
        id=PreviewId(row.id),
        title_id=TitleId(row.title_id),
        film_id=FilmId(row.film_id),
        place=row.place,
        pieces=tuple(Piece(**each) for each in row.pieces),
        loop=Piece(**row.loop),
        score=row.score,
        reasons=row.reasons,
        state=PreviewState(row.state),
        proposed_at=row.proposed_at,
        made=made and Made(**(made | {"captions": tuple(made["captions"])}), at=row.made_at),
    )
