"""Titles from CSV: one title a line, lists within a cell parted by ``|``."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from matinee.catalogue.importing.items import LONGEST_LINE, Item, Lines, opened, reason_of
from matinee.catalogue.importing.record import TitleRecord
from matinee.errors import Invalid

_PLAIN = (
    "name",
    "kind",
    "year",
    "runtime_minutes",
    "original_language",
    "parent",
    "season",
    "number",
    "known_only",
)
_LISTS = ("genres", "keywords", "countries", "audio", "subtitles")
_REGISTERS = ("imdb", "tmdb", "wikidata")
_TEXTS = ("synopsis_short", "synopsis_long", "tagline", "licence")
_ROLES = {"directors": "director", "writers": "writer", "cast": "cast"}
COLUMNS = (
    *_PLAIN,
    *_REGISTERS,
    "external_ids",
    *_LISTS,
    "maturity",
    "windows",
    "text_language",
    *_TEXTS,
    *_ROLES,
)
"""Every column that a file may have; ``name`` is the one it must have."""
_MOST_LINES = 100


def csv_titles(path: Path) -> Iterator[Item]:
    """The records of a CSV file; a wrong header is refused before any record is read."""
    with opened(path) as file:
        lines = Lines(file)
        first = lines.next()
        header = _header(first[1] if first else b"", path)
        while (record := _logical_line(lines, columns=len(header))) is not None:
            number, text, cells, reason = record
            if not text.strip():
                continue
            if reason:
                yield Item(number, None, text[:LONGEST_LINE], lines.read, "", reason)
                continue
            field = ""
            try:
                given = dict(zip(header, cells, strict=True))
                yield Item(number, _record(given), text, lines.read)
            except msgspec.ValidationError as failure:
                field, reason = reason_of(failure)
                yield Item(number, None, text, lines.read, field, reason)
            except Invalid as refused:
                yield Item(number, None, text, lines.read, refused.field or "", str(refused))


def _header(line: bytes, path: Path) -> Sequence[str]:
    text = line.decode("utf-8", "replace").strip("\r\n")
    try:
        names = [name.strip() for name in next(csv.reader([text]), [])]
    except csv.Error as failure:
        raise Invalid(
            f"The header of {path.name} is not CSV: {failure}.",
            remedy=f"Columns that may stand there: {', '.join(COLUMNS)}.",
            field="header",
        ) from failure
    unknown = [name for name in names if name not in COLUMNS]
    twice = sorted({name for name in names if names.count(name) > 1} - set(unknown))
    faults = [
        *(["the column name is missing"] if "name" not in names else []),
        *([f"unknown columns: {', '.join(map(repr, unknown))}"] if unknown else []),
        *([f"columns that come twice: {', '.join(twice)}"] if twice else []),
    ]
    if faults:
        raise Invalid(
            f"The header of {path.name} is wrong: {'; '.join(faults)}. Nothing was imported.",
            remedy=f"Columns that may stand there: {', '.join(COLUMNS)}.",
            field="header",
        )
    return names


def _logical_line(lines: Lines, *, columns: int) -> tuple[int, str, list[str], str] | None:
    """One record: its line, text and cells, or the reason why it is none.

    A quoted cell may run over lines. Where the quotes never close, only the first line is refused
    and reading goes on with the second, since one stray quote must not swallow the rest of a file.
    """
    first = lines.next()
    if first is None:
        return None
    taken = [first]
    while sum(line.count(b'"') for _, line in taken) % 2 and len(taken) < _MOST_LINES:
        following = lines.next()
        if following is None:
            break
        taken.append(following)
    whole = b"".join(line for _, line in taken)
    number = first[0]
    reason = ""
    cells: list[str] = []
    if len(first[1]) > LONGEST_LINE:
        reason = f"This line is longer than {LONGEST_LINE} bytes."
    else:
        try:
            text = whole.decode("utf-8").rstrip("\r\n")
            cells = next(csv.reader([text], strict=True), [])
        except UnicodeDecodeError:
            reason = "This line is not UTF-8."
        except csv.Error as failure:
            reason = f"This line is not CSV: {failure}."
        else:
            if len(cells) == columns or not text.strip():
                return number, text, cells, ""
            reason = f"This line has {len(cells)} cells, the header {columns}."
    lines.give_back(taken[1:])
    return number, first[1].decode("utf-8", "replace").rstrip("\r\n"), [], reason


def _record(given: Mapping[str, str]) -> TitleRecord:
    cells = {column: cell.strip() for column, cell in given.items() if cell.strip()}
    fields: dict[str, Any] = {name: cells[name] for name in _PLAIN if name in cells}
    fields |= {name: _parted(cells[name]) for name in _LISTS if name in cells}
    ids = {register: cells[register] for register in _REGISTERS if register in cells}
    fields["external_ids"] = ids | dict(_pairs(cells, "external_ids"))
    fields["maturity"] = [
        {
            "territory": territory,
            "board": rating.partition(" ")[0],
            "label": rating.partition(" ")[2],
        }
        for territory, rating in _pairs(cells, "maturity")
    ]
    fields["windows"] = [
        {"territory": territory, "start": start or None, "end": end or None}
        for territory, span in _pairs(cells, "windows")
        for start, _, end in [span.partition("/")]
    ]
    words = {name: cells[name] for name in _TEXTS if name in cells}
    if words:
        language = cells.get("text_language") or cells.get("original_language") or "en"
        fields["texts"] = [{"language": language} | words]
    fields["credits"] = [
        {"name": name, "role": role, "character": character, "billing": place + 1}
        for column, role in _ROLES.items()
        for place, person in enumerate(_parted(cells.get(column, "")))
        for name, _, character in [person.partition("=")]
    ]
    return msgspec.convert(fields, TitleRecord, strict=False)


def _parted(cell: str) -> list[str]:
    return [part.strip() for part in cell.split("|") if part.strip()]


def _pairs(cells: Mapping[str, str], column: str) -> Iterator[tuple[str, str]]:
    for part in _parted(cells.get(column, "")):
        key, equals, value = part.partition("=")
        if not equals:
            raise Invalid(f"{part!r} has no =.", remedy="Write KEY=VALUE.", field=column)
        yield key.strip(), value.strip()
