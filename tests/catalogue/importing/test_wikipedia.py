"""Films from Wikipedia's lists."""

import json
from pathlib import Path
from typing import Any

import pytest

from matinee.catalogue.model import Title
from matinee.catalogue.service import CatalogueService
from matinee.errors import NotFound
from matinee.foundation.database import Database
from matinee.vocabulary.ids import TitleId

CARMEN: dict[str, Any] = {
    "title": "Carmen",
    "year": 1915,
    "cast": ["Geraldine Farrar", "Wallace Reid", "Wallace Reid", ""],
    "genres": ["Drama", "Silent"],
    "href": "Carmen_(1915_Cecil_B._DeMille_film)",
    "extract": "Carmen is a 1915 American silent drama film.",
    "thumbnail": "https://example.org/poster.jpg",
}
OTHER_CARMEN = CARMEN | {"href": "Carmen_(1915_Raoul_Walsh_film)", "cast": ["Theda Bara"]}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    found = tmp_path / "films"
    found.mkdir()
    return found


def write(folder: Path, decade: str, *records: Any) -> None:
    (folder / f"movies-{decade}.json").write_text(json.dumps(records), encoding="utf-8")


async def titles(catalogue: CatalogueService) -> list[Title]:
    return [await catalogue.title(TitleId(title)) for title in (await catalogue.shelf()).ids]


async def test_a_text_keeps_its_licence_and_where_it_is_from(
    catalogue: CatalogueService, folder: Path
) -> None:
    write(folder, "1910s", CARMEN)
    await catalogue.import_wikipedia(folder)
    (title,) = await titles(catalogue)
    (text,) = title.texts
    assert text.synopsis_long == CARMEN["extract"]
    assert "CC BY-SA" in text.licence
    assert text.licence.endswith("/wiki/Carmen_%281915_Cecil_B._DeMille_film%29")
    assert [credit.person.name for credit in title.credits] == ["Geraldine Farrar", "Wallace Reid"]
    assert title.assets == ()


async def test_namesakes_of_one_year_with_pages_of_their_own_are_two_titles(
    catalogue: CatalogueService, folder: Path
) -> None:
    write(folder, "1910s", CARMEN, OTHER_CARMEN)
    report = await catalogue.import_wikipedia(folder)
    assert (report.made, report.joined) == (2, ())


async def test_a_film_in_the_lists_of_two_years_is_one_title(
    catalogue: CatalogueService, folder: Path
) -> None:
    write(folder, "1910s", CARMEN | {"year": 1919})
    write(folder, "1920s", CARMEN | {"year": 1920, "genres": ["Musical"]})
    report = await catalogue.import_wikipedia(folder)
    (title,) = await titles(catalogue)
    assert [(one.file, one.line) for one in report.joined] == [("movies-1920s.json", 1)]
    assert (title.year, title.genres) == (1919, ("Drama", "Silent", "Musical"))


async def test_a_broken_record_and_a_broken_file_are_rejected_and_the_rest_is_taken(
    catalogue: CatalogueService, folder: Path
) -> None:
    write(folder, "1910s", {"title": "No year", "year": "1910"}, {"year": 1911}, CARMEN)
    (folder / "movies-1920s.json").write_text('[{"title": "Half')
    report = await catalogue.import_wikipedia(folder)
    assert (report.records, report.made) == (4, 1)
    assert [(one.file, one.line, one.field) for one in report.rejects] == [
        ("movies-1910s.json", 1, "year"),
        ("movies-1910s.json", 2, "title"),
        ("movies-1920s.json", 0, ""),
    ]
    assert report.rejects_file == Path("wikipedia-films.rejects.jsonl")


async def test_a_folder_without_lists_is_named(catalogue: CatalogueService, folder: Path) -> None:
    with pytest.raises(NotFound, match=r"movies-\*\.json"):
        await catalogue.import_wikipedia(folder)


async def test_each_of_the_36273_real_records_is_accounted_for(
    database: Database, shared_data: Path, folder: Path
) -> None:
    catalogue = CatalogueService(database)
    report = await catalogue.import_wikipedia(shared_data / "wikipedia-films")
    assert report.records == 36_273
    assert (report.made, len(report.joined), report.rejected) == (36_166, 107, 0)


async def test_two_real_decades_again_change_nothing(
    database: Database, shared_data: Path, folder: Path
) -> None:
    for decade in ("1900s", "2010s"):
        name = f"movies-{decade}.json"
        (folder / name).symlink_to(shared_data / "wikipedia-films" / name)
    catalogue = CatalogueService(database)
    first = await catalogue.import_wikipedia(folder)
    before = await catalogue.contents()
    again = await catalogue.import_wikipedia(folder)
    assert (again.made, again.known) == (0, first.made)
    assert [one.line for one in again.joined] == [one.line for one in first.joined]
    assert await catalogue.contents() == before
