"""``matinee flags stop`` and ``release``: a flag off by a file, whatever the database does."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from typing import Annotated

import typer

from matinee.assembly.ground import database_url
from matinee.assembly.operation import build_operation
from matinee.errors import Conflict, MatineeError
from matinee.foundation.database import Database
from matinee.operation.flags.service import FlagService
from matinee.operation.model import act_as
from matinee.surfaces.cli.opening import settings_in_force, who_commands
from matinee.surfaces.cli.output import AsJson, show_json, show_line

_ENTERING_SECONDS = 5.0
"""The switch is thrown by then: nobody waits long for a database that is away."""
_Name = Annotated[str, typer.Argument(help="The flag's name in the list; generation has a file.")]
_Reason = Annotated[str, typer.Option(help="Why, for whoever reads the audit.")]


def add_to(app: typer.Typer) -> None:
    """Both commands, to those under ``flags``."""

    @app.command()
    def stop(name: _Name, *, reason: _Reason, as_json: AsJson = False) -> None:
        """Switch a flag off by a file, at once, also where the database is away, full or closed.

        Done again it changes nothing. It holds for every process that shares the folder
        (MATINEE_STOPS_FOLDER, or stops in the home), whatever the flag is set to.
        """
        asyncio.run(_done(name, lambda flags: flags.stop(name, reason=reason), as_json=as_json))

    @app.command()
    def release(name: _Name, *, reason: _Reason, as_json: AsJson = False) -> None:
        """Take a flag's file away: what it is set to holds again. Done again it changes nothing."""
        asyncio.run(_done(name, lambda flags: flags.release(name, reason=reason), as_json=as_json))


async def _done(name: str, change: Callable[[FlagService], bool], *, as_json: bool) -> None:
    async with _flags_alone() as flags:
        changed = change(flags)
        stop = flags.stopped(name)
        entered = await _entered(flags)
    if as_json:
        told = {
            "name": name,
            "stopped": stop is not None,
            "changed": changed,
            "entered": entered,
            "file": None if stop is None else stop.file,
            "at": None if stop is None else stop.at,
            "by": None if stop is None else stop.by,
            "reason": None if stop is None else stop.reason,
        }
        show_json(told)
        return
    show_line(
        f"{name} is not stopped; what it is set to holds."
        if stop is None
        else f"{name} is off: {stop.file}"
    )
    if not entered:
        show_line("The audit takes it as soon as the database does; a server or worker sees to it.")


async def _entered(flags: FlagService) -> bool:
    try:
        async with asyncio.timeout(_ENTERING_SECONDS):
            await flags.enter_stops()
    except (MatineeError, TimeoutError):
        return False
    return True


@asynccontextmanager
async def _flags_alone() -> AsyncGenerator[FlagService]:
    """The flags of the house, without opening it: no database is started or asked first."""
    settings = settings_in_force()
    if settings.stops_folder is None and not settings.home.is_dir():
        raise Conflict(
            f"There is no house in {settings.home.absolute()}.",
            remedy="Go where it runs, or name its home in MATINEE_HOME.",
            code="no_home",
        )
    act_as(who_commands())
    database = Database(database_url(settings), pool_size=1, wait_seconds=_ENTERING_SECONDS)
    try:
        yield build_operation(database, settings).flags
    finally:
        await database.close()
