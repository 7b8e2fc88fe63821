"""Where ads' needs meet the audience's and the catalogue's answers."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from uuid import UUID

import numpy as np

from matinee.ads.delivery.lately import Lately
from matinee.ads.pacing import jobs as pacing
from matinee.ads.planning.inventory import Viewing
from matinee.ads.planning.service import PlanningService
from matinee.ads.service import AdService
from matinee.ads.viewers import Viewer
from matinee.audience.lake.reports import ReportedLog
from matinee.audience.model import EventKind, Profile, TrainingEvents
from matinee.audience.service import AudienceService
from matinee.audience.watching.model import Period
from matinee.audience.watching.service import WatchingService
from matinee.catalogue.model import Shelf, TitleText
from matinee.catalogue.service import CatalogueService
from matinee.errors import Denied, NotFound
from matinee.foundation.jobs import Jobs
from matinee.media.model import Cue, FilmId, Programme, Story, cues_of
from matinee.media.service import MediaService
from matinee.vocabulary.ids import HouseholdId, ProfileId, TitleId
from matinee.vocabulary.places import EVERYWHERE, Language, Territory

_ENGLISH = Language("en")
"""What the sentence model reads."""


class ViewersOfAudience:
    """Ads' ``Viewers``: place, language and whether it is a child; nothing that was watched."""

    def __init__(self, audience: AudienceService) -> None:
        self._audience = audience

    async def viewer(self, profile: ProfileId) -> Viewer:
        """Who watches, or NotFound."""
        known = await self._audience.profile(profile)
        language = str(known.languages[0]) if known.languages else ""
        return Viewer(known.household_id, str(known.territory), language, known.kids)


class GenresOfCatalogue:
    """Ads' ``TitleGenres``."""

    def __init__(self, catalogue: CatalogueService) -> None:
        self._catalogue = catalogue

    async def genres(self, title: TitleId) -> tuple[str, ...]:
        """The genres of a title, or NotFound."""
        shelf = await self._catalogue.shelf()
        row = shelf.index.get(title)
        if row is None:
            raise NotFound("There is no such title.", remedy="List the titles.")
        return tuple(shelf.genres[place] for place in shelf.genre_of[row].indices)


class StoriesOfMedia:
    """Breaks' ``FilmStories``."""

    def __init__(self, media: MediaService) -> None:
        self._media = media

    async def film(self, title: TitleId) -> UUID | None:
        """The newest film of a title that can be played."""
        film = await self._media.film_of(title)
        return None if film is None else film.id

    async def story(self, film: UUID) -> Story:
        """What analysis has found in it."""
        return await self._media.story(FilmId(film))

    async def rate(self, film: UUID) -> float:
        """Frames a second of its package."""
        return (await self._media.programme(FilmId(film))).rate

    async def scenes(self, film: UUID) -> Sequence[tuple[float, float]]:
        """When its scenes begin and end, in seconds."""
        return [(each.begins, each.ends) for each in (await self.story(film)).scenes]

    async def said(self, film: UUID) -> tuple[Cue, ...]:
        """What is said in it, in English."""
        words = await self._media.subtitles(FilmId(film))
        english = [text for tag, text in sorted(words.items()) if tag.partition("-")[0] == "en"]
        return cues_of(english[0]) if english else ()


class TitlesReadInCatalogue:
    """Meanings' ``TitlesRead``."""

    def __init__(self, catalogue: CatalogueService) -> None:
        self._catalogue = catalogue

    async def about(self, title: TitleId) -> str:
        """Genres, keywords and what is told of it in English; or NotFound."""
        known = await self._catalogue.title(title)
        text = known.text(_ENGLISH)
        english = text if text is not None and text.language.base == "en" else TitleText(_ENGLISH)
        told = english.synopsis_long or english.synopsis_short or english.tagline
        return ". ".join(filter(None, [", ".join((*known.genres, *known.keywords)), told]))


class AgesOfCatalogue:
    """Breaks' ``TitleAges``."""

    def __init__(self, catalogue: CatalogueService) -> None:
        self._catalogue = catalogue

    async def age(self, title: TitleId, territory: str) -> int | None:
        """From which age a title is rated in a territory, None where unknown; or NotFound."""
        shelf = await self._catalogue.shelf()
        row = shelf.index.get(title)
        if row is None:
            raise NotFound("There is no such title.", remedy="List the titles.")
        age = int(shelf.maturity_ages(Territory(territory) if territory else EVERYWHERE)[row])
        return None if age < 0 else age


