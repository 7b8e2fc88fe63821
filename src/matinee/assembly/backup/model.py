"""What a backup says of itself, and where its parts lie in the folder of backups.

    FOLDER/
    ├── house.json              whose backups these are
    ├── files/ab/abcd…          what lies in the file store, by SHA-256, shared by all backups
    └── 20261126T184501Z/       one backup; with `.part` behind its name while it is being made
        ├── backup.json         written last
        ├── files.jsonl         key, SHA-256, size and time of each file
        └── postgres/           PostgreSQL's own base backup

Keys are no part of it: they lie in a mirror of their own (``assembly/mirror``).
"""

import re
from collections.abc import Callable
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from matinee.assembly.mirror.folders import FORMAT
from matinee.errors import Conflict, NotFound

OWNER, KIND = "house.json", "backups"
PART = ".part"
_NAME = re.compile(r"^\d{8}T\d{6}Z$")

Tell = Callable[[str], None]
"""Hears one sentence on each step."""


class Manifest(BaseModel):
    """One backup, complete: its ``backup.json``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int
    name: str
    matinee: str
    schema_revision: str
    postgres_major: int
    house: str
    """The server's identifier, the same in all copies of it."""
    began: str
    ended: str
    ledger_head: str
    """Signed before the database was copied: all below it must be there again."""
    rows_before: dict[str, int]
    rows_after: dict[str, int]
    lake_version: int
    """-1 where there was no lake."""
    files: int
    file_bytes: int
    new_files: int
    new_bytes: int
    files_sha256: str
    database_bytes: int
    database_sha256: str
    """Of PostgreSQL's own manifest, which has that of each of its files."""
    seconds: dict[str, float]


def read_manifest(folder: Path, name: str | None) -> Manifest:
    """The backup of that name, or the newest that is complete.

    NotFound where there is none, Conflict where it is half a backup, broken, or of another format.
    """
    chosen = name or newest_name(folder)
    where = folder / chosen / "backup.json"
    if not where.exists():
        if (folder / f"{chosen}{PART}").exists() or (folder / chosen).exists():
            raise Conflict(
                f"{chosen} is half a backup: it was never completed.",
                remedy="Choose another; `matinee backup list` shows those that are complete.",
                code="half_a_backup",
            )
        raise NotFound(
            f"There is no backup {chosen} in {folder}.",
            remedy="`matinee backup list` shows those there are.",
            code="no_backup",
        )
    try:
        manifest = Manifest.model_validate_json(where.read_bytes())
    except (OSError, ValidationError) as broken:
        raise Conflict(
            f"{where} cannot be read as a backup of this Matinee.",
            remedy="Use the Matinee that made it, or another backup.",
            code="broken_backup",
        ) from broken
    if manifest.format != FORMAT or manifest.name != chosen:
        raise Conflict(
            f"{chosen} calls itself {manifest.name}, of format {manifest.format}.",
            remedy=f"This Matinee reads format {FORMAT}; a backup is not to be renamed.",
            code="broken_backup",
        )
    return manifest


def names(folder: Path) -> list[str]:
    """Backups in the folder that are complete, oldest first."""
    if not folder.is_dir():
        return []
    return sorted(
        path.name
        for path in folder.iterdir()
        if _NAME.match(path.name) and (path / "backup.json").exists()
    )


def newest_name(folder: Path) -> str:
    """The newest complete backup; NotFound where there is none, Conflict where half a one is."""
    found = names(folder)
    if found:
        return found[-1]
    if folder.is_dir() and any(folder.glob(f"*{PART}")):
        raise Conflict(
            f"{folder} holds half a backup and no complete one.",
            remedy="Make one: `matinee backup make` goes on from the files that are there.",
            code="half_a_backup",
        )
    raise NotFound(f"There is no backup in {folder}.", code="no_backup")
