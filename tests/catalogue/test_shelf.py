"""The shelf's answers, held against a plain reading of the rules, title by title."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee.catalogue.model import KIDS_AGE, AvailabilityWindow, Shelf, ShelvedTitle, TitleKind
from matinee.vocabulary.places import EVERYWHERE, Language, Territory
from matinee.vocabulary.window import Window

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
PT, BR = Territory("PT"), Territory("BR")
PLACES = (EVERYWHERE, PT, BR)
LANGUAGES = (Language("pt"), Language("pt-BR"), Language("en"), Language("ja"))

moments = st.integers(-5, 5).map(lambda hours: NOON + timedelta(hours=hours))


@st.composite
def windows(draw: st.DrawFn) -> tuple[AvailabilityWindow, ...]:
    found: list[AvailabilityWindow] = []
    for place in draw(st.lists(st.sampled_from(PLACES), max_size=3)):
        start, end = draw(st.none() | moments), draw(st.none() | moments)
        if start is not None and end is not None and end <= start:
            continue
        window = Window(start, end)
        if not any(held.territory == place and held.window.overlaps(window) for held in found):
            found.append(AvailabilityWindow(place, window))
    return tuple(found)


@st.composite
def catalogues(draw: st.DrawFn) -> list[ShelvedTitle]:
    titles: list[ShelvedTitle] = []
    for number in range(draw(st.integers(0, 8))):
        kind = draw(st.sampled_from(TitleKind))
        above = {TitleKind.SEASON: {TitleKind.SERIES}, TitleKind.EPISODE: set(TitleKind)}
        parents = [title.id for title in titles if title.kind in above.get(kind, set())]
        parents = [
            title.id
            for title in titles
            if title.id in parents and title.kind in {TitleKind.SERIES, TitleKind.SEASON}
        ]
        titles.append(
            ShelvedTitle(
                id=UUID(int=draw(st.integers(0, 1000)) * 100 + number),
                name=f"Title {number}",
                kind=kind,
                ages=draw(st.dictionaries(st.sampled_from(PLACES), st.integers(0, 18))),
                windows=draw(windows()),
                audio=tuple(draw(st.lists(st.sampled_from(LANGUAGES), max_size=2, unique=True))),
                original_language=draw(st.none() | st.sampled_from(LANGUAGES)),
                parent=draw(st.none() | st.sampled_from(parents)) if parents else None,
                known_only=draw(st.booleans()),
            )
        )
    return titles


class Oracle:
    """The rules, one title at a time."""

    def __init__(self, titles: Sequence[ShelvedTitle]) -> None:
        self.titles = {title.id: title for title in titles}

    def windows(self, title: ShelvedTitle) -> tuple[AvailabilityWindow, ...]:
        if title.windows or title.parent is None:
            return title.windows
        return self.windows(self.titles[title.parent])

    def age(self, title: ShelvedTitle, territory: Territory) -> int | None:
        if not title.ages and title.parent is not None:
            return self.age(self.titles[title.parent], territory)
        return title.ages.get(territory, title.ages.get(EVERYWHERE))

    def available(self, title: ShelvedTitle, territory: Territory, at: datetime) -> bool:
        held = self.windows(title)
        own = [entry for entry in held if entry.territory == territory]
        governing = own or [entry for entry in held if entry.territory == EVERYWHERE]
        return any(entry.window.contains(at) for entry in governing)

    def watchable(
        self,
        title: ShelvedTitle,
        *,
        territory: Territory,
        at: datetime,
        kids: bool,
        maturity_limit: int | None,
    ) -> bool:
        age = self.age(title, territory)
        if title.known_only or not self.available(title, territory, at):
            return False
        if kids and (age is None or age > KIDS_AGE):
            return False
        return maturity_limit is None or (age is not None and age <= maturity_limit)

    @staticmethod
    def speaks(title: ShelvedTitle, languages: Sequence[Language]) -> bool:
        spoken = title.audio or ((title.original_language,) if title.original_language else ())
        wanted = {language.base for language in languages}
        return not wanted or any(language.base in wanted for language in spoken)


@given(
    titles=catalogues(),
    territory=st.sampled_from(PLACES),
    times=st.lists(moments, min_size=1, max_size=4),
    kids=st.booleans(),
    limit=st.none() | st.integers(0, 18),
)
def test_the_rules_hold_for_every_title_at_every_moment(
    titles: list[ShelvedTitle],
    territory: Territory,
    times: list[datetime],
    kids: bool,
    limit: int | None,
) -> None:
    shelf, oracle = Shelf.build(titles), Oracle(titles)
    for at in times:
        mask = shelf.watchable(territory=territory, at=at, kids=kids, maturity_limit=limit)
        expected = {
            title.id: oracle.watchable(
                title, territory=territory, at=at, kids=kids, maturity_limit=limit
            )
            for title in titles
        }
        assert {key: bool(mask[shelf.index[key]]) for key in expected} == expected


@given(
    titles=catalogues(),
    territory=st.sampled_from(PLACES),
    languages=st.lists(st.sampled_from(LANGUAGES), max_size=2),
)
def test_ages_and_languages_are_those_of_the_title(
    titles: list[ShelvedTitle], territory: Territory, languages: list[Language]
) -> None:
    shelf, oracle = Shelf.build(titles), Oracle(titles)
    ages, spoken = shelf.maturity_ages(territory), shelf.speaks(languages)
    for title in titles:
        age = oracle.age(title, territory)
        assert ages[shelf.index[title.id]] == (-1 if age is None else age)
        assert spoken[shelf.index[title.id]] == oracle.speaks(title, languages)


def film(number: int = 1, **facts: Any) -> ShelvedTitle:
    return ShelvedTitle(UUID(int=number), f"Film {number}", **facts)


def open_in(
    territory: Territory, start: datetime | None = None, end: datetime | None = None
) -> tuple[AvailabilityWindow, ...]:
    return (AvailabilityWindow(territory, Window(start, end)),)


def seen(
    shelf: Shelf,
    at: datetime,
    territory: Territory = PT,
    *,
    kids: bool = False,
    maturity_limit: int | None = None,
) -> list[bool]:
    return shelf.watchable(
        territory=territory, at=at, kids=kids, maturity_limit=maturity_limit
    ).tolist()


def test_a_window_opens_and_closes_to_the_microsecond() -> None:
    end = NOON + timedelta(seconds=20)
    shelf = Shelf.build([film(windows=open_in(PT, NOON, end))])
    just = timedelta(microseconds=1)
    moments = (NOON - just, NOON, end - just, end)
    assert [seen(shelf, at)[0] for at in moments] == [False, True, True, False]


def test_an_answer_kept_for_one_moment_is_not_given_for_another_window() -> None:
    shelf = Shelf.build([film(windows=open_in(PT, NOON, NOON + timedelta(seconds=1)))])
    assert seen(shelf, NOON) == [True]
    assert seen(shelf, NOON + timedelta(seconds=1)) == [False]
    assert seen(shelf, NOON) == [True]


def test_a_window_of_the_territory_stands_above_that_for_everywhere() -> None:
    held_back = open_in(EVERYWHERE) + open_in(PT, NOON + timedelta(days=1))
    shelf = Shelf.build([film(windows=held_back)])
    assert seen(shelf, NOON, PT) == [False]
    assert seen(shelf, NOON, BR) == [True]


def test_a_title_of_unknown_maturity_is_kept_from_kids_and_from_limits() -> None:
    shelf = Shelf.build([film(windows=open_in(EVERYWHERE))])
    assert seen(shelf, NOON) == [True]
    assert seen(shelf, NOON, kids=True) == [False]
    assert seen(shelf, NOON, maturity_limit=18) == [False]


def test_kids_never_see_above_their_age_whatever_the_limit_says() -> None:
    windows = open_in(EVERYWHERE)
    shelf = Shelf.build([film(1, ages={EVERYWHERE: 7}, windows=windows)])
    older = Shelf.build([film(1, ages={EVERYWHERE: 8}, windows=windows)])
    assert seen(shelf, NOON, kids=True, maturity_limit=12) == [True]
    assert seen(older, NOON, kids=True, maturity_limit=12) == [False]


def test_an_answer_cannot_be_changed_by_who_asked() -> None:
    shelf = Shelf.build([film(windows=open_in(EVERYWHERE))])
    mask = shelf.watchable(territory=PT, at=NOON, kids=False, maturity_limit=None)
    with pytest.raises(ValueError, match="read-only"):
        mask[0] = False


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        seen(Shelf.build([film()]), NOON.replace(tzinfo=None))


def test_a_card_tells_what_a_page_shows() -> None:
    shelf = Shelf.build(
        [film(7, year=1999, runtime_minutes=136, genres=("Drama",), ages={PT: 12})], version=3
    )
    assert json.loads(shelf.cards[0]) == {
        "id": str(UUID(int=7)),
        "name": "Film 7",
        "kind": "film",
        "year": 1999,
        "runtime_minutes": 136,
        "genres": ["Drama"],
        "maturity": {"PT": 12},
        "poster": f"/v1/titles/{UUID(int=7)}/poster.svg",
    }


def test_an_empty_catalogue_has_an_empty_shelf() -> None:
    shelf = Shelf.build([])
    assert len(shelf) == 0
    assert seen(shelf, NOON, kids=True) == []
    assert shelf.speaks([Language("en")]).tolist() == []


def test_genres_are_a_matrix_of_titles_by_genres() -> None:
    shelf = Shelf.build([film(1, genres=("Drama", "War")), film(2), film(3, genres=("War",))])
    dense = shelf.genre_of.toarray()
    assert {genre: dense[:, place].tolist() for place, genre in enumerate(shelf.genres)} == {
        "Drama": [True, False, False],
        "War": [True, False, True],
    }


def test_only_films_and_series_are_top_level() -> None:
    kinds = [TitleKind.FILM, TitleKind.SERIES, TitleKind.SEASON, TitleKind.EPISODE]
    shelf = Shelf.build([film(number, kind=kind) for number, kind in enumerate(kinds)])
    assert shelf.top_level.tolist() == [True, True, False, False]
