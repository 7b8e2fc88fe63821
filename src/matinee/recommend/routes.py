"""``/v1/models``: what was learned when, how well it did, and what serves."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from matinee.access.door import may
from matinee.access.model import Role
from matinee.recommend.model import ModelVersion
from matinee.recommend.service import RecommendService


class ModelFacts(BaseModel):
    """One training; its figures are of models that had not seen each member's last title."""

    version: str
    live: bool
    accepted: bool
    reason: str
    files: bool
    made_at: datetime
    until: datetime | None
    events: int
    members: int
    titles: int
    size_bytes: int
    seconds: float
    ndcg10: float
    ndcg10_error: float
    hr10: float
    popularity_ndcg10: float
    coverage10: float
    asked: int


class ModelListing(BaseModel):
    """The version that serves, and trainings, the newest first."""

    live: str | None
    models: list[ModelFacts]


def routes(recommend: RecommendService) -> APIRouter:
    """Trainings, for those who run the service or its shelf."""
    router = APIRouter(
        prefix="/v1/models",
        tags=["recommend"],
        dependencies=[may(Role.OPERATOR, Role.PROGRAMMER)],
    )

    @router.get("")
    async def list_models(limit: Annotated[int, Query(ge=1, le=1000)] = 50) -> ModelListing:
        """List trainings, the newest first."""
        models = await recommend.models(limit=limit)
        live = await recommend.live_version()
        return ModelListing(live=live, models=[_facts(model) for model in models])

    return router


def _facts(model: ModelVersion) -> ModelFacts:
    figures = model.figures
    return ModelFacts(
        version=model.version,
        live=model.live,
        accepted=model.verdict.accepted,
        reason=model.verdict.reason,
        files=model.files,
        made_at=model.made_at,
        until=model.until,
        events=model.events,
        members=model.members,
        titles=model.titles,
        size_bytes=model.size_bytes,
        seconds=model.seconds,
        ndcg10=figures.ndcg10,
        ndcg10_error=figures.ndcg10_error,
        hr10=figures.hr10,
        popularity_ndcg10=figures.popularity_ndcg10,
        coverage10=figures.coverage10,
        asked=figures.asked,
    )
