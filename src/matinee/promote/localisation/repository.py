"""All SQL of the queue of translations."""

from collections.abc import Sequence

from sqlalchemy import select

from matinee.foundation.database import Connection
from matinee.promote.localisation.model import Rendered, Sourced
from matinee.promote.synopses.model import ENGLISH, Purpose, TextId, TextKind, TextState
from matinee.promote.tables import texts
from matinee.promote.tastes.model import Taste
from matinee.vocabulary.ids import TitleId
from matinee.vocabulary.places import Language

_HELD = (TextState.APPROVED, TextState.PROPOSED)


async def sources(connection: Connection) -> tuple[Sourced, ...]:
    """The approved English texts, in the order in which they were written."""
    found = await connection.execute(
        select(texts.c.id, texts.c.title_id, texts.c.kind, texts.c.taste)
        .where(texts.c.language == ENGLISH, texts.c.state == TextState.APPROVED)
        .order_by(texts.c.id)
    )
    return tuple(
        Sourced(TextId(row.id), TitleId(row.title_id), _purpose(row.kind, row.taste))
        for row in found
    )


async def translations(
    connection: Connection, languages: Sequence[Language]
) -> tuple[Rendered, ...]:
    """The translations that are open or approved, in the order in which they were written."""
    source = texts.alias()
    found = await connection.execute(
        select(
            texts.c.id,
            texts.c.title_id,
            texts.c.kind,
            texts.c.taste,
            texts.c.language,
            texts.c.state,
            texts.c.translates,
            source.c.state.label("source_state"),
        )
        .join(source, source.c.id == texts.c.translates)
        .where(texts.c.state.in_(_HELD), texts.c.language.in_(languages))
        .order_by(texts.c.id)
    )
    return tuple(
        Rendered(
            TextId(row.id),
            TitleId(row.title_id),
            _purpose(row.kind, row.taste),
            Language(row.language),
            TextState(row.state),
            TextId(row.translates),
            row.source_state == TextState.APPROVED,
        )
        for row in found
    )


def _purpose(kind: str, taste: str | None) -> Purpose:
    return Purpose(TextKind(kind), None if taste is None else Taste(taste))
