"""``/v1/profiles/{id}/home``: the page of a member, and what is like a title."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from matinee.access.door import may
from matinee.access.model import ObjectKind, Role
from matinee.home.model import RowKind, Translate
from matinee.home.service import HomeService
from matinee.vocabulary.ids import ProfileId, TitleId

_JSON = "application/json"


class TitleCard(BaseModel):
    """What a page shows of a title; the catalogue makes it, and may say more."""

    model_config = ConfigDict(extra="allow")

    id: UUID
    name: str


class PlacedTitle(BaseModel):
    """A title in a row. ``resume`` and ``progress`` are given in Continue watching alone."""

    position: int = Field(ge=0)
    probability: float = Field(gt=0, le=1, description="With which it was put here.")
    reason: str
    resume: UUID | None = Field(None, description="What plays: the title or an episode of it.")
    progress: float | None = Field(None, ge=0, le=1)
    title: TitleCard


class TitleRow(BaseModel):
    """A row; an impression repeats ``row``, ``recommendation_id``, position and probability."""

    row: str
    kind: RowKind
    heading: str
    recommendation_id: UUID
    items: tuple[PlacedTitle, ...]


class MemberPage(BaseModel):
    """The home page of a member. ``model`` is null where nothing has been trained yet.

    ``arms`` name the experiments that the member takes part in; every event repeats them.
    """

    profile_id: UUID
    recommendation_id: UUID
    at: datetime
    model: str | None
    arms: dict[str, str]
    welcome: str | None
    rows: tuple[TitleRow, ...]


class Openers(BaseModel):
    """Well-known titles that the member may watch, unlike each other, best known first."""

    titles: list[UUID]


Device = Annotated[
    str, Query(max_length=64, description="As events name it: `tv`, `phone`, `tablet` or `web`.")
]


def routes(service: HomeService, translate: Translate | None = None) -> APIRouter:
    """The page, and the row beside a title."""
    router = APIRouter(
        prefix="/v1/profiles/{profile_id}",
        tags=["home"],
        dependencies=[may(Role.MEMBER, of=ObjectKind.PROFILE, by="profile_id")],
    )

    @router.get("/home", responses={200: {"model": MemberPage}})
    async def home(profile_id: UUID, request: Request, device: Device = "") -> Response:
        """Show the rows made for the member at this moment, on this device."""
        body = await service.page_json(
            ProfileId(profile_id), datetime.now(UTC), _locale(request), translate, device
        )
        return Response(body, media_type=_JSON)

    @router.get("/openers")
    async def openers(profile_id: UUID) -> Openers:
        """Offer titles to a new member; a thumb up for three of them makes a page of their own."""
        titles = await service.openers(ProfileId(profile_id), datetime.now(UTC))
        return Openers(titles=list(titles))

    @router.get("/titles/{title_id}/similar", responses={200: {"model": TitleRow}})
    async def similar(profile_id: UUID, title_id: UUID, request: Request) -> Response:
        """Show the titles most like one, as far as the member may be offered them."""
        body = await service.more_like_this_json(
            ProfileId(profile_id),
            TitleId(title_id),
            datetime.now(UTC),
            _locale(request),
            translate,
        )
        return Response(body, media_type=_JSON)

    return router


def _locale(request: Request) -> str:
    return request.headers.get("accept-language", "en")
