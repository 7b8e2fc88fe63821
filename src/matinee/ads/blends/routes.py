"""``/v1/ads``: leave for a title's world, pictures made of it, and the word of both sides."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from matinee.access.door import caller_of, may
from matinee.access.model import Caller, ObjectKind, Role
from matinee.ads.blends.model import (
    MOST_LETTERS,
    Ask,
    Background,
    Blend,
    Grant,
    GrantedUse,
    Reviewed,
    Side,
    Standing,
    Wish,
)
from matinee.ads.blends.service import BlendService
from matinee.ads.model import Approval
from matinee.ads.service import AdService
from matinee.vocabulary.ids import TitleId
from matinee.vocabulary.places import Language, Territory

MADE = "/v1/ads/blends/"
_OWN = may(Role.ADVERTISER, Role.OPERATOR, of=ObjectKind.CAMPAIGN, by="campaign_id")
_HOUSE = may(Role.PROGRAMMER, Role.OPERATOR)
_By = Annotated[Caller, Depends(caller_of)]
_FRESH = {"Cache-Control": "no-store"}
_Answer = Literal["yes", "no", "unsure"]


class BackgroundShape(BaseModel):
    """What a configured model is asked to draw in place of a picture; it shows no people."""

    model_config = ConfigDict(extra="forbid")

    tool: Annotated[str, Field(min_length=1, max_length=80)]
    prompt: Annotated[str, Field(min_length=1, max_length=2000, pattern=r"^[^\x00]*$")]


class AskShape(BaseModel):
    """What is asked for a title's world: its palette and letters, and perhaps a picture of it.

    ``performers`` are those whom the picture shows, by the clearance record; ``nobody`` is why one
    with faces shows none. ``principles`` are the answers P1 to P5. The work begins at ``starts_at``
    at the earliest, and counsel's approval comes before.
    """

    model_config = ConfigDict(extra="forbid")

    production: UUID
    picture: UUID | None = None
    performers: list[UUID] = Field(default_factory=list[UUID], max_length=12)
    nobody: Annotated[str, Field(max_length=300, pattern=r"^[^\x00-\x1f]*$")] = ""
    territories: list[Annotated[str, Field(max_length=2)]] = Field(min_length=1, max_length=250)
    starts_at: AwareDatetime
    principles: dict[Literal["P1", "P2", "P3", "P4", "P5"], _Answer] = {}
    background: BackgroundShape | None = None

    def ask(self, title: UUID) -> Ask:
        """As the service asks it."""
        return Ask(
            title=TitleId(title),
            name="",
            picture=self.picture,
            production=self.production,
            performers=tuple(dict.fromkeys(self.performers)),
            territories=tuple(dict.fromkeys(str(Territory(code)) for code in self.territories)),
            starts_at=self.starts_at,
            principles={str(key): str(said) for key, said in self.principles.items()},
            nobody=" ".join(self.nobody.split()),
            background=None
            if self.background is None
            else Background(self.background.tool, self.background.prompt),
        )


class UseFacts(BaseModel):
    """A declared use and how it stands; ``lacks`` is empty where it is given."""

    use: UUID
    of: Literal["title", "performer", "background"]
    outcome: str
    lacks: str
    remedy: str


class GrantFacts(BaseModel):
    """What was asked; ``given`` where nothing of it lacks and the work may start."""

    id: UUID
    title: UUID
    picture: UUID | None
    territories: list[str]
    starts_at: AwareDatetime
    asked_by: str
    given: bool
    uses: list[UseFacts]


class GrantList(BaseModel):
    """What was asked of a title, the newest first."""

    grants: list[GrantFacts]


class BlendShape(BaseModel):
    """What a picture that is to be made is; its body is the product."""

    grant: UUID
    name: Annotated[str, Field(min_length=1, max_length=200)]
    line: Annotated[str, Field(min_length=1, max_length=MOST_LETTERS)]
    language: Annotated[str, Field(max_length=20)] = "en"
    click_through: Annotated[str, Field(pattern=r"^(https?://\S+)?$", max_length=2000)] = ""

    def wish(self) -> Wish:
        """As the service makes it; Invalid for a language that is none."""
        return Wish(self.name, self.line, str(Language(self.language)), self.click_through)


class WordFacts(BaseModel):
    """What a side said last, and who."""

    approval: Approval
    by: str
    at: AwareDatetime


class BlendFacts(BaseModel):
    """A picture: who made it, by which leave, from what (SHA-256 in hex), and what was said.

    ``output`` is its place in the register of outputs, with permit, decision and consents.
    """

    id: UUID
    name: str
    campaign: UUID
    title: UUID
    picture: UUID | None
    grant: UUID
    line: str
    serves: bool
    withheld: str
    closed: str
    made_by: str
    made_at: AwareDatetime
    output: UUID
    sha256: str
    product_sha256: str
    artwork_sha256: str
    recipe: str
    label: str
    generated: UUID | None
    words: dict[Side, WordFacts]


class BlendList(BaseModel):
    """Pictures, the newest first."""

    blends: list[BlendFacts]


class Verdict(BaseModel):
    """A side's word."""

    model_config = ConfigDict(extra="forbid")

    approval: Approval


def routes(blends: BlendService, ads: AdService) -> APIRouter:
    """For the house, for advertisers, and for whoever reviews."""
    router = APIRouter()
    for part in (_asking(blends), _making(blends, ads), _reviewing(blends)):
        router.routes.extend(part.routes)
    return router


