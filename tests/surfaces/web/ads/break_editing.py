"""The break editor in a real browser: by keys, by drag, with refusals in words, and undone."""

import os
import re
from pathlib import Path

from playwright.sync_api import Page, expect
from tests.surfaces.web.page_checks import what_is_wrong


def edit_the_breaks(page: Page, address: str) -> None:
    """Move the two mid-rolls of a film (cuts at 1, 1.75 and 2.625 s) one cut ahead, and save."""
    page.goto(address)
    said = page.locator("#break-said")
    expect(page.locator(".break-mark")).to_have_count(3)
    _by_keys(page)
    expect(said).to_contain_text("Moved from 0:00:01.750 to 0:00:01.000")
    page.keyboard.press(".")
    expect(said).to_contain_text("to 0:00:01.042")
    page.keyboard.press(".")
    expect(said).to_contain_text("No break may lie at 0:00:01.083: it lies within a shot.")
    page.keyboard.press("z")
    expect(page.locator("#at-first")).to_have_text("0:00:01.000")
    _by_drag(page, seconds=-0.8)
    expect(said).to_contain_text("Moved from 0:00:02.625 to 0:00:01.750")
    _take_the_moods(page)
    _mark_the_first_scene(page)
    _place_a_picture(page)
    _keep_an_advertiser_out(page)
    page.keyboard.press("s")
    expect(said).to_contain_text("Saved.")
    expect(page.locator("#breaks")).to_contain_text("As saved")
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert what_is_wrong(page) == []
        folder = os.environ.get("MATINEE_TEST_PICTURES")
        if folder:
            page.screenshot(path=Path(folder) / f"ads-breaks-{width}.png", full_page=True)


def _by_keys(page: Page) -> None:
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("#at-first")).to_be_focused()
    page.keyboard.press("e")
    expect(page.locator("#break-said")).to_contain_text("Moved")
    expect(page.locator("#at-first")).to_be_focused()


def _take_the_moods(page: Page) -> None:
    """What is suggested of the scene before, by a key; taken away again, it is suggested anew."""
    said, moods = page.locator("#break-said"), page.locator("tr:has(#at-first) .break-moods")
    page.locator("#at-first").focus()
    page.keyboard.press("t")
    expect(said).to_contain_text("Other moods: 0:00:01.000")
    expect(moods).to_contain_text("nothing is said")
    expect(moods.locator("[data-key=t]")).to_have_count(0)
    moods.get_by_role("button", name="without moods").click()
    expect(moods.locator("[data-key=t]")).to_have_count(1)
    page.locator("#at-first").focus()
    page.keyboard.press("t")
    expect(moods.locator("[data-key=t]")).to_have_count(0)


def _by_drag(page: Page, *, seconds: float) -> None:
    """Hold the last break by its line, and let it go so many seconds of the film further on."""
    page.evaluate("scrollTo(0, 0)")
    strip = page.locator(".break-marks").bounding_box()
    mark = page.locator(".break-mark[data-break=second]").bounding_box()
    assert strip is not None
    assert mark is not None
    whole = float(page.locator("[data-break-strip]").get_attribute("data-seconds") or 0)
    x, y = mark["x"] + mark["width"] / 2, strip["y"] + 30
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + strip["width"] * seconds / whole, y, steps=4)
    page.mouse.up()


def _place_a_picture(page: Page) -> None:
    """The film is shorter than any picture may stand: refused in words, and nothing is placed."""
    page.keyboard.press("p")
    page.locator("#place-at").fill("0:02")
    page.get_by_label("Where it stands").select_option("squeeze")
    page.get_by_role("button", name="Place it").click()
    expect(page.locator("#break-said")).to_contain_text(
        "No ad may stand beside the film at 0:00:02.000: the film ends before it is over."
    )
    expect(page.locator(".break-placed")).to_have_count(0)
    page.locator("#at-first").focus()


def _keep_an_advertiser_out(page: Page) -> None:
    """Kept out, and by one step back let in again."""
    page.keyboard.press("b")
    page.get_by_role("button", name="Keep out").click()
    expect(page.locator("#break-said")).to_contain_text("Other advertisers are kept out.")
    expect(page.get_by_role("button", name=re.compile("Let .* in again"))).to_have_count(1)
    folder = os.environ.get("MATINEE_TEST_PICTURES")
    if folder:
        page.screenshot(path=Path(folder) / "ads-breaks-kept-out.png", full_page=True)
    page.locator("#at-first").focus()
    page.keyboard.press("z")
    expect(page.get_by_role("button", name=re.compile("Let .* in again"))).to_have_count(0)
    page.locator("#at-first").focus()


def _mark_the_first_scene(page: Page) -> None:
    """A break in what is marked is refused in words when it is saved; undone, all is as before."""
    said = page.locator("#break-said")
    page.keyboard.press("m")
    page.get_by_label("From", exact=True).fill("0:00.5")
    page.get_by_label("To", exact=True).fill("0:01.5")
    page.get_by_role("button", name="Mark the stretch").click()
    expect(said).to_contain_text("Marked: 0:00:00.500 – 0:00:01.500")
    page.get_by_role("button", name="Save").click()
    expect(said).to_contain_text("No break may lie at 0:00:01.000: that stretch is marked")
    page.get_by_role("button", name="Take the mark at 0:00:00.500 away").click()
    expect(said).to_contain_text("No longer marked")
    page.locator("#at-first").focus()
