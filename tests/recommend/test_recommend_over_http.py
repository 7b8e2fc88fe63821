"""``GET /v1/models``: what those who run the service see of trainings."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from tests.recommend.audiences import service, walked_log

from matinee.foundation.blobs import Blobs
from matinee.foundation.database import Database
from matinee.recommend.routes import routes
from matinee.recommend.service import RecommendService


@pytest.fixture
def recommend(database: Database, blobs: Blobs, tmp_path: Path) -> RecommendService:
    return service(database, blobs, walked_log(), tmp_path / "copies")


@pytest.fixture
async def caller(recommend: RecommendService) -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    app.include_router(routes(recommend))
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as caller:
        yield caller


async def test_before_the_first_training_the_list_is_empty(caller: httpx.AsyncClient) -> None:
    assert (await caller.get("/v1/models")).json() == {"live": None, "models": []}


async def test_trainings_are_listed_newest_first_with_their_figures(
    caller: httpx.AsyncClient, recommend: RecommendService
) -> None:
    first, second = await recommend.train(), await recommend.train()
    listing = (await caller.get("/v1/models")).json()
    assert listing["live"] == second.version
    assert [model["version"] for model in listing["models"]] == [second.version, first.version]
    newest = listing["models"][0]
    assert newest["live"]
    assert newest["accepted"]
    assert newest["ndcg10"] > newest["popularity_ndcg10"]
    assert newest["titles"] == 40


async def test_only_as_many_as_asked_for_are_listed(
    caller: httpx.AsyncClient, recommend: RecommendService
) -> None:
    await recommend.train()
    await recommend.train()
    assert len((await caller.get("/v1/models?limit=1")).json()["models"]) == 1
    assert (await caller.get("/v1/models?limit=0")).status_code == 422
