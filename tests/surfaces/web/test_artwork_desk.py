"""From a film to its pictures on the desk, and to the picture that a member sees."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest
from benchmarks.media.truth_film import Act, draw
from playwright.sync_api import Page, expect
from tests.surfaces.web.site import Site

from matinee.clearance.provenance.model import SourceType, Standing
from matinee.errors import NotFound
from matinee.promote.editing.model import Edit, Grade
from matinee.promote.gallery.model import PictureState
from matinee.vocabulary.ids import TitleId

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def title(site: Site, tmp_path: Path) -> TitleId:
    """A title with a film, of which pictures are proposed."""
    path = tmp_path / "film.mp4"
    draw(path, [Act(1.5, "place", "noise") for _ in range(6)], seed=11)
    title = TitleId(next(iter(site.titles.values())))
    media = site.house.media
    film = site.ask(media.add(title, path, attribution="Drawn by code", by_job=False))
    asyncio.run_coroutine_threadsafe(media.take_in(film.id), site.loop).result(300)
    assert site.ask(site.house.gallery.propose_all()) == 1
    assert site.ask(site.house.gallery.propose_all()) == 0
    return title


def _now_at(page: Page, heading: str) -> None:
    """Wait for this picture's page, until its keys are heard as well as its heading seen."""
    expect(page.get_by_role("heading", name=heading)).to_be_visible()
    page.wait_for_load_state()


def test_one_key_decides_another_takes_it_back_and_members_see_what_is_approved(
    page: Page, site: Site, title: TitleId, complaints: list[str]
) -> None:
    gallery = site.house.gallery
    proposed = site.ask(gallery.pictures(title))
    assert len(proposed) >= 2
    assert all(cut <= 0.05 for each in proposed for cut in each.cuts.values())
    signed = site.ask(gallery.desk_file(proposed[0].id, "wide", title=title))
    told = site.house.provenance.read(signed, "image/jpeg")
    assert told.standing is Standing.VALID
    assert [each.title for each in told.ingredients] == ["film.mp4"]
    with pytest.raises(NotFound):
        site.ask(gallery.file(proposed[0].id, "wide", title=title, territory=None))

    page.goto(f"{site.address}/desk/films")
    expect(page.get_by_text("Ready", exact=True)).to_be_visible()
    page.goto(f"{site.address}/desk/films/new?find=a")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto(f"{site.address}/desk/artwork")
    page.locator("[data-rows] tbody a").first.click()
    _now_at(page, "Picture 1")
    page.keyboard.press("r")
    _now_at(page, "Picture 2")
    page.keyboard.press("u")
    _now_at(page, "Picture 1")
    page.keyboard.press("a")
    _now_at(page, "Picture 2")
    states = [each.state for each in site.ask(gallery.pictures(title))]
    assert states[:2] == [PictureState.APPROVED, PictureState.PROPOSED]

    assert asyncio.run_coroutine_threadsafe(site.house.titling.treat_all(), site.loop).result(120)
    page.goto(f"{site.address}/desk/artwork/{title}?picture={proposed[0].id}")
    page.get_by_role("navigation", name="Title set in").get_by_role("link").nth(1).click()
    page.wait_for_url("**language=en")
    expect(page.get_by_text("contrast").first).to_be_visible()
    page.wait_for_function(
        "() => [...document.querySelectorAll('.art-shapes img')].every((each) => each.naturalWidth)"
    )
    layer = page.request.get(
        site.address
        + str(page.get_by_role("link", name="Title as SVG").first.get_attribute("href"))
    )
    assert layer.text().startswith("<svg")

    _edit_by_keys(page, site, title)

    page.goto(site.address)
    page.locator("a.face.new").click()
    page.locator("#name").fill("Ada")
    page.locator("button.primary").click()
    page.wait_for_url("**/start")
    page.locator(".start-acts a").click()
    page.wait_for_url("**/home")
    page.goto(f"{site.address}/title/{title}")
    poster = page.locator("img.poster")
    expect(poster).to_have_attribute("src", re.compile(r"/titled/en/poster\.jpg\?profile="))
    page.wait_for_function("() => document.querySelector('img.poster').naturalWidth > 100")
    seen = poster.get_attribute("src")
    page.reload()
    assert page.locator("img.poster").get_attribute("src") == seen
    report = site.ask(gallery.choice.report(title))
    assert sum(each.shown for each in report.values()) <= 1


def _edit_by_keys(page: Page, site: Site, title: TitleId) -> None:
    """Move and shrink a window by keys, grade, and find the picture that came of it."""
    gallery = site.house.gallery
    before = site.ask(gallery.pictures(title))
    page.goto(f"{site.address}/desk/artwork/{title}/{before[0].id}/edit?shape=square")
    zoom, across = page.get_by_role("slider", name="Size"), page.get_by_label("From left to right")
    page.get_by_role("group", name="The window").focus()
    page.keyboard.press("-")
    page.keyboard.press("Home")  # Nothing that the window knows: it stays.
    for _ in range(9):
        page.keyboard.press("Shift+ArrowLeft")
    expect(across).to_have_value("0")
    assert float(zoom.input_value()) == pytest.approx(99, abs=0.1)
    page.get_by_label("Grade").select_option("warm")
    page.get_by_role("button", name="Make this picture").click()
    page.wait_for_url("**?picture=**")
    expect(page.get_by_text("Edited by hand from another picture")).to_be_visible()
    expect(page.get_by_text("To decide").first).to_be_visible()
    known = {each.id for each in before}
    (made,) = (each for each in site.ask(gallery.pictures(title)) if each.id not in known)
    assert (made.edited_from, made.state) == (before[0].id, PictureState.PROPOSED)
    edit = Edit.read(made.edit)
    assert edit.grade is Grade.WARM
    assert edit.windows["square"][0] == 0
    signed = site.ask(gallery.desk_file(made.id, "square", title=title))
    told = site.house.provenance.read(signed, "image/jpeg")
    assert (told.standing, told.source_type) == (Standing.VALID, SourceType.ENHANCED)
    assert [each.title for each in told.ingredients] == ["film.mp4"]
