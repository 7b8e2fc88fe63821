from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

import pytest
from tests.demo.conftest import BASE_DAY

from matinee.audience.model import EventKind
from matinee.audience.service import AudienceService
from matinee.audience.watching.service import WatchingService
from matinee.catalogue.model import KIDS_AGE
from matinee.catalogue.service import CatalogueService
from matinee.demo.model import DemoReport, DemoSettings
from matinee.demo.service import DemoService
from matinee.experiments.service import ExperimentsService
from matinee.foundation.database import Database
from matinee.vocabulary.ids import TitleId

_NOW = datetime(BASE_DAY.year, BASE_DAY.month, BASE_DAY.day, 20, 15, tzinfo=UTC)


class _ShelvedTitles:
    """As assembly joins the two: a title is known that stands on the shelf."""

    def __init__(self, catalogue: CatalogueService) -> None:
        self._catalogue = catalogue

    async def unknown(self, titles: Collection[TitleId]) -> Collection[TitleId]:
        shelf = await self._catalogue.shelf()
        return [title for title in titles if title not in shelf.index]


class _House:
    def __init__(self, database: Database, *, households: int, now: datetime = _NOW) -> None:
        self.catalogue = CatalogueService(database)
        self.audience = AudienceService(database, _ShelvedTitles(self.catalogue), clock=lambda: now)
        self.demo = DemoService(
            database,
            self.catalogue,
            self.audience,
            ExperimentsService(database, WatchingService(database)),
            DemoSettings(households=households),
            clock=lambda: now,
        )


async def test_the_demo_is_loaded_whole_and_a_second_time_adds_nothing(database: Database) -> None:
    house = _House(database, households=600)
    told: dict[str, tuple[int, int]] = {}

    report = await house.demo.load(
        progress=lambda what, done, whole: told.__setitem__(what, (done, whole))
    )

    figures = report.load.figures
    assert report.loaded
    assert figures is not None
    assert (figures.films, figures.titles, len(figures.repeated)) == (17_472, 17_470, 2)
    assert (figures.without_certificate, figures.without_runtime) == (14_904, 1_299)
    assert (figures.described, figures.households) == (400, 600)
    assert figures.events >= 60_000
    assert told["films"] == (17_472, 17_472)
    assert told["events"] == (figures.events, figures.events)
    await _what_is_there_is_sound(house, report)

    again = await house.demo.load()
    assert not again.loaded
    assert again.load == report.load
    assert again.seconds < 1


async def _what_is_there_is_sound(house: _House, report: DemoReport) -> None:
    figures = report.load.figures
    assert figures is not None
    shelf = await house.catalogue.shelf()
    assert len(shelf) == figures.titles
    log = await house.audience.training_events()
    assert len(log.profiles) > 1_000
    assert set(log.titles) <= set(shelf.ids)
    highlights = await house.demo.highlights()
    assert len(highlights) >= 8
    watched = set(log.profiles)
    for highlight in highlights:
        member = await house.audience.member(highlight.profile_id)
        assert member.profile.name == highlight.name
        assert member.profile.simulated
        assert (highlight.profile_id in watched) == ("newcomer" not in highlight.who)
    child = next(highlight for highlight in highlights if highlight.kids)
    member = await house.audience.member(child.profile_id)
    ages = shelf.maturity_ages(member.profile.territory)
    seen = [int(ages[shelf.index[title]]) for title in member.history.watched]
    assert seen
    assert all(0 <= age <= KIDS_AGE for age in seen)


class _Broken(Exception):
    pass


async def test_a_load_that_broke_off_is_taken_up_from_its_own_day(database: Database) -> None:
    def break_off(_what: str, done: int, _whole: int) -> None:
        if done > 2_500:
            raise _Broken

    with pytest.raises(_Broken):
        await _House(database, households=20).demo.load(progress=break_off)
    tomorrow = _House(database, households=20, now=_NOW + timedelta(days=1))
    assert await tomorrow.demo.highlights() == ()

    report = await tomorrow.demo.load()

    assert report.loaded
    assert report.load.base_day == BASE_DAY
    assert report.load.figures is not None
    assert report.load.figures.titles == 17_470
    events = await tomorrow.audience.training_events()
    assert (events.kinds == EventKind.FINISH.code).any()
