"""``catalogue-import``: whole sources taken in twice, on Matinee's own PostgreSQL, fsync on.

Every record is accounted for, and the second time leaves equal rows and equal content hashes in
every table. Beside it, what it costs to parse the same files and to COPY the same rows.
"""

import asyncio
import json
import tempfile
import time
from collections.abc import Mapping
from contextlib import chdir
from itertools import islice
from pathlib import Path

from benchmarks.catalogue.contents import Contents
from benchmarks.material import sha256_of, shared
from benchmarks.outcome import Figure, Outcome
from matinee.assembly.ground import embedded_server
from matinee.assembly.house import House, open_house
from matinee.assembly.importing import MovieLensReport, import_movielens
from matinee.assembly.settings import Settings
from matinee.catalogue.model import CatalogueSettings
from matinee.catalogue.service import CatalogueService

QUICK_DECADES = ("1900s", "1910s", "2010s")
QUICK_MEMBERS = 1000
_SCHEMAS = ("catalogue", "audience")


def run(quick: bool) -> Outcome:
    """Take in each source twice."""
    small, large = shared("movielens-small"), shared("movielens-1m")
    files = _wikipedia_files(quick)
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(home=Path(home) / "house")
        server = embedded_server(settings)
        assert server is not None
        try:
            films = Path(home) / "wikipedia-films"
            films.mkdir()
            for file in files:
                (films / file.name).symlink_to(file)
            million = _first_members(large, Path(home) / large.name) if quick else large
            colons = _with_colons(small, Path(home) / "movielens-colons")
            with chdir(home):
                figures, peers = asyncio.run(_taken(settings, films, [small, million, colons]))
        finally:
            server.stop()
    figures["wikipedia_part"] = f"{len(files)} of {len(_wikipedia_files(quick=False))} files"
    figures["movielens_1m_part"] = f"the first {QUICK_MEMBERS} histories" if quick else "all"
    originals = [file for folder in (small, large) for file in sorted(folder.iterdir())]
    return Outcome(figures, peers, sha256_of(*files, *originals))


async def _taken(
    settings: Settings, films: Path, folders: list[Path]
) -> tuple[dict[str, Figure], dict[str, Mapping[str, Figure]]]:
    figures: dict[str, Figure] = {}
    async with open_house(settings) as house:
        server = embedded_server(settings)
        assert server is not None
        with Contents(server.urls().owner) as contents:
            figures |= await _wikipedia(house, films, contents)
            peers = _peers(films, contents)
            for folder in folders:
                figures |= await _movielens(house, folder, contents)
        started = time.perf_counter()
        shelf = await CatalogueService(house.database, CatalogueSettings()).shelf()
        figures |= {"shelf_titles": len(shelf), "shelf_seconds": _since(started)}
    return figures, peers


async def _wikipedia(house: House, films: Path, contents: Contents) -> dict[str, Figure]:
    started = time.perf_counter()
    report = await house.catalogue.import_wikipedia(films)
    seconds, before, started = _since(started), contents.of(*_SCHEMAS), time.perf_counter()
    await house.catalogue.import_wikipedia(films)
    return {
        "wikipedia_records": report.records,
        "wikipedia_titles": report.made,
        "wikipedia_duplicates": len(report.joined),
        "wikipedia_rejects": report.rejected,
        "wikipedia_seconds": seconds,
        "wikipedia_seconds_again": _since(started),
        "wikipedia_equal": int(contents.of(*_SCHEMAS) == before),
    }


def _peers(films: Path, contents: Contents) -> dict[str, Mapping[str, Figure]]:
    started = time.perf_counter()
    for file in films.iterdir():
        json.loads(file.read_bytes())
    parsing = time.perf_counter() - started
    copying, rows = contents.seconds_to_copy("catalogue")
    name = "parsing the wikipedia files and COPY of the same rows, run here"
    return {name: {"seconds": round(parsing + copying, 2), "rows": rows}}


async def _movielens(house: House, folder: Path, contents: Contents) -> dict[str, Figure]:
    async def taken() -> tuple[MovieLensReport, float]:
        started = time.perf_counter()
        report = await import_movielens(house.catalogue, house.audience, folder)
        return report, _since(started)

    report, seconds = await taken()
    before = contents.of(*_SCHEMAS)
    again, seconds_again = await taken()
    name = folder.name.replace("-", "_")
    return {
        f"{name}_records": report.titles.records,
        f"{name}_titles_made": report.titles.made,
        f"{name}_titles_known": report.titles.known,
        f"{name}_duplicates": len(report.titles.joined),
        f"{name}_rejects": report.titles.rejected,
        f"{name}_users": report.users,
        f"{name}_viewings": report.viewings,
        f"{name}_viewing_rejects": report.rejected,
        f"{name}_events": report.accepted,
        f"{name}_seconds": seconds,
        f"{name}_seconds_again": seconds_again,
        f"{name}_equal": int(contents.of(*_SCHEMAS) == before and again.accepted == 0),
    }


def _wikipedia_files(quick: bool) -> list[Path]:
    files = sorted(shared("wikipedia-films").glob("movies-*.json"))
    return [file for file in files if not quick or file.stem.endswith(QUICK_DECADES)]


def _first_members(source: Path, folder: Path) -> Path:
    folder.mkdir()
    (folder / "movies.dat").symlink_to(source / "movies.dat")
    with (source / "sequences.tsv").open(encoding="ascii") as histories:
        (folder / "sequences.tsv").write_text("".join(islice(histories, QUICK_MEMBERS)))
    return folder


def _with_colons(source: Path, folder: Path) -> Path:
    """The same titles and ratings as MovieLens wrote them first: ``::`` between, in Latin-1."""
    folder.mkdir()
    movies = [line.split(",", 1) for line in _lines(source / "movies.csv")]
    written = (f"{item}::{rest.rpartition(',')[0].strip(chr(34))}::" for item, rest in movies)
    genres = (rest.rpartition(",")[2] for _, rest in movies)
    titles = (head + genre for head, genre in zip(written, genres, strict=True))
    (folder / "movies.dat").write_bytes("\n".join(titles).encode("latin-1", "replace"))
    ratings = [line.replace(",", "::") for line in _lines(source / "ratings.csv")]
    (folder / "ratings.dat").write_text("\n".join(ratings), encoding="latin-1")
    users = sorted({int(line.partition("::")[0]) for line in ratings})
    lines = (f"{user}::M::25::0::00000" for user in users)
    (folder / "users.dat").write_text("\n".join(lines), encoding="latin-1")
    return folder


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()[1:]


def _since(started: float) -> float:
    return round(time.perf_counter() - started, 2)
