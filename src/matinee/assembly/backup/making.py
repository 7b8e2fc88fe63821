"""A backup of a house at work: the lake, then the database, then all other files.

The order is what makes it whole without stopping anybody. The lake comes first, so that it has read
no further than the database has written. Other files come last: what the database names was put
into the store before it was named, and is never changed under its name.
"""

import asyncio
import hashlib
import shutil
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import matinee
from matinee.assembly.backup import files, model, repository
from matinee.assembly.backup.files import Kept, Vault
from matinee.assembly.backup.model import KIND, OWNER, PART, Manifest, Tell
from matinee.assembly.ground import database_url, embedded_server
from matinee.assembly.house import House
from matinee.assembly.migrations import current
from matinee.assembly.mirror import repository as servers
from matinee.assembly.mirror.folders import FORMAT, claim, no_room, replace_file
from matinee.assembly.mirror.following import mirror
from matinee.assembly.settings import Settings
from matinee.errors import Conflict, MatineeError
from matinee.foundation.blobs import BlobFacts
from matinee.foundation.postgres import EmbeddedPostgres, base_backup
from matinee.foundation.postgres.base_backup import MANIFEST
from matinee.foundation.postgres.binaries import bundled_binaries
from matinee.foundation.postgres.lock import life_lock
from matinee.foundation.private_files import sync_folder

_SPARE_BYTES = 100_000_000


@dataclass(slots=True)
class _Taken:
    """What was taken so far."""

    kept: list[Kept] = field(default_factory=list[Kept])
    new_files: int = 0
    new_bytes: int = 0
    seconds: dict[str, float] = field(default_factory=dict[str, float])

    @contextmanager
    def timed(self, stage: str) -> Generator[None]:
        started = time.monotonic()
        yield
        self.seconds[stage] = round(time.monotonic() - started, 2)


