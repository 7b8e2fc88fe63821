"""All SQL of texts about titles."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Row, delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from matinee.foundation.database import Connection
from matinee.promote.synopses.model import (
    Draft,
    Notes,
    Origin,
    Term,
    Text,
    TextId,
    TextKind,
    TextState,
    TextVerdict,
)
from matinee.promote.tables import glossary, notes, text_verdicts, texts
from matinee.promote.tastes.model import Taste
from matinee.promote.words.model import CheckedSentence
from matinee.vocabulary.ids import TitleId
from matinee.vocabulary.places import Language


async def add(connection: Connection, added: Sequence[Text]) -> None:
    """Keep texts."""
    if added:
        await connection.execute(insert(texts), [_stored(text) for text in added])


async def of_title(connection: Connection, title: TitleId) -> tuple[Text, ...]:
    """A title's texts, the newest first."""
    found = await connection.execute(
        select(texts).where(texts.c.title_id == title).order_by(texts.c.id.desc())
    )
    return tuple(map(_text, found))


async def one(connection: Connection, text: TextId, *, hold: bool = False) -> Text | None:
    """One text; with ``hold`` nobody else changes it until the end."""
    asked = select(texts).where(texts.c.id == text)
    row = (await connection.execute(asked.with_for_update() if hold else asked)).first()
    return None if row is None else _text(row)


async def counts(connection: Connection) -> dict[TitleId, dict[TextState, int]]:
    """How many English texts of each title stand where; the title that came first is the first."""
    found = await connection.execute(
        select(texts.c.title_id, texts.c.state, func.count().label("held"))
        .where(texts.c.translates.is_(None))
        .group_by(texts.c.title_id, texts.c.state)
        .order_by(func.min(texts.c.written_at))
    )
    listed: dict[TitleId, dict[TextState, int]] = {}
    for row in found:
        listed.setdefault(TitleId(row.title_id), {})[TextState(row.state)] = row.held
    return listed


async def approved(connection: Connection, title: TitleId) -> tuple[Text, ...]:
    """The title's approved texts, the one that was written first before the others.

    A translation falls with its source once that is rejected.
    """
    source = texts.alias()
    found = await connection.execute(
        select(texts)
        .outerjoin(source, source.c.id == texts.c.translates)
        .where(
            texts.c.title_id == title,
            texts.c.state == TextState.APPROVED,
            func.coalesce(source.c.state, "") != TextState.REJECTED,
        )
        .order_by(texts.c.id)
    )
    return tuple(map(_text, found))


async def outdated(connection: Connection, text: Text) -> tuple[Text, ...]:
    """Approved translations in the place of ``text`` whose source is approved no longer."""
    source = texts.alias()
    found = await connection.execute(
        select(texts)
        .join(source, source.c.id == texts.c.translates)
        .where(
            texts.c.title_id == text.draft.title_id,
            texts.c.language == text.draft.language,
            texts.c.kind == text.draft.kind,
            texts.c.taste.is_not_distinct_from(text.draft.taste),
            texts.c.state == TextState.APPROVED,
            source.c.state != TextState.APPROVED,
        )
        .with_for_update(of=texts)
    )
    return tuple(map(_text, found))


async def move(
    connection: Connection,
    text: TextId,
    state: TextState,
    sentences: Sequence[CheckedSentence] | None = None,
) -> None:
    """Let a text stand elsewhere, with what is found of its sentences now."""
    found = {} if sentences is None else {"sentences": msgspec.to_builtins(sentences)}
    await connection.execute(update(texts).where(texts.c.id == text).values(state=state, **found))


async def note(connection: Connection, title: TitleId, verdicts: Sequence[TextVerdict]) -> None:
    """Keep who decided what."""
    rows = [
        {
            "text_id": each.text_id,
            "title_id": title,
            "act": each.act,
            "before": each.before,
            "after": each.after,
            "by": each.by,
            "at": each.at,
            "reason": each.reason,
        }
        for each in verdicts
    ]
    await connection.execute(insert(text_verdicts), rows)


