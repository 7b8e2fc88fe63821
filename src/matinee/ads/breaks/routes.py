"""``/v1/ads``: the house's rules of breaks, and the best breaks of a title by them."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Body
from pydantic import BaseModel, ConfigDict, Field

from matinee.access.door import may
from matinee.access.model import Role
from matinee.ads.breaks.beside import LONGEST, SHORTEST, USUAL, Placement
from matinee.ads.breaks.blocks import MOST_KEPT_OUT
from matinee.ads.breaks.model import BreakRules, Fault
from matinee.ads.breaks.service import BreakService
from matinee.ads.model import Format
from matinee.vocabulary.ids import TitleId
from matinee.vocabulary.money import MILLIONTHS


class PlacementFacts(BaseModel):
    """A picture over or beside the film from ``at_seconds`` on; ``floor`` for 1,000 impressions."""

    model_config = ConfigDict(extra="forbid")

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,60}$")]
    at_seconds: Annotated[float, Field(ge=0, le=86_400)]
    format: Literal["overlay", "squeeze"]
    seconds: Annotated[float, Field(ge=SHORTEST, le=LONGEST)] = USUAL
    floor: Annotated[float, Field(ge=0, le=10_000)] = 0
    moods: Annotated[list[str], Field(max_length=10)] = []
    without_categories: Annotated[list[str], Field(max_length=100)] = []

    def placement(self) -> Placement:
        """As the service keeps it."""
        return Placement(
            self.id,
            round(self.at_seconds, 3),
            Format(self.format),
            self.seconds,
            round(self.floor * MILLIONTHS),
            tuple(self.moods),
            frozenset(self.without_categories),
        )


class PlacementList(BaseModel):
    """The placements of a title, by time."""

    model_config = ConfigDict(extra="forbid")

    placements: Annotated[list[PlacementFacts], Field(max_length=60)]


class KeptOut(BaseModel):
    """Advertisers of whom a title holds no ad, besides those whom the house's blocks name."""

    model_config = ConfigDict(extra="forbid")

    advertisers: Annotated[list[UUID], Field(max_length=MOST_KEPT_OUT)]


class ChosenBreak(BaseModel):
    """A break of a title; ``score`` in thousandths, ``cues`` what speaks for its place."""

    id: str
    at_seconds: float
    duration_seconds: float
    slots: int
    score: int
    cues: list[str]
    faults: list[Fault]


class HourOfFilm(BaseModel):
    """What an hour of the film holds, and what it may: where nothing was chosen, why."""

    hour: int
    breaks: int
    seconds: float
    most_breaks: int
    most_seconds: float


class Choice(BaseModel):
    """The breaks that were chosen; ``load`` is seconds of ads in an hour of film."""

    version: int
    breaks: list[ChosenBreak]
    hours: list[HourOfFilm]
    load: float


def routes(breaks: BreakService) -> APIRouter:
    """For those who programme: what holds for all titles, and the choice for one."""
    router = APIRouter(
        prefix="/v1/ads", tags=["ads"], dependencies=[may(Role.PROGRAMMER, Role.OPERATOR)]
    )

    @router.get("/break-rules")
    async def rules() -> BreakRules:
        """Give the rules of titles that have none of their own."""
        return await breaks.house_rules()

    @router.put("/break-rules")
    async def set_rules(body: Annotated[BreakRules, Body()]) -> BreakRules:
        """Set them; breaks that lie already stay where they are."""
        await breaks.set_house_rules(body)
        return await breaks.house_rules()

    @router.post("/titles/{title_id}/breaks/choice", status_code=201)
    async def choose(title_id: UUID) -> Choice:
        """Choose the best breaks of a title by its rules, and keep them; locked ones stay."""
        title = TitleId(title_id)
        desk = await breaks.desk(title)
        draft = await breaks.choose(title, desk.draft)
        version = await breaks.save(title, draft, desk.version)
        judged = await breaks.weigh(title, draft)
        return Choice(
            version=version,
            load=round(judged.load, 3),
            hours=[
                HourOfFilm(
                    hour=each.hour,
                    breaks=each.breaks,
                    seconds=each.seconds,
                    most_breaks=each.most,
                    most_seconds=round(each.room, 3),
                )
                for each in judged.hours
            ],
            breaks=[
                ChosenBreak(
                    id=each.placed.id,
                    at_seconds=each.placed.at,
                    duration_seconds=each.placed.seconds,
                    slots=each.placed.slots,
                    score=each.score,
                    cues=list(each.cues),
                    faults=list(each.faults),
                )
                for each in judged.breaks
            ],
        )

    @router.get("/titles/{title_id}/placements")
    async def placements(title_id: UUID) -> PlacementList:
        """List where pictures stand over or beside a title that goes on."""
        found = await breaks.placements(TitleId(title_id))
        return PlacementList(placements=[_facts(each) for each in found])

    @router.put("/titles/{title_id}/placements")
    async def set_placements(title_id: UUID, body: PlacementList) -> PlacementList:
        """Set them, apart from the title's breaks and from each other; its breaks stay."""
        await breaks.set_placements(
            TitleId(title_id), [each.placement() for each in body.placements]
        )
        return await placements(title_id)

    @router.get("/titles/{title_id}/kept-out")
    async def kept_out(title_id: UUID) -> KeptOut:
        """List the advertisers of whom a title holds no ad."""
        return KeptOut(advertisers=sorted(await breaks.kept_out(TitleId(title_id))))

    @router.put("/titles/{title_id}/kept-out")
    async def keep_out(title_id: UUID, body: KeptOut) -> KeptOut:
        """Set them; decisions on breaks, pauses and pictures follow within seconds."""
        await breaks.keep_out(TitleId(title_id), frozenset(body.advertisers))
        return await kept_out(title_id)

    return router


def _facts(each: Placement) -> PlacementFacts:
    return PlacementFacts.model_validate(
        {
            "id": each.id,
            "at_seconds": each.at,
            "format": each.format,
            "seconds": each.seconds,
            "floor": each.floor / MILLIONTHS,
            "moods": list(each.moods),
            "without_categories": sorted(each.without_categories),
        }
    )
