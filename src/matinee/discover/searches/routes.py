"""``/v1/search/demand`` and ``/v1/search/decisions``: for programmers."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict, Field

from matinee.access.door import caller_of, may
from matinee.access.model import Caller, Role
from matinee.audience.watching.model import QueryCount
from matinee.discover.curation.model import Decided, Decision
from matinee.discover.searches.demand import Demand
from matinee.discover.searches.service import SearchDesk
from matinee.errors import Invalid
from matinee.vocabulary.ids import TitleId

_By = Annotated[Caller, Depends(caller_of)]


class QueryFacts(BaseModel):
    """A query with how often it was searched for, by how many, and what became of it."""

    query: str
    times: int
    members: int
    empty: int
    led_on: int


class RisingFacts(BaseModel):
    """A query of the newest week, and what the days before let one expect."""

    query: str
    times: int
    expected: float
    deviations: float


class UnmetFacts(BaseModel):
    """A title that is searched for and not offered."""

    title: UUID
    queries: list[str]
    times: int


class DemandFacts(BaseModel):
    """What at least three members each searched for."""

    queries: int
    times: int
    empty: list[QueryFacts]
    abandoned: list[QueryFacts]
    rising: list[RisingFacts]
    unmet: list[UnmetFacts]


class QualityFacts(BaseModel):
    """Shares of all searches; ``low`` and ``high`` bound ``success10`` with 95%."""

    searches: int
    found_nothing: float
    success1: float
    success10: float
    low: float
    high: float
    mrr: float
    ndcg10: float


class QualityReport(BaseModel):
    """How good searches were, all of them (null where nobody searched) and by arm."""

    whole: QualityFacts | None
    by_arm: dict[str, QualityFacts]


class Deciding(BaseModel):
    """A synonym has ``meant``, an answer has ``titles``."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["synonym", "answer"]
    said: str = Field(min_length=1, max_length=200)
    meant: str = Field(default="", max_length=200)
    titles: list[UUID] = Field(default=[], max_length=12)
    note: str = Field(default="", max_length=500)

    def decision(self) -> Decision:
        """What is decided; Invalid where it says nothing, or the wrong thing for its kind."""
        if self.kind == "synonym":
            if self.titles:
                raise Invalid("A synonym has no titles.", field="titles")
            return Decision.synonym(self.said, self.meant, self.note)
        if self.meant:
            raise Invalid("An answer has titles, and no other words.", field="meant")
        return Decision.answer(self.said, [TitleId(one) for one in self.titles], self.note)


class DecidedFacts(BaseModel):
    """A decision as it was made; ``in_force`` is false once another followed for its words."""

    number: int
    kind: str
    said: str
    meant: str
    titles: list[UUID]
    note: str
    by: str
    at: datetime
    in_force: bool


class DecidedList(BaseModel):
    """Decisions, newest first."""

    decisions: list[DecidedFacts]


def routes(desk: SearchDesk) -> APIRouter:
    """What members search for in sums, and decisions about it."""
    router = APIRouter(prefix="/v1/search", tags=["search"], dependencies=[may(Role.PROGRAMMER)])

    @router.get("/demand")
    async def demand(days: Annotated[int, Query(ge=8, le=90)] = 28) -> DemandFacts:
        """Tell which searches find nothing, lead nowhere, rise, or ask for what is not offered."""
        return demand_facts(await desk.demand(until=datetime.now(UTC), days=days))

    @router.get("/quality")
    async def quality(
        days: Annotated[int, Query(ge=1, le=90)] = 28,
        experiment: Annotated[str, Query(max_length=63)] = "",
    ) -> QualityReport:
        """Tell where what members chose of searches stood, by arm of an experiment."""
        told = await desk.quality(until=datetime.now(UTC), days=days, experiment=experiment)
        facts = {arm: QualityFacts(**asdict(one)) for arm, one in told.items()}
        return QualityReport(whole=facts.pop("", None), by_arm=facts)

    @router.get("/decisions")
    async def decisions() -> DecidedList:
        """List what was decided, newest first."""
        return DecidedList(decisions=[_decided(one) for one in await desk.decisions()])

    @router.post("/decisions", status_code=201)
    async def decide(body: Deciding, by: _By) -> DecidedFacts:
        """Let words mean others, or titles come first, from the next search on."""
        return _decided(await desk.decide(body.decision(), by=by.name))

    @router.post("/decisions/{number}/undo")
    async def undo(number: int, by: _By) -> DecidedFacts:
        """Let hold again what held before."""
        return _decided(await desk.undo(number, by=by.name))

    return router


def demand_facts(demand: Demand) -> DemandFacts:
    """The lists as an answer."""
    return DemandFacts(
        queries=demand.queries,
        times=demand.times,
        empty=[_query(one) for one in demand.empty],
        abandoned=[_query(one) for one in demand.abandoned],
        rising=[
            RisingFacts(
                query=one.asked.query,
                times=one.asked.recent,
                expected=round(one.expected, 2),
                deviations=round(one.deviations, 2),
            )
            for one in demand.rising
        ],
        unmet=[
            UnmetFacts(title=one.title, queries=list(one.queries), times=one.times)
            for one in demand.unmet
        ],
    )


def _query(one: QueryCount) -> QueryFacts:
    return QueryFacts(
        query=one.query, times=one.times, members=one.members, empty=one.empty, led_on=one.led_on
    )


def _decided(one: Decided) -> DecidedFacts:
    return DecidedFacts(
        number=one.number,
        kind=one.kind.value,
        said=one.said,
        meant=one.meant,
        titles=list(one.titles),
        note=one.note,
        by=one.by,
        at=one.at,
        in_force=one.in_force,
    )
