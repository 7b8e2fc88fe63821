"""What players ask for a profile and a title, the beacons, and the breaks of a title."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from matinee.access.door import OPEN, address_of, may
from matinee.access.model import ObjectKind, Role
from matinee.ads.delivery.asked import BREAK_ASKED, BreakAsked
from matinee.ads.delivery.break_marks import date_ranges, table
from matinee.ads.delivery.service import AdDelivery
from matinee.ads.delivery.unwinding import Unfilled, Unwound
from matinee.ads.model import TitleBreak
from matinee.ads.service import AdService
from matinee.ads.traffic.model import Teller
from matinee.ads.viewability.model import Seen
from matinee.vocabulary.ids import ProfileId, TitleId

_XML = "application/xml"
_OWN = may(Role.MEMBER, of=ObjectKind.PROFILE, by="profile_id")
_FOR = "/v1/profiles/{profile_id}/titles/{title_id}/ads"
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_Version = Annotated[Literal["3.0", "4.2"], Query(description="Of VAST.")]

_Overlays = Annotated[bool, Query(description="Whether the player can show overlays.")]


class BreakFacts(BaseModel):
    """A break of a title; ``floor`` in the house's currency, for 1,000 impressions."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field(min_length=1, max_length=60)
    at_seconds: float = Field(ge=0, le=86_400)
    duration_seconds: float = Field(ge=0.001, le=900)
    slots: int = Field(ge=1, le=20)
    floor: float = Field(default=0, ge=0, le=10_000)
    moods: list[str] = Field(default_factory=list, max_length=10)
    without_categories: list[str] = Field(default_factory=list, max_length=100)


class TagToCheck(BaseModel):
    """Another server's tag, and how long the ad is that was booked."""

    model_config = ConfigDict(extra="forbid")

    address: str = Field(pattern=r"^https?://\S+$", max_length=2000)
    duration_seconds: float = Field(ge=0.001, le=600)


class TagFacts(BaseModel):
    """Where a tag led: the addresses on the way, and the ad, or VAST's code for why not."""

    hops: list[str]
    error_code: int | None = None
    error: str = ""
    title: str = ""
    duration_seconds: float | None = None
    files: int = 0


class SecondsTold(BaseModel):
    """How long an ad was audible and on the screen so far, as its player measured it."""

    model_config = ConfigDict(extra="forbid")

    audible_seconds: float = Field(ge=0, le=3600)
    on_screen_seconds: float = Field(ge=0, le=3600)

    def seen(self) -> Seen:
        """In milliseconds."""
        return Seen(
            timedelta(milliseconds=round(self.audible_seconds * 1000)),
            timedelta(milliseconds=round(self.on_screen_seconds * 1000)),
        )


class BreakList(BaseModel):
    """The breaks of a title, by time."""

    model_config = ConfigDict(extra="forbid")

    breaks: list[BreakFacts] = Field(max_length=60)


def routes(delivery: AdDelivery, ads: AdService) -> APIRouter:
    """What players ask, and where breaks lie."""
    router = APIRouter(tags=["ads"])

    @router.get(f"{_FOR}/vmap", dependencies=[_OWN], response_class=Response)
    async def vmap(
        profile_id: UUID, title_id: UUID, version: _Version = "4.2", overlays: _Overlays = False
    ) -> Response:
        """Give the breaks of a title, as VMAP 1.0.1, and the places of overlays if asked for."""
        made = await delivery.vmap(
            ProfileId(profile_id), TitleId(title_id), version=version, overlays=overlays
        )
        return Response(made, media_type=_XML)

    @router.get(
        f"{_FOR}/vast", dependencies=[_OWN], response_class=Response, openapi_extra=BREAK_ASKED
    )
    async def vast(profile_id: UUID, title_id: UUID, request: Request) -> Response:
        """Decide the ads of a break, or of the title's first, as VAST."""
        asked = BreakAsked.of(request)
        made = await delivery.vast(
            ProfileId(profile_id),
            TitleId(title_id),
            asked.break_id,
            version=asked.version,
            device=asked.device,
            offset_minutes=asked.offset_minutes,
            unwinding=asked.unwind,
            said=asked.said(),
        )
        return Response(made, media_type=_XML, headers={"Cache-Control": "no-store"})

    @router.get("/v1/ads/beacons/{token}/{event}", dependencies=[OPEN], status_code=204)
    async def beacon(token: str, event: str, request: Request) -> None:
        """Tell that something of an ad happened; told again, or by a machine, it does not count."""
        await ads.beacon(token, event, _teller(request))

    @router.put("/v1/ads/beacons/{token}/seconds", dependencies=[OPEN], status_code=204)
    async def seconds(token: str, body: SecondsTold, request: Request) -> None:
        """Tell how long an ad was heard and seen so far; of all that is told the most stands."""
        await ads.tell_seconds(token, body.seen(), _teller(request))

    @router.post(
        "/v1/ads/campaigns/{campaign_id}/tags/check",
        dependencies=[
            may(Role.ADVERTISER, Role.OPERATOR, of=ObjectKind.CAMPAIGN, by="campaign_id")
        ],
    )
    async def check_tag(campaign_id: UUID, body: TagToCheck) -> TagFacts:
        """Follow another server's tag, as a decision would, and say what it leads to."""
        await ads.campaign(campaign_id)
        length = timedelta(milliseconds=round(body.duration_seconds * 1000))
        return _tag(await delivery.check_tag(body.address, length))

    _title_breaks(router, delivery)
    return router


