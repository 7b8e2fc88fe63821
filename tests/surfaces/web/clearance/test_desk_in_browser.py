from __future__ import annotations

import pytest
from playwright.sync_api import Page, ViewportSize, expect
from tests.surfaces.web.clearance.premises import Premises, furnished, made_by
from tests.surfaces.web.conftest import chromium, complaints, page, site, translated_site
from tests.surfaces.web.page_checks import untranslated, what_is_wrong
from tests.surfaces.web.pseudo import ACCENTED
from tests.surfaces.web.site import Site

__all__ = ["chromium", "complaints", "page", "site", "translated_site"]
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1440, "height": 900}


def _tab_to(page: Page, name: str, *, most: int = 80) -> None:
    """Press Tab until what has the focus carries this name or label."""
    ask = """() => { const e = document.activeElement;
      return [e.id, e.name, e.innerText, e.getAttribute('aria-label')].join(' ') }"""
    for _ in range(most):
        page.keyboard.press("Tab")
        if name in page.evaluate(ask):
            return
    raise AssertionError(f"Tab never came to {name}")


def _press(page: Page, *names: str) -> None:
    for name in names:
        _tab_to(page, name)
        page.keyboard.press("Space")


def _type(page: Page, **fields: str) -> None:
    for name, typed in fields.items():
        _tab_to(page, name)
        page.keyboard.type(typed)


def _declare_a_replica(page: Page, form: str) -> str:
    """Fill the form in and file it; the address of the use."""
    page.goto(form)
    _tab_to(page, "kind-ideation")
    for _ in range(4):
        page.keyboard.press("ArrowDown")
    expect(page.locator("#kind-replica")).to_be_checked()
    _type(page, purpose="Clara, ten years younger")
    _press(page, "final")
    _type(page, performer="Clara")
    _press(page, *(f"P{number}-yes" for number in range(1, 6)))
    _type(page, days="2", rate="scale")
    _press(page, "residuals")
    _type(page, business_need="scenes 3 and 14")
    _tab_to(page, "replaces_in_person_work-yes")
    page.keyboard.press("ArrowRight")
    _press(page, "specific_description", "counsel_or_union")
    _type(page, territories="PT", languages="pt")
    _tab_to(page, "File the declaration")
    expect(page.locator("#outcome .headline")).to_contain_text("Review")
    page.keyboard.press("Enter")
    page.wait_for_url("**/uses/**")
    return page.url


def _now_at(page: Page, purpose: str) -> None:
    """Wait for the page of this use, until its keys are heard as well as its heading seen."""
    expect(page.locator("h1")).to_have_text(purpose)
    page.wait_for_load_state()


