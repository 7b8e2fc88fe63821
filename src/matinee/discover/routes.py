"""``/v1/search``: what is found for the letters typed so far, and for whole sentences."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from matinee.access.door import may, reach
from matinee.access.model import ObjectKind, Role, Use
from matinee.catalogue.model import TitleKind
from matinee.discover.model import MOST_FILTERS, Constraints, EntryKind, Intent, Likeness, Translate
from matinee.discover.rendering import answer_json, beginning_json, suggestions_json
from matinee.discover.service import DiscoverService
from matinee.vocabulary.ids import PersonId, ProfileId, TitleId, uuid7
from matinee.vocabulary.places import Language

_JSON = "application/json"
_MOST_TITLES = 50


class TitleCard(BaseModel):
    """What a page shows of a title; the catalogue makes it, and may say more."""

    model_config = ConfigDict(extra="allow")

    id: UUID
    name: str


class FoundTitleFacts(BaseModel):
    """A title that was found, and why."""

    position: int = Field(ge=0)
    slips: int = Field(ge=0, description="Slips of the fingers that were taken into account.")
    reason: str
    title: TitleCard


class FoundEntryFacts(BaseModel):
    """A person, genre, mood or collection, and how many titles the member may watch by it."""

    kind: EntryKind
    key: str
    name: str
    titles: int


class FacetFacts(BaseModel):
    """A value by which the answer can be narrowed, and how many titles that would leave."""

    value: str
    titles: int


class SuggestionFacts(BaseModel):
    """What is offered for the letters typed so far; ``total`` titles were found in all."""

    query: str
    total: int
    titles: list[FoundTitleFacts]
    entries: list[FoundEntryFacts]
    facets: dict[str, list[FacetFacts]]


class AnswerFacts(BaseModel):
    """The shelf that a description leads to; ``by_meaning`` is false while vectors are not there.

    ``recommendation_id`` is what impressions and plays of these titles repeat.
    """

    query: str
    total: int
    by_meaning: bool
    recommendation_id: UUID
    titles: list[FoundTitleFacts]
    facets: dict[str, list[FacetFacts]]


class BeginningFacts(BaseModel):
    """What is offered before the first letter."""

    recent: list[str]
    rising: list[FoundTitleFacts]
    for_you: list[FoundTitleFacts]


Several = Annotated[list[str], Field(max_length=MOST_FILTERS)]


class Filters(BaseModel):
    """By what an answer is narrowed; a filter that is given more than once must be met each time.

    ``kind``, ``decade``, ``country``, ``language`` and ``subtitles`` are met by one of theirs.
    """

    model_config = ConfigDict(extra="forbid")

    profile: UUID
    q: str = Field("", description="What was typed, at most 1,000 letters.")
    limit: int = Field(12, ge=1, le=_MOST_TITLES)
    genre: Several = []
    mood: Several = []
    person: Annotated[list[UUID], Field(max_length=MOST_FILTERS)] = []
    decade: Annotated[list[int], Field(max_length=MOST_FILTERS)] = []
    kind: Annotated[list[TitleKind], Field(max_length=MOST_FILTERS)] = []

    def constraints(self) -> Constraints:
        """The same as the domain says it."""
        return Constraints(
            kinds=tuple(self.kind),
            genres=tuple(self.genre),
            moods=tuple(self.mood),
            people=tuple(map(PersonId, self.person)),
            decades=tuple(self.decade),
        )


class Wanted(Filters):
    """A description with its rules, and titles to be like."""

    like: Annotated[list[UUID], Field(max_length=5)] = []
    without_genre: Several = []
    without_person: Annotated[list[UUID], Field(max_length=MOST_FILTERS)] = []
    country: Several = []
    language: Several = []
    subtitles: Several = []
    from_year: int | None = Field(None, ge=1800, le=2300)
    to_year: int | None = Field(None, ge=1800, le=2300)
    from_minutes: int | None = Field(None, ge=0, le=10_000)
    to_minutes: int | None = Field(None, ge=0, le=10_000)
    oldest_age: int | None = Field(None, ge=0, le=21)

    def intent(self) -> Intent:
        """The same as the domain says it."""
        constraints = replace(
            self.constraints(),
            without_genres=tuple(self.without_genre),
            without_people=tuple(map(PersonId, self.without_person)),
            countries=tuple(self.country),
            languages=tuple(map(Language, self.language)),
            subtitles=tuple(map(Language, self.subtitles)),
            years=(self.from_year, self.to_year),
            minutes=(self.from_minutes, self.to_minutes),
            oldest_age=self.oldest_age,
        )
        likeness = tuple(Likeness(TitleId(title)) for title in self.like)
        return Intent(self.q, constraints, likeness)


class Whose(BaseModel):
    """For whom something is offered."""

    model_config = ConfigDict(extra="forbid")

    profile: UUID


def routes(service: DiscoverService, translate: Translate | None = None) -> APIRouter:
    """Searches; whose they are is named by the query, and checked inside."""
    router = APIRouter(prefix="/v1/search", tags=["discover"], dependencies=[may(Role.MEMBER)])

    @router.get("/typed", responses=_answer(SuggestionFacts))
    async def typed(request: Request, asked: Annotated[Filters, Query()]) -> Response:
        """Offer titles, people, genres, moods and collections for the letters typed so far."""
        await reach(request, Use.WATCH, ObjectKind.PROFILE, asked.profile)
        found = await service.typed(
            ProfileId(asked.profile),
            asked.q,
            datetime.now(UTC),
            within=asked.constraints(),
            limit=asked.limit,
        )
        body = suggestions_json(found, _locale(request), translate)
        return Response(body, media_type=_JSON)

    @router.get("", responses=_answer(AnswerFacts))
    async def search(request: Request, wanted: Annotated[Wanted, Query()]) -> Response:
        """Find titles by a description, by rules, and by what they should be like."""
        await reach(request, Use.WATCH, ObjectKind.PROFILE, wanted.profile)
        now = datetime.now(UTC)
        profile = ProfileId(wanted.profile)
        found = await service.search(profile, wanted.intent(), now, limit=wanted.limit)
        body = answer_json(found, uuid7(now), _locale(request), translate)
        return Response(body, media_type=_JSON)

    @router.get("/start", responses=_answer(BeginningFacts))
    async def start(request: Request, whose: Annotated[Whose, Query()]) -> Response:
        """Offer, before the first letter, own searches, titles that rise and titles that suit."""
        await reach(request, Use.WATCH, ObjectKind.PROFILE, whose.profile)
        offered = await service.beginning(ProfileId(whose.profile), datetime.now(UTC))
        return Response(beginning_json(offered, _locale(request), translate), media_type=_JSON)

    return router


def _answer(model: type[BaseModel]) -> dict[int | str, dict[str, Any]]:
    return {200: {"model": model}}


def _locale(request: Request) -> str:
    return request.headers.get("accept-language", "en")