def _title_breaks(router: APIRouter, delivery: AdDelivery) -> None:
    path, desk = "/v1/ads/titles/{title_id}/breaks", [may(Role.PROGRAMMER, Role.OPERATOR)]

    @router.get(path, dependencies=desk)
    async def breaks(title_id: UUID) -> BreakList:
        """List the breaks of a title."""
        found = await delivery.breaks(TitleId(title_id))
        return BreakList(breaks=[_facts(each) for each in found])

    @router.get(f"{path}.csv", dependencies=desk, response_class=Response)
    async def breaks_table(title_id: UUID) -> Response:
        """Give the breaks of a title as a table."""
        return Response(table(await delivery.breaks(TitleId(title_id))), media_type="text/csv")

    @router.get(f"{path}.vmap", dependencies=desk, response_class=Response)
    async def breaks_as_vmap(title_id: UUID, version: _Version = "4.2") -> Response:
        """Give them as VMAP; PROFILE in each address stands for the profile that watches."""
        made = await delivery.vmap_of_title(TitleId(title_id), version=version)
        return Response(made, media_type=_XML)

    @router.get(f"{path}/date-ranges", dependencies=desk, response_class=Response)
    async def breaks_in_hls(title_id: UUID, epoch: AwareDatetime = _EPOCH) -> Response:
        """Give them as HLS date ranges with SCTE 35, for a playlist that begins at ``epoch``."""
        found = await delivery.breaks(TitleId(title_id))
        return Response(date_ranges(found, epoch=epoch.astimezone(UTC)), media_type="text/plain")

    @router.put(path, dependencies=desk)
    async def set_breaks(title_id: UUID, body: BreakList) -> BreakList:
        """Set the breaks of a title."""
        await delivery.set_breaks(TitleId(title_id), [_break(each) for each in body.breaks])
        return await breaks(title_id)


def _teller(request: Request) -> Teller:
    return Teller(request.headers.get("user-agent", ""), address_of(request))


def _break(facts: BreakFacts) -> TitleBreak:
    return TitleBreak(
        id=facts.id,
        at=timedelta(milliseconds=round(facts.at_seconds * 1000)),
        duration=timedelta(milliseconds=round(facts.duration_seconds * 1000)),
        slots=facts.slots,
        floor=round(facts.floor * 1_000_000),
        moods=tuple(facts.moods),
        without_categories=frozenset(facts.without_categories),
    )


def _facts(each: TitleBreak) -> BreakFacts:
    return BreakFacts(
        id=each.id,
        at_seconds=each.at.total_seconds(),
        duration_seconds=each.duration.total_seconds(),
        slots=each.slots,
        floor=each.floor / 1_000_000,
        moods=list(each.moods),
        without_categories=sorted(each.without_categories),
    )


def _tag(found: Unwound | Unfilled) -> TagFacts:
    if isinstance(found, Unfilled):
        return TagFacts(hops=list(found.hops), error_code=int(found.code), error=found.sentence)
    return TagFacts(
        hops=list(found.hops),
        title=found.title,
        duration_seconds=found.duration.total_seconds(),
        files=len(found.files),
    )