def _approve_the_second(page: Page) -> None:
    """Walk the inbox by its keys, open the second use, and approve it."""
    page.keyboard.press("j")
    expect(page.locator("tbody a").nth(0)).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator("tbody a").nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/inbox/**")
    page.keyboard.press("k")
    _now_at(page, "an older one that waits")
    page.keyboard.press("j")
    _now_at(page, "Clara, ten years younger")
    page.keyboard.press("a")
    expect(page.locator("#scope-1")).to_be_focused()
    page.keyboard.press("Space")
    _press(page, "scope-2", "scope-3")
    _tab_to(page, "Approve for this scope")
    page.keyboard.press("Enter")


def test_a_replica_is_declared_reviewed_approved_and_permitted_by_keyboard_alone(
    page: Page, site: Site, complaints: list[str]
) -> None:
    premises: Premises = site.ask(furnished(site.house))
    site.ask(premises.replica(purpose="an older one that waits"))
    page.set_viewport_size(DESKTOP)
    use = _declare_a_replica(page, site.address + premises.declare)
    page.goto(f"{site.address}/desk/clearance/inbox")
    _approve_the_second(page)
    expect(page.locator(".headline").first).to_contain_text("Go")
    assert what_is_wrong(page) == []

    page.goto(use)
    _type(page, inputs="ab" * 32)
    _tab_to(page, "Ask for the permit")
    page.keyboard.press("Enter")
    expect(page.locator("#permits ~ .table-frame")).to_contain_text("Live")


def test_a_letter_that_is_typed_into_a_field_opens_nothing(
    page: Page, site: Site, complaints: list[str]
) -> None:
    premises: Premises = site.ask(furnished(site.house))
    use = site.ask(premises.replica())
    page.goto(f"{site.address}/desk/clearance/inbox/{use}")
    page.keyboard.press("q")
    page.keyboard.type("are jokes quiet?")
    expect(page.locator("#question")).to_have_value("are jokes quiet?")
    expect(page.locator('details[data-key="a"]')).not_to_have_attribute("open", "")
    page.get_by_role("button", name="Ask it").click()
    expect(page.locator(".said")).to_contain_text("are jokes quiet?")


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_consent_is_revoked_and_the_page_of_what_was_made_says_why(
    page: Page, site: Site, complaints: list[str], size: ViewportSize
) -> None:
    premises: Premises = site.ask(furnished(site.house))
    output = site.ask(made_by(premises))
    page.set_viewport_size(size)
    made = f"{site.address}/desk/clearance/outputs/{output}"
    page.goto(made)
    expect(page.get_by_role("link", name="Open the file")).to_be_visible()
    page.goto(f"{site.address}/desk/clearance/performers/{premises.performer}")
    faults = {"performer": what_is_wrong(page)}
    page.get_by_role("link", name="Revoke: see what follows").click()
    expect(page.locator("main")).to_contain_text("1 output, with all that was derived from it")
    faults["preview"] = what_is_wrong(page)
    page.get_by_label("Reason").fill("She asked for it.")
    page.get_by_role("button", name="Revoke the consent").click()
    expect(page.locator("h1")).to_contain_text("Clara Nunes")
    faults["consent"] = what_is_wrong(page)
    page.goto(made)
    expect(page.locator(".headline")).to_contain_text("Quarantined")
    expect(page.locator(".headline")).to_contain_text("the consent that it rests on was revoked")
    expect(page.get_by_role("link", name="Open the file")).to_have_count(0)
    faults["output"] = what_is_wrong(page)
    assert faults == {name: [] for name in faults}


def _addresses(premises: Premises, waiting: object) -> tuple[str, ...]:
    desk = "/desk/clearance"
    performer = f"{desk}/performers/{premises.performer}"
    return (
        desk,
        premises.declare,
        f"{desk}/uses",
        f"{desk}/inbox",
        f"{desk}/inbox/{waiting}",
        f"{desk}/productions",
        f"{desk}/productions/{premises.production}",
        f"{premises.use(str(waiting))}/evidence",
        f"{desk}/performers",
        performer,
        f"{performer}/consents/{premises.consent}",
        f"{performer}/consents/{premises.consent}/revoke",
        f"{desk}/consents",
        f"{desk}/consents/new",
        f"{desk}/tools",
        f"{desk}/tools/sketcher/retire",
        f"{desk}/strikes",
        f"{desk}/ledger",
        f"{desk}/ledger/0",
        f"{desk}/ledger/compare",
        "/what-made-this",
    )


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_no_page_of_the_desk_has_a_fault_that_shuts_people_out(
    page: Page, site: Site, complaints: list[str], size: ViewportSize
) -> None:
    premises: Premises = site.ask(furnished(site.house))
    waiting = site.ask(premises.replica())
    page.set_viewport_size(size)
    faults: dict[str, list[str]] = {}
    for address in _addresses(premises, waiting):
        page.goto(site.address + address)
        faults[address] = what_is_wrong(page)
    assert faults == {address: [] for address in faults}


def test_every_word_of_the_desk_is_translated(page: Page, translated_site: Site) -> None:
    premises: Premises = translated_site.ask(furnished(translated_site.house))
    waiting = translated_site.ask(premises.replica())
    page.set_extra_http_headers({"Accept-Language": ACCENTED})
    bare: dict[str, list[str]] = {}
    for address in _addresses(premises, waiting):
        page.goto(translated_site.address + address)
        bare[address] = untranslated(page)
    assert {address: words for address, words in bare.items() if words} == {}


def test_on_paper_there_are_no_controls_and_every_section_is_whole(
    page: Page, site: Site, complaints: list[str]
) -> None:
    premises: Premises = site.ask(furnished(site.house))
    use = site.ask(premises.replica())
    page.goto(site.address + premises.use(use))
    page.emulate_media(media="print")
    expect(page.locator("header.bar")).to_be_hidden()
    assert page.locator("main button:visible").count() == 0
    expect(page.locator(".pieces").last).to_be_visible()
    assert page.locator("body").evaluate("e => getComputedStyle(e).color") == "rgb(0, 0, 0)"
