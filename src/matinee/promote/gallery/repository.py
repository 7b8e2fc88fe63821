"""All SQL of the gallery."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, delete, func, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from matinee.foundation.database import Connection
from matinee.media.model import FilmId
from matinee.promote.gallery.model import (
    Picture,
    PictureId,
    PictureState,
    Showing,
    Terms,
    Verdict,
)
from matinee.promote.tables import pictures, showings, verdicts
from matinee.vocabulary.ids import ProfileId, TitleId
from matinee.vocabulary.places import Territory


async def add(connection: Connection, proposed: Sequence[Picture]) -> None:
    """Propose pictures."""
    if proposed:
        rows = [
            {
                "id": each.id,
                "title_id": each.title_id,
                "film_id": each.film_id,
                "place": each.place,
                "film_seconds": each.film_seconds,
                "score": each.score,
                "reasons": dict(each.reasons),
                "cuts": dict(each.cuts),
                "state": each.state,
                "proposed_at": each.proposed_at,
                "ends": each.terms.ends,
                "territories": list(each.terms.codes),
                "locked": each.terms.locked,
                "edited_from": each.edited_from,
                "edit": each.edit,
                "faces": each.faces,
            }
            for each in proposed
        ]
        await connection.execute(insert(pictures), rows)


async def of_title(connection: Connection, title: TitleId) -> tuple[Picture, ...]:
    """A title's pictures, those of the newest film first, the best of each first."""
    return await of_titles(connection, [title])


async def of_titles(connection: Connection, titles: Collection[TitleId]) -> tuple[Picture, ...]:
    """Some titles' pictures, those of the newest film first, the best of each first."""
    found = await connection.execute(
        select(pictures)
        .where(pictures.c.title_id.in_(titles))
        .order_by(pictures.c.proposed_at.desc(), pictures.c.place)
    )
    return tuple(map(_picture, found))


async def one(connection: Connection, picture: PictureId, *, hold: bool = False) -> Picture | None:
    """One picture; with ``hold`` nobody else changes it until the end."""
    asked = select(pictures).where(pictures.c.id == picture)
    row = (await connection.execute(asked.with_for_update() if hold else asked)).first()
    return None if row is None else _picture(row)


async def approved(
    connection: Connection, *, at: datetime, title: TitleId | None = None
) -> dict[TitleId, tuple[Picture, ...]]:
    """Approved pictures whose terms have not ended ``at`` then, the first to be approved first.

    Of every title, or of one; where each may be shown is for its terms to say.
    """
    since = (
        select(verdicts.c.picture_id, func.max(verdicts.c.number).label("number"))
        .where(
            verdicts.c.after == PictureState.APPROVED,
            verdicts.c.undone_at.is_(None),
            verdicts.c.terms_after.is_(None),
        )
        .group_by(verdicts.c.picture_id)
        .subquery()
    )
    asked = (
        select(pictures)
        .join(since, since.c.picture_id == pictures.c.id)
        .where(
            pictures.c.state == PictureState.APPROVED,
            or_(pictures.c.ends.is_(None), pictures.c.ends > at),
        )
        .order_by(since.c.number)
    )
    if title is not None:
        asked = asked.where(pictures.c.title_id == title)
    listed: dict[TitleId, list[Picture]] = {}
    for row in await connection.execute(asked):
        listed.setdefault(TitleId(row.title_id), []).append(_picture(row))
    return {title: tuple(each) for title, each in listed.items()}


async def uncounted(connection: Connection, *, limit: int) -> tuple[PictureId, ...]:
    """Pictures whose faces nobody has counted."""
    found = await connection.execute(
        select(pictures.c.id).where(pictures.c.faces.is_(None)).limit(limit)
    )
    return tuple(map(PictureId, found.scalars()))


async def count_faces(connection: Connection, picture: PictureId, faces: int) -> None:
    """Keep how many faces a picture shows."""
    await connection.execute(update(pictures).where(pictures.c.id == picture).values(faces=faces))


async def counts(connection: Connection) -> dict[FilmId, dict[PictureState, int]]:
    """How many pictures of each film stand where."""
    found = await connection.execute(
        select(pictures.c.film_id, pictures.c.state, func.count().label("held")).group_by(
            pictures.c.film_id, pictures.c.state
        )
    )
    listed: dict[FilmId, dict[PictureState, int]] = {}
    for row in found:
        listed.setdefault(FilmId(row.film_id), {})[PictureState(row.state)] = row.held
    return listed


async def move(connection: Connection, picture: PictureId, state: PictureState) -> None:
    """Let a picture stand elsewhere."""
    await connection.execute(update(pictures).where(pictures.c.id == picture).values(state=state))


async def limit(connection: Connection, picture: PictureId, terms: Terms) -> None:
    """Let a picture be shown on these terms."""
    await connection.execute(
        update(pictures)
        .where(pictures.c.id == picture)
        .values(ends=terms.ends, territories=list(terms.codes), locked=terms.locked)
    )


