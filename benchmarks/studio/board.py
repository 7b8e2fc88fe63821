"""``board``: a board of 500 pictures in two browsers, each at a server process of its own.

Frame times are the steps between calls of requestAnimationFrame while one person pans, zooms and
drags by the mouse; an edit is timed from the key that makes it until the other page shows it; then
one browser is cut off for five seconds while both go on, and both must come to what the server has.
Chromium draws without a graphics card here, so frames are those of a processor.
"""

import asyncio
import shutil
import tempfile
import time
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.outcome import Figure, Outcome
from benchmarks.surfaces.processes import serving
from matinee.assembly.house import open_house
from matinee.assembly.settings import Settings
from matinee.clearance.desk.model import NewProduction
from matinee.errors import Unavailable

_AWAY_SECONDS = 5
_PATIENCE = 60_000
_COUNT_FRAMES = """() => {
  window.frames_ = []; let last = performance.now();
  const next = (now) => {
    window.frames_.push(now - last); last = now; requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
}"""
_PLACES = """pins => Object.fromEntries(pins.map(pin => [pin.dataset.pin, pin.style.transform]))"""


def run(quick: bool) -> Outcome:
    """Fill a board and open it twice; quick takes a fifth of the pictures and of the edits."""
    program = shutil.which("chromium")
    if program is None:
        raise Unavailable("There is no Chromium on this machine.", remedy="Run tools/chromium.")
    pictures, edits = (100, 20) if quick else (500, 100)
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        address = asyncio.run(_filled(home, pictures))
        with serving(home, 2) as servers, sync_playwright() as playwright:
            options = ["--no-sandbox", "--disable-gpu"]
            browsers = [
                playwright.chromium.launch(executable_path=program, args=options) for _ in servers
            ]
            pages = [
                _opened(browser, server + address)
                for browser, server in zip(browsers, servers, strict=True)
            ]
            figures: dict[str, Figure] = {"pictures": pictures, "server_processes": 2}
            figures |= _frames(pages[0]) | _edits(pages[0], pages[1], edits)
            figures |= _cut_off(pages[0], pages[1])
            for browser in browsers:
                browser.close()
    return Outcome(figures)


