"""``matinee doctor``: is all there that Matinee stands on, and what to do where it is not."""

import asyncio
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from uuid import uuid4

import typer

from matinee.assembly.ground import database_url, embedded_server
from matinee.assembly.migrations import current, newest
from matinee.assembly.room import folders, free_bytes
from matinee.assembly.settings import Settings
from matinee.errors import Conflict, MatineeError
from matinee.foundation.blobs import Blobs
from matinee.foundation.lake.model import Compute
from matinee.foundation.postgres import ServerState
from matinee.surfaces.cli.opening import settings_in_force
from matinee.surfaces.cli.output import AsJson, show_json, show_table
from matinee.surfaces.web.static_files import StaticFiles

_ROOM_BYTES = 2_000_000_000


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
        ("files", _files),
        ("pages", _pages),
        ("training", _training),
        ("compute", _compute),
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
    server = embedded_server(settings)
    if server is not None and server.status().state is not ServerState.RUNNING:
        return "Matinee's own, not running now; matinee serve starts it"
    at = current(database_url(settings))
    if at != newest():
        raise Conflict(
            f"The schema is {at or 'empty'}, and {newest()} is needed.",
            remedy="Run `matinee db upgrade`.",
        )
    return f"answers, at {at}"


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
