"""``/v1/watch``: a film begun by a profile, its playlists, and the ads of its breaks."""

from datetime import timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from matinee.access.door import may, reach
from matinee.access.model import ObjectKind, Role, Use
from matinee.ads.consent.permissions import Said
from matinee.ads.delivery.asked import DEVICE
from matinee.ads.model import Format
from matinee.ads.sessions.guided import asset_list, companion_facts
from matinee.ads.sessions.model import Joined, WatchSession, Way, no_session
from matinee.ads.sessions.pictures import PictureAd
from matinee.ads.sessions.service import WatchSessions
from matinee.errors import NotFound
from matinee.vocabulary.ids import ProfileId, TitleId

_PLAYLIST = "application/vnd.apple.mpegurl"
_WORDS = "text/vtt; charset=utf-8"
_MANIFEST = "application/dash+xml"
_KINDS = {"vtt": _WORDS, "mpd": _MANIFEST}
_FRESH = {"Cache-Control": "no-store"}
_LONGEST_STRING = 8_000
"""Characters: a TC string of all vendors has about 1,500."""
_STORABLE = r"^[^\x00]*$"
_BEGIN = "/v1/profiles/{profile_id}/titles/{title_id}/watch"


class WatchShape(BaseModel):
    """How to watch: the way of the ads, the kind of device, the player's distance from UTC.

    Whoever goes on watching says from where: the break before the film lies there then. ``gdpr``
    (none: not known), ``gdpr_consent`` (of TCF 2), ``gpp`` and its sections that apply are obeyed
    in all decisions of the session; what cannot be read permits nothing. ``shows`` are the formats
    over and beside the film that the player can show: no other is decided for it.
    """

    model_config = ConfigDict(extra="forbid")

    way: Way = Way.GUIDED
    device: Annotated[str, Field(max_length=20, pattern=DEVICE)] = ""
    offset_minutes: Annotated[int, Field(ge=-720, le=840)] = 0
    from_seconds: Annotated[float, Field(ge=0, le=86_400)] = 0
    gdpr: bool | None = None
    gdpr_consent: Annotated[str, Field(max_length=_LONGEST_STRING, pattern=_STORABLE)] = ""
    gpp: Annotated[str, Field(max_length=_LONGEST_STRING, pattern=_STORABLE)] = ""
    shows: Annotated[list[Literal["overlay", "squeeze"]], Field(max_length=2)] = []
    gpp_sid: Annotated[list[Annotated[int, Field(ge=1, le=999)]], Field(max_length=40)] = []

    def said(self) -> Said:
        """What it says of consent."""
        return Said(self.gdpr, self.gdpr_consent, self.gpp, tuple(self.gpp_sid))


class SessionBreak(BaseModel):
    """A break that will be met; in seconds of the film."""

    at_seconds: float
    duration_seconds: float


class SessionPlacement(BaseModel):
    """A picture over or beside the film that goes on, asked for when it comes; in its seconds."""

    id: str
    format: Format
    at_seconds: float
    seconds: float


class SessionFacts(BaseModel):
    """A session: where its playlist is, for a day; ``dash`` is its manifest where it has one."""

    id: UUID
    way: Way
    address: str
    dash: str | None
    breaks: list[SessionBreak]
    placements: list[SessionPlacement]


class CompanionFacts(BaseModel):
    """The picture beside an ad, told of as ``companionView`` and ``companionClick`` of the ad."""

    creative: UUID
    name: str
    picture: str
    width: int
    height: int
    click: str


class StitchedAd(BaseModel):
    """An ad in a stitched film; ``begins_seconds`` of what is played, ``track`` up to the event."""

    creative: UUID
    name: str
    begins_seconds: float
    duration_seconds: float
    click: str
    track: str
    companion: CompanionFacts | None


class StitchedBreak(BaseModel):
    """A break in a stitched film, laid at ``asked_seconds``, and the cut that it came to."""

    asked_seconds: float
    at_seconds: float
    ads: list[StitchedAd]


class StitchedAds(BaseModel):
    """All of them, by time."""

    breaks: list[StitchedBreak]


class PictureAsked(BaseModel):
    """A film stands still or came to a placement; ``last`` is the picture that was shown last."""

    model_config = ConfigDict(extra="forbid")

    last: UUID | None = None


class PictureFacts(BaseModel):
    """A picture beside a film: its name, where it is and leads, and ``track`` up to the event."""

    creative: UUID
    name: str
    picture: str
    click: str
    track: str


class PictureAnswer(BaseModel):
    """The picture, or none."""

    ad: PictureFacts | None


