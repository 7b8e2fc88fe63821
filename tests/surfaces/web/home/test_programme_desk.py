"""The programmer's desk, in a real browser and without scripts."""

from __future__ import annotations

import httpx
import pytest
from playwright.sync_api import Page, expect
from tests.surfaces.web.conftest import chromium, complaints, page, site, translated_site
from tests.surfaces.web.films import films
from tests.surfaces.web.page_checks import untranslated, what_is_wrong
from tests.surfaces.web.pseudo import ACCENTED
from tests.surfaces.web.site import Site

from matinee.assembly.house import House

__all__ = ["chromium", "complaints", "page", "site", "translated_site"]

WEIGHTS = {"completion": "0", "long_term": "0", "novelty": "0.5"}


async def _simulated_member(house: House) -> str:
    household = await house.audience.create_household("Simulated", simulated=True)
    return str((await house.audience.create_profile(household.id, "Dana")).id)


async def test_a_title_is_kept_back_by_name_and_brought_back(
    client: httpx.AsyncClient, house: House
) -> None:
    await house.catalogue.put_titles(films(), source="test")
    client.headers["Accept"] = "text/html"
    name = (await house.catalogue.shelf()).names[0]
    await client.post("/desk/programme", data=WEIGHTS | {"kept_back": name, "note": "a dispute"})
    current = await house.programming.current()
    assert (len(current.kept_back), current.note) == (1, "a dispute")
    assert name in (await client.get("/desk/programme")).text
    await client.post("/desk/programme/0/put-back")
    assert (await house.programming.current()).kept_back == ()


async def test_a_title_that_nobody_knows_is_refused_and_what_was_typed_stays(
    client: httpx.AsyncClient, house: House
) -> None:
    client.headers["Accept"] = "text/html"
    answer = await client.post("/desk/programme", data=WEIGHTS | {"kept_back": "Nothing Such"})
    assert answer.status_code == 422
    assert "There is no title named Nothing Such." in answer.text
    assert ">Nothing Such</textarea>" in answer.text
    assert (await house.programming.current()).number == 0


async def test_the_page_of_a_real_member_is_not_previewed_by_others(
    client: httpx.AsyncClient, house: House
) -> None:
    await house.catalogue.put_titles(films(), source="test")
    household = await house.audience.create_household("Ferreira")
    ana = await house.audience.create_profile(household.id, "Ana")
    client.headers["Accept"] = "text/html"
    answer = await client.get("/desk/programme", params=WEIGHTS | {"member": str(ana.id)})
    assert "There is no such member to preview." in answer.text


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
def test_a_programmer_previews_and_decides_by_keyboard(
    page: Page, site: Site, complaints: list[str]
) -> None:
    site.ask(_simulated_member(site.house))
    page.goto(site.address + "/desk/programme")
    page.get_by_label("Kept back, one title on each line").fill(next(iter(site.titles)))
    page.get_by_role("button", name="Preview").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What Dana would see")).to_be_visible()
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert what_is_wrong(page) == []
    page.get_by_role("button", name="Put in force").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="What was in force")).to_contain_text("1")
    page.get_by_role("button", name="Take every decision back").focus()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("number 2")
    assert what_is_wrong(page) == []


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
def test_every_word_of_the_programme_is_translated(page: Page, translated_site: Site) -> None:
    member = translated_site.ask(_simulated_member(translated_site.house))
    page.set_extra_http_headers({"Accept-Language": ACCENTED})
    asked = f"?completion=0&long_term=0&novelty=0&kept_back=&member={member}"
    page.goto(f"{translated_site.address}/desk/programme{asked}")
    assert untranslated(page) == []
