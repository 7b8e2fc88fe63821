"""A house brought back from a backup, elsewhere, and held against what the backup says of it.

Keys and files first, the database last; then what was taken back after the backup is taken back
again, before anybody can be served. Until all is done a mark in the home keeps the house closed.
"""

import asyncio
import shutil
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from matinee.assembly.backup import files, model, repository
from matinee.assembly.backup.files import Kept, Vault
from matinee.assembly.backup.model import Manifest, Tell
from matinee.assembly.ground import RESTORING, embedded_server
from matinee.assembly.house import House, open_house
from matinee.assembly.migrations import knows
from matinee.assembly.mirror import withdrawn
from matinee.assembly.mirror.folders import no_room
from matinee.assembly.mirror.keys import KeyMirror
from matinee.assembly.settings import Settings
from matinee.clearance.ledger.checking import Witness
from matinee.clearance.ledger.entries import Draft
from matinee.clearance.ledger.heads import read_head
from matinee.errors import Conflict, MatineeError
from matinee.foundation.blobs import Blobs
from matinee.foundation.postgres import EmbeddedPostgres, base_backup
from matinee.foundation.postgres.binaries import bundled_binaries

_SPARE_BYTES = 100_000_000


@dataclass(slots=True)
class Restored:
    """What came back, how long each step took, and what is amiss."""

    name: str
    rows: int = 0
    files: int = 0
    bytes: int = 0
    keys: int = 0
    ledger_entries: int = 0
    lake_rows: int = 0
    taken_back: dict[str, int] = field(default_factory=dict[str, int])
    """What was taken back after the backup and is taken back again, by kind."""
    seconds: dict[str, float] = field(default_factory=dict[str, float])
    flaws: list[str] = field(default_factory=list[str])

    @property
    def minutes(self) -> float:
        """All steps together."""
        return round(sum(self.seconds.values()) / 60, 2)

    @contextmanager
    def timed(self, stage: str) -> Generator[None]:
        """Take the time of a step."""
        started = time.monotonic()
        yield
        self.seconds[stage] = round(time.monotonic() - started, 2)


async def restore(
    settings: Settings, folder: Path, name: str | None, keys: Path, *, tell: Tell
) -> Restored:
    """Bring a backup back into the home that the settings name, which has to be empty.

    ``name`` None is the newest. Conflict where the home or its file store holds anything, where the
    backup is half, broken, newer or of another PostgreSQL, or where ``keys`` is not its house's
    mirror. What the restored house lacks is in ``flaws``.
    """
    folder, keys = folder.absolute(), keys.absolute()
    manifest = await asyncio.to_thread(model.read_manifest, folder, name)
    server = _own(settings)
    _check_kinship(manifest)
    mirror = KeyMirror(keys)
    mirror.check(manifest.house)
    lines = withdrawn.read(mirror.withdrawn)
    listing = files.read_listing(
        folder / manifest.name / "files.jsonl", sha256=manifest.files_sha256
    )
    await _check_target(settings, manifest)
    restored = Restored(manifest.name, bytes=manifest.database_bytes + manifest.file_bytes)
    mark = settings.home / RESTORING
    mark.write_text(f"{manifest.name}\n", encoding="utf-8")
    with restored.timed("files"):
        restored.keys = await asyncio.to_thread(mirror.bring_back, settings.home / "keys")
        await _bring_files(Vault(folder / "files"), listing, Blobs(settings.blob_address))
        restored.files = len(listing)
    tell(f"{restored.keys:,} keys and {restored.files:,} files are back.")
    with restored.timed("database"):
        await asyncio.to_thread(_bring_database, folder / manifest.name / "postgres", server)
        urls = await asyncio.to_thread(server.start, seconds=settings.postgres_start_seconds)
    tell("The database is back and runs.")
    with restored.timed("checks"):
        has = await asyncio.to_thread(repository.rows, urls.app)
        restored.rows = sum(has.values())
        restored.flaws += repository.lost(manifest.rows_before, manifest.rows_after, has)
        async with open_house(settings, restoring=True) as house:
            await _furnish(house, manifest, lines, restored)
    tell("The restored house is checked.")
    mark.unlink()
    return restored


async def rehearse(
    settings: Settings, folder: Path, name: str | None, keys: Path, *, within: Path, tell: Tell
) -> Restored:
    """Restore into a new folder below ``within``, check, and remove it again: the house goes on.

    Errors as :func:`restore`.
    """
    with no_room(within):
        within.mkdir(parents=True, exist_ok=True)
        place = Path(tempfile.mkdtemp(prefix="matinee-rehearsal-", dir=within))
    trial = settings.model_copy(
        update={"home": place / "home", "database_url": None, "blob_url": None, "key_mirror": None}
    )
    try:
        return await restore(trial, folder, name, keys, tell=tell)
    finally:
        await asyncio.to_thread(EmbeddedPostgres(place / "home" / "postgres").stop)
        shutil.rmtree(place, ignore_errors=True)


