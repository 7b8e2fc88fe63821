"""Films from lists of American films on Wikipedia, as JSON: a folder of ``movies-YYYYs.json``.

A text is CC BY-SA; each carries its licence and the page it comes from.
"""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import msgspec

from matinee.catalogue.importing.genre_words import genre_words
from matinee.catalogue.importing.items import Item, opened, reason_of
from matinee.catalogue.importing.record import CreditRecord, TextRecord, TitleRecord
from matinee.errors import NotFound
from matinee.foundation.nesting import UNREADABLE

SOURCE = "wikipedia-films"
_LICENCE = "CC BY-SA 4.0, by the authors of Wikipedia"


class _Film(msgspec.Struct, frozen=True):
    title: str
    year: int | None = None
    cast: tuple[str, ...] = ()
    genres: tuple[str, ...] = ()
    href: str | None = None
    extract: str | None = None


def film_files(folder: Path) -> list[Path]:
    """The folder's files in the order of their decades."""
    found = sorted(folder.glob("movies-*.json"))
    if not found:
        raise NotFound(
            f"There is no movies-*.json in {folder}.",
            remedy="Name the folder that holds movies-1900s.json and its like.",
        )
    return found


def films(folder: Path) -> Iterator[Item]:
    """Every record of every file; the line of an item is the record's number in its file."""
    split = msgspec.json.Decoder(list[msgspec.Raw]).decode
    decode = msgspec.json.Decoder(_Film).decode
    read = 0
    for path in film_files(folder):
        with opened(path) as file:
            content = file.read()
        read += len(content)
        try:
            records = split(content)
        except UNREADABLE as failure:
            field, reason = reason_of(failure)
            yield Item(0, None, "", read, field, reason.replace("line", "file"), path.name)
            continue
        for number, raw in enumerate(records, start=1):
            text = bytes(raw).decode("utf-8", "replace")
            try:
                record = _record(decode(raw))
            except UNREADABLE as failure:
                field, reason = reason_of(failure)
                yield Item(number, None, text, read, field, reason, path.name)
            else:
                yield Item(number, record, text, read, file=path.name)


def _record(film: _Film) -> TitleRecord:
    page = film.href or ""
    licence = f"{_LICENCE}: https://en.wikipedia.org/wiki/{quote(page)}" if page else _LICENCE
    cast = tuple(dict.fromkeys(name for name in film.cast if name.strip()))
    return TitleRecord(
        name=film.title,
        year=film.year,
        external_ids={"wikipedia": page} if page else {},
        genres=genre_words(film.genres),
        texts=(TextRecord("en", synopsis_long=film.extract, licence=licence),)
        if film.extract
        else (),
        credits=tuple(CreditRecord(name) for name in cast),
    )
