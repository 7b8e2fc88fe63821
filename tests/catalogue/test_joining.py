"""What becomes of records that are one title."""

from collections.abc import Mapping
from datetime import UTC, datetime

import psycopg
import pytest
from tests.catalogue.conftest import WriteLines

from matinee.catalogue.model import (
    CatalogueSettings,
    CreditRecord,
    MaturityRecord,
    TableContent,
    TextRecord,
    Title,
    TitleRecord,
    WindowRecord,
)
from matinee.catalogue.service import CatalogueService
from matinee.foundation.database import Database
from matinee.vocabulary.ids import TitleId

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


async def only_title(catalogue: CatalogueService) -> Title:
    shelf = await catalogue.shelf()
    assert len(shelf) == 1
    return await catalogue.title(TitleId(shelf.ids[0]))


async def test_it_makes_no_difference_where_a_batch_ends(
    database: Database, owner_url: str, write_lines: WriteLines
) -> None:
    path = write_lines(
        {"name": "Emma", "year": 1996, "genres": ["Drama"], "windows": [{"end": "2026-01-01"}]},
        {"name": "Emma", "year": 1996, "genres": ["Comedy", "Drama"], "runtime_minutes": 120},
        {"name": "Emma, The", "year": 1996, "runtime_minutes": 99, "windows": [{}]},
        {"name": "EMMA", "year": 1996, "genres": ["War"], "windows": [{"start": "2026-02-01"}]},
    )
    contents: list[Mapping[str, TableContent]] = []
    for size in (1, 2, 4):
        with psycopg.connect(owner_url, autocommit=True) as owner:
            owner.execute("TRUNCATE catalogue.titles CASCADE")
            owner.execute("UPDATE catalogue.state SET version = 0")
        catalogue = CatalogueService(database, CatalogueSettings(import_batch=size))
        await catalogue.import_titles(path)
        title = await only_title(catalogue)
        assert (title.genres, title.runtime_minutes) == (("Drama", "Comedy", "War"), 120)
        assert len(title.windows) == 2
        contents.append({**await catalogue.contents(), "state": TableContent(1, "")})
    assert contents[0] == contents[1] == contents[2]


async def test_the_first_word_stands_and_later_records_fill_what_was_empty(
    catalogue: CatalogueService,
) -> None:
    first = TitleRecord(name="Emma", year=1996, texts=(TextRecord("en", tagline="One"),))
    second = TitleRecord(
        name="EMMA",
        year=1996,
        runtime_minutes=120,
        genres=("Drama",),
        texts=(TextRecord("en", tagline="Two", synopsis_long="Long"), TextRecord("pt", name="E")),
        maturity=(MaturityRecord("BBFC", "U"),),
        credits=(CreditRecord("Gwyneth Paltrow"),),
    )
    third = TitleRecord(
        name="Emma",
        year=1996,
        maturity=(MaturityRecord("BBFC", "18"),),
        credits=(CreditRecord("Gwyneth Paltrow", character="Emma"),),
    )
    for record in (first, second, third):
        await catalogue.put_titles([record], source="one by one")
    title = await only_title(catalogue)
    assert (title.name, title.runtime_minutes, title.genres) == ("Emma", 120, ("Drama",))
    assert [(text.language, text.tagline, text.synopsis_long) for text in title.texts] == [
        ("en", "One", "Long"),
        ("pt", "", ""),
    ]
    assert [held.rating.age for held in title.maturity] == [0]
    assert [(held.person.name, held.character) for held in title.credits] == [
        ("Gwyneth Paltrow", "Emma")
    ]


@pytest.mark.parametrize("at_once", [True, False])
async def test_words_under_two_licences_are_not_mixed(
    catalogue: CatalogueService, at_once: bool
) -> None:
    texts = (
        TextRecord("en", synopsis_long="Long", licence="CC BY-SA 4.0"),
        TextRecord("en", synopsis_short="Short", licence="Apache-2.0"),
        TextRecord("en", tagline="Tag", licence="CC BY-SA 4.0"),
    )
    records = [TitleRecord(name="Emma", texts=(text,)) for text in texts]
    for part in [records] if at_once else [[record] for record in records]:
        await catalogue.put_titles(part, source="test")
    (held,) = (await only_title(catalogue)).texts
    assert (held.synopsis_long, held.synopsis_short, held.tagline) == ("Long", "", "Tag")
    assert held.licence == "CC BY-SA 4.0"


async def test_duplicates_in_a_file_are_listed_with_line_title_and_key(
    catalogue: CatalogueService, write_lines: WriteLines
) -> None:
    report = await catalogue.import_titles(
        write_lines(
            {"name": "Emma", "year": 1996, "external_ids": {"imdb": "tt0116191"}},
            {"name": "Emma, The", "year": 1996},
            {"name": "Jane Austen's Emma", "external_ids": {"imdb": "tt0116191"}},
        )
    )
    assert [(one.line, one.title_name, one.key) for one in report.joined] == [
        (2, "Emma", "film:emma:1996"),
        (3, "Emma", "imdb:tt0116191"),
    ]


async def test_an_open_window_is_not_added_to_a_title_that_has_one(
    catalogue: CatalogueService,
) -> None:
    licensed = TitleRecord(name="Emma", windows=(WindowRecord("PT"),))
    for record in (licensed, TitleRecord(name="Emma")):
        await catalogue.put_titles([record], source="test", open_window=True)
    assert [held.territory for held in (await only_title(catalogue)).windows] == ["PT"]


async def test_windows_of_one_territory_never_overlap(catalogue: CatalogueService) -> None:
    spans = [("2026-01-01", "2026-03-01"), ("2026-02-01", "2026-04-01"), ("2026-03-01", None)]
    records = [
        TitleRecord(name="Emma", windows=(WindowRecord("PT", start, end),)) for start, end in spans
    ]
    report = await catalogue.put_titles(records, source="test")
    title = await only_title(catalogue)
    assert [held.window.start for held in title.windows] == [
        datetime(2026, 1, 1, tzinfo=UTC),
        datetime(2026, 3, 1, tzinfo=UTC),
    ]
    assert report.notes == {"windows left out, since they overlap one that is there": 1}


async def test_a_title_once_offered_is_not_hidden_by_a_record_that_only_knows_of_it(
    catalogue: CatalogueService,
) -> None:
    for known_only in (True, False, True):
        record = TitleRecord(name="Emma", known_only=known_only)
        await catalogue.put_titles([record], source="test")
    assert not (await only_title(catalogue)).known_only
