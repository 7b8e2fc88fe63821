"""``matinee schedule`` for a day on the floor: call sheet, sides, report; rules and their packs."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from getpass import getuser
from pathlib import Path
from typing import Annotated, Any, TypeVar
from uuid import UUID

import msgspec
import typer

from matinee.errors import Invalid
from matinee.foundation.nesting import UNREADABLE
from matinee.studio.floor.service import FloorService, date_of, report_of, told
from matinee.studio.schedule.call_sheet import call_sheet
from matinee.studio.schedule.commands import AsJson, Name, Production, Schedule, board_named, show
from matinee.studio.schedule.filing import rules_of
from matinee.studio.schedule.hours.shipped import MEALS, MINORS
from matinee.studio.schedule.service import OpenBoard

_Day = Annotated[int, typer.Argument(help="The day, from 1.")]
_To = Annotated[Path, typer.Option("--to", help="The PDF to write.", dir_okay=False)]
Given = TypeVar("Given")
OpenFloor = Callable[[], AbstractAsyncContextManager[FloorService]]


def add_floor(app: typer.Typer, open_floor: OpenFloor) -> typer.Typer:
    """Add the papers of a day, and the terms of a schedule, to its commands."""
    for part in (_papers, _report, _terms):
        part(app, open_floor)
    return app


def _papers(app: typer.Typer, open_floor: OpenFloor) -> None:
    @app.command("call-sheet")
    def sheet(
        production: Production,
        schedule: Schedule,
        day: _Day,
        to: _To,
        *,
        name: Name = "",
        as_json: AsJson = False,
    ) -> None:
        """Write a day's call sheet."""

        async def made(_floor: FloorService, board: OpenBoard) -> bytes:
            date_of(board, day - 1)
            return call_sheet(board.schedule.name, board.script, board.board, day - 1)

        _write(to, _on(open_floor, production, schedule, name, made), as_json=as_json)

    @app.command("sides")
    def sides(
        production: Production,
        schedule: Schedule,
        day: _Day,
        to: _To,
        *,
        name: Name = "",
        as_json: AsJson = False,
    ) -> None:
        """Write a day's sides: its scenes of the script, in the order of shooting."""

        async def made(floor: FloorService, board: OpenBoard) -> bytes:
            return await floor.sides(board, day - 1)

        _write(to, _on(open_floor, production, schedule, name, made), as_json=as_json)


def _report(app: typer.Typer, open_floor: OpenFloor) -> None:
    @app.command("report")
    def report(
        production: Production,
        schedule: Schedule,
        day: _Day,
        *,
        keep: Annotated[
            Path | None, typer.Option(help="A JSON file with the report to keep.", dir_okay=False)
        ] = None,
        to: Annotated[Path | None, typer.Option(help="A PDF to write.", dir_okay=False)] = None,
        name: Name = "",
        as_json: AsJson = False,
    ) -> None:
        """Show a day's production report, keep another, or print it."""
        given = None if keep is None else report_of(_json(keep))

        async def read(floor: FloorService, board: OpenBoard) -> dict[str, Any]:
            kept = await floor.report(board, day - 1)
            if given is not None:
                kept = await floor.keep(board, day - 1, given, revision=kept.revision, by=getuser())
            if to is not None:
                to.write_bytes(await floor.paper(board, day - 1))
            return told(board, kept)

        answer = _on(open_floor, production, schedule, name, read)
        lines = [f"{key:>12}  {value}" for key, value in answer.items()]
        show(answer, lines, as_json=as_json)


def _terms(app: typer.Typer, open_floor: OpenFloor) -> None:
    @app.command("packs")
    def packs(*, as_json: AsJson = False) -> None:
        """List the packs of rules that a production can begin with."""
        held = {"minors": MINORS, "meals": MEALS}
        lines = [
            f"{kind:>6}  {key:<20} {pack.name}, from {pack.in_force}: {pack.source}"
            for kind, found in held.items()
            for key, pack in found.items()
        ]
        show(held, lines, as_json=as_json)

    @app.command("terms")
    def terms(
        production: Production,
        schedule: Schedule,
        *,
        keep: Annotated[
            Path | None,
            typer.Option(help="A JSON file with the rules and deals to keep.", dir_okay=False),
        ] = None,
        as_json: AsJson = False,
    ) -> None:
        """Show a schedule's rules, hours, packs and rates, or keep others."""
        given = None if keep is None else _json(keep)

        async def read() -> dict[str, Any]:
            async with open_floor() as floor:
                schedules = floor.schedules
                held = await schedules.schedule(production, schedule)
                if given is not None:
                    held = await schedules.set_terms(
                        production,
                        schedule,
                        rules=rules_of(given.get("rules", held.rules)),
                        deals=given.get("deals", held.deals),
                    )
                return {"rules": held.rules, "deals": held.deals}

        answer = asyncio.run(read())
        lines = msgspec.json.format(msgspec.json.encode(answer), indent=2).decode().splitlines()
        show(answer, lines, as_json=as_json)


def _on(
    open_floor: OpenFloor,
    production: UUID,
    schedule: UUID,
    name: str,
    use: Callable[[FloorService, OpenBoard], Awaitable[Given]],
) -> Given:
    async def used() -> Given:
        async with open_floor() as floor:
            board = await board_named(floor.schedules, production, schedule, name)
            return await use(floor, board)

    return asyncio.run(used())


def _json(file: Path) -> dict[str, Any]:
    try:
        return msgspec.json.decode(file.read_bytes(), type=dict[str, Any])
    except (OSError, *UNREADABLE) as problem:
        raise Invalid(f"{file} cannot be read: {problem}.", remedy="Name a JSON file.") from problem


def _write(to: Path, content: bytes, *, as_json: bool) -> None:
    to.write_bytes(content)
    show({"file": str(to), "bytes": len(content)}, [f"Wrote {to}."], as_json=as_json)
