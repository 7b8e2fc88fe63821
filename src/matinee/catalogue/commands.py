"""``matinee import titles`` and ``matinee import wikipedia``."""

import asyncio
import json
import sys
from collections.abc import Callable, Generator
from contextlib import AbstractAsyncContextManager, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from matinee.catalogue.model import ImportReport
from matinee.catalogue.service import CatalogueService
from matinee.foundation.redaction import printable

_LISTED = 20

AsJson = Annotated[bool, typer.Option("--json", help="Write JSON instead of text.")]
RejectsPath = Annotated[
    Path | None, typer.Option("--rejects", help="Where rejected records go, as JSON Lines.")
]
Folder = Annotated[Path, typer.Argument(help="The folder.", exists=True, file_okay=False)]


def commands(
    open_service: Callable[[], AbstractAsyncContextManager[CatalogueService]],
) -> typer.Typer:
    """The commands under ``import`` that concern titles alone."""
    app = typer.Typer(help="Take in titles and viewing from files.")

    @app.command("titles")
    def titles(
        file: Annotated[Path, typer.Argument(help="JSON Lines or CSV.", dir_okay=False)],
        *,
        open_window: Annotated[
            bool,
            typer.Option(
                "--open-window", help="Make titles that name no window available everywhere."
            ),
        ] = False,
        rejects: RejectsPath = None,
        as_json: AsJson = False,
    ) -> None:
        """Take in titles from a file; see docs/reference/titles-format.md."""

        async def taken() -> ImportReport:
            async with open_service() as catalogue:
                with progress_shown(file.name) as progress:
                    return await catalogue.import_titles(
                        file, open_window=open_window, rejects=rejects, progress=progress
                    )

        show_report(asyncio.run(taken()), as_json=as_json)

    @app.command("wikipedia")
    def wikipedia(
        folder: Folder,
        *,
        open_window: Annotated[
            bool,
            typer.Option(
                "--open-window/--no-open-window", help="Make these titles available everywhere."
            ),
        ] = True,
        rejects: RejectsPath = None,
        as_json: AsJson = False,
    ) -> None:
        """Take in films from Wikipedia's lists, as movies-YYYYs.json."""

        async def taken() -> ImportReport:
            async with open_service() as catalogue:
                with progress_shown(folder.name) as progress:
                    return await catalogue.import_wikipedia(
                        folder, open_window=open_window, rejects=rejects, progress=progress
                    )

        show_report(asyncio.run(taken()), as_json=as_json)

    return app


@contextmanager
def progress_shown(what: str) -> Generator[Callable[[int, int], None]]:
    """A bar on standard error, moved by how many bytes of how many are done."""
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
    console = Console(stderr=True)
    bar = Progress(
        *columns,
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    with bar:
        task = bar.add_task(what, total=None)
        yield lambda done, size: bar.update(task, completed=done, total=size)


def show_report(report: ImportReport, *, as_json: bool) -> None:
    """Write what an import did, on standard output."""
    if as_json:
        sys.stdout.write(json.dumps(asdict(report), default=str, ensure_ascii=False) + "\n")
        return
    sys.stdout.write("\n".join(report_lines(report)) + "\n")


def report_lines(report: ImportReport) -> list[str]:
    """The same for people; of long lists the beginning."""
    lines = [
        f"{report.records} records from {report.source} in {report.seconds:.1f} s: "
        f"{report.made} titles made, {report.known} known already, "
        f"{len(report.joined)} joined to another record's title, {report.rejected} rejected."
    ]
    for joined in report.joined[:_LISTED]:
        where = f"{joined.file} " if joined.file else ""
        lines.append(
            f"  {where}line {joined.line}: {joined.name} is {joined.title_name}, by {joined.key}"
        )
    if len(report.joined) > _LISTED:
        lines.append(f"  and {len(report.joined) - _LISTED} more; --json lists all.")
    for reject in report.rejects[:_LISTED]:
        where = f"{reject.file} " if reject.file else ""
        field = f"{reject.field}: " if reject.field else ""
        lines.append(f"  {where}line {reject.line} rejected: {field}{reject.reason}")
    if report.rejects_file is not None:
        lines.append(f"Rejected records are in {report.rejects_file}.")
    lines += [f"{count} {what}." for what, count in report.notes.items()]
    return [printable(line) for line in lines]
