"""Folders that belong to one house: backups, and the mirror of its keys."""

import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from matinee.errors import Conflict, Unavailable
from matinee.foundation.private_files import sync_folder

FORMAT = 1


class Owner(BaseModel):
    """Whose a folder of backups, or a mirror of keys, is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: str
    format: int
    house: str


def owner_of(file: Path, kind: str) -> str | None:
    """Whose ``file`` says that a folder is; None where it is nobody's yet."""
    if not file.exists():
        return None
    try:
        owner = Owner.model_validate_json(file.read_bytes())
    except (OSError, ValidationError) as broken:
        raise Conflict(f"{file} cannot be read.", code="broken_backup") from broken
    if owner.kind != kind or owner.format != FORMAT:
        raise Conflict(
            f"{file.parent} holds {owner.kind} of format {owner.format}.",
            remedy=f"Name a folder of {kind}.",
            code="wrong_folder",
        )
    return owner.house


def claim(file: Path, kind: str, house: str) -> None:
    """Make the folder this house's, or refuse one that is another's or holds other things."""
    owner = owner_of(file, kind)
    if owner is None:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any(path.name != "lock" for path in file.parent.iterdir()):
            raise Conflict(
                f"{file.parent} holds other things already.",
                remedy="Name an empty folder, or one that does not exist yet.",
                code="wrong_folder",
            )
        written = Owner(kind=kind, format=FORMAT, house=house).model_dump_json()
        replace_file(file, f"{written}\n".encode())
    elif owner != house:
        raise Conflict(
            f"{file.parent} belongs to another house.",
            remedy="Give each house a folder of its own.",
            code="another_house",
        )


def replace_file(file: Path, content: bytes) -> None:
    """Write a file whole, readable for its owner alone, and there after a loss of power."""
    aside = file.with_name(f".{file.name}.new")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    aside.replace(file)
    sync_folder(file.parent)


@contextmanager
def no_room(folder: Path) -> Generator[None]:
    """Say of a folder that could not be written to what to do."""
    try:
        yield
    except OSError as failure:
        raise Unavailable(
            f"{folder} cannot be written to ({failure.strerror}).",
            remedy="Make room and writing possible there, then do it again: what is whole is kept.",
            code="no_room",
        ) from failure