async def _furnish(
    house: House, manifest: Manifest, lines: list[dict[str, object]], restored: Restored
) -> None:
    """Take back what was taken back, enter the restore, and judge ledger and lake."""
    because = f"restored from the backup of {manifest.began}"
    restored.taken_back = await withdrawn.do_again(
        house.record, house.audience, house.access.accounts, lines, because=because
    )
    body = {"backup": manifest.name, "taken_back": restored.taken_back}
    async with house.database.transaction() as connection:
        await house.ledger.append(connection, Draft("house-restored", "house", body))
    report = await house.ledger.verify([Witness(read_head(manifest.ledger_head))])
    restored.ledger_entries = report.entries
    restored.flaws += [f"ledger: {flaw.what}" for flaw in report.flaws]
    try:
        await house.lake.fill()
        await house.lake.erase()
        lake = await house.lake.facts()
    except MatineeError as failure:
        restored.flaws.append(f"lake: {failure.sentence}")
        return
    restored.lake_rows = lake.rows
    if lake.version < manifest.lake_version:
        restored.flaws.append(
            f"lake: version {lake.version} came back, and {manifest.lake_version} was copied"
        )


def _own(settings: Settings) -> EmbeddedPostgres:
    server = embedded_server(settings)
    if server is None:
        raise Conflict(
            "MATINEE_DATABASE_URL names a server that Matinee does not run.",
            remedy="Unset it: a backup comes back into a home of its own.",
            code="not_embedded",
        )
    return server


def _check_kinship(manifest: Manifest) -> None:
    major = bundled_binaries().major
    if manifest.postgres_major != major:
        raise Conflict(
            f"The backup is of PostgreSQL {manifest.postgres_major}, and Matinee brings {major}.",
            remedy=f"Restore it with the Matinee that made it ({manifest.matinee}).",
            code="other_postgres",
        )
    if not knows(manifest.schema_revision):
        raise Conflict(
            f"The backup's schema is {manifest.schema_revision}, which this Matinee does not know.",
            remedy=f"Restore it with Matinee {manifest.matinee} or newer.",
            code="newer_schema",
        )


async def _check_target(settings: Settings, manifest: Manifest) -> None:
    """Refuse to restore over anything, or into too little room; the home is there afterwards."""
    home = settings.home
    if (home / RESTORING).exists():
        raise Conflict(
            f"{home} holds half a restore.",
            remedy="Remove that folder and what came into its file store, and restore again.",
            code="half_a_restore",
        )
    if home.exists() and any(home.iterdir()):
        raise Conflict(
            f"{home} is not empty, and nothing is restored over anything.",
            remedy="Name a new folder by MATINEE_HOME.",
            code="not_empty",
        )
    with no_room(home):
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
    if await Blobs(settings.blob_address).list():
        raise Conflict(
            "The file store is not empty, and nothing is restored over anything.",
            remedy="Name an empty one by MATINEE_BLOB_URL.",
            code="not_empty",
        )
    needed = manifest.database_bytes + _SPARE_BYTES
    needed += manifest.file_bytes if settings.blob_url is None else 0
    free = shutil.disk_usage(home).free
    if free < needed:
        raise Conflict(
            f"{home} has {free / 1e9:.2f} GB free, and the restore needs {needed / 1e9:.2f}.",
            remedy="Make room there, or name another folder by MATINEE_HOME.",
            code="no_room",
        )


async def _bring_files(vault: Vault, listing: list[Kept], blobs: Blobs) -> None:
    for kept in listing:
        await vault.bring_back(kept, blobs)


def _bring_database(copy: Path, server: EmbeddedPostgres) -> None:
    """Copy the database to its place; Conflict where it is not what was copied."""
    fresh = server.data.with_name("data.new")
    with no_room(server.folder):
        server.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copytree(copy, fresh)
        # Judged where it came to, so that what the way spoiled is seen too.
        flaws = base_backup.flaws(fresh)
        if flaws:
            raise Conflict(
                f"The database in the backup is not whole: {flaws[0]}.",
                remedy="Use another backup; `matinee backup verify` says all that is wrong.",
                code="broken_backup",
            )
        fresh.chmod(0o700)
        # The server itself brings all files of a copy to the disk before it recovers.
        fresh.rename(server.data)
