"""Bringing a creative's film, what was found in it, and the files that players load."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from matinee.access.door import may
from matinee.access.model import ObjectKind, Role
from matinee.ads.creatives.model import BlendedPictures, Conditioning, Stage
from matinee.ads.creatives.pictures import LARGEST_BYTES
from matinee.ads.creatives.service import PICTURE, CreativeService
from matinee.ads.model import PICTURE_SECONDS, AdSettings, Format
from matinee.ads.service import AdService
from matinee.ads.shapes import CreativeFacts, CreativeShape, creative_facts
from matinee.errors import Denied, NotFound

UPLOADS = "/v1/ads/spots/"
FILE_TYPES = frozenset({"application/octet-stream", "video/mp4", "video/webm", "video/quicktime"})
PICTURES = "/v1/ads/stills/"
LARGEST_PICTURE = LARGEST_BYTES + 1_000
"""Bytes of a body; a little more than is taken, so that the refusal says why."""
PICTURE_TYPES = frozenset({"image/png", "image/jpeg", "image/webp"})
_OWN = may(Role.ADVERTISER, Role.OPERATOR, of=ObjectKind.CAMPAIGN, by="campaign_id")
_FOREVER = "private, max-age=31536000, immutable"


def largest(settings: AdSettings) -> int:
    """Bytes that a film may have; a little more, so that the refusal is ours and says why."""
    return settings.creative_bytes + 1_000_000


class SpotShape(BaseModel):
    """What a film that comes as a body is; as for creatives that are named by address."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    duration_seconds: Annotated[float, Field(ge=0.001, le=600)]
    ad_id: Annotated[str, Field(max_length=60)] = ""
    registry: Annotated[str, Field(max_length=100)] = ""
    click_through: Annotated[str, Field(pattern=r"^(https?://\S+)?$", max_length=2000)] = ""
    file_name: Annotated[str, Field(max_length=200)] = ""


class PictureShape(BaseModel):
    """What a picture that comes as a body is, and where it is shown.

    A companion ``accompanies`` a film of the same advertiser.
    """

    name: Annotated[str, Field(min_length=1, max_length=200)]
    format: Literal["pause", "overlay", "squeeze", "companion"] = "pause"
    accompanies: UUID | None = None
    click_through: Annotated[str, Field(pattern=r"^(https?://\S+)?$", max_length=2000)] = ""


class LoudnessFacts(BaseModel):
    """Integrated loudness in LUFS and true peak in dBTP, by BS.1770-4."""

    integrated: float
    true_peak: float


class LadderReport(BaseModel):
    """How far a creative is on its way to a ladder, and how loud it came out."""

    ladder: str
    stage: Stage
    reason: str
    loudness: LoudnessFacts | None


class FilmReport(BaseModel):
    """What was found in a creative's film as it was brought, and what became of it."""

    seconds: float
    width: int
    height: int
    rate: float
    video: str
    sound: str | None
    bytes: int
    loudness: LoudnessFacts | None
    ladders: Sequence[LadderReport]


def routes(creatives: CreativeService, ads: AdService, blends: BlendedPictures) -> APIRouter:
    """For advertisers, reviewers and players."""
    router = APIRouter(tags=["ads"])

    @router.post(f"{UPLOADS}{{campaign_id}}", status_code=201, dependencies=[_OWN])
    async def bring(
        request: Request, campaign_id: UUID, told: Annotated[SpotShape, Query()]
    ) -> CreativeFacts:
        """Bring a new creative's film: the body is the file, the query says what it is."""
        campaign = await ads.campaign(campaign_id)
        shape = CreativeShape(**told.model_dump(exclude={"file_name"}))
        creative = shape.creative(campaign.advertiser_id)
        made = await creatives.bring(creative, request.stream(), name=told.file_name)
        return creative_facts(made)

    @router.post(f"{PICTURES}{{campaign_id}}", status_code=201, dependencies=[_OWN])
    async def bring_picture(
        request: Request, campaign_id: UUID, told: Annotated[PictureShape, Query()]
    ) -> CreativeFacts:
        """Bring a picture for pauses, over or beside films: the body is a PNG, JPEG or WebP."""
        campaign = await ads.campaign(campaign_id)
        said = told.model_dump(exclude={"format", "accompanies"})
        shape = CreativeShape(**said, duration_seconds=PICTURE_SECONDS)
        creative = replace(shape.creative(campaign.advertiser_id), accompanies=told.accompanies)
        content = await request.body()
        return creative_facts(await creatives.bring_picture(creative, content, Format(told.format)))

    @router.get(
        "/v1/ads/pictures/{creative_id}",
        dependencies=[may(Role.MEMBER, Role.PROGRAMMER, Role.OPERATOR)],
        response_class=Response,
    )
    async def picture(creative_id: UUID) -> Response:
        """Send the picture of a creative; 410 where it is closed for good."""
        try:
            made = await blends.picture(creative_id)
        except Denied as closed:
            raise HTTPException(410, closed.sentence.rstrip(".")) from closed
        if made is not None:
            # It may be closed at any moment, so nobody keeps it.
            return Response(made, media_type=PICTURE, headers={"Cache-Control": "no-store"})
        body, kind = await creatives.picture(creative_id)
        return Response(body, media_type=kind, headers={"Cache-Control": _FOREVER})

    @router.get("/v1/ads/campaigns/{campaign_id}/creatives/{creative_id}/film", dependencies=[_OWN])
    async def film(campaign_id: UUID, creative_id: UUID) -> FilmReport:
        """Say what was found in a creative's film, and for which ladders it is ready."""
        campaign = await ads.campaign(campaign_id)
        own = {each.id for each in await ads.creatives(campaign.advertiser_id)}
        dossier = (await creatives.dossiers([creative_id]))[creative_id]
        if creative_id not in own or dossier.master is None:
            raise NotFound("This creative has no film here.", remedy="List the creatives.")
        found = dossier.master.facts
        return FilmReport(
            seconds=found.film.seconds,
            width=found.film.width,
            height=found.film.height,
            rate=found.film.rate,
            video=found.film.video,
            sound=found.film.sound,
            bytes=found.film.bytes,
            loudness=None
            if found.loudness is None
            else LoudnessFacts(
                integrated=found.loudness.integrated, true_peak=found.loudness.true_peak
            ),
            ladders=[_report(each) for each in dossier.conditioned],
        )

    @router.get(
        "/v1/ads/creatives/{creative_id}/film",
        dependencies=[may(Role.PROGRAMMER, Role.OPERATOR)],
        response_class=Response,
    )
    async def original(creative_id: UUID) -> Response:
        """Send a creative's film as it was brought, for review."""
        body, kind = await creatives.original(creative_id)
        return Response(body, media_type=kind, headers={"Content-Encoding": "identity"})

    @router.get(
        "/v1/ads/films/{creative_id}/{ladder}/{name}",
        dependencies=[may(Role.MEMBER)],
        response_class=Response,
    )
    async def file(creative_id: UUID, ladder: str, name: str) -> Response:
        """Send a file of a conditioned creative to a player."""
        body, kind = await creatives.file(creative_id, ladder, name)
        headers = {"Cache-Control": _FOREVER, "Content-Encoding": "identity"}
        return Response(body, media_type=kind, headers=headers)

    return router


def _report(each: Conditioning) -> LadderReport:
    heard = each.made.loudness if each.made else None
    return LadderReport(
        ladder=each.ladder,
        stage=each.stage,
        reason=each.reason,
        loudness=None
        if heard is None
        else LoudnessFacts(integrated=heard.integrated, true_peak=heard.true_peak),
    )