def _asking(blends: BlendService) -> APIRouter:
    router = APIRouter(prefix="/v1/ads/titles/{title_id}/blend-grants", tags=["ads"])

    @router.post("", status_code=201, dependencies=[_HOUSE])
    async def ask(title_id: UUID, body: AskShape, by: _By) -> GrantFacts:
        """Ask clearance for a title's world in advertising; counsel decides."""
        grant = await blends.making.ask(body.ask(title_id), by=by.name)
        standing = await blends.making.rights.standing(grant.uses)
        return _grant(grant, standing, blends)

    @router.get("", dependencies=[may(Role.PROGRAMMER, Role.ADVERTISER, Role.OPERATOR)])
    async def grants(title_id: UUID) -> GrantList:
        """List what was asked of a title, and how it stands today."""
        found = await blends.making.grants(TitleId(title_id))
        return GrantList(grants=[_grant(each, stands, blends) for each, stands in found])

    return router


def _making(blends: BlendService, ads: AdService) -> APIRouter:
    router = APIRouter(tags=["ads"], dependencies=[_OWN])

    @router.post(f"{MADE}{{campaign_id}}", status_code=201)
    async def make(
        request: Request, campaign_id: UUID, told: Annotated[BlendShape, Query()], by: _By
    ) -> BlendFacts:
        """Compose a picture by procedure: the body is the product, a PNG, JPEG or WebP."""
        campaign = await ads.campaign(campaign_id)
        made = await blends.making.make(
            campaign, told.grant, await request.body(), told.wish(), by=by.name
        )
        return _facts(made)

    own = "/v1/ads/campaigns/{campaign_id}/blends"

    @router.get(own)
    async def listed(campaign_id: UUID) -> BlendList:
        """List a campaign's pictures."""
        return BlendList(blends=[_facts(each) for each in await blends.listed(campaign_id)])

    @router.get(f"{own}/{{blend_id}}/picture", response_class=Response)
    async def preview(campaign_id: UUID, blend_id: UUID, by: _By) -> Response:
        """Show a campaign's picture before it is approved."""
        return await _preview(blends, await blends.one(blend_id, campaign=campaign_id), by)

    @router.put(f"{own}/{{blend_id}}/word")
    async def say(campaign_id: UUID, blend_id: UUID, body: Verdict, by: _By) -> BlendFacts:
        """Say the advertiser's word on a picture."""
        await blends.one(blend_id, campaign=campaign_id)
        return _facts(await blends.say(blend_id, Side.ADVERTISER, body.approval, by=by))

    return router


def _reviewing(blends: BlendService) -> APIRouter:
    router = APIRouter(prefix="/v1/ads/blend-reviews", tags=["ads"], dependencies=[_HOUSE])

    @router.get("")
    async def listed() -> BlendList:
        """List every picture that was made of a title's world."""
        return BlendList(blends=[_facts(each) for each in await blends.listed()])

    @router.get("/{blend_id}/picture", response_class=Response)
    async def preview(blend_id: UUID, by: _By) -> Response:
        """Show a picture before it is approved."""
        return await _preview(blends, await blends.one(blend_id), by)

    @router.put("/{blend_id}/word")
    async def say(blend_id: UUID, body: Verdict, by: _By) -> BlendFacts:
        """Say the programmer's word on a picture."""
        return _facts(await blends.say(blend_id, Side.PROGRAMMER, body.approval, by=by))

    return router


async def _preview(blends: BlendService, found: Reviewed, by: Caller) -> Response:
    content = await blends.preview(found.blend, by=by.name)
    return Response(content, media_type="image/jpeg", headers=_FRESH)


def _grant(grant: Grant, standing: tuple[Standing, ...], blends: BlendService) -> GrantFacts:
    uses = [
        UseFacts(
            use=each.use.use,
            of=_kind_of(each.use),
            outcome=each.outcome,
            lacks=each.lacks,
            remedy=each.remedy,
        )
        for each in standing
    ]
    begun = grant.starts_at <= blends.making.clock()
    return GrantFacts(
        id=grant.id,
        title=grant.title,
        picture=grant.picture,
        territories=list(grant.territories),
        starts_at=grant.starts_at,
        asked_by=grant.asked_by,
        given=begun and not any(each.lacks for each in standing),
        uses=uses,
    )


def _kind_of(use: GrantedUse) -> Literal["title", "performer", "background"]:
    if use.background:
        return "background"
    return "title" if use.performer is None else "performer"


def _facts(found: Reviewed) -> BlendFacts:
    blend: Blend = found.blend
    return BlendFacts(
        id=blend.creative,
        name=found.creative.name,
        campaign=blend.campaign,
        title=blend.title,
        picture=blend.picture,
        grant=blend.grant,
        line=blend.line,
        serves=found.creative.serves,
        withheld=found.creative.withheld,
        closed=blend.closed,
        made_by=blend.made_by,
        made_at=blend.made_at,
        output=blend.output,
        sha256=blend.sha256,
        product_sha256=blend.product_sha256,
        artwork_sha256=blend.artwork_sha256,
        recipe=blend.recipe,
        label=blend.label,
        generated=blend.generated,
        words={
            side: WordFacts(approval=word.approval, by=word.by, at=word.at)
            for side, word in blend.words.items()
        },
    )
