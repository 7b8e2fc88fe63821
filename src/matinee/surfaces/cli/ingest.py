"""``matinee ingest`` and ``matinee films``: films into the house, and how far they are."""

import asyncio
from dataclasses import asdict
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from rich import progress as bars
from rich.console import Console

from matinee.assembly.house import House
from matinee.errors import Invalid
from matinee.media.model import Film, Step
from matinee.surfaces.cli.opening import opener
from matinee.surfaces.cli.output import AsJson, show_json, show_line, show_table
from matinee.vocabulary.ids import TitleId

_WORDS = {
    Step.PROBE: "looking at the file",
    Step.FAST: "the fast pass",
    Step.FULL: "the full pass",
    Step.PACKAGE: "packaging",
    Step.PUBLISH: "publishing",
}


def commands() -> typer.Typer:
    """The two commands."""
    app = typer.Typer()
    open_all = opener(lambda house: house)

    @app.command()
    def ingest(
        film: Annotated[Path, typer.Argument(help="The film's file.", exists=True, dir_okay=False)],
        *,
        title: Annotated[str, typer.Option(help="The id of its title in the catalogue.")],
        attribution: Annotated[
            str, typer.Option(help="Whom to name where the film plays, as its licence asks.")
        ] = "",
        subtitles: Annotated[
            list[str] | None,
            typer.Option(help="LANGUAGE=FILE, WebVTT or SubRip; may be given several times."),
        ] = None,
        here: Annotated[
            bool, typer.Option("--here", help="Do the work in this command, not in a worker.")
        ] = False,
        as_json: AsJson = False,
    ) -> None:
        """Take in a film: look into it, cut it into segments, and let its title play it."""

        async def taken() -> Film:
            async with open_all() as house:
                return await _ingested(
                    house, film, title, attribution, _by_language(subtitles or []), here=here
                )

        made = asyncio.run(taken())
        if as_json:
            show_json(asdict(made))
        elif here:
            show_line(f"{made.name} can be played: /watch/{made.title_id}")
        else:
            show_line(f"{made.name} waits for a worker; /desk/films/{made.id} shows how far it is.")

    @app.command()
    def films(*, as_json: AsJson = False) -> None:
        """List films, the newest first, and how far they are."""

        async def listed() -> tuple[Film, ...]:
            async with open_all() as house:
                return await house.media.films()

        found = asyncio.run(listed())
        rows = [asdict(each) for each in found]
        if as_json:
            show_json(rows)
        else:
            columns = ("id", "name", "state", "step", "done", "reason")
            show_table(columns, rows, empty="There is no film yet. Run matinee ingest.")

    return app


async def _ingested(
    house: House,
    path: Path,
    title: str,
    attribution: str,
    subtitles: dict[str, Path],
    *,
    here: bool,
) -> Film:
    known = await house.catalogue.title(TitleId(_identifier(title)))
    film = await house.media.add(
        known.id, path, attribution=attribution, subtitles=subtitles, by_job=not here
    )
    if here:
        columns = (
            bars.TextColumn("{task.description}"),
            bars.BarColumn(),
            bars.TimeElapsedColumn(),
        )
        with bars.Progress(*columns, console=Console(stderr=True), transient=True) as shown:
            task = shown.add_task(_WORDS[Step.PROBE], total=1.0)
            await house.media.take_in(
                film.id,
                lambda step, done: shown.update(task, description=_WORDS[step], completed=done),
            )
    return await house.media.film(film.id)


def _by_language(given: list[str]) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for pair in given:
        language, separator, name = pair.partition("=")
        if not separator or not language.replace("-", "").isalnum() or not Path(name).is_file():
            raise Invalid(
                f"{pair} does not name a language and a file.",
                remedy="Write it as en=FILM.en.vtt.",
                field="subtitles",
            )
        found[language] = Path(name)
    return found


def _identifier(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as wrong:
        raise Invalid(f"{text!r} is no id of a title.", field="title") from wrong
