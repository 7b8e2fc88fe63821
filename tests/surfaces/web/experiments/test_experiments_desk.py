"""The desk's pages of experiments and of the share, as a product manager uses them."""

from __future__ import annotations

import httpx
import pytest
from tests.surfaces.web.experiments.seasons import KEY, a_season, taller_rows

from matinee.assembly.house import House
from matinee.errors import NotFound
from matinee.experiments.model import State

FORM = {"key": "bigger", "name": "Bigger posters", "arms": "usual: as today\nbigger: a third more"}


@pytest.fixture
async def desk(client: httpx.AsyncClient) -> httpx.AsyncClient:
    client.headers["Accept"] = "text/html"
    return client


async def test_an_experiment_is_written_down_started_and_stopped(
    desk: httpx.AsyncClient, house: House
) -> None:
    assert "There is no experiment yet" in (await desk.get("/desk/experiments")).text
    made = await desk.post("/desk/experiments", data=FORM)
    assert made.headers["location"] == "/desk/experiments/bigger"
    assert "Nobody takes part yet" in (await desk.get("/desk/experiments/bigger")).text
    await desk.post("/desk/experiments/bigger/start")
    page = (await desk.get("/desk/experiments/bigger")).text
    assert "Too early" in page
    assert "0 to 9,999 of 10,000" in page
    await desk.post("/desk/experiments/bigger/stop")
    assert "by hand" in (await desk.get("/desk/experiments/bigger")).text
    found = await house.laboratory.experiments.experiment("bigger")
    assert found.state is State.STOPPED


async def test_a_form_that_is_refused_keeps_what_was_typed_and_says_why(
    desk: httpx.AsyncClient, house: House
) -> None:
    answer = await desk.post("/desk/experiments", data=FORM | {"arms": "only: one"})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert "at least two arms" in answer.text
    assert 'value="Bigger posters"' in answer.text
    with pytest.raises(NotFound):
        await house.laboratory.experiments.experiment("bigger")


async def test_the_verdict_is_a_sentence_and_the_curve_has_its_numbers(
    desk: httpx.AsyncClient, house: House
) -> None:
    await a_season(house)
    page = (await desk.get(f"/desk/experiments/{KEY}")).text
    assert "taller is better than usual" in page
    assert page.count('class="band"') == 2, "one for desks, one for phones"
    assert "Sizes as meant" in page
    assert "Holds" in page
    listed = (await desk.get("/desk/experiments")).text
    assert taller_rows().name in listed
    assert "Better" in listed


async def test_the_share_tells_rows_apart_and_attributed_from_added(
    desk: httpx.AsyncClient, house: House
) -> None:
    await a_season(house)
    page = (await desk.get("/desk/share")).text
    for words in ("Top picks", "Because you watched", "Most watched here", "A genre"):
        assert words in page
    assert page.count('class="whisker"') >= 6
    assert "Over this time personalising added" in page
    only = (await desk.get("/desk/share", params={"device": "phone"})).text
    assert "Nobody watched anything" not in only
    assert only != page
    none = (await desk.get("/desk/share", params={"territory": "FR"})).text
    assert "Nobody watched anything in this time" in none