def routes(sessions: WatchSessions) -> APIRouter:
    """What players ask."""
    router = APIRouter(tags=["ads"])
    member = [may(Role.MEMBER)]

    async def own(request: Request, session_id: UUID) -> WatchSession:
        """The session, if the caller's household began it."""
        session = await sessions.session(session_id)
        try:
            await reach(request, Use.WATCH, ObjectKind.HOUSEHOLD, session.viewer.household)
        except NotFound:
            raise no_session() from None
        return session

    @router.post(
        _BEGIN,
        status_code=201,
        dependencies=[may(Role.MEMBER, of=ObjectKind.PROFILE, by="profile_id")],
    )
    async def begin(profile_id: UUID, title_id: UUID, body: WatchShape) -> SessionFacts:
        """Begin to watch a title's film with the breaks that this profile meets."""
        session = await sessions.begin(
            ProfileId(profile_id),
            TitleId(title_id),
            way=body.way,
            device=body.device,
            offset_minutes=body.offset_minutes,
            begun_from=timedelta(milliseconds=round(body.from_seconds * 1000)),
            said=body.said(),
            shows=[Format(each) for each in body.shows],
        )
        return session_facts(session)

    @router.get(
        "/v1/watch/{session_id}/breaks/{place}/ads.json",
        dependencies=member,
        response_class=JSONResponse,
    )
    async def ads(session: Annotated[WatchSession, Depends(own)], place: int) -> Any:
        """Decide the ads of a break, or give those that were decided, as an HLS asset list."""
        pod = await sessions.pod(session, place)
        return JSONResponse(asset_list(pod, session.ladder), headers=_FRESH)

    @router.post("/v1/watch/{session_id}/pause", dependencies=member)
    async def pause(
        session: Annotated[WatchSession, Depends(own)], body: PictureAsked
    ) -> PictureAnswer:
        """Decide a picture to show while the film stands still; children are shown none.

        429 where the profile has asked for more in this hour than anybody is shown.
        """
        return _picture(await sessions.pictures.pause(session, body.last))

    @router.post("/v1/watch/{session_id}/placements/{placement_id}", dependencies=member)
    async def beside(
        session: Annotated[WatchSession, Depends(own)], placement_id: str, body: PictureAsked
    ) -> PictureAnswer:
        """Decide the picture of a placement that the film came to; children are shown none.

        429 where the profile has asked for more in this hour than anybody is shown.
        """
        return _picture(await sessions.pictures.beside(session, placement_id, body.last))

    @router.get("/v1/watch/{session_id}/ads", dependencies=member)
    async def stitched(session: Annotated[WatchSession, Depends(own)]) -> StitchedAds:
        """Say where the ads of a stitched session lie, and where their beacons are told."""
        joined = await sessions.joined(session)
        return StitchedAds(breaks=[_stitched(each) for each in joined])

    @router.get("/v1/watch/{session_id}/{name}", dependencies=member, response_class=Response)
    async def file(session: Annotated[WatchSession, Depends(own)], name: str) -> Response:
        """Give a playlist or manifest of the session, while its profile may watch the title.

        ``film.m3u8`` is HLS; of a stitched session, ``film.mpd`` is the same film as DASH.
        """
        text = await sessions.playlist(session, name)
        kind = _KINDS.get(name.rpartition(".")[2], _PLAYLIST)
        return Response(text, media_type=kind, headers=_FRESH)

    return router


def session_facts(session: WatchSession) -> SessionFacts:
    """For an answer."""
    return SessionFacts(
        id=session.id,
        way=session.way,
        address=f"/v1/watch/{session.id}/film.m3u8",
        dash=f"/v1/watch/{session.id}/film.mpd" if session.way is Way.STITCHED else None,
        breaks=[
            SessionBreak(
                at_seconds=each.at.total_seconds(), duration_seconds=each.duration.total_seconds()
            )
            for each in session.breaks
        ],
        placements=[
            SessionPlacement(
                id=each.id, format=each.format, at_seconds=each.at, seconds=each.seconds
            )
            for each in session.placements
        ],
    )


def _picture(made: PictureAd | None) -> PictureAnswer:
    if made is None:
        return PictureAnswer(ad=None)
    facts = PictureFacts(
        creative=made.creative,
        name=made.name,
        picture=f"/v1/ads/pictures/{made.creative}",
        click=made.click_through,
        track=f"/v1/ads/beacons/{made.token}/",
    )
    return PictureAnswer(ad=facts)


def _stitched(joined: Joined) -> StitchedBreak:
    ads = list[StitchedAd]()
    begins = joined.begins
    for each in joined.pod.ads:
        ads.append(
            StitchedAd(
                creative=each.creative,
                name=each.name,
                begins_seconds=round(begins, 3),
                duration_seconds=round(each.film.seconds, 3),
                click=each.click_through,
                track=f"/v1/ads/beacons/{each.token}/",
                companion=None
                if (beside := companion_facts(each.companion)) is None
                else CompanionFacts(**beside),
            )
        )
        begins += each.film.seconds
    return StitchedBreak(asked_seconds=joined.asked, at_seconds=round(joined.at, 3), ads=ads)