async def note(
    connection: Connection,
    picture: Picture,
    after: PictureState,
    *,
    by: str,
    at: datetime,
    terms: Terms | None = None,
) -> None:
    """Keep who decided what; ``terms`` where it was decided on what terms the picture stands."""
    await connection.execute(
        insert(verdicts).values(
            picture_id=picture.id,
            title_id=picture.title_id,
            before=picture.state,
            after=after,
            by=by,
            at=at,
            terms_before=None if terms is None else picture.terms.written,
            terms_after=None if terms is None else terms.written,
        )
    )


async def last_verdict(connection: Connection, title: TitleId) -> Verdict | None:
    """The last that was not taken back."""
    found = await connection.execute(
        select(verdicts)
        .where(verdicts.c.title_id == title, verdicts.c.undone_at.is_(None))
        .order_by(verdicts.c.number.desc())
        .limit(1)
        .with_for_update()
    )
    row = found.first()
    if row is None:
        return None
    return Verdict(
        row.number,
        PictureId(row.picture_id),
        PictureState(row.before),
        PictureState(row.after),
        row.by,
        row.at,
        _terms(row.terms_before),
        _terms(row.terms_after),
    )


async def take_back(connection: Connection, verdict: int, *, at: datetime) -> None:
    """Mark a verdict as undone; it stays on record."""
    await connection.execute(
        update(verdicts).where(verdicts.c.number == verdict).values(undone_at=at)
    )


async def showing(
    connection: Connection, title: TitleId, profile: ProfileId, day: date
) -> Showing | None:
    """What a member was given of a title that day."""
    found = await connection.execute(
        select(showings).where(
            showings.c.title_id == title,
            showings.c.profile_id == profile,
            showings.c.day == day,
        )
    )
    row = found.first()
    return None if row is None else _showing(row)


async def keep_showing(
    connection: Connection, shown: Showing, *, instead_of: PictureId | None
) -> None:
    """Keep what a member is given; what was kept first stays, unless it is of ``instead_of``."""
    values = {
        "title_id": shown.title_id,
        "profile_id": shown.profile_id,
        "day": shown.day,
        "picture_id": shown.picture_id,
        "probability": shown.probability,
        "context": list(shown.context),
        "held_out": shown.held_out,
        "at": shown.at,
    }
    kept_first = ["title_id", "profile_id", "day"]
    await connection.execute(
        upsert(showings)
        .values(values)
        .on_conflict_do_update(
            index_elements=kept_first, set_=values, where=showings.c.picture_id == instead_of
        )
    )


async def unjudged(connection: Connection, *, before: datetime, limit: int) -> tuple[Showing, ...]:
    """Showings old enough to be judged that were not, oldest first."""
    found = await connection.execute(
        select(showings)
        .where(showings.c.reward.is_(None), showings.c.at < before)
        .order_by(showings.c.at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return tuple(map(_showing, found))


async def judge(connection: Connection, shown: Showing, reward: float) -> None:
    """Keep what came of a showing."""
    await connection.execute(
        update(showings)
        .where(
            showings.c.title_id == shown.title_id,
            showings.c.profile_id == shown.profile_id,
            showings.c.day == shown.day,
        )
        .values(reward=reward)
    )


async def showings_of(connection: Connection, title: TitleId) -> tuple[Showing, ...]:
    """All that is kept of a title."""
    found = await connection.execute(select(showings).where(showings.c.title_id == title))
    return tuple(map(_showing, found))


async def forget(
    connection: Connection, *, profile: ProfileId | None = None, before: datetime | None = None
) -> None:
    """Drop the showings of a profile, or those from before a time."""
    if profile is not None:
        await connection.execute(delete(showings).where(showings.c.profile_id == profile))
    if before is not None:
        await connection.execute(delete(showings).where(showings.c.at < before))


def _picture(row: Row[Any]) -> Picture:
    return Picture(
        id=PictureId(row.id),
        title_id=TitleId(row.title_id),
        film_id=FilmId(row.film_id),
        place=row.place,
        film_seconds=row.film_seconds,
        score=row.score,
        reasons=row.reasons,
        cuts=row.cuts,
        state=PictureState(row.state),
        proposed_at=row.proposed_at,
        terms=Terms(row.ends, frozenset(map(Territory, row.territories)), row.locked),
        edited_from=None if row.edited_from is None else PictureId(row.edited_from),
        edit=row.edit,
        faces=row.faces,
    )


def _terms(kept: dict[str, Any] | None) -> Terms | None:
    if kept is None:
        return None
    ends = None if kept["ends"] is None else datetime.fromisoformat(kept["ends"])
    return Terms(ends, frozenset(map(Territory, kept["territories"])), kept.get("locked", False))


def _showing(row: Row[Any]) -> Showing:
    return Showing(
        title_id=TitleId(row.title_id),
        profile_id=ProfileId(row.profile_id),
        day=row.day,
        picture_id=PictureId(row.picture_id),
        probability=row.probability,
        context=tuple(row.context),
        held_out=row.held_out,
        at=row.at,
        reward=row.reward,
    )
