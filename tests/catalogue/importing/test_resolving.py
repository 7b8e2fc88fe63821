"""Series, seasons and episodes."""

from typing import Any

import pytest

from matinee.catalogue.model import TitleKind, TitleRecord
from matinee.catalogue.service import CatalogueService

SERIES = TitleRecord(
    name="The Wire", kind=TitleKind.SERIES, year=2002, external_ids={"imdb": "tt0306414"}
)


def season(number: int, **facts: Any) -> TitleRecord:
    given: dict[str, Any] = {"name": f"Season {number}", "parent": "imdb:tt0306414"} | facts
    return TitleRecord(kind=TitleKind.SEASON, number=number, **given)


def episode(number: int | None, **facts: Any) -> TitleRecord:
    given: dict[str, Any] = {
        "name": f"Episode {number}",
        "parent": "imdb:tt0306414",
        "season": 1,
        **facts,
    }
    return TitleRecord(kind=TitleKind.EPISODE, number=number, **given)


async def tree(catalogue: CatalogueService) -> dict[str, str | None]:
    shelf = await catalogue.shelf()
    return {
        name: shelf.names[parent] if parent >= 0 else None
        for name, parent in zip(shelf.names, shelf.parents.tolist(), strict=True)
    }


async def test_episodes_stand_under_their_season_and_this_under_its_series(
    catalogue: CatalogueService,
) -> None:
    records = [SERIES, season(1, name="The Streets"), episode(1), episode(2)]
    report = await catalogue.put_titles(records, source="test")
    assert report.rejects == ()
    assert await tree(catalogue) == {
        "The Wire": None,
        "The Streets": "The Wire",
        "Episode 1": "The Streets",
        "Episode 2": "The Streets",
    }


async def test_a_season_that_only_its_episodes_speak_of_is_made_once(
    catalogue: CatalogueService,
) -> None:
    records = [SERIES, *(episode(number) for number in range(1, 6))]
    report = await catalogue.put_titles(records, source="test")
    before = await catalogue.contents()
    again = await catalogue.put_titles(records, source="test")
    assert report.notes["seasons made for their episodes"] == 1
    assert report.made == 6
    assert again.made == 0
    assert await catalogue.contents() == before
    assert (await tree(catalogue))["Episode 5"] == "Season 1"


async def test_a_record_of_a_season_names_the_one_that_was_made_for_episodes(
    catalogue: CatalogueService,
) -> None:
    records = [SERIES, *(episode(number) for number in range(1, 4))]
    await catalogue.put_titles([*records, season(1, name="The Streets")], source="test")
    found = await tree(catalogue)
    assert found["Episode 1"] == "The Streets"
    assert "Season 1" not in found


async def test_a_series_can_be_named_by_name_and_year(catalogue: CatalogueService) -> None:
    records = [SERIES, episode(1, parent="name:Wire, The (2002)")]
    await catalogue.put_titles(records, source="test")
    assert (await tree(catalogue))["Episode 1"] == "Season 1"


async def test_two_pilots_of_two_seasons_are_two_episodes(catalogue: CatalogueService) -> None:
    records = [SERIES, episode(1, name="Pilot"), episode(1, name="Pilot", season=2)]
    report = await catalogue.put_titles(records, source="test")
    assert (report.made, report.joined) == (3, ())


@pytest.mark.parametrize(
    ("records", "field"),
    [
        ([episode(1), SERIES], "parent"),
        ([episode(1, parent="imdb:tt0000001")], "parent"),
        ([episode(1, parent=None)], "parent"),
        ([TitleRecord(name="Heat", external_ids={"imdb": "tt0306414"}), episode(1)], "parent"),
        (
            [SERIES, TitleRecord(name="E", kind=TitleKind.EPISODE, parent="imdb:tt0306414")],
            "number",
        ),
        ([TitleRecord(name="Heat", parent="imdb:tt0306414")], "parent"),
        ([TitleRecord(name="Heat", season=1)], "season"),
    ],
)
async def test_a_part_in_the_wrong_place_is_rejected_by_field(
    catalogue: CatalogueService, records: list[TitleRecord], field: str
) -> None:
    report = await catalogue.put_titles(records, source="test")
    assert [one.field for one in report.rejects] == [field]


async def test_an_episode_may_be_watched_where_its_series_may(catalogue: CatalogueService) -> None:
    await catalogue.put_titles([SERIES, episode(1)], source="test", open_window=True)
    shelf = await catalogue.shelf()
    assert shelf.columns.window_rows.tolist() == [shelf.names.index("The Wire")]
    assert shelf.opened_at.tolist() == [0.0, 0.0, 0.0]
