"""``/v1/search``: what is found for the letters typed so far, and for whole sentences."""

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from matinee.access.door import may, reach
from matinee.access.model import ObjectKind, Role, Use
from matinee.catalogue.model import TitleKind
from matinee.discover.model import MOST_FILTERS, Constraints, EntryKind, Translate
from matinee.discover.rendering import suggestions_json
from matinee.discover.service import DiscoverService
from matinee.vocabulary.ids import PersonId, ProfileId

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


class Filters(BaseModel):
    """By what an answer is narrowed; a filter that is given more than once must be met each time.

    ``kind`` and ``decade`` are met by one of their values.
    """

    model_config = ConfigDict(extra="forbid")

    profile: UUID
    q: str = Field("", description="What was typed, at most 1,000 letters.")
    limit: int = Field(12, ge=1, le=_MOST_TITLES)
    genre: Annotated[list[str], Field(max_length=MOST_FILTERS)] = []
    mood: Annotated[list[str], Field(max_length=MOST_FILTERS)] = []
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

    return router


def _answer(model: type[BaseModel]) -> dict[int | str, dict[str, Any]]:
    return {200: {"model": model}}


def _locale(request: Request) -> str:
    return request.headers.get("accept-language", "en")
