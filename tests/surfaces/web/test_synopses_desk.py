"""From a text on the desk, with its checks beside it, to what a member reads."""

from __future__ import annotations

import httpx
import pytest
from playwright.sync_api import Page, expect
from tests.surfaces.web.page_checks import what_is_wrong
from tests.surfaces.web.site import Site

from matinee.assembly.house import House
from matinee.audience.model import EventKind
from matinee.catalogue.model import CreditRecord, TextRecord, TitleRecord, WindowRecord
from matinee.promote.synopses.model import TextKind
from matinee.promote.words.model import CheckedSentence, Fault, Finding
from matinee.surfaces.web.promote.synopsis_pages import Stretch, stretches
from matinee.surfaces.web.viewing import record
from matinee.vocabulary.ids import TitleId

_RECORD = TitleRecord(
    name="The Salt Road",
    year=1987,
    runtime_minutes=104,
    genres=("Adventure", "Drama"),
    credits=(CreditRecord(name="Ines Calder", role="director"),),
    texts=(
        TextRecord(
            language="en",
            synopsis_short="Marta, a young doctor, drives three trucks of salt across the desert.",
        ),
    ),
    windows=(WindowRecord(),),
)


@pytest.fixture
def title(site: Site) -> TitleId:
    """A title of which all is made up."""
    site.ask(site.house.catalogue.put_titles([_RECORD], source="test"))
    shelf = site.ask(site.house.catalogue.shelf())
    return TitleId(shelf.ids[shelf.names.index(_RECORD.name)])


async def test_no_text_of_another_title_is_decided(house: House, client: httpx.AsyncClient) -> None:
    other = TitleRecord(name="Another", year=1990, external_ids={"own": "2"})
    await house.catalogue.put_titles([_RECORD, other], source="test")
    shelf = await house.catalogue.shelf()
    title, wrong = (TitleId(shelf.ids[shelf.names.index(each.name)]) for each in (_RECORD, other))
    text = await house.synopses.write(title, TextKind.SHORT, "Marta drives trucks.", by="Ada")
    verdict = {"state": "approved"}
    refused = await client.post(f"/desk/synopses/{wrong}/texts/{text.id}", data=verdict)
    assert refused.status_code == 404
    assert not await house.synopses.published(title)
    assert (
        await client.post(f"/desk/synopses/{title}/texts/{text.id}", data=verdict)
    ).status_code == 303
    assert len(await house.synopses.published(title)) == 1


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
def test_checks_stand_beside_each_sentence_and_one_key_decides(
    page: Page, site: Site, title: TitleId, complaints: list[str]
) -> None:
    page.goto(f"{site.address}/desk/synopses?find=salt+road")
    page.get_by_role("link", name="The Salt Road").click()
    page.wait_for_load_state()
    page.keyboard.press("w")
    page.locator("#kind").select_option("long")
    page.locator("#text").fill("Marta is a doctor. She drives four trucks to Oslo.")
    page.get_by_role("button", name="Check and propose").last.click()
    expect(page.locator(".words-said mark")).to_have_text(["four", "Oslo"])
    expect(page.locator(".words-found-of").first).to_contain_text("Every word has a source")
    expect(page.locator(".words-found-of").last).to_contain_text("Oslo: no source has this name")
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert what_is_wrong(page) == []
    page.wait_for_load_state()
    page.keyboard.press("e")
    page.locator("#anew").fill("Marta is a doctor. She drives three trucks of salt.")
    page.get_by_role("button", name="Check and propose").first.click()
    expect(page.locator(".words-said mark")).to_have_count(0)
    page.wait_for_load_state()
    page.keyboard.press("a")
    expect(page.get_by_text("Every text is decided")).to_be_visible()
    page.wait_for_load_state()
    page.keyboard.press("u")
    expect(page.locator(".words-said")).to_have_count(2)
    page.wait_for_load_state()
    page.keyboard.press("a")
    expect(page.get_by_text("Every text is decided")).to_be_visible()

    page.goto(site.address)
    page.locator("a.face.new").click()
    page.locator("#name").fill("Ada")
    page.locator("button.primary").click()
    page.wait_for_url("**/start")
    page.locator(".start-acts a").click()
    page.wait_for_url("**/home")
    page.goto(f"{site.address}/title/{title}")
    expect(page.locator("p.synopsis")).to_have_text(
        "Marta is a doctor. She drives three trucks of salt."
    )
    expect(page.locator(".appeal")).to_have_count(0)

    page.goto(f"{site.address}/desk/synopses/{title}")
    page.keyboard.press("w")
    page.locator("#kind").select_option("appeal:Drama")
    page.locator("#text").fill("Marta drives three trucks of salt across the desert.")
    page.get_by_role("button", name="Check and propose").last.click()
    page.wait_for_load_state()
    page.keyboard.press("a")
    expect(page.get_by_text("Every text is decided")).to_be_visible()
    site.ask(_watch_three(site, "Drama"))
    page.goto(f"{site.address}/title/{title}")
    expect(page.locator(".appeal")).to_contain_text("because you watch many dramas")
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert what_is_wrong(page) == []


async def _watch_three(site: Site, genre: str) -> None:
    """Let the one member have finished three titles of a genre."""
    (profile,) = await site.house.audience.profiles()
    shelf = await site.house.catalogue.shelf()
    rows = shelf.genre_of[:, [shelf.genres.index(genre)]].nonzero()[0][:3]
    for row in rows:
        await record(
            site.house.audience,
            profile,
            EventKind.FINISH,
            TitleId(shelf.ids[row]),
            surface="watch",
        )


def test_what_is_refused_is_marked_where_it_stands() -> None:
    sentence = CheckedSentence(
        "Four trucks go.",
        (Finding(Fault.NUMBER, "Four", 0, 4), Finding(Fault.DEED, "go", 12, 14)),
        (),
    )
    assert stretches(sentence) == (
        Stretch("Four", Fault.NUMBER),
        Stretch(" trucks "),
        Stretch("go", Fault.DEED),
        Stretch("."),
    )
