"""Whether a backup is what was copied: every file by its hash, every part by what lists it."""

import hashlib
from collections.abc import Generator, Iterable
from dataclasses import dataclass
from pathlib import Path

from matinee.assembly.backup import files, model
from matinee.assembly.backup.files import Kept, Vault
from matinee.assembly.backup.model import Manifest
from matinee.errors import Conflict
from matinee.foundation.postgres import base_backup
from matinee.foundation.postgres.base_backup import MANIFEST


@dataclass(frozen=True, slots=True)
class Checked:
    """What a look at a backup saw."""

    name: str
    files: int
    bytes: int
    flaws: tuple[str, ...]


def check(folder: Path, name: str | None) -> Checked:
    """Read a whole backup against its hashes.

    NotFound and Conflict as :func:`matinee.assembly.backup.model.read_manifest`.
    """
    manifest = model.read_manifest(folder, name)
    where = folder / manifest.name
    flaws = list(_database(where, manifest))
    try:
        listing = files.read_listing(where / "files.jsonl", sha256=manifest.files_sha256)
    except Conflict as broken:
        listing = []
        flaws.append(broken.sentence)
    flaws.extend(_contents(Vault(folder / "files"), listing))
    size = manifest.database_bytes + manifest.file_bytes
    return Checked(manifest.name, len(listing), size, tuple(flaws))


def _database(where: Path, manifest: Manifest) -> Generator[str]:
    copied = where / "postgres" / MANIFEST
    if not copied.exists():
        yield f"postgres/{MANIFEST} is missing"
        return
    if hashlib.sha256(copied.read_bytes()).hexdigest() != manifest.database_sha256:
        yield f"postgres/{MANIFEST} is not the one that was made"
    yield from (f"postgres: {flaw}" for flaw in base_backup.flaws(where / "postgres"))


def _contents(vault: Vault, listing: Iterable[Kept]) -> Generator[str]:
    seen: set[str] = set()
    for kept in listing:
        if kept.sha256 not in seen:
            seen.add(kept.sha256)
            if (flaw := vault.flaw(kept)) is not None:
                yield flaw
