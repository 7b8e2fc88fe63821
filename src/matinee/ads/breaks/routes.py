"""``/v1/ads``: the house's rules of breaks, and the best breaks of a title by them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body
from pydantic import BaseModel

from matinee.access.door import may
from matinee.access.model import Role
from matinee.ads.breaks.model import BreakRules, Fault
from matinee.ads.breaks.service import BreakService
from matinee.vocabulary.ids import TitleId


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

    return router
