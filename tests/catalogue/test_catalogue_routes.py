"""The catalogue over HTTP."""

from uuid import uuid4

import httpx

from matinee.assembly.house import House
from matinee.catalogue.model import MaturityRecord, TextRecord, TitleRecord, WindowRecord

EMMA = TitleRecord(
    name="Emma",
    year=1996,
    external_ids={"imdb": "tt0116191"},
    genres=("Comedy",),
    maturity=(MaturityRecord("BBFC", "U", "GB"),),
    windows=(WindowRecord("GB", "2026-01-01"),),
    texts=(TextRecord("en", synopsis_short="A matchmaker.", licence="CC0"),),
)


async def test_titles_are_listed_page_by_page(house: House, client: httpx.AsyncClient) -> None:
    await house.catalogue.put_titles([EMMA, TitleRecord(name="Up")], source="test")
    first = (await client.get("/v1/titles", params={"limit": 1})).json()
    second = (
        await client.get("/v1/titles", params={"limit": 1, "cursor": first["next_cursor"]})
    ).json()
    assert [card["name"] for card in first["titles"] + second["titles"]] == ["Emma", "Up"]
    assert second["next_cursor"] is None
    assert first["titles"][0]["maturity"] == {"GB": 0}


async def test_a_title_tells_whose_words_its_texts_are(
    house: House, client: httpx.AsyncClient
) -> None:
    await house.catalogue.put_titles([EMMA], source="test")
    identifier = (await client.get("/v1/titles")).json()["titles"][0]["id"]
    title = (await client.get(f"/v1/titles/{identifier}")).json()
    assert (title["name"], title["source"]) == ("Emma", "test")
    assert title["texts"][0]["licence"] == "CC0"
    assert title["windows"] == [{"territory": "GB", "start": "2026-01-01T00:00:00Z", "end": None}]
    assert title["external_ids"] == [["imdb", "tt0116191"]]


async def test_genres_are_listed(house: House, client: httpx.AsyncClient) -> None:
    await house.catalogue.put_titles([EMMA], source="test")
    assert (await client.get("/v1/genres")).json() == {"genres": [{"genre": "Comedy", "titles": 1}]}


async def test_what_is_not_there_and_what_is_not_asked_well_are_told_apart(
    client: httpx.AsyncClient,
) -> None:
    missing = await client.get(f"/v1/titles/{uuid4()}")
    strange = await client.get("/v1/titles", params={"cursor": str(uuid4())})
    assert (missing.status_code, missing.json()["code"]) == (404, "not_found")
    assert (strange.status_code, strange.json()["field"]) == (422, "cursor")
