"""Old backups removed, and with them the contents that no backup names any more."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from matinee.assembly.backup import files, model
from matinee.assembly.backup.files import Vault
from matinee.assembly.backup.model import KIND, OWNER, PART
from matinee.assembly.mirror.folders import no_room, owner_of
from matinee.errors import Conflict, Invalid, NotFound
from matinee.foundation.postgres.lock import life_lock


@dataclass(frozen=True, slots=True)
class Pruned:
    """What was removed, and what is left."""

    removed: tuple[str, ...]
    left: tuple[str, ...]
    files: int
    bytes: int
    """Of contents that no backup named any more."""


def prune(folder: Path, *, keep: int) -> Pruned:
    """Keep the newest ``keep`` backups alone; Invalid where none would be left.

    NotFound where the folder holds no backups, Conflict while one is being made there, or where
    one that stays cannot be read: then nothing is removed, for it might need any content.
    """
    if keep < 1:
        raise Invalid("The newest backup is always kept.", remedy="Keep 1 or more.", field="keep")
    folder = folder.absolute()
    if owner_of(folder / OWNER, KIND) is None:
        raise NotFound(f"There is no backup in {folder}.", code="no_backup")
    with no_room(folder), life_lock(folder / "lock") as lock:
        if lock is None:
            raise Conflict("A backup is being made there.", code="backup_under_way")
        found = model.names(folder)
        left, old = found[-keep:], found[:-keep]
        needed = {kept.sha256 for name in left for kept in _listing(folder, name)}
        for name in old:
            # Renamed first: what is half removed is no backup.
            half = (folder / name).rename(folder / f"{name}{PART}")
            shutil.rmtree(half)
        count = size = 0
        for path in Vault(folder / "files").contents():
            if path.name not in needed:
                size += path.stat().st_size
                count += 1
                path.unlink()
    return Pruned(tuple(old), tuple(left), count, size)


def _listing(folder: Path, name: str) -> list[files.Kept]:
    manifest = model.read_manifest(folder, name)
    return files.read_listing(folder / name / "files.jsonl", sha256=manifest.files_sha256)
