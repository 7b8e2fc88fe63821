from __future__ import annotations

import shutil
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from tests.surfaces.web.films import films
from tests.surfaces.web.pseudo import pseudo_stage
from tests.surfaces.web.site import Site, serving

from matinee.assembly.house import House
from matinee.assembly.settings import Settings

_QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)

_PATIENCE = 30_000


@pytest.fixture
async def member(client: httpx.AsyncClient, house: House) -> httpx.AsyncClient:
    """A client without scripts that has made a profile, in a house with real films."""
    await house.catalogue.put_titles(films(), source="test")
    client.headers["Accept"] = "text/html"
    made = await client.post("/profiles", data={"name": "Ada"})
    assert made.status_code == 303
    return client


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The system's Chromium, which tools/chromium installs.

    It is closed with the module: while Playwright's loop runs, no asynchronous test can.
    """
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("there is no Chromium on this machine; run tools/chromium")
    # Playwright's own patience is five seconds, which a busy machine may take for a page: what a
    # test waits for comes or does not, and how soon is asked only where it is said.
    expect.set_options(timeout=_PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=_QUIET.split())
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A tab of a browser that knows nothing yet."""
    # Without a window it calls itself headless, and what such a client tells of ads is invalid.
    agent = f"Mozilla/5.0 (X11; Linux x86_64) Chrome/{chromium.version} Safari/537.36"
    context = chromium.new_context(user_agent=agent)
    page = context.new_page()
    page.set_default_timeout(_PATIENCE)
    yield page
    context.close()


@pytest.fixture
def site(settings: Settings) -> Iterator[Site]:
    """The service on a socket."""
    with serving(settings) as site:
        yield site


@pytest.fixture
def translated_site(settings: Settings) -> Iterator[Site]:
    """The service on a socket, in the languages that tests make."""
    with serving(settings, pseudo_stage()) as site:
        yield site


@pytest.fixture
def complaints(page: Page) -> Iterator[list[str]]:
    """What the browser finds wrong with our pages; a test fails when there is anything."""
    said: list[str] = []
    page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.add_init_script(
        "document.addEventListener('securitypolicyviolation',"
        " e => console.error('policy: ' + e.violatedDirective + ' ' + e.blockedURI))"
    )
    yield said
    assert said == []
