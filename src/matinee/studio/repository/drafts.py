"""Drafts with their scenes and elements."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, func, insert, select, text, update

from matinee.foundation.database import Connection
from matinee.studio.breakdown.model import BY_KEY, Duty, Found, Method
from matinee.studio.model import Draft, DraftState, Element, Recognition, SceneRow
from matinee.studio.tables import drafts, elements, scenes


async def hold(connection: Connection, production: UUID) -> None:
    """Wait until nobody else adds to this production's drafts or decides on them."""
    await connection.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 16))"),
        {"key": f"studio {production}"},
    )


async def next_number(connection: Connection, production: UUID) -> int:
    """The number of a production's next draft."""
    most = select(func.coalesce(func.max(drafts.c.number), 0)).where(
        drafts.c.production == production
    )
    return (await connection.execute(most)).scalar_one() + 1


async def add(connection: Connection, draft: Draft) -> None:
    """Write a draft down."""
    await connection.execute(
        insert(drafts).values(
            id=draft.id,
            production=draft.production,
            number=draft.number,
            name=draft.name,
            blob=draft.blob,
            added_at=draft.added_at,
            added_by=draft.added_by,
            state=draft.state.value,
            title=draft.title,
            source=draft.source,
            scenes=draft.scenes,
            eighths=draft.eighths,
            failure=draft.failure,
            previous=draft.previous,
            recognition=None if draft.recognition is None else asdict(draft.recognition),
        )
    )


async def change(connection: Connection, draft: UUID, **values: Any) -> None:
    """Change some columns of a draft."""
    await connection.execute(update(drafts).where(drafts.c.id == draft).values(**values))


async def one(connection: Connection, draft: UUID) -> Draft | None:
    """A draft by its id."""
    row = (await connection.execute(select(drafts).where(drafts.c.id == draft))).first()
    return None if row is None else _draft(row)


async def listed(connection: Connection, productions: Collection[UUID] | None) -> list[Draft]:
    """Drafts of some productions, or of all; the newest of each production first."""
    statement = select(drafts).order_by(drafts.c.production, drafts.c.number.desc())
    if productions is not None:
        statement = statement.where(drafts.c.production.in_(productions))
    return [_draft(row) for row in await connection.execute(statement)]


async def newest_ready(connection: Connection, production: UUID, before: int) -> Draft | None:
    """The last analysed draft of a production before a number."""
    found = await connection.execute(
        select(drafts)
        .where(
            drafts.c.production == production,
            drafts.c.number < before,
            drafts.c.state == DraftState.READY.value,
        )
        .order_by(drafts.c.number.desc())
        .limit(1)
    )
    row = found.first()
    return None if row is None else _draft(row)


async def put_scenes(connection: Connection, draft: UUID, rows: Sequence[SceneRow]) -> None:
    """Replace a draft's scenes."""
    await connection.execute(delete(scenes).where(scenes.c.draft == draft))
    if rows:
        await connection.execute(insert(scenes), [_scene_values(draft, row) for row in rows])


async def scenes_of_draft(connection: Connection, draft: UUID) -> tuple[SceneRow, ...]:
    """A draft's scenes in order."""
    found = await connection.execute(
        select(scenes).where(scenes.c.draft == draft).order_by(scenes.c.place)
    )
    return tuple(_scene(row) for row in found)


async def put_elements(connection: Connection, draft: UUID, rows: Sequence[Element]) -> None:
    """Replace a draft's elements."""
    await connection.execute(delete(elements).where(elements.c.draft == draft))
    if rows:
        await connection.execute(insert(elements), [_element_values(draft, row) for row in rows])


async def elements_of_draft(connection: Connection, draft: UUID) -> tuple[Element, ...]:
    """A draft's elements by scene, category and place on the page."""
    found = await connection.execute(select(elements).where(elements.c.draft == draft))
    rows = [_element(row) for row in found]
    return tuple(sorted(rows, key=lambda row: _order(row.found)))


def _order(one: Found) -> tuple[int, int, int, int, str]:
    return one.scene, one.category.ucid, one.implied, one.element, one.name.lower()


def _draft(row: Row[Any]) -> Draft:
    return Draft(
        id=row.id,
        production=row.production,
        number=row.number,
        name=row.name,
        blob=row.blob,
        added_at=row.added_at,
        added_by=row.added_by,
        state=DraftState(row.state),
        title=row.title,
        source=row.source,
        scenes=row.scenes,
        eighths=row.eighths,
        failure=row.failure,
        previous=row.previous,
        recognition=None if row.recognition is None else Recognition(**row.recognition),
    )


def _scene_values(draft: UUID, row: SceneRow) -> dict[str, Any]:
    return {
        "draft": draft,
        "place": row.place,
        "number": row.number,
        "heading": row.heading,
        "side": row.side,
        "light": row.light,
        "location": row.location,
        "set_name": row.set_name,
        "day": row.day,
        "eighths": row.eighths,
        "page": row.page,
        "line": row.line,
        "words": row.words,
        "speaking": list(row.speaking),
        "silent": list(row.silent),
        "traits": list(row.traits),
        "duties": [duty.value for duty in row.duties],
    }


def _scene(row: Row[Any]) -> SceneRow:
    return SceneRow(
        place=row.place,
        number=row.number,
        heading=row.heading,
        side=row.side,
        light=row.light,
        location=row.location,
        set_name=row.set_name,
        day=row.day,
        eighths=row.eighths,
        page=row.page,
        line=row.line,
        words=row.words,
        speaking=tuple(row.speaking),
        silent=tuple(row.silent),
        traits=tuple(row.traits),
        duties=tuple(Duty(duty) for duty in row.duties),
    )


def _element_values(draft: UUID, row: Element) -> dict[str, Any]:
    one = row.found
    return {
        "id": row.id,
        "draft": draft,
        "scene": one.scene,
        "category": one.category.key,
        "name": one.name,
        "paragraph": one.element,
        "start": one.start,
        "end": one.end,
        "line": one.line,
        "implied": one.implied,
        "confidence": one.confidence,
        "why": one.why,
        "method": one.method.value,
        "head": one.head,
        "decided": row.decided,
    }


def _element(row: Row[Any]) -> Element:
    found = Found(
        scene=row.scene,
        category=BY_KEY[row.category],
        name=row.name,
        element=row.paragraph,
        start=row.start,
        end=row.end,
        line=row.line,
        implied=row.implied,
        confidence=row.confidence,
        why=row.why,
        method=Method(row.method),
        head=row.head,
    )
    return Element(row.id, found, row.decided)
