"""The studio's pages and routes without scripts, and who may see whose."""

from __future__ import annotations

import re
from uuid import uuid4

import httpx
from tests.access.conftest import OWN_PAGE, Foyer, foyer
from tests.surfaces.web.studio.shelf import FIRST, shelved

from matinee.access.model import Grant, ObjectKind, Role
from matinee.assembly.house import House

__all__ = ["foyer"]
DESK = "/desk/studio"


async def test_an_empty_house_says_what_comes_first(client: httpx.AsyncClient) -> None:
    page = (await client.get(DESK, headers={"Accept": "text/html"})).text
    assert "There is no production of yours yet." in page


async def test_every_page_of_a_script_shows_what_it_holds(
    client: httpx.AsyncClient, house: House
) -> None:
    _, script = await shelved(house)
    client.headers["Accept"] = "text/html"
    for page, words in {
        "": "EXT. SHORE - NIGHT",
        "/elements": "one decided by a person",
        "/elements?category=animals": "dog",
        "/vfx": "A consent is needed: declare the use",
        "/story": "Who shares the screen",
        "/continuity?person=BEN": "knife",
        "/continuity.csv": "ANN,2,1,day,INT. MILL - DAY",
        "/revision": "One decision was carried over.",
    }.items():
        shown = await client.get(f"{DESK}/scripts/{script}{page}")
        text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", shown.text))
        assert (shown.status_code, words in text) == (200, True), page


async def test_a_draft_is_uploaded_and_a_broken_one_is_refused_in_words(
    client: httpx.AsyncClient, house: House
) -> None:
    production, _ = await shelved(house)
    client.headers["Accept"] = "text/html"
    form = {"production": str(production)}
    sent = await client.post(
        f"{DESK}/scripts", data=form, files={"file": ("three.fountain", FIRST.encode())}
    )
    assert sent.status_code == 303
    assert "It is being analysed." in (await client.get(sent.headers["location"])).text
    broken = await client.post(
        f"{DESK}/scripts", data=form, files={"file": ("a.fdx", b"<FinalDraft><Content>")}
    )
    assert broken.status_code == 422
    assert "The FDX file is no XML" in broken.text


async def test_a_row_is_refused_by_its_own_button_and_ticked_rows_are_merged(
    client: httpx.AsyncClient, house: House
) -> None:
    _, script = await shelved(house)
    rows = {each.found.name: each.id for each in (await house.studio.sheet(script)).elements}
    decide = f"{DESK}/scripts/{script}/decisions"
    sent = await client.post(decide, data={"only": f"refuse {rows['kettle']}"})
    assert sent.status_code == 303
    merge = {"only": f"merge {rows['horse']}", "element": str(rows["dog"])}
    assert (await client.post(decide, data=merge)).status_code == 303
    names = [each.found.name for each in (await house.studio.sheet(script)).elements]
    assert "kettle" not in names
    assert "dog" not in names
    nothing = await client.post(decide, data={"verdict": "accept"})
    assert nothing.status_code == 422


async def test_files_are_written_for_spreadsheets(client: httpx.AsyncClient, house: House) -> None:
    _, script = await shelved(house)
    csv = await client.get(f"{DESK}/scripts/{script}/elements.csv")
    assert "EXT. SHORE - NIGHT,Animals,108,dog" in csv.text
    for name in ("story.pdf", "revision.pdf"):
        assert (await client.get(f"{DESK}/scripts/{script}/{name}")).content.startswith(b"%PDF-")
    fdx = await client.get(f"{DESK}/scripts/{script}/script.fdx")
    assert b'Label="dog"' in fdx.content
    for name in ("elements.xlsx", "vfx.xlsx"):
        assert (await client.get(f"{DESK}/scripts/{script}/{name}")).content.startswith(b"PK")
    noted = (await client.get(f"{DESK}/scripts/{script}/elements.otio")).text
    noted = noted.replace('"name":"dog"', '"name":"seal"')
    sent = await client.post(
        f"{DESK}/scripts/{script}/timeline", files={"file": ("cut.otio", noted.encode())}
    )
    assert "One element was added from the timeline." in sent.text
    api = await client.post(f"/v1/studio/scripts/{script}/timeline", json={"no": "timeline"})
    assert (api.status_code, api.json()["code"]) == (422, "otio_unreadable")
    kitsu = f"/v1/studio/scripts/{script}/kitsu"
    planned = (await client.get(kitsu)).json()
    assert "Character" in {each["type"] for each in planned["assets"]}
    refused = await client.post(kitsu)
    assert (refused.status_code, refused.json()["code"]) == (409, "no_kitsu")
    listed = await client.get(f"/v1/studio/scripts/{script}/elements")
    assert "seal" in {each["name"] for each in listed.json()["elements"]}


