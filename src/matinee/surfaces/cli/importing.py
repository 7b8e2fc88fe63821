"""``matinee import``: the catalogue's imports, and those that bring viewing along."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from matinee.assembly.importing import MovieLensReport, import_movielens
from matinee.catalogue import commands as catalogue
from matinee.surfaces.cli.opening import opener
from matinee.surfaces.cli.output import AsJson, show_json, show_line


def commands() -> typer.Typer:
    """The commands under ``import``."""
    app = catalogue.commands(opener(lambda house: house.catalogue))
    open_all = opener(lambda house: house)

    @app.command("movielens")
    def movielens(
        folder: Annotated[
            Path, typer.Argument(help="The folder, of either layout.", exists=True, file_okay=False)
        ],
        *,
        dataset: Annotated[
            str | None,
            typer.Option(help="What its users and items are known by; else the folder's name."),
        ] = None,
        open_window: Annotated[
            bool,
            typer.Option(
                "--open-window/--no-open-window", help="Make these titles available everywhere."
            ),
        ] = True,
        rejects: Annotated[
            Path | None, typer.Option(help="Where rejected records go, as JSON Lines.")
        ] = None,
        as_json: AsJson = False,
    ) -> None:
        """Take in a MovieLens folder: its titles, and its ratings or histories as viewing."""

        async def taken() -> MovieLensReport:
            async with open_all() as house:
                with catalogue.progress_shown(folder.name) as progress:
                    return await import_movielens(
                        house.catalogue,
                        house.audience,
                        folder,
                        dataset=dataset,
                        open_window=open_window,
                        rejects=rejects,
                        progress=progress,
                    )

        report = asyncio.run(taken())
        if as_json:
            show_json(report)
        else:
            show_line("\n".join(_lines(report)))

    return app


def _lines(report: MovieLensReport) -> list[str]:
    lines = catalogue.report_lines(report.titles)
    if not report.viewing_file:
        return [*lines, "The folder holds no viewing."]
    lines.append(
        f"{report.viewings} lines of {report.viewing_file} by {report.users} users in "
        f"{report.seconds:.1f} s: {report.accepted} events taken in, {report.duplicates} known "
        f"already, {report.homeless} of erased profiles, {report.rejected} lines rejected."
    )
    if report.rejects_file is not None:
        lines.append(f"Rejected lines are in {report.rejects_file}.")
    return lines
