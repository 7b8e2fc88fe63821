"""``matinee doctor``: is all there that Matinee stands on, and what to do where it is not."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from typing import TypeVar
from uuid import uuid4

import typer

from matinee.assembly.at_rest import check_likenesses, check_log
from matinee.assembly.generators import named_models
from matinee.assembly.ground import database_url, embedded_server, open_pool
from matinee.assembly.migrations import current, newest
from matinee.assembly.operation import build_operation
from matinee.assembly.room import folders, free_bytes
from matinee.assembly.settings import Settings
from matinee.errors import Conflict, MatineeError
from matinee.foundation.blobs import Blobs
from matinee.foundation.clock import HouseClock
from matinee.foundation.database import Database
from matinee.foundation.followed import FollowedDatabase
from matinee.foundation.jobs import Jobs, JobStatus
from matinee.foundation.lake.model import Compute
from matinee.foundation.postgres import ServerState
from matinee.generation.model import GENERATION
from matinee.operation.flags.model import WHOLE, FlagState, Stop
from matinee.surfaces.cli.opening import settings_in_force
from matinee.surfaces.cli.output import AsJson, show_json, show_table
from matinee.surfaces.web.static_files import StaticFiles

_ROOM_BYTES = 2_000_000_000
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing: ``well`` or not, what was found, and what mends it."""

    thing: str
    well: bool
    found: str
    remedy: str = ""


def commands() -> typer.Typer:
    """The one command."""
    app = typer.Typer()

    @app.command()
    def doctor(*, as_json: AsJson = False) -> None:
        """Check what Matinee stands on, writing and removing a file; 1 where something is amiss."""
        findings = examine(settings_in_force())
        if as_json:
            show_json([asdict(finding) for finding in findings])
        else:
            rows = [asdict(one) | {"well": "well" if one.well else "MEND"} for one in findings]
            show_table(("thing", "well", "found", "remedy"), rows, empty="There is nothing.")
        if not all(finding.well for finding in findings):
            raise typer.Exit(1)

    return app


def examine(settings: Settings) -> tuple[Finding, ...]:
    """Look at each; what fails is a finding, and the rest is looked at all the same."""
    looks: tuple[tuple[str, Callable[[Settings], str]], ...] = (
        ("python", _python),
        ("room", _room),
        ("database", _database),
        ("replica", _replica),
        ("clock", _clock),
        ("jobs", _jobs),
        ("log", _log),
        ("files", _files),
        ("pages", _pages),
        ("training", _training),
        ("compute", _compute),
        ("keys", _keys),
        ("likenesses", _likenesses),
        ("models", _models),
        ("generation", _generation),
    )
    return tuple(_finding(thing, look, settings) for thing, look in looks)


def _finding(thing: str, look: Callable[[Settings], str], settings: Settings) -> Finding:
    try:
        return Finding(thing, True, look(settings))
    except MatineeError as failure:
        return Finding(thing, False, failure.sentence, failure.remedy)


def _python(_settings: Settings) -> str:
    return "Python " + ".".join(map(str, sys.version_info[:3]))


def _room(settings: Settings) -> str:
    free, folder = min((free_bytes(folder), folder) for folder in folders(settings))
    if free < _ROOM_BYTES:
        raise Conflict(
            f"{free / 1e9:.1f} GB are free in {folder}.",
            remedy="Make room for 2 GB at least, or name another folder in MATINEE_HOME or "
            "MATINEE_BLOB_URL.",
        )
    return f"{free / 1e9:.1f} GB free in {folder}"


def _database(settings: Settings) -> str:
    if not _runs(settings):
        return "Matinee's own, not running now; matinee serve starts it"
    at = current(database_url(settings))
    if at != newest():
        raise Conflict(
            f"The schema is {at or 'empty'}, and {newest()} is needed.",
            remedy="Run `matinee db upgrade`.",
        )
    return f"answers, at {at}"


def _replica(settings: Settings) -> str:
    if settings.replica_url is None:
        return "none; everything is read from the database"
    why = asyncio.run(_looked_at(settings))
    if why:
        raise Conflict(
            f"The replica is left out: {why}.",
            remedy="Let it follow the database again, or take MATINEE_REPLICA_URL away; until then "
            "the database answers everything.",
        )
    return f"follows within {settings.replica_lag_seconds:g} s"


async def _looked_at(settings: Settings) -> str:
    pool = open_pool(settings, database_url(settings))
    try:
        if isinstance(pool, FollowedDatabase):
            await pool.is_near()
            return pool.left_out
        return ""
    finally:
        await pool.close()


