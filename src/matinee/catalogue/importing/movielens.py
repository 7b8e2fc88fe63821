"""The titles of a MovieLens folder: ``movies.dat`` with ``::``, or ``movies.csv`` with its company.

Format: the README files of GroupLens. Names carry the year in brackets and the article behind.
"""

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from matinee.catalogue.importing.genre_words import genre_words
from matinee.catalogue.importing.identity import turned_round
from matinee.catalogue.importing.items import Item, Lines, opened
from matinee.catalogue.importing.record import TitleRecord
from matinee.errors import Invalid, NotFound

_DATED = re.compile(r"(.*?)\s*\((\d{4})(?:\s*[-–]\s*(?:\d{4})?)?\)")
_ALSO = re.compile(r"\s*\((?:a\.?k\.?a\.?)\s[^()]*\)", re.IGNORECASE)
_INVERTED_WITH_MORE = re.compile(
    r"(.+, (?:the|an?|les?|la|el|il|der|die|das))\s+\(.*\)", re.IGNORECASE
)
_NO_GENRES = "(no genres listed)"


def dataset_name(folder: Path, given: str | None) -> str:
    """The register that the folder's item ids belong to, such as ``movielens-1m``."""
    words = re.sub(r"[^a-z0-9._-]+", "-", (given or folder.resolve().name).lower()).strip("-._")
    return words if words.startswith(("movielens", "ml-")) else f"movielens-{words}".rstrip("-")


def title_file(folder: Path) -> Path:
    """``movies.csv`` or ``movies.dat``."""
    for name in ("movies.csv", "movies.dat"):
        if (folder / name).is_file():
            return folder / name
    raise NotFound(
        f"There is neither movies.csv nor movies.dat in {folder}.",
        remedy="Name a folder of MovieLens.",
    )


def movies(folder: Path, *, dataset: str, minimum_tag_count: int) -> Iterator[Item]:
    """Every title of the folder, with the ids of ``links.csv`` and the words of ``tags.csv``."""
    path = title_file(folder)
    links, tags = _links(folder / "links.csv"), _tags(folder / "tags.csv", minimum_tag_count)
    with opened(path) as file:
        lines = Lines(file)
        for number, line in lines:
            text = decoded(line)
            cells = _csv_cells(text) if path.suffix == ".csv" else _double_colon_cells(text)
            if not text or (number == 1 and cells[:1] == ["movieId"]):
                continue
            if len(cells) != 3 or not cells[0].isdigit():
                reason = "This line is not an id, a title and genres."
                yield Item(number, None, text, lines.read, "", reason, path.name)
                continue
            item, name, genres = cells
            ids = {dataset: str(int(item))} | links.get(int(item), {})
            record = _record(name, genres.split("|"), ids, tags.get(int(item), ()))
            yield Item(number, record, text, lines.read, file=path.name)


def decoded(line: bytes) -> str:
    """A line of a MovieLens file: UTF-8 where it is, and Latin-1 as the older sets are."""
    try:
        return line.decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError:
        return line.decode("latin-1").rstrip("\r\n")


def name_and_year(title: str) -> tuple[str, int | None]:
    """``Matrix, The (1999)`` as ``The Matrix`` and 1999; other names in brackets after it go."""
    dated = _DATED.fullmatch(title.strip())
    name, year = (dated[1], int(dated[2])) if dated else (title.strip(), None)
    name = _ALSO.sub("", name).strip() or name
    more = _INVERTED_WITH_MORE.fullmatch(name)
    return turned_round(more[1] if more else name), year


def _record(
    title: str, genres: Sequence[str], ids: Mapping[str, str], tags: Sequence[str]
) -> TitleRecord:
    name, year = name_and_year(title)
    return TitleRecord(
        name=name,
        year=year,
        external_ids=ids,
        genres=genre_words(genre for genre in genres if genre != _NO_GENRES),
        keywords=tuple(tags),
    )


def _csv_cells(text: str) -> list[str]:
    try:
        return next(csv.reader([text], strict=True), [])
    except csv.Error:
        return []


def _double_colon_cells(text: str) -> list[str]:
    item, first, rest = text.partition("::")
    title, last, genres = rest.rpartition("::")
    return [item, title, genres] if first and last else []


def _links(path: Path) -> dict[int, dict[str, str]]:
    links: dict[int, dict[str, str]] = {}
    for cells in _rows(path, ("movieId", "imdbId", "tmdbId")):
        ids = {"imdb": cells[1], "tmdb": cells[2]}
        links[int(cells[0])] = {register: value for register, value in ids.items() if value}
    return links


def _tags(path: Path, minimum: int) -> dict[int, list[str]]:
    """Of each title the tags that enough users gave, the most frequent first."""
    given: defaultdict[int, set[tuple[str, str]]] = defaultdict(set)
    for user, item, tag, _ in _rows(path, ("userId", "movieId", "tag", "timestamp")):
        given[int(item)].add((" ".join(tag.casefold().split()), user))
    tags: dict[int, list[str]] = {}
    for item, pairs in given.items():
        users = Counter(tag for tag, _ in pairs if tag)
        often = [tag for tag, count in users.items() if count >= minimum]
        tags[item] = sorted(often, key=lambda tag: (-users[tag], tag))
    return tags


def _rows(path: Path, header: tuple[str, ...]) -> Iterator[list[str]]:
    if not path.is_file():
        return
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        reader = csv.reader(file)
        if tuple(next(reader, ())) != header:
            raise Invalid(
                f"The header of {path.name} is wrong.",
                remedy=f"MovieLens writes {','.join(header)}.",
                field="header",
            )
        for cells in reader:
            if len(cells) == len(header) and cells[0].isdigit() and cells[1].isdigit():
                yield cells