async def verdicts_of(connection: Connection, title: TitleId) -> tuple[TextVerdict, ...]:
    """What was decided of a title's texts and holds, the last first."""
    found = await connection.execute(
        select(text_verdicts)
        .where(text_verdicts.c.title_id == title, text_verdicts.c.undone_at.is_(None))
        .order_by(text_verdicts.c.number.desc())
    )
    return tuple(
        TextVerdict(
            TextId(row.text_id),
            row.act,
            TextState(row.before),
            TextState(row.after),
            row.by,
            row.at,
            row.reason,
        )
        for row in found
    )


async def take_back(
    connection: Connection, title: TitleId, *, at: datetime
) -> tuple[tuple[TextId, TextState], ...]:
    """Mark the last act as undone, which stays on record: its texts and where they stood before."""
    last = (
        select(text_verdicts.c.act)
        .where(text_verdicts.c.title_id == title, text_verdicts.c.undone_at.is_(None))
        .order_by(text_verdicts.c.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    found = await connection.execute(
        update(text_verdicts)
        .where(text_verdicts.c.act == last, text_verdicts.c.undone_at.is_(None))
        .values(undone_at=at)
        .returning(text_verdicts.c.text_id, text_verdicts.c.before)
    )
    return tuple((TextId(row.text_id), TextState(row.before)) for row in found)


async def notes_on(connection: Connection, title: TitleId) -> Notes:
    """What the programmer noted of a title."""
    row = (await connection.execute(select(notes).where(notes.c.title_id == title))).first()
    return Notes() if row is None else Notes(row.text, row.by, row.at)


async def put_notes(connection: Connection, title: TitleId, written: Notes) -> None:
    """Let these be the notes on a title."""
    said = {"text": written.text, "by": written.by, "at": written.at}
    await connection.execute(
        upsert(notes)
        .values(title_id=title, **said)
        .on_conflict_do_update(index_elements=[notes.c.title_id], set_=said)
    )


async def terms(connection: Connection, title: TitleId, language: Language) -> tuple[Term, ...]:
    """How the title's names stand in a language, in their order."""
    found = await connection.execute(
        select(glossary)
        .where(glossary.c.title_id == title, glossary.c.language == language)
        .order_by(glossary.c.term)
    )
    return tuple(Term(title, language, row.term, tuple(row.forms), row.by, row.at) for row in found)


async def put_term(connection: Connection, term: Term) -> None:
    """Let a name stand so; without forms, as nothing had been said of it."""
    key = {"title_id": term.title_id, "language": term.language, "term": term.term}
    if not term.forms:
        same = [glossary.c[name] == value for name, value in key.items()]
        await connection.execute(delete(glossary).where(*same))
        return
    said = {"forms": list(term.forms), "by": term.by, "at": term.at}
    await connection.execute(
        upsert(glossary)
        .values(**key, **said)
        .on_conflict_do_update(index_elements=list(key), set_=said)
    )


def _stored(text: Text) -> dict[str, Any]:
    draft = text.draft
    return {
        "id": text.id,
        "title_id": draft.title_id,
        "language": draft.language,
        "kind": draft.kind,
        "text": draft.text,
        "origin": draft.origin,
        "writer": draft.writer,
        "licence": draft.licence,
        "follows": draft.follows,
        "sentences": msgspec.to_builtins(text.sentences),
        "state": text.state,
        "written_at": text.written_at,
        "translates": draft.translates,
        "output_id": draft.output,
        "taste": draft.taste,
    }


def _text(row: Row[Any]) -> Text:
    draft = Draft(
        title_id=TitleId(row.title_id),
        language=Language(row.language),
        kind=TextKind(row.kind),
        text=row.text,
        origin=Origin(row.origin),
        writer=row.writer,
        licence=row.licence,
        follows=None if row.follows is None else TextId(row.follows),
        translates=None if row.translates is None else TextId(row.translates),
        output=row.output_id,
        taste=None if row.taste is None else Taste(row.taste),
    )
    sentences = msgspec.convert(row.sentences, tuple[CheckedSentence, ...])
    return Text(TextId(row.id), draft, sentences, TextState(row.state), row.written_at)
