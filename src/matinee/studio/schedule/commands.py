"""``matinee schedule``: schedules of productions from the command line."""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Annotated, Any, TypeVar
from uuid import UUID

import msgspec
import typer

from matinee.errors import Invalid
from matinee.foundation.redaction import printable
from matinee.studio.schedule.hours.answers import clock_record
from matinee.studio.schedule.hours.clock import clocks_of
from matinee.studio.schedule.measures import read_board
from matinee.studio.schedule.service import OpenBoard, ScheduleService
from matinee.studio.schedule.working_day import length_words

OpenService = Callable[[], AbstractAsyncContextManager[ScheduleService]]
AsJson = Annotated[bool, typer.Option("--json", help="Write JSON instead of text.")]
Production = Annotated[UUID, typer.Argument(help="The production.")]
Schedule = Annotated[UUID, typer.Argument(help="The schedule's id.")]
Name = Annotated[str, typer.Option("--board", help="The board's name; the newest without one.")]
Given = TypeVar("Given")


def commands(open_service: OpenService) -> typer.Typer:
    """Listing, days on the clock, how long a strip takes, and calendars."""
    app = typer.Typer(help="Shooting schedules.", no_args_is_help=True, rich_markup_mode=None)
    for part in (_reading, _changing):
        part(app, open_service)
    return app


def _reading(app: typer.Typer, open_service: OpenService) -> None:
    @app.command("list")
    def listing(*, as_json: AsJson = False) -> None:
        """List the schedules of all productions."""
        held = with_service(open_service, lambda schedules: schedules.schedules(None))
        show(
            [{"id": o.id, "production": o.production, "name": o.name} for o in held],
            [f"{o.id}  {o.production}  {o.name}" for o in held],
            as_json=as_json,
        )

    @app.command("days")
    def days(
        production: Production, schedule: Schedule, *, name: Name = "", as_json: AsJson = False
    ) -> None:
        """Show a board's days on the clock, with its red flags."""
        board = with_service(
            open_service, lambda schedules: board_named(schedules, production, schedule, name)
        )
        read = read_board(board.script, board.board)
        clocks = [clock_record(one) for one in clocks_of(board.script, board.board)]
        flags = [{"day": f.day + 1, "rule": f.rule, "words": f.words} for f in read.flags]
        lines = [
            f"{place:>3}  {one['date']}  {one['call']}–{one['wrap']}  "
            f"{length_words(one['minutes']):>9}  {one['setups']} set-ups"
            for place, one in enumerate(clocks, 1)
        ]
        lines += [f"day {flag['day']}: {flag['words']}" for flag in flags]
        show({"board": board.file.name, "days": clocks, "flags": flags}, lines, as_json=as_json)


def _changing(app: typer.Typer, open_service: OpenService) -> None:
    @app.command("takes")
    def takes(
        production: Production,
        schedule: Schedule,
        strip: Annotated[str, typer.Argument(help="The strip's id.")],
        minutes: Annotated[int, typer.Argument(help="Minutes; 0 goes back to the estimate.")],
        *,
        as_json: AsJson = False,
    ) -> None:
        """Say how long a strip takes to shoot."""
        said = minutes or None
        with_service(
            open_service,
            lambda schedules: schedules.set_minutes(production, schedule, strip, said),
        )
        words = "as estimated" if said is None else length_words(said)
        show({"strip": strip, "minutes": said}, [f"{strip}: {words}"], as_json=as_json)

    @app.command("days-off")
    def days_off(
        production: Production,
        schedule: Schedule,
        file: Annotated[Path, typer.Argument(help="An iCalendar file.", dir_okay=False)],
        *,
        member: Annotated[
            str | None, typer.Option(help="Whose days these are: a board number.")
        ] = None,
        as_json: AsJson = False,
    ) -> None:
        """Take holidays, or when one of the cast is away, from an iCalendar file."""
        try:
            data = file.read_bytes()
        except OSError as problem:
            raise Invalid(
                f"{file} cannot be read: {problem.strerror}.", remedy="Name a readable file."
            ) from problem
        found = with_service(
            open_service,
            lambda schedules: schedules.take_days_off(production, schedule, data, member=member),
        )
        show(
            {"member": member, "days": found},
            [day.isoformat() for day in found] or ["No day of this file is off."],
            as_json=as_json,
        )


async def board_named(
    schedules: ScheduleService, production: UUID, schedule: UUID, name: str
) -> OpenBoard:
    """The board of that name; the newest without one."""
    held = await schedules.schedule(production, schedule)
    boards = await schedules.boards(held)
    found = [one for one in boards if not name or one.name == name]
    if not found:
        names = ", ".join(one.name for one in boards)
        raise Invalid(f"There is no board {name}.", remedy=f"There are: {names}.", field="board")
    return await schedules.board(production, schedule, found[-1].id)


def with_service(
    open_service: OpenService, use: Callable[[ScheduleService], Awaitable[Given]]
) -> Given:
    """What a use of the service gives, in a house that is opened for it."""

    async def used() -> Given:
        async with open_service() as schedules:
            return await use(schedules)

    return asyncio.run(used())


def show(record: Any, lines: list[str], *, as_json: bool) -> None:
    """Write JSON, or lines to read."""
    if as_json:
        sys.stdout.write(json.dumps(msgspec.to_builtins(record)) + "\n")
        return
    for line in lines:
        sys.stdout.write(printable(line) + "\n")
