"""``matinee audit``: who changed what of the service, when and why."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, TypeVar
from uuid import UUID

import typer

from matinee.errors import Conflict
from matinee.operation.audit.model import LARGEST_PAGE, MOST_LINES, PAGE, Ended, Query
from matinee.operation.audit.service import AuditService
from matinee.surfaces.cli.opening import opener
from matinee.surfaces.cli.output import AsJson, show_json, show_line, show_table

_Answer = TypeVar("_Answer")
_COLUMNS = ("at", "actor", "action", "object", "reason", "request_id")
_Actor = Annotated[str, typer.Option(help="Who did it, by name.")]
_Action = Annotated[str, typer.Option(help="What was done, as flags.set.")]
_About = Annotated[str, typer.Option("--object", help="What it was done to.")]
_Since = Annotated[datetime | None, typer.Option(help="From this moment on, in UTC.")]
_Until = Annotated[datetime | None, typer.Option(help="Before this moment, in UTC.")]
_Words = Annotated[str, typer.Option(help="Beginnings of words that all stand in the entry.")]


def commands() -> typer.Typer:
    """The commands under ``audit``."""
    app = typer.Typer(help="Audit: who changed what of the service, when and why.")

    @app.command("list")
    def list_entries(
        *,
        actor: _Actor = "",
        action: _Action = "",
        about: _About = "",
        since: _Since = None,
        until: _Until = None,
        words: _Words = "",
        before: Annotated[
            UUID | None, typer.Option(help="The entry that the page before ended with.")
        ] = None,
        limit: Annotated[
            int, typer.Option(min=1, max=LARGEST_PAGE, help="At most so many.")
        ] = PAGE,
        as_json: AsJson = False,
    ) -> None:
        """List entries, the newest first."""
        query = Query(actor, action, about, _utc(since), _utc(until), words, before)
        page = _ask(lambda audit: audit.search(query, limit=limit))
        rows = [asdict(entry) for entry in page.entries]
        if as_json:
            show_json({"entries": rows, "next": page.next})
            return
        show_table(_COLUMNS, rows, empty="There is no such entry.")
        if page.next is not None:
            show_line(f"More: --before {page.next}")

    @app.command()
    def export(
        file: Annotated[Path, typer.Argument(help="The CSV file to write; never over another.")],
        *,
        actor: _Actor = "",
        action: _Action = "",
        about: _About = "",
        since: _Since = None,
        until: _Until = None,
        words: _Words = "",
        as_json: AsJson = False,
    ) -> None:
        """Write entries as CSV, the newest first, at most 10,000 of them."""
        query = Query(actor, action, about, _utc(since), _utc(until), words)
        if file.exists():
            raise Conflict(f"There is a file {file} already.", remedy="Name another.")
        found = _ask(lambda audit: audit.export(query))
        with file.open("x", encoding="utf-8", newline="") as lines:
            lines.write(found.text)
        if as_json:
            show_json({"file": file, "entries": found.entries, "more": found.more})
            return
        more = f"; there are more than {MOST_LINES}, narrow the time" if found.more else ""
        show_line(f"{file} has {found.entries} entries{more}.")

    @app.command()
    def end(*, as_json: AsJson = False) -> None:
        """End what was kept for its time, as a worker does daily."""
        ended = asyncio.run(_ended())
        if as_json:
            show_json(ended)
            return
        show_line(f"Ended: {ended.entries} entries, and {ended.sign_ins} sign-ins besides.")

    return app


def _utc(at: datetime | None) -> datetime | None:
    return None if at is None else at.replace(tzinfo=UTC)


async def _ended() -> Ended:
    async with opener(lambda house: house)() as house:
        return await house.operation.audit.end(house.settings.operation)


def _ask(question: Callable[[AuditService], Awaitable[_Answer]]) -> _Answer:
    async def asked() -> _Answer:
        async with opener(lambda house: house.operation.audit)() as audit:
            return await question(audit)

    return asyncio.run(asked())
