"""Entries as rows of tables: of what two records say of one thing, the first word stands.

A field is filled only where it was empty, a list is united. The database applies the same rule to
what it holds already, so that it makes no difference where a batch ends.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from matinee.catalogue.facts import AvailabilityWindow, TitleKind
from matinee.catalogue.importing.entry import Entry
from matinee.catalogue.importing.identity import KnownTitle, person_key
from matinee.vocabulary.ids import TitleId
from matinee.vocabulary.places import EVERYWHERE
from matinee.vocabulary.window import Window

Row = tuple[Any, ...]

TABLES: Mapping[str, tuple[str, ...]] = {
    "titles": (
        "id",
        "kind",
        "name",
        "year",
        "runtime_minutes",
        "original_language",
        "parent_id",
        "number",
        "known_only",
        "source",
        "marks",
    ),
    "external_ids": ("register", "value", "title_id"),
    "name_keys": ("key", "title_id"),
    "texts": (
        "title_id",
        "language",
        "name",
        "synopsis_short",
        "synopsis_long",
        "tagline",
        "licence",
    ),
    "genres": ("title_id", "genre", "place"),
    "keywords": ("title_id", "keyword", "place"),
    "countries": ("title_id", "country", "place"),
    "languages": ("title_id", "use", "language", "place"),
    "maturity": ("title_id", "territory", "board", "label", "age", "set_by"),
    "windows": ("title_id", "territory", "starts", "ends"),
    "people": ("id", "name", "reference"),
    "credits": ("title_id", "person_id", "role", "billing", "character"),
    "assets": ("title_id", "kind", "blob_key", "language"),
}
"""Tables in the order in which they may be written, with the columns of their rows."""


PLACED: Mapping[str, tuple[tuple[str, ...], str]] = {
    "genres": (("title_id",), "place"),
    "keywords": (("title_id",), "place"),
    "countries": (("title_id",), "place"),
    "languages": (("title_id", "use"), "place"),
    "credits": (("title_id", "role"), "billing"),
}
"""Lists that keep an order: which columns name a list, and which one holds the place, from 1."""


class BatchRows:
    """The rows of one batch, each thing once; ids as text, which hashes much faster than a UUID."""

    def __init__(
        self, source: str, held_windows: Iterable[tuple[UUID, AvailabilityWindow]] = ()
    ) -> None:
        self._source = source
        self._rows: dict[str, dict[Row, Row]] = {table: {} for table in TABLES}
        self._lengths: Counter[tuple[str, Row]] = Counter()
        self._windows: dict[tuple[str, str], list[Window]] = {}
        self._licensed: set[str] = set()
        self.overlapping = 0
        self.without_window: set[str] = set()
        for title_id, held in held_windows:
            self._hold(str(title_id), held)

    def of(self, table: str) -> Sequence[Row]:
        """The rows of ``table``, in the order of :data:`TABLES`' columns."""
        if table != "titles":
            return tuple(self._rows[table].values())
        return tuple((*row[:-1], json.dumps(row[-1])) for row in self._rows[table].values())

    def keys(
        self, title_id: TitleId, ids: Iterable[tuple[str, str]], name_keys: Iterable[str]
    ) -> None:
        """Note the keys that have become a title's own."""
        for register, value in ids:
            self._first("external_ids", (register, value), (str(title_id),))
        for key in name_keys:
            self._first("name_keys", (key,), (str(title_id),))

    def implied(self, title: KnownTitle, *, parent: UUID | None, number: int | None) -> None:
        """A season that no record describes; without a source, so that a record's words win."""
        row = (title.kind.value, title.name, None, None, None, parent, number, False, "", {})
        self._first("titles", (str(title.id),), row)

    def entry(
        self, entry: Entry, title: KnownTitle, *, parent: UUID | None, open_window: bool
    ) -> None:
        """Everything that ``entry`` says of ``title``."""
        identifier = str(title.id)
        self._title(entry, title, identifier, parent)
        self._lists(entry, identifier)
        for language, words in entry.texts:
            self._text((identifier, language), words)
        for credit in sorted(entry.credits, key=lambda credit: credit.billing or 0):
            person = person_key(credit.name, credit.person)
            self._first("people", (person,), (credit.name, credit.person))
            list_key, key = (identifier, credit.role), (identifier, person, credit.role)
            self._append("credits", list_key, key, credit.character)
        for window in entry.windows:
            self._window(identifier, window)
        if identifier in self._licensed or title.kind not in {TitleKind.FILM, TitleKind.SERIES}:
            return
        if open_window:
            self._window(identifier, AvailabilityWindow(EVERYWHERE, Window()))
        else:
            self.without_window.add(identifier)

    def _lists(self, entry: Entry, title_id: str) -> None:
        for table, words in (
            ("genres", entry.genres),
            ("keywords", entry.keywords),
            ("countries", entry.countries),
        ):
            for word in words:
                self._append(table, (title_id,), (title_id, word))
        for use, languages in (("audio", entry.audio), ("subtitles", entry.subtitles)):
            for language in languages:
                self._append("languages", (title_id, use), (title_id, use, language))
        set_by = entry.marks.get("maturity", self._source)
        for territory, rating in entry.maturity:
            row = (rating.board, rating.label, rating.age, set_by)
            self._first("maturity", (title_id, territory), row)
        for kind, key, language in entry.assets:
            self._first("assets", (title_id, kind, key), (language,))

    def _title(self, entry: Entry, title: KnownTitle, identifier: str, parent: UUID | None) -> None:
        record = entry.record
        given = (
            title.kind.value,
            entry.name,
            record.year,
            record.runtime_minutes,
            entry.original_language,
            parent,
            record.number,
            record.known_only,
            self._source,
            dict(entry.marks),
        )
        rows = self._rows["titles"]
        held = rows.get((identifier,))
        if held is not None:
            kind, name = held[1], held[2] if held[9] else entry.name
            filled = (
                first if first is not None else later
                for first, later in zip(held[3:8], given[2:7], strict=True)
            )
            known_only, source = held[8] and record.known_only, held[9] or self._source
            given = (kind, name, *filled, known_only, source, {**entry.marks, **held[10]})
        rows[identifier,] = (identifier, *given)

    def _window(self, title_id: str, entry: AvailabilityWindow) -> None:
        held = self._windows.get((title_id, entry.territory), [])
        if any(window.overlaps(entry.window) for window in held):
            self.overlapping += entry.window not in held
            return
        self._hold(title_id, entry)
        start, end = entry.window.start, entry.window.end
        starts: datetime | str = "-infinity" if start is None else start
        row = (title_id, entry.territory, starts, "infinity" if end is None else end)
        self._rows["windows"][row] = row

    def _hold(self, title_id: str, entry: AvailabilityWindow) -> None:
        self._windows.setdefault((title_id, entry.territory), []).append(entry.window)
        self._licensed.add(title_id)
        self.without_window.discard(title_id)

    def _append(self, table: str, list_key: Row, key: Row, *words: str) -> None:
        rows = self._rows[table]
        held = rows.get(key)
        if held is None:
            self._lengths[table, list_key] += 1
            rows[key] = (*key, self._lengths[table, list_key], *words)
        elif words:
            rows[key] = (*held[: -len(words)], *_filled(held[-len(words) :], words))

    def _first(self, table: str, key: Row, rest: Row) -> None:
        self._rows[table].setdefault(key, (*key, *rest))

    def _text(self, key: Row, words: Row) -> None:
        # Words under two licences are never mixed, since one licence is told for all of them.
        held = self._rows["texts"].get(key)
        if held is None:
            self._rows["texts"][key] = (*key, *words)
        elif held[-1] == words[-1]:
            self._rows["texts"][key] = (*key, *_filled(held[len(key) :], words))


def _filled(held: Row, words: Row) -> Row:
    return tuple(first or later for first, later in zip(held, words, strict=True))
