"""What an import leaves in the catalogue, and what it says of each record."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy.exc import IntegrityError
from tests.catalogue.conftest import WriteLines

from matinee.catalogue.model import (
    AssetRecord,
    ImportReport,
    Title,
    TitleKind,
    TitleRecord,
)
from matinee.catalogue.service import CatalogueService
from matinee.errors import Invalid, NotFound
from matinee.vocabulary.ids import TitleId
from matinee.vocabulary.places import EVERYWHERE

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
FULL: dict[str, Any] = {
    "name": "Emma",
    "year": 1996,
    "runtime_minutes": 120,
    "original_language": "en",
    "external_ids": {"imdb": "0116191", "tmdb": 3573, "house": "E-1"},
    "genres": ["Comedy", "Drama"],
    "keywords": ["matchmaking"],
    "countries": ["gb", "US"],
    "audio": ["en", "pt_br"],
    "subtitles": ["pt"],
    "maturity": [{"territory": "US", "board": "MPA", "label": "pg"}],
    "windows": [
        {"territory": "PT", "start": "2026-01-01", "end": "2026-06-01T00:00+01:00"},
        {"territory": "PT", "start": "2027-01-01T00:00Z"},
    ],
    "texts": [{"language": "pt", "name": "Emma", "synopsis_short": "Uma casamenteira."}],
    "credits": [
        {"name": "Douglas McGrath", "role": "director"},
        {"name": "Gwyneth Paltrow", "character": "Emma Woodhouse"},
    ],
    "assets": [{"kind": "trailer", "key": "trailers/emma.mp4", "language": "en"}],
    "marks": {"maturity": "set by hand"},
}


async def only_title(catalogue: CatalogueService) -> Title:
    shelf = await catalogue.shelf()
    assert len(shelf) == 1
    return await catalogue.title(TitleId(shelf.ids[0]))


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    return report.made, report.known, len(report.joined), report.rejected


async def test_every_field_of_a_record_can_be_read_back(
    catalogue: CatalogueService, write_lines: WriteLines
) -> None:
    report = await catalogue.import_titles(write_lines(FULL))
    title = await only_title(catalogue)
    assert counts(report) == (1, 0, 0, 0)
    assert (title.kind, title.name, title.year, title.runtime_minutes) == (
        TitleKind.FILM,
        "Emma",
        1996,
        120,
    )
    assert title.external_ids == (("house", "E-1"), ("imdb", "tt0116191"), ("tmdb", "3573"))
    assert (title.genres, title.keywords) == (("Comedy", "Drama"), ("matchmaking",))
    assert (title.countries, title.audio, title.subtitles) == (
        ("GB", "US"),
        ("en", "pt-BR"),
        ("pt",),
    )
    assert [(held.rating.label, held.rating.age, held.set_by) for held in title.maturity] == [
        ("PG", 8, "set by hand")
    ]
    assert [(held.window.start, held.window.end) for held in title.windows] == [
        (datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 5, 31, 23, tzinfo=UTC)),
        (datetime(2027, 1, 1, tzinfo=UTC), None),
    ]
    assert title.texts[0].synopsis_short == "Uma casamenteira."
    assert [(held.person.name, held.role, held.character) for held in title.credits] == [
        ("Gwyneth Paltrow", "cast", "Emma Woodhouse"),
        ("Douglas McGrath", "director", ""),
    ]
    assert [(held.kind, held.blob_key, held.language) for held in title.assets] == [
        ("trailer", "trailers/emma.mp4", "en")
    ]
    assert (title.source, title.marks) == ("titles.jsonl", {"maturity": "set by hand"})


async def test_the_same_file_again_changes_nothing(
    catalogue: CatalogueService, write_lines: WriteLines
) -> None:
    path = write_lines(FULL, {"name": "Clueless"}, {"name": "Emma", "year": 1996}, {"name": "Up"})
    first = await catalogue.import_titles(path, open_window=True)
    before, version = await catalogue.contents(), (await catalogue.shelf()).version
    second = await catalogue.import_titles(path, open_window=True)
    assert await catalogue.contents() == before
    assert (await catalogue.shelf()).version == version
    assert counts(first) == (3, 0, 1, 0)
    assert counts(second) == (0, 3, 1, 0)
    assert second.changed_rows == 0


async def test_a_broken_line_is_rejected_and_the_rest_is_taken(
    catalogue: CatalogueService, write_lines: WriteLines
) -> None:
    path = write_lines(
        {"name": "Before"},
        '{"name": "Broken", "year": ',
        {"name": "Strange", "year": "1999"},
        {"titel": "Wrong word"},
        {"name": "Two windows", "windows": [{}, {"start": "2026-01-01"}]},
        b'{"name": "Not \xff UTF-8"}',
        {"name": "Rated", "maturity": [{"board": "MPA", "label": "PG-14"}]},
        {"name": "After"},
    )
    report = await catalogue.import_titles(path)
    assert counts(report) == (2, 0, 0, 6)
    assert {(one.line, one.field) for one in report.rejects} == {
        (2, ""),
        (3, "year"),
        (4, "titel"),
        (5, "windows[1]"),
        (6, ""),
        (7, "maturity[0]"),
    }
    assert sorted((await catalogue.shelf()).names) == ["After", "Before"]
    rejects = path.with_name("titles.jsonl.rejects.jsonl").read_text().splitlines()
    told = {one["line"]: one for one in map(json.loads, rejects)}
    assert told[2]["text"] == '{"name": "Broken", "year": '
    assert {line: one["reason"] for line, one in told.items() if line != 2} == {
        3: "Expected a whole number or nothing, got text.",
        4: "Object contains unknown field `titel`.",
        5: "Two windows of * overlap.",
        6: "This line is not UTF-8.",
        7: "MPA PG-14 is not a known rating. "
        "Use a label of MPA, TVPG, BBFC, FSK or CNC, or board AGE with an age.",
    }


async def test_a_file_without_rejects_leaves_no_file_of_rejects_behind(
    catalogue: CatalogueService, write_lines: WriteLines
) -> None:
    path = write_lines("{")
    rejects = path.with_name("titles.jsonl.rejects.jsonl")
    await catalogue.import_titles(path)
    assert rejects.exists()
    await catalogue.import_titles(write_lines({"name": "Mended"}))
    assert not rejects.exists()


async def test_a_batch_that_fails_leaves_no_half_title_and_those_before_it_stay(
    catalogue: CatalogueService,
) -> None:
    def records() -> Iterator[TitleRecord]:
        yield from (TitleRecord(name=f"Kept {number}") for number in range(3))
        yield TitleRecord(name="Half", genres=("Drama",))
        raise ConnectionError("the disk behind the file went away")

    with pytest.raises(ConnectionError):
        await catalogue.put_titles(records(), source="a failing one")
    assert sorted((await catalogue.shelf()).names) == ["Kept 0", "Kept 1", "Kept 2"]
    assert (await catalogue.contents())["genres"].rows == 0


async def test_a_batch_refused_at_its_last_table_leaves_nothing_and_can_be_taken_later(
    catalogue: CatalogueService, owner_url: str
) -> None:
    poster = AssetRecord("poster", "posters/emma.svg")
    records = [
        *(TitleRecord(name=f"Kept {number}") for number in range(3)),
        TitleRecord(name="Emma", genres=("Drama",), assets=(poster,)),
    ]
    with psycopg.connect(owner_url, autocommit=True) as owner:
        owner.execute("ALTER TABLE catalogue.assets ADD CONSTRAINT no CHECK (kind <> 'poster')")
        with pytest.raises(IntegrityError):
            await catalogue.put_titles(records, source="test")
        assert sorted((await catalogue.shelf()).names) == ["Kept 0", "Kept 1", "Kept 2"]
        assert (await catalogue.contents())["genres"].rows == 0
        owner.execute("ALTER TABLE catalogue.assets DROP CONSTRAINT no")
    report = await catalogue.put_titles(records, source="test")
    assert (report.made, report.known) == (1, 3)


async def test_without_windows_a_title_is_available_nowhere_unless_asked_for(
    catalogue: CatalogueService, write_lines: WriteLines
) -> None:
    path = write_lines({"name": "Emma"})

    async def everywhere() -> list[bool]:
        shelf = await catalogue.shelf()
        return shelf.available(EVERYWHERE, NOON).tolist()

    report = await catalogue.import_titles(path)
    assert await everywhere() == [False]
    assert report.notes == {"titles without a window, available nowhere": 1}
    report = await catalogue.import_titles(path, open_window=True)
    assert await everywhere() == [True]
    assert report.notes == {}


async def test_a_file_that_is_not_there_is_named(
    catalogue: CatalogueService, tmp_path: Path
) -> None:
    with pytest.raises(NotFound, match=r"missing\.jsonl"):
        await catalogue.import_titles(tmp_path / "missing.jsonl")


async def test_a_json_array_is_refused_with_a_remedy(
    catalogue: CatalogueService, write_lines: WriteLines
) -> None:
    with pytest.raises(Invalid, match="one object on each line"):
        await catalogue.import_titles(write_lines('[{"name": "Emma"}]'))


async def test_a_line_of_two_megabytes_is_rejected_without_being_kept(
    catalogue: CatalogueService, write_lines: WriteLines
) -> None:
    report = await catalogue.import_titles(
        write_lines({"name": "A" * 2_000_000}, {"name": "After"})
    )
    assert counts(report) == (1, 0, 0, 1)
    assert len(report.rejects[0].text) <= 1000
    assert report.rejects[0].line == 1


async def test_progress_ends_at_the_size_of_the_file(
    catalogue: CatalogueService, write_lines: WriteLines
) -> None:
    path = write_lines(*({"name": f"Film {number}"} for number in range(7)))
    told: list[tuple[int, int]] = []
    await catalogue.import_titles(path, progress=lambda done, size: told.append((done, size)))
    assert len(told) == 3
    assert told[-1] == (path.stat().st_size, path.stat().st_size)