class ShowingsOfHouse:
    """Watch sessions' ``Showings``: who may watch what, and the packages that media keeps."""

    def __init__(
        self, audience: AudienceService, catalogue: CatalogueService, media: MediaService
    ) -> None:
        self._audience, self._catalogue, self._media = audience, catalogue, media
        self._programmes = Lately(media.programme, seconds=_PACKAGE_SECONDS, most=_PACKAGES)
        self._words = Lately(self._read_words, seconds=_PACKAGE_SECONDS, most=_WORDS)

    async def film(self, profile: ProfileId, title: TitleId) -> FilmId:
        """The newest film of a title that the profile may watch now; Denied or NotFound."""
        await self._catalogue.title(title)
        await self.check(profile, title)
        film = await self._media.film_of(title)
        if film is None:
            raise NotFound("This title has no film that plays.", remedy="Bring its film.")
        return film.id

    async def check(self, profile: ProfileId, title: TitleId) -> None:
        """Denied where window or maturity keep the title from the profile; NotFound without it."""
        known = await self._audience.profile(profile)
        shelf = await self._catalogue.shelf()
        row = shelf.index.get(title)
        watchable = shelf.watchable(
            territory=known.territory,
            at=datetime.now(UTC),
            kids=known.kids,
            maturity_limit=known.maturity_limit,
        )
        if row is None or not watchable[row]:
            raise Denied(
                "This title is not available to this profile.",
                remedy="Choose another title, or another profile.",
                code="not_watchable",
            )

    async def programme(self, film: FilmId) -> Programme:
        """Its package; one that was read lately is not read again, since packages stay."""
        return await self._programmes.of(film)

    async def words(self, film: FilmId, language: str) -> str:
        """Its subtitles; every stretch of a stitched film is cut from one reading of them."""
        return await self._words.of((film, language))

    def address(self, film: FilmId) -> str:
        """The folder of its files, with a word that admits for some hours."""
        return f"/v1/films/{film}/{self._media.admissions.admit(film)}/"

    async def _read_words(self, of: tuple[FilmId, str]) -> str:
        film, language = of
        return (await self._media.file(film, f"text-{language}.vtt"))[0].decode()


_PACKAGE_SECONDS = 3600.0
_PACKAGES = 200
_WORDS = 50
"""Subtitles that are kept; media takes no file of them above 4 MB."""
_PAGE = 1000
_TYPICAL_HOURS = 1.5
"""What a play counts of a title whose running time is not known."""


class ViewingOfAudience:
    """Plans' ``ViewingSource``: plays by household, hour and genre; nothing of children."""

    def __init__(
        self, audience: AudienceService, catalogue: CatalogueService, log: ReportedLog
    ) -> None:
        self._audience, self._catalogue, self._log = audience, catalogue, log

    async def genre_names(self) -> tuple[str, ...]:
        """Those of the catalogue."""
        return (await self._catalogue.shelf()).genres

    async def viewing(self, since: datetime) -> Viewing:
        """What was begun since then; how long it lasted is the title's running time."""
        events = await self._log.training_events(after=since)
        people = list[Profile]()
        while page := await self._audience.profiles(
            limit=_PAGE, after=people[-1].id if people else None
        ):
            people += page
        shelf = await self._catalogue.shelf()
        return await asyncio.to_thread(_viewing, events, people, shelf, since)


class HoursOfAudience:
    """Reports' ``HoursWatched``, by the same viewings that growth is measured by."""

    def __init__(self, watching: WatchingService) -> None:
        self._watching = watching

    async def hours(self, start: datetime, until: datetime) -> Mapping[date, float]:
        """By the day (UTC) on which a viewing began; ads are no part of a film's position."""
        found = await self._watching.watched(Period(start, until))
        return {day: sum(brought.hours.values()) for day, brought in found.by_day.items()}


def _viewing(
    events: TrainingEvents, people: list[Profile], shelf: Shelf, since: datetime
) -> Viewing:
    numbers: dict[HouseholdId, int] = {}
    territory: list[str] = []
    home = dict[ProfileId, int]()
    for person in people:
        if person.household_id not in numbers:
            numbers[person.household_id] = len(numbers)
            territory.append(str(person.territory))
        if not person.kids:
            home[person.id] = numbers[person.household_id]
    house = np.array([home.get(each, -1) for each in events.profiles], np.int64)
    rows = np.array([shelf.index.get(each, -1) for each in events.titles], np.int64)
    began = (events.kinds == EventKind.PLAY.code) & ~events.ordered
    kept = began & (house[events.profile] >= 0) & (rows[events.title] >= 0)
    minutes = np.append(shelf.runtimes.astype(np.float64), 0.0)[rows]
    hours = np.where(minutes > 0, minutes / 60, _TYPICAL_HOURS)
    genres = tuple(
        frozenset(shelf.genres[place] for place in shelf.genre_of[row].indices)
        if row >= 0
        else frozenset[str]()
        for row in rows
    )
    return Viewing(
        household=house[events.profile[kept]],
        title=events.title[kept].astype(np.int64),
        at=events.at[kept],
        hours=hours[events.title[kept]],
        territory=tuple(territory),
        genres=genres,
        since=since,
        until=datetime.now(UTC),
    )


def plan_and_pace(jobs: Jobs, ads: AdService, source: ViewingOfAudience) -> PlanningService:
    """Plans, and the job that paces what is booked by the same viewing log."""
    planning = PlanningService(ads, source)
    pacing.register(jobs, ads.pacing, planning)
    return planning
