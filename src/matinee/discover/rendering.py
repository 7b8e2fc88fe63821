"""Answers as JSON, around cards that the catalogue has made already."""

from collections.abc import Iterable
from uuid import UUID

import msgspec

from matinee.catalogue.model import Shelf
from matinee.discover.model import Answer, Beginning, Facet, FoundTitle, Suggestions
from matinee.vocabulary.wording import Translate, Wording

_json = msgspec.json.Encoder().encode


def suggestions_json(found: Suggestions, locale: str, translate: Translate | None) -> bytes:
    """The body of an answer, its sentences in the language of ``locale``."""
    titles = b",".join(titles_json(found.shelf, found.titles, locale, translate))
    entries = _json(
        [
            {"kind": entry.kind, "key": entry.key, "name": entry.name, "titles": entry.titles}
            for entry in found.entries
        ]
    )
    facets = _json({name: _facets(values) for name, values in found.facets.items()})
    return b'{"query":%b,"total":%d,"titles":[%b],"entries":%b,"facets":%b}' % (
        _json(found.query),
        found.total,
        titles,
        entries,
        facets,
    )


def answer_json(
    answer: Answer, recommendation_id: UUID, locale: str, translate: Translate | None
) -> bytes:
    """The body of an answer to a description."""
    titles = b",".join(titles_json(answer.shelf, answer.titles, locale, translate))
    return (
        b'{"query":%b,"total":%d,"by_meaning":%b,"recommendation_id":%b,"titles":[%b],"facets":%b}'
        % (
            _json(answer.intent.text),
            answer.total,
            _json(answer.by_meaning),
            _json(recommendation_id),
            titles,
            _json({name: _facets(values) for name, values in answer.facets.items()}),
        )
    )


def beginning_json(offered: Beginning, locale: str, translate: Translate | None) -> bytes:
    """The body of what is offered before the first letter."""
    rising, for_you = (
        b",".join(titles_json(offered.shelf, titles, locale, translate))
        for titles in (offered.rising, offered.for_you)
    )
    return b'{"recent":%b,"rising":[%b],"for_you":[%b]}' % (_json(offered.recent), rising, for_you)


def titles_json(
    shelf: Shelf, titles: Iterable[FoundTitle], locale: str, translate: Translate | None
) -> Iterable[bytes]:
    """Each title with its place, reason and card."""
    for position, title in enumerate(titles):
        yield b'{"position":%d,"slips":%d,"reason":%b,"title":%b}' % (
            position,
            title.slips,
            _json(said(title.reason, locale, translate)),
            shelf.cards[title.row],
        )


def said(wording: Wording, locale: str, translate: Translate | None) -> str:
    """A sentence in the language of ``locale``."""
    message = wording.message if translate is None else translate(wording.message, locale)
    return message.format(**wording.arguments)


def _facets(values: Iterable[Facet]) -> list[dict[str, str | int]]:
    return [{"value": facet.value, "titles": facet.titles} for facet in values]