async def _filled(home: Path, pictures: int) -> str:
    async with open_house(Settings(home=home)) as house:
        boards = house.concept_boards
        fact = await house.record.add_production(NewProduction(title="Night tram"), by="Ines")
        board = await boards.create(UUID(fact.key), "References", by="Ines")
        columns = round((1.5 * pictures) ** 0.5)
        terms = {"source": "Drawn by this benchmark", "licence": "CC0 1.0"}
        for number in range(pictures):
            where = [number % columns * 264, number // columns * 190]
            content = await asyncio.to_thread(_drawn, number)
            await boards.add_reference(board, content, place=where, by="Ines", **terms)
    return f"/desk/boards/{board.production}/{board.id}"


def _drawn(seed: int) -> bytes:
    chance = np.random.default_rng(seed)
    coarse = Image.fromarray(chance.integers(0, 255, (6, 9, 3), dtype=np.uint8))
    saved = BytesIO()
    coarse.resize((720, 480), Image.Resampling.BICUBIC).save(saved, "JPEG", quality=85)
    return saved.getvalue()


def _opened(browser: Browser, address: str) -> Page:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.set_default_timeout(_PATIENCE)
    page.goto(address)
    page.locator("[data-pinboard][data-live]").wait_for()
    page.locator("[data-pin]").first.wait_for()
    return page


def _frames(page: Page) -> dict[str, Figure]:
    window = page.locator("[data-window]")
    window.scroll_into_view_if_needed()
    box: Any = window.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    figures: dict[str, Figure] = {}
    for name in ("pan_all", "zoom", "pan_near", "drag"):
        page.mouse.move(x, y)
        page.evaluate(_COUNT_FRAMES)
        if name == "zoom":
            for _ in range(30):
                page.mouse.wheel(0, -30)
                page.wait_for_timeout(16)
        else:
            if name == "drag":
                page.mouse.move(*_on_a_pin(page))
            page.mouse.down()
            for step in range(60):
                page.mouse.move(x + 4 * (step % 30), y + 2 * (step % 30))
                page.wait_for_timeout(16)
            page.mouse.up()
        # What a board does once it stands still (pictures in other sizes) counts as well.
        page.wait_for_timeout(400)
        spans = np.array(page.evaluate("() => window.frames_.slice(1)"))
        figures[f"{name}_median_ms"] = round(float(np.median(spans)), 1)
        figures[f"{name}_p99_ms"] = round(float(np.percentile(spans, 99)), 1)
    page.get_by_role("button", name="Show all").click()
    return figures


def _on_a_pin(page: Page) -> tuple[float, float]:
    """Where a picture lies nearest to the middle of the window."""
    found: Any = page.evaluate(
        """() => { const box = document.querySelector("[data-window]").getBoundingClientRect();
          const middle = [box.x + box.width / 2, box.y + box.height / 2];
          const centres = [...document.querySelectorAll("[data-pin]")].map((pin) => {
            const at = pin.getBoundingClientRect();
            return [at.x + at.width / 2, at.y + at.height / 2]; });
          const far = (at) => Math.hypot(at[0] - middle[0], at[1] - middle[1]);
          return centres.sort((a, b) => far(a) - far(b))[0]; }"""
    )
    return found[0], found[1]


def _edits(mine: Page, theirs: Page, count: int) -> dict[str, Figure]:
    name = mine.locator("[data-pin]").first.get_attribute("data-pin")
    chosen = f'[data-pin="{name}"]'
    theirs.locator(chosen).wait_for()
    took: list[float] = []
    for _ in range(count):
        before = theirs.locator(chosen).evaluate("pin => pin.style.transform")
        began = time.perf_counter()
        mine.locator(chosen).press("ArrowRight")
        theirs.wait_for_function(
            "([pin, was]) => document.querySelector(pin).style.transform !== was",
            arg=[chosen, before],
        )
        took.append(time.perf_counter() - began)
    spans = np.array(took)
    return {
        "edits": count,
        "edit_seen_median_s": round(float(np.median(spans)), 3),
        "edit_seen_max_s": round(float(spans.max()), 3),
    }


def _cut_off(mine: Page, theirs: Page) -> dict[str, Figure]:
    """Both move twenty pins while one is away, ten of them the same; at the end nobody waits."""
    names = [pin.get_attribute("data-pin") for pin in mine.locator("[data-pin]").all()[:30]]
    theirs.context.set_offline(True)
    until = time.perf_counter() + _AWAY_SECONDS
    for name in names[10:]:
        theirs.locator(f'[data-pin="{name}"]').press("ArrowDown")
    for name in names[:20]:
        mine.locator(f'[data-pin="{name}"]').press("ArrowRight")
    mine.wait_for_timeout(max(0, until - time.perf_counter()) * 1000)
    theirs.context.set_offline(False)
    began = time.perf_counter()
    for page in (theirs, mine):
        page.locator("[data-state]", has_text="Kept").wait_for()
    address = mine.locator("[data-pinboard]").get_attribute("data-pinboard")
    while differing := _differing((mine, theirs), address):
        if time.perf_counter() - began > _PATIENCE / 1000:
            break
        mine.wait_for_timeout(100)
    return {
        "offline_edits": len(names[10:]),
        "online_edits_meanwhile": len(names[:20]),
        "differing_after": differing,
        "equal_after_s": round(time.perf_counter() - began, 2),
    }


def _differing(pages: tuple[Page, ...], address: str | None) -> int:
    """How many pictures lie elsewhere on a page than the server has them."""
    asked = "async at => (await fetch(at + '/standing')).json()"
    standing: Any = pages[0].evaluate(asked, address)
    placed = {
        one["pin"]: f"translate({one['value'][0]}px, {one['value'][1]}px)"
        for one in standing["fields"]
        if one["field"] == "place"
    }
    shown = [page.locator("[data-pin]").evaluate_all(_PLACES) for page in pages]
    return sum(each.get(pin) != where for each in shown for pin, where in placed.items())
