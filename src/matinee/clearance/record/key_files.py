"""Keys of 256 bits, one file of mode 0600 each in a folder that all machines of a house share.

A destroyed key leaves an empty file, so that none is ever made in its place; one that is destroyed
and not yet entered in the ledger leaves a single byte.
"""

import os
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from secrets import token_bytes
from uuid import UUID

from matinee.errors import Denied, Unavailable
from matinee.foundation.private_files import place_once, sync_folder

KEY_BYTES = 32


class Left(StrEnum):
    """What was found of a key that was to be destroyed."""

    WHOLE = "whole"
    SPOILED = "spoiled"
    """Destroyed before, and perhaps not entered."""
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class KeyFiles:
    """The keys of consents, or of productions."""

    folder: Path
    of: str = "consent"

    def key(self, owner: UUID, *, make: bool = False) -> bytes:
        """The key; Denied once it is destroyed, Unavailable where it is missing and not to be made.

        ``make`` where nothing was sealed with it before: a second key would leave behind what the
        first one sealed.
        """
        path = self._path(owner)
        if make and not path.exists():
            make_key(path)
        try:
            key = path.read_bytes()
        except FileNotFoundError as missing:
            raise key_missing(self.of) from missing
        if len(key) != KEY_BYTES:
            raise Denied(
                f"The key of this {self.of} was destroyed, and what it sealed cannot be read.",
                remedy="A new consent brings a new output, and never this one back.",
                code="quarantined",
            )
        return key

    def has(self, owner: UUID) -> bool:
        """Whether a key, or what is left of one, is there."""
        return self._path(owner).exists()

    def spoil(self, owner: UUID) -> Left:
        """Make a key useless and leave one byte of it, until that is entered."""
        with self._opened(owner) as file:
            size = os.fstat(file).st_size
            if size <= 1:
                return Left.SPOILED if size else Left.NOTHING
            os.pwrite(file, token_bytes(KEY_BYTES), 0)
            os.fsync(file)
            os.ftruncate(file, 1)
            os.fsync(file)
        return Left.WHOLE

    def close(self, owner: UUID) -> None:
        """Leave nothing of a spoiled key but the empty file, for ever."""
        with self._opened(owner) as file:
            os.ftruncate(file, 0)
            os.fsync(file)
        sync_folder(self.folder)

    def held(self) -> frozenset[UUID]:
        """Whose keys, or a byte of them, are there; other files are passed over."""
        found: set[UUID] = set()
        for path in self.folder.glob("*.key"):
            owner = _owner_of(path)
            if owner is not None and _size(path):
                found.add(owner)
        return frozenset(found)

    def destroyed(self, owner: UUID) -> bool:
        """Whether a key was made and is destroyed; Denied is what whoever asks for it gets."""
        path = self._path(owner)
        return path.exists() and _size(path) <= 1

    def all_destroyed(self) -> frozenset[UUID]:
        """Of whose keys nothing is left but the file, or a byte of it."""
        owners = (_owner_of(path) for path in self.folder.glob("*.key"))
        return frozenset(each for each in owners if each is not None and self.destroyed(each))

    def spoiled(self) -> frozenset[UUID]:
        """Of whose keys one byte is left: destroyed, and perhaps not entered."""
        return frozenset(each for each in self.held() if _size(self._path(each)) == 1)

    @contextmanager
    def _opened(self, owner: UUID) -> Generator[int]:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = os.open(self._path(owner), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            yield file
        finally:
            os.close(file)

    def _path(self, owner: UUID) -> Path:
        return self.folder / f"{owner}.key"


def make_key(path: Path) -> None:
    """Make the key in this file, unless somebody else just did, or it was destroyed."""
    place_once(path, token_bytes(KEY_BYTES))


def key_missing(of: str) -> Unavailable:
    """What is said where a key is not here but was made."""
    return Unavailable(
        f"The key of this {of} is not on this machine.",
        remedy="Bring the folder of keys back, or let the machine that has it answer.",
        code="key_missing",
    )


def _owner_of(path: Path) -> UUID | None:
    try:
        owner = UUID(path.stem)
    except ValueError:
        return None
    return owner if str(owner) == path.stem else None


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        # What cannot be looked at counts as whole, so that destroying it says why it fails.
        return KEY_BYTES
