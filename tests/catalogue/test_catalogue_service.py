"""Finding titles, and the shelf that follows the catalogue."""

import asyncio
from uuid import uuid4

import pytest
from sqlalchemy import text

from matinee.catalogue.model import CatalogueSettings, TitleKind, TitleRecord
from matinee.catalogue.service import CatalogueService
from matinee.errors import Invalid, NotFound
from matinee.foundation.database import Database
from matinee.vocabulary.ids import TitleId

FILMS = [
    TitleRecord(name="Zodiac", year=2007, genres=("Crime", "Drama")),
    TitleRecord(name="alien", year=1979, genres=("Horror",)),
    TitleRecord(name="Casablanca", year=1942, genres=("Drama",)),
    TitleRecord(name="Élan", year=1942),
    TitleRecord(name="Alien", year=1980, genres=("Horror",)),
]


async def names(
    catalogue: CatalogueService, limit: int, *, genre: str | None = None, year: int | None = None
) -> list[str]:
    shelf = await catalogue.shelf()
    found: list[str] = []
    cursor: str | None = None
    while True:
        page = await catalogue.titles(limit=limit, cursor=cursor, genre=genre, year=year)
        found += [shelf.names[shelf.cards.index(card)] for card in page.cards]
        cursor = page.next_cursor
        if cursor is None:
            return found


async def test_the_shelf_follows_the_catalogue(catalogue: CatalogueService) -> None:
    empty = await catalogue.shelf()
    await catalogue.put_titles(FILMS, source="test")
    full = await catalogue.shelf()
    assert (len(empty), len(full)) == (0, 5)
    assert full.version > empty.version
    assert await catalogue.shelf() is full


async def test_another_process_sees_a_change_within_the_time_set(
    database: Database, catalogue: CatalogueService
) -> None:
    slow = CatalogueService(database, CatalogueSettings(version_check_seconds=3600))
    quick = CatalogueService(database, CatalogueSettings(version_check_seconds=0))
    assert (len(await slow.shelf()), len(await quick.shelf())) == (0, 0)
    await catalogue.put_titles(FILMS, source="test")
    assert (len(await slow.shelf()), len(await quick.shelf())) == (0, 5)


async def test_a_database_that_was_put_back_is_read_whole(
    catalogue: CatalogueService, database: Database
) -> None:
    follower = CatalogueService(database, CatalogueSettings(version_check_seconds=0))
    await catalogue.put_titles([TitleRecord(name="Charade", year=1963)], source="test")
    assert (await follower.shelf()).names == ("Charade",)
    async with database.transaction() as connection:
        await connection.execute(text("UPDATE catalogue.titles SET name = 'The Trial'"))
        await connection.execute(text("UPDATE catalogue.state SET version = 0"))
    assert (await follower.shelf()).names == ("The Trial",)


async def test_many_who_ask_at_once_get_one_shelf(catalogue: CatalogueService) -> None:
    await catalogue.put_titles(FILMS, source="test")
    shelves = await asyncio.gather(*(catalogue.shelf() for _ in range(20)))
    assert len({id(shelf) for shelf in shelves}) == 1


async def test_pages_list_every_title_once_in_the_order_of_names(
    catalogue: CatalogueService,
) -> None:
    await catalogue.put_titles(FILMS, source="test")
    for limit in (1, 2, 5, 50):
        listed = await names(catalogue, limit)
        assert sorted(listed[:2]) == ["Alien", "alien"]
        assert listed[2:] == ["Casablanca", "Zodiac", "Élan"]


async def test_pages_can_be_of_one_genre_or_one_year(catalogue: CatalogueService) -> None:
    await catalogue.put_titles(FILMS, source="test")
    assert await names(catalogue, 1, genre="Drama") == ["Casablanca", "Zodiac"]
    assert await names(catalogue, 1, year=1942) == ["Casablanca", "Élan"]
    assert await names(catalogue, 1, genre="No such") == []


async def test_seasons_and_episodes_are_not_listed(catalogue: CatalogueService) -> None:
    series = TitleRecord(name="The Wire", kind=TitleKind.SERIES, external_ids={"house": "1"})
    season = TitleRecord(name="One", kind=TitleKind.SEASON, parent="house:1", number=1)
    await catalogue.put_titles([series, season], source="test")
    assert await names(catalogue, 10) == ["The Wire"]


async def test_a_series_tells_its_seasons(catalogue: CatalogueService) -> None:
    series = TitleRecord(name="The Wire", kind=TitleKind.SERIES, external_ids={"house": "1"})
    seasons = [
        TitleRecord(name=f"S{number}", kind=TitleKind.SEASON, parent="house:1", number=number)
        for number in (2, 1)
    ]
    await catalogue.put_titles([series, *seasons], source="test")
    shelf = await catalogue.shelf()
    found = await catalogue.title(TitleId(shelf.ids[shelf.names.index("The Wire")]))
    assert [shelf.names[shelf.index[part]] for part in found.children] == ["S1", "S2"]


async def test_genres_are_counted_the_most_frequent_first(catalogue: CatalogueService) -> None:
    await catalogue.put_titles(FILMS, source="test")
    assert [(known.genre, known.titles) for known in await catalogue.genres()] == [
        ("Drama", 2),
        ("Horror", 2),
        ("Crime", 1),
    ]


async def test_a_title_that_is_not_there_is_not_found(catalogue: CatalogueService) -> None:
    with pytest.raises(NotFound):
        await catalogue.title(TitleId(uuid4()))


async def test_a_cursor_that_was_never_given_out_is_refused(catalogue: CatalogueService) -> None:
    with pytest.raises(Invalid) as refused:
        await catalogue.titles(cursor=str(uuid4()))
    assert refused.value.field == "cursor"


async def test_two_imports_at_once_make_each_title_once(
    database: Database, catalogue: CatalogueService
) -> None:
    other = CatalogueService(database, CatalogueSettings(import_batch=2))
    first, second = await asyncio.gather(
        catalogue.put_titles(FILMS, source="one"), other.put_titles(FILMS, source="other")
    )
    assert first.made + second.made == 5
    assert (await catalogue.contents())["titles"].rows == 5
