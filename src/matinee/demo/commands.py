"""``matinee demo``: a real catalogue and a simulated audience to look at."""

import asyncio
import json
import sys
from collections.abc import Callable, Generator
from contextlib import AbstractAsyncContextManager, contextmanager
from dataclasses import asdict
from typing import Annotated

import typer
from rich import progress as bars
from rich.console import Console

from matinee.demo.model import DemoReport, Highlight, Progress
from matinee.demo.service import DemoService

AsJson = Annotated[bool, typer.Option("--json", help="Write JSON instead of text.")]


def commands(open_service: Callable[[], AbstractAsyncContextManager[DemoService]]) -> typer.Typer:
    """The commands under ``demo``."""
    app = typer.Typer(help="The demo service: real films, a simulated audience.")

    @app.command("load")
    def load(*, as_json: AsJson = False) -> None:
        """Take in the demo's films, households and events; what is there already stays."""

        async def loaded() -> DemoReport:
            async with open_service() as demo:
                with progress_shown() as progress:
                    return await demo.load(progress=progress)

        report = asyncio.run(loaded())
        sys.stdout.write(_as_json(asdict(report)) if as_json else "\n".join(_lines(report)) + "\n")

    @app.command("highlights")
    def highlights(*, as_json: AsJson = False) -> None:
        """Name the profiles that are worth a look."""

        async def found() -> tuple[Highlight, ...]:
            async with open_service() as demo:
                return await demo.highlights()

        listed = asyncio.run(found())
        if as_json:
            sys.stdout.write(_as_json([asdict(highlight) for highlight in listed]))
            return
        for one in listed:
            sys.stdout.write(
                f"{one.name} {one.household}, {one.who}; look for {one.look_for}. "
                f"Profile {one.profile_id}.\n"
            )
        if not listed:
            sys.stdout.write("The demo is not loaded; run matinee demo load.\n")

    return app


@contextmanager
def progress_shown() -> Generator[Progress]:
    """A bar on standard error for each thing that is taken in."""
    columns = (bars.TextColumn("{task.description}"), bars.BarColumn(), bars.MofNCompleteColumn())
    tasks: dict[str, bars.TaskID] = {}
    with bars.Progress(*columns, console=Console(stderr=True), transient=True) as shown:

        def told(what: str, done: int, whole: int) -> None:
            if what not in tasks:
                tasks[what] = shown.add_task(what, total=None)
            shown.update(tasks[what], completed=done, total=whole or None)

        yield told


def _lines(report: DemoReport) -> list[str]:
    figures = report.load.figures
    if figures is None:
        return ["The demo is not loaded."]
    return [
        f"The demo was loaded in {report.seconds:.1f} s:"
        if report.loaded
        else "The demo is there already:",
        f"  {figures.films} films, of which {figures.described} are described by this project; "
        f"{figures.without_certificate} have no certificate ({figures.ages_set} of them an age set "
        f"by this project), {figures.without_runtime} no runtime.",
        *(f"  {repeated}" for repeated in figures.repeated),
        f"  {figures.households} simulated households, {figures.profiles} profiles, "
        f"{figures.events} events in the weeks before {report.load.base_day}.",
    ]


def _as_json(value: object) -> str:
    return json.dumps(value, default=str, ensure_ascii=False) + "\n"