async def make(house: House, folder: Path, keys: Path, *, tell: Tell) -> Manifest:
    """Copy the house into ``folder``, with its keys in the mirror ``keys``; what was copied.

    Conflict where a folder is another house's, where the mirror lies in the folder, where another
    backup is being made there, or where the database is not Matinee's own; Unavailable where there
    is no room. A backup that comes to nothing leaves the files that it copied for the next one.
    """
    server = own_server(house.settings)
    folder, keys = folder.absolute(), keys.absolute()
    if folder == keys or folder in keys.parents or keys in folder.parents:
        raise Conflict(
            "The mirror of keys lies with the backups.",
            remedy="Keep them apart: whoever has both can read what was sealed and revoked.",
            code="keys_not_apart",
        )
    identity = await asyncio.to_thread(servers.identity, database_url(house.settings))
    with no_room(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with life_lock(folder / "lock") as lock:
            if lock is None:
                raise Conflict("Another backup is being made there.", code="backup_under_way")
            claim(folder / OWNER, KIND, identity)
            await mirror(house.settings, house.record, house.audience, house.access.accounts, keys)
            tell("The keys are mirrored.")
            manifest = await _make(house, server, folder, identity, tell)
            # Again: what came meanwhile is in the copy, and may lie under a key that is new.
            await mirror(house.settings, house.record, house.audience, house.access.accounts, keys)
            return manifest


def own_server(settings: Settings) -> EmbeddedPostgres:
    """Matinee's own server; Conflict where the settings name another's."""
    server = embedded_server(settings)
    if server is None:
        raise Conflict(
            "MATINEE_DATABASE_URL names a server that Matinee does not run.",
            remedy="Back it up by the means of whoever runs it, physically (a dump loses the "
            "counter that the lake follows); docs/how-to/backup.md says in which order.",
            code="not_embedded",
        )
    return server


async def _make(
    house: House, server: EmbeddedPostgres, folder: Path, identity: str, tell: Tell
) -> Manifest:
    for left in folder.glob(f"*{PART}"):
        shutil.rmtree(left)
    began = datetime.now(UTC)
    name = f"{began:%Y%m%dT%H%M%SZ}"
    if (folder / name).exists():
        raise Conflict(f"There is a backup {name} already.", remedy="Try again in a second.")
    known = await asyncio.to_thread(_known, folder)
    await _check_room(house, server, folder, known)
    part = folder / f"{name}{PART}"
    part.mkdir(mode=0o700)
    try:
        manifest = await _take(house, server, part, known, tell, (identity, began))
        content = f"{manifest.model_dump_json(indent=1)}\n".encode()
        replace_file(part / "backup.json", content)
        part.rename(folder / name)
        sync_folder(folder)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return manifest


async def _take(
    house: House,
    server: EmbeddedPostgres,
    part: Path,
    known: dict[str, Kept],
    tell: Tell,
    of: tuple[str, datetime],
) -> Manifest:
    identity, began = of
    vault, taken, url = Vault(part.parent / "files"), _Taken(), database_url(house.settings)
    with taken.timed("lake"):
        lake = await house.lake.facts()
        listed = await files.lake_files(house.blobs)
        await _keep(house, vault, listed, known, taken)
    tell(f"The lake is copied: {len(taken.kept):,} files.")
    with taken.timed("database"):
        head = await house.ledger.head()
        before = await asyncio.to_thread(repository.rows, url)
        await asyncio.to_thread(
            base_backup.take,
            server,
            part / "postgres",
            tell=lambda percent: tell(f"The database is being copied: {percent} %."),
        )
        after = await asyncio.to_thread(repository.rows, url)
    with taken.timed("files"):
        await _keep(house, vault, await files.other_files(house.blobs), known, taken)
    tell(f"The files are copied: {taken.new_files:,} of {len(taken.kept):,} were new.")
    listing = files.write_listing(part / "files.jsonl", taken.kept)
    copied = await asyncio.to_thread(base_backup.files, part / "postgres")
    schema = await asyncio.to_thread(current, url)
    return Manifest(
        format=FORMAT,
        name=part.name.removesuffix(PART),
        matinee=matinee.__version__,
        schema_revision=schema or "",
        postgres_major=bundled_binaries().major,
        house=identity,
        began=began.isoformat(),
        ended=datetime.now(UTC).isoformat(),
        ledger_head=head.text(),
        rows_before=before,
        rows_after=after,
        lake_version=lake.version,
        files=len(taken.kept),
        file_bytes=sum(kept.size for kept in taken.kept),
        new_files=taken.new_files,
        new_bytes=taken.new_bytes,
        files_sha256=listing,
        database_bytes=sum(file.size for file in copied),
        database_sha256=hashlib.sha256((part / "postgres" / MANIFEST).read_bytes()).hexdigest(),
        seconds=taken.seconds,
    )


async def _keep(
    house: House, vault: Vault, found: list[BlobFacts], known: dict[str, Kept], taken: _Taken
) -> None:
    for blob in found:
        kept = await vault.keep(house.blobs, blob, known)
        if kept is None:
            continue
        taken.kept.append(kept[0])
        if kept[1]:
            taken.new_files += 1
            taken.new_bytes += kept[0].size


def _known(folder: Path) -> dict[str, Kept]:
    """What the newest backup holds, where it can be relied on."""
    found = model.names(folder)
    if not found:
        return {}
    try:
        last = model.read_manifest(folder, found[-1])
        listing = files.read_listing(folder / last.name / "files.jsonl", sha256=last.files_sha256)
    except MatineeError:
        # A damaged backup teaches nothing: everything is read again.
        return {}
    return files.settled(listing, listed=datetime.fromisoformat(last.began))


async def _check_room(
    house: House, server: EmbeddedPostgres, folder: Path, known: dict[str, Kept]
) -> None:
    """Refuse before anything is copied what cannot come to an end."""
    database = await asyncio.to_thread(base_backup.size_bytes, server)
    blobs = await house.blobs.list()
    new = sum(blob.size for blob in blobs if blob.key not in known)
    needed, free = database + new + _SPARE_BYTES, shutil.disk_usage(folder).free
    if free < needed:
        raise Conflict(
            f"{folder} has {free / 1e9:.2f} GB free, and this backup may need {needed / 1e9:.2f}.",
            remedy="Make room there, remove old backups, or name another folder.",
            code="no_room",
        )