async def test_rates_are_kept_for_the_production(client: httpx.AsyncClient, house: House) -> None:
    production, script = await shelved(house)
    rates = {f"{name}_{end}": "10" for name in "abc" for end in ("low", "high")}
    kept = await client.post(f"{DESK}/scripts/{script}/vfx", data={"currency": "EUR", **rates})
    assert kept.status_code == 303
    assert (await house.studio_views.card(production)).currency == "EUR"
    worse = {"currency": "EUR", **rates, "a_low": "99"}
    assert (await client.post(f"{DESK}/scripts/{script}/vfx", data=worse)).status_code == 422


async def test_a_script_goes_over_the_api_from_file_to_decision(
    client: httpx.AsyncClient, house: House
) -> None:
    production, _ = await shelved(house)
    sent = await client.post(
        "/v1/studio/scripts",
        params={"production": str(production), "name": "mill.fountain"},
        content=FIRST.encode(),
        headers={"content-type": "text/plain"},
    )
    assert (sent.status_code, sent.json()["state"]) == (201, "waiting")
    script = f"/v1/studio/scripts/{sent.json()['id']}"
    await house.jobs.work(until_idle=True)
    sheet = (await client.get(script)).json()
    assert [scene["number"] for scene in sheet["scenes"]] == ["1", "2", "3"]
    listed = (await client.get(f"{script}/elements")).json()["elements"]
    dog = next(each for each in listed if each["name"] == "dog")
    said = {"elements": [dog["id"]], "verdict": "change", "category": "props"}
    decided = (await client.post(f"{script}/decisions", json=said)).json()["elements"]
    assert next(each for each in decided if each["name"] == "dog")["category"] == "props"
    unknown = await client.post(f"{script}/decisions", json={**said, "category": "magic"})
    assert (unknown.status_code, unknown.json()["field"]) == (422, "category")
    changes = (await client.get(f"{script}/revision")).json()
    assert changes["gone"] == ["1"]
    assert len((await client.get("/v1/studio/scripts")).json()["scripts"]) == 3


async def test_signs_that_the_database_cannot_hold_are_no_failure(
    client: httpx.AsyncClient, house: House
) -> None:
    production, script = await shelved(house)
    sent = await client.post(
        "/v1/studio/scripts",
        params={"production": str(production), "name": "a\x00b"},
        content=FIRST.replace("kettle", "ket\x00tle").replace("Mill", "Mi\x00ll").encode(),
        headers={"content-type": "text/plain"},
    )
    assert sent.status_code == 201
    await house.jobs.work(until_idle=True)
    state = (await client.get(f"/v1/studio/scripts/{sent.json()['id']}")).json()["script"]["state"]
    assert state == "ready"
    added = {"scene": 0, "category": "props", "name": "a\x00b"}
    answer = await client.post(f"/v1/studio/scripts/{script}/elements", json=added)
    assert "a b" in {each["name"] for each in answer.json()["elements"]}


async def test_a_film_maker_sees_the_own_productions_and_nobody_elses(foyer: Foyer) -> None:
    production, script = await shelved(foyer.house)
    accounts = foyer.house.access.accounts
    owner = await foyer.account(Role.FILM_MAKER, name="Owner")
    await accounts.grant(owner.id, Grant(ObjectKind.PRODUCTION, production))
    other = await foyer.account(Role.FILM_MAKER, name="Other")
    await accounts.grant(other.id, Grant(ObjectKind.PRODUCTION, uuid4()))
    counsel = await foyer.account(Role.COUNSEL, name="Counsel")
    pages = [
        f"{DESK}/scripts/{script}",
        *(f"{DESK}/scripts/{script}/{each}" for each in ("elements", "vfx", "story", "revision")),
        *(f"{DESK}/scripts/{script}/{each}" for each in ("elements.csv", "vfx.xlsx")),
        f"/v1/studio/scripts/{script}",
        f"/v1/studio/scripts/{script}/elements",
    ]
    for account, expected in ((owner, 200), (other, 404), (counsel, 403)):
        async with foyer.visitor() as visitor:
            opened = await foyer.house.access.sign_in_by_openid(account)
            visitor.cookies.set("matinee_session", opened.secret)
            visitor.headers.update(OWN_PAGE)
            got = {page: (await visitor.get(page)).status_code for page in pages}
            assert set(got.values()) == {expected}, got
            if account is counsel:
                continue
            listed = (await visitor.get(DESK)).text
            assert ("The Mill" in listed) is (account is owner)
            sent = await visitor.post(
                f"{DESK}/scripts",
                data={"production": str(production)},
                files={"file": ("a.fountain", FIRST.encode())},
            )
            assert sent.status_code == (303 if account is owner else 404)
