"""Descriptions of half-remembered films, each joined to the film that it turned out to be.

A post names its answer by IMDb's number. MovieLens' links and the demo's facts give that number a
name and a year, and the film of that name at most a year away is the one to be found, if it has an
extract. What stands behind the first "edit", "solved" or "update" is dropped, since it may name the
answer, and so is everything in square brackets, and addresses.
"""

import csv
import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import Literal

from benchmarks.discover.films import Films, TitleKey, name_and_year, row_near, rows_by_name
from benchmarks.material import shared
from matinee.discover.words.folding import words_of

Part = Literal["train", "validation"]

_AFTERWARDS = re.compile(r"\b(?:edit|solved|update)(?:s|d|ed)?\b.*", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"\\?\[[^\]]*\]")
_ADDRESS = re.compile(r"\(?https?://\S+")
_MARKUP = re.compile(r"&#?\w+;|[\\*_>~]")
_NUMBER = re.compile(r"tt0*(\d+)")


@dataclass(frozen=True, slots=True)
class Description:
    """What somebody remembers, and the row of the film that it was."""

    id: str
    text: str
    row: int


@dataclass(frozen=True, slots=True)
class Joined:
    """The descriptions whose film is in the catalogue, of so many."""

    descriptions: tuple[Description, ...]
    of: int


def description_files() -> list[Path]:
    """The files that descriptions and their joining are made of."""
    return [
        *(shared("tip-of-the-tongue", f"{part}.jsonl") for part in ("train", "validation")),
        *(shared("movielens-small", name) for name in ("links.csv", "movies.csv")),
    ]


def described(films: Films, part: Part) -> Joined:
    """The joined descriptions of a part, in the file's order."""
    names, rows = _names_by_number(), rows_by_name(films, with_extract=True)
    found: list[Description] = []
    posts = list(_posts(part))
    for post in posts:
        number = _NUMBER.search(post["imdb_url"])
        told = cleaned(post["title"], post["text"])
        row = number and row_near(names.get(int(number[1]), ()), rows)
        if row is not None and told:
            found.append(Description(post["id"], told, row))
    return Joined(tuple(found), len(posts))


def cleaned(headline: str, text: str) -> str:
    """What was remembered, without what was learned afterwards."""
    parts = [_AFTERWARDS.sub(" ", _TAG.sub(" ", part)) for part in (headline, text)]
    return " ".join(_MARKUP.sub(" ", _ADDRESS.sub(" ", " . ".join(parts))).split()).strip(" .")


def _posts(part: Part) -> Iterator[dict[str, str]]:
    with shared("tip-of-the-tongue", f"{part}.jsonl").open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _names_by_number() -> Mapping[int, list[TitleKey]]:
    names: defaultdict[int, list[TitleKey]] = defaultdict(list)
    with shared("movielens-small", "movies.csv").open(encoding="utf-8", newline="") as lines:
        movies = {row["movieId"]: row["title"] for row in csv.DictReader(lines)}
    with shared("movielens-small", "links.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if (read := name_and_year(movies.get(row["movieId"], ""))) is not None:
                names[int(row["imdbId"])].append(read)
    with as_file(files("bokeh_sampledata").joinpath("_data", "movies.db")) as path:
        connection = sqlite3.connect(path)
        for number, name, year in connection.execute("SELECT imdbID, Title, Year FROM omdb"):
            if found := _NUMBER.fullmatch(number):
                names[int(found[1])].append((" ".join(words_of(name)), int(year)))
        connection.close()
    return names
