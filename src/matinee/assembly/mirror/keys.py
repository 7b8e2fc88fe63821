"""The house's keys a second time, apart from its backups, so that a destroyed key stays destroyed.

A backup of keys would keep what a revoked consent has sealed readable for as long as the backup
lasts. A mirror has no past: what is destroyed in the house is destroyed in it at the next look,
and what is destroyed in it is never made whole again.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from secrets import token_bytes

from matinee.assembly.mirror.folders import claim, no_room, owner_of, replace_file
from matinee.errors import Conflict

OWNER = "key-mirror.json"
KIND = "a mirror of keys"
_KEYS = "keys"
_DESTROYED = frozenset({"consents", "productions"})


@dataclass(frozen=True, slots=True)
class Mirrored:
    """What a look at the keys changed in the mirror."""

    keys: int
    """Whole keys in the mirror now."""
    added: int
    destroyed: int


@dataclass(frozen=True, slots=True)
class KeyMirror:
    """A folder that follows ``home/keys``."""

    folder: Path

    @property
    def withdrawn(self) -> Path:
        """What must not come back after a restore, a line each."""
        return self.folder / "withdrawn.jsonl"

    def follow(self, keys: Path, *, house: str) -> Mirrored:
        """Bring the mirror to what the house's keys are now.

        Conflict where it mirrors another house, or where a signing key is another one than before;
        Unavailable where it cannot be written to.
        """
        with no_room(self.folder):
            claim(self.folder / OWNER, KIND, house)
            added = destroyed = 0
            for name in _names(keys):
                here, there = keys / name, self.folder / _KEYS / name
                if _is_destroyed(name, here):
                    destroyed += _destroy(there)
                elif not there.exists():
                    _copy(here, there)
                    added += 1
                elif not _is_destroyed(name, there):
                    _compare(here, there)
            whole = list(_names(self.folder / _KEYS))
            there = self.folder / _KEYS
            count = sum(not _is_destroyed(name, there / name) for name in whole)
        return Mirrored(count, added, destroyed)

    def check(self, house: str) -> None:
        """Refuse a mirror that is none, or another house's."""
        owner = owner_of(self.folder / OWNER, KIND)
        if owner is None:
            raise Conflict(
                f"{self.folder} is no mirror of keys.",
                remedy="Name the folder that MATINEE_KEY_MIRROR named where the backup was made.",
                code="no_keys",
            )
        if owner != house:
            raise Conflict(
                f"{self.folder} mirrors the keys of another house than the backup is of.",
                remedy="Name that house's mirror.",
                code="another_house",
            )

    def bring_back(self, keys: Path) -> int:
        """Copy the mirror into an empty folder of keys; the number of whole keys."""
        count = 0
        with no_room(keys):
            for name in _names(self.folder / _KEYS):
                _copy(self.folder / _KEYS / name, keys / name)
                count += not _is_destroyed(name, keys / name)
        return count


def _names(folder: Path) -> Iterator[Path]:
    """Every key below the folder; names with a dot before them are half-written."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_file() and not any(part.startswith(".") for part in name.parts):
            yield name


def _is_destroyed(name: Path, path: Path) -> bool:
    # Such a key that was destroyed leaves an empty file, or for an instant one byte.
    return name.parts[0] in _DESTROYED and path.stat().st_size <= 1


def _copy(source: Path, target: Path) -> None:
    for folder in (target.parent.parent, target.parent):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    replace_file(target, source.read_bytes())


def _destroy(path: Path) -> bool:
    """Overwrite a key and leave the empty file; whether there was anything to destroy."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        size = os.fstat(file).st_size
        if size:
            os.pwrite(file, token_bytes(size), 0)
            os.fsync(file)
            os.ftruncate(file, 0)
        os.fsync(file)
    finally:
        os.close(file)
    return size > 0


def _compare(here: Path, there: Path) -> None:
    if here.read_bytes() != there.read_bytes():
        raise Conflict(
            f"The key {here.name} is another one than its mirror.",
            remedy="Find out which of the two is the house's, and remove the other; nothing was "
            "changed.",
            code="other_key",
        )
