"""Re-ageing in a real browser: every refusal with its rule, a render, and before against after."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Page, ViewportSize, expect
from tests.clearance.record.conftest import BY, Desk
from tests.studio.reage.drawn import desk_of, folders_of, with_tools, zipped
from tests.surfaces.web.conftest import chromium, complaints, page
from tests.surfaces.web.page_checks import untranslated, what_is_wrong
from tests.surfaces.web.pseudo import ACCENTED, pseudo_stage
from tests.surfaces.web.site import Site, serving

from matinee.assembly.settings import Settings
from matinee.clearance.record import shapes
from matinee.studio.reage.approval import Word
from matinee.studio.reage.model import Shot

__all__ = ["chromium", "complaints", "page"]
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SIZES: tuple[ViewportSize, ...] = ({"width": 1440, "height": 900}, {"width": 390, "height": 844})
FRAMES = 5
ROOT = "/desk/studio/reageing"


@pytest.fixture
def site(settings: Settings, tmp_path: Path) -> Iterator[Site]:
    """The service on a socket, with a tool that carries key frames, in languages of tests."""
    with serving(with_tools(settings, tmp_path), pseudo_stage()) as site:
        site.house.reage.steps = 2
        yield site


@pytest.fixture
def shot_file(tmp_path: Path) -> Path:
    file = tmp_path / "042_010.zip"
    file.write_bytes(zipped(folders_of(FRAMES)))
    return file


def _take(page: Page, site: Site, use: UUID, file: Path) -> None:
    page.goto(f"{site.address}{ROOT}?use={use}")
    page.get_by_label("What the shot is called").fill("042_010")
    page.get_by_label("The shot", exact=True).set_input_files(file)
    page.get_by_role("button", name="Take it in").click()
    page.wait_for_load_state()


async def _uses_that_may_not(desk: Desk) -> dict[str, UUID]:
    """A use for each rule that stands against it, by the rule."""
    other = await desk.record.add_production(shapes.NewProduction(title="Day train"), by=BY)
    child = await desk.record.add_performer(
        shapes.NewPerformer.model_validate({"name": "Leo Nunes", "date_of_birth": "2014-02-03"}),
        by=BY,
    )
    grown, desk.performer = desk.performer, child.key
    await desk.consent()
    minor = await desk.go()
    desk.performer = grown
    return {
        "R7": await desk.go(references=("In the manner of Orson Welles",)),
        "R8": await desk.go(territories=["US"]),
        "R11": await desk.go(model_production=UUID(other.key)),
        "R16": minor,
    }


def test_every_rule_that_refuses_is_met_where_a_shot_is_taken_in_and_where_it_is_rendered(
    page: Page, site: Site, complaints: list[str], shot_file: Path
) -> None:
    desk, _, use = site.ask(desk_of(site.house))
    site.ask(site.house.record.list_name(shapes.ListedName(term="Orson Welles"), by=BY))
    for rule, barred in site.ask(_uses_that_may_not(desk)).items():
        _take(page, site, barred, shot_file)
        expect(page.locator("#use-fault")).to_contain_text(rule)
        expect(page.locator(".findings")).to_contain_text(rule)
    assert site.ask(site.house.reage.shots()) == []

    _take(page, site, use, shot_file)
    expect(page.locator("h1")).to_have_text("042_010")
    strike = {"guild": "SAG-AFTRA", "started_at": desk.clock.now}
    site.ask(site.house.record.put_dispute(shapes.NewDispute.model_validate(strike), by=BY))
    page.get_by_role("button", name="Render").click()
    page.wait_for_load_state()
    expect(page.locator(".faults")).to_contain_text("refused")
    expect(page.locator(".findings")).to_contain_text("R15")
    assert site.ask(site.house.reage.renders([site.ask(site.house.reage.shots())[0].id])) == []
    assert all("409" in said or "422" in said for said in complaints)
    complaints.clear()


def _refuse_two_frames(page: Page, site: Site, performer: str) -> None:
    """As whoever the shot shows, with the reason that a refusal needs."""
    page.goto(f"{site.address}/desk/clearance/performers/{performer}")
    page.get_by_role("link", name="042_010").click()
    page.get_by_label("I refuse").check()
    page.get_by_label("From frame").fill("2")
    page.get_by_label("To frame").fill("3")
    page.get_by_role("button", name="Say so").click()
    page.wait_for_load_state()
    expect(page.locator(".faults")).to_contain_text("A refusal says why")
    page.get_by_label("Why").fill("The smile is not mine.")
    page.get_by_role("button", name="Say so").click()
    page.wait_for_load_state()
    expect(page.get_by_text("Refused in part")).to_be_visible()
    for size in SIZES:
        page.set_viewport_size(size)
        assert what_is_wrong(page) == [], size
    page.goto(f"{site.address}/desk/clearance/inbox")
    expect(page.get_by_text("The smile is not mine.")).to_be_visible()


def _work_until_rendered(site: Site, shot: Shot) -> None:
    """Where the database stalls for seconds, a render is stopped, and its job begins it again."""
    until = time.monotonic() + 120
    while not site.ask(site.house.reage.renders([shot.id]))[0].state.ended:
        assert time.monotonic() < until, "it is not rendered"
        site.ask(site.house.jobs.work(until_idle=True))


def test_a_shot_is_rendered_wiped_by_keys_and_pointer_and_judged_until_its_consent_ends(
    page: Page, site: Site, complaints: list[str], shot_file: Path
) -> None:
    desk, consent, use = site.ask(desk_of(site.house))
    _take(page, site, use, shot_file)
    [shot] = site.ask(site.house.reage.shots())
    page.get_by_role("button", name="Render").click()
    expect(page.get_by_role("region", name="The render")).to_contain_text("Waiting for a worker")
    assert what_is_wrong(page) == []
    _work_until_rendered(site, shot)
    page.reload()
    page.get_by_role("button", name="Show before and after").click()
    expect(page.locator("[data-wipe]")).to_have_attribute("data-drawn", "1 50")
    expect(page.get_by_text("Synthetic: edited with AI")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-wipe]")).to_have_attribute("data-drawn", "1 51")
    page.get_by_role("button", name="Key 5").click()
    expect(page.locator("[data-wipe]")).to_have_attribute("data-drawn", "5 51")
    page.locator(".wipe-stage canvas").click(position={"x": 2, "y": 20})
    expect(page.locator("[data-wipe]")).to_have_attribute("data-drawn", "5 0")
    expect(page.locator(".wipe-side.before")).to_be_hidden()
    expect(page.locator("[data-sheet][data-laid]")).to_have_count(FRAMES)
    page.get_by_role("button", name="Frame 3, before and after").click()
    expect(page.locator("[data-wipe]")).to_have_attribute("data-drawn", "3 0")
    for size in SIZES:
        page.set_viewport_size(size)
        assert what_is_wrong(page) == [], size
    assert complaints == []

    _refuse_two_frames(page, site, desk.performer)
    assert all("422" in said for said in complaints)

    page.goto(f"{site.address}{ROOT}/shots/{shot.id}")
    expect(page.get_by_text("The smile is not mine.")).to_be_visible()
    revoked = shapes.Revocation(reason="No more.")
    site.ask(site.house.record.revocations.revoke(consent, revoked, by=BY))
    page.reload()
    page.get_by_role("button", name="Show before and after").click()
    expect(page.locator("[data-wipe] [role=status]")).to_contain_text(
        re.compile("quarantined|destroyed")
    )
    site.ask(site.house.reage.sealed.destroy_ended())
    page.reload()
    expect(page.get_by_text("the key and every picture were destroyed")).to_be_visible()
    assert page.get_by_role("button", name="Render").count() == 0
    complaints.clear()


def test_figures_are_shown_once_measured_and_every_word_of_the_pages_is_translated(
    page: Page, site: Site, shot_file: Path
) -> None:
    _, _, use = site.ask(desk_of(site.house))
    shot = site.ask(site.house.reage.take(use, shot_file.read_bytes(), name="042_010", by=BY))
    render = site.ask(site.house.reage.ask(shot, by=BY))
    site.ask(site.house.reage.rendering.run(render.id))
    page.goto(f"{site.address}{ROOT}/shots/{shot.id}")
    page.get_by_role("button", name="Measure it").click()
    site.ask(site.house.reage.measuring.run(render.id))
    page.reload()
    figures = page.get_by_role("region", name="What was measured").first
    expect(figures.get_by_role("row", name="Changed outside the matte")).to_contain_text("0")
    expect(figures.get_by_role("row", name="Distance of the face")).to_contain_text("not measured")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Contact sheet as PDF").click()
    assert saved.value.path().read_bytes().startswith(b"%PDF-")
    page.get_by_label("Reel").fill("A001_C002")
    page.get_by_label("Handle at the end").fill("9")
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator("#tail-fault")).to_contain_text("part of the shot")
    page.get_by_label("Handle at the end").fill("1")
    page.get_by_role("button", name="Keep it").click()
    with page.expect_download() as saved:
        page.get_by_role("link", name="EDL").click()
    assert b"A001C002 V     C        01:00:00:00 01:00:00:04" in saved.value.path().read_bytes()
    assert page.get_by_role("button", name="OpenEXR").count() == 0
    expect(page.get_by_text("once the performer has approved every frame")).to_be_visible()
    site.ask(
        site.house.reage.approvals.say(
            shot, site.ask(site.house.reage.render(render.id)), Word.APPROVED, by=BY
        )
    )
    page.reload()
    if find_spec("OpenEXR") is not None:
        page.get_by_label("What the frames are needed for").fill("the conform")
        with page.expect_download() as saved:
            page.get_by_role("button", name="OpenEXR").click()
        assert b"exr/00004.exr" in saved.value.path().read_bytes()
    page.reload()
    with page.expect_download() as saved:
        page.get_by_role("button", name="ProRes").click()
    assert b"movie.mov" in saved.value.path().read_bytes()
    page.set_extra_http_headers({"Accept-Language": ACCENTED})
    asked = f"/desk/clearance/performers/{shot.performer}/shots/{shot.id}"
    for address in (ROOT, f"{ROOT}/shots/{shot.id}", asked):
        page.goto(site.address + address)
        assert untranslated(page) == [], address