def _runs(settings: Settings) -> bool:
    """Whether there is a database to ask: another's is always asked."""
    server = embedded_server(settings)
    return server is None or server.status().state is ServerState.RUNNING


def _clock(settings: Settings) -> str:
    if not _runs(settings):
        return "not compared: the database does not run"
    asyncio.run(_asked(settings, lambda database: HouseClock(database.clock).check()))
    return "within 5 s of the database's"


def _jobs(settings: Settings) -> str:
    if not _runs(settings):
        return "not looked at: the database does not run"
    counts = asyncio.run(_asked(settings, lambda database: Jobs(database).counts()))
    failed = counts.get(JobStatus.FAILED, 0)
    if failed:
        raise Conflict(
            f"Failed jobs: {failed}.",
            remedy="See why with `matinee jobs list --status failed`, then `matinee jobs retry`.",
        )
    return f"{counts.get(JobStatus.WAITING, 0)} waiting, none failed"


def _log(settings: Settings) -> str:
    if not _runs(settings):
        return "not looked at: the database does not run"
    return asyncio.run(_asked(settings, check_log))


async def _asked(settings: Settings, question: Callable[[Database], Awaitable[Answer]]) -> Answer:
    database = Database(database_url(settings), pool_size=1)
    try:
        return await question(database)
    finally:
        await database.close()


def _keys(settings: Settings) -> str:
    folder = settings.home / "keys"
    if not folder.exists():
        return "none yet; they are made when something is signed or sealed"
    if folder.stat().st_mode & 0o077:
        raise Conflict(
            "Others of this machine can reach the keys of the house.",
            remedy=f"Run chmod 700 on {folder}, and think of whether they must be replaced.",
        )
    mirror = settings.key_mirror
    return "kept from others" + (", with a mirror" if mirror else ", without a mirror")


def _likenesses(settings: Settings) -> str:
    return asyncio.run(check_likenesses(settings))


def _models(settings: Settings) -> str:
    count = named_models(settings)
    return f"{count} are named" if count else "none are named: nothing is generated"


def _generation(settings: Settings) -> str:
    """Off is no fault, where somebody said so; a folder that cannot be looked at is one."""
    stop, state = asyncio.run(_switches(settings))
    if stop is not None and not stop.readable:
        raise Conflict(
            f"{stop.file} cannot be looked at, so that generation is off.",
            remedy="Let this account read that folder, or name another in MATINEE_STOPS_FOLDER.",
        )
    if stop is not None:
        why = f", by {stop.by}: {stop.reason}" if stop.by else ""
        return f"SWITCHED OFF by {stop.file}{why}; `matinee flags release generation` ends it"
    if state is None:
        return "no file switches it off; the flag is not looked at: the database does not run"
    if state.setting.percent < WHOLE:
        return "SWITCHED OFF by its flag; `matinee flags set generation on` ends it"
    return "on, by its flag and by no file"


async def _switches(settings: Settings) -> tuple[Stop | None, FlagState | None]:
    """The file and, where there is none and a database runs, the flag."""

    async def asked(database: Database) -> tuple[Stop | None, FlagState | None]:
        flags = build_operation(database, settings).flags
        stop = flags.stopped(GENERATION.name)
        asks = stop is None and _runs(settings)
        return stop, await flags.state(GENERATION.name) if asks else None

    return await _asked(settings, asked)


def _files(settings: Settings) -> str:
    asyncio.run(_written_and_read(Blobs(settings.blob_address)))
    return "written, read and removed"


async def _written_and_read(blobs: Blobs) -> None:
    key, content = f"doctor/{uuid4().hex}", b"is it the same"
    await blobs.put(key, content)
    try:
        same = await blobs.get(key) == content
    finally:
        await blobs.delete(key)
    if not same:
        raise Conflict(
            "A file came back other than it was written.", remedy="Look at the store's disks."
        )


def _pages(_settings: Settings) -> str:
    files = StaticFiles.load()
    files.address(next(iter(files.addresses), "the first"))
    return f"{len(files.addresses)} files built"


def _training(_settings: Settings) -> str:
    if find_spec("torch") is None:
        return "without PyTorch: all models but the sequence model (extra train)"
    return "PyTorch is there"


def _compute(settings: Settings) -> str:
    compute = Compute.named(settings.compute)
    if compute.name == "ray" and find_spec("ray") is None:
        raise Conflict("Ray is not installed.", remedy="pip install 'matinee[cluster]'")
    return compute.name
