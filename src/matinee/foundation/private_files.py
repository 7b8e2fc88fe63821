"""Files for their owner alone that are there after a loss of power: keys above all."""

import os
from pathlib import Path
from secrets import token_hex


def place_once(path: Path, content: bytes) -> bool:
    """Put a file in its place, of mode 0600 and whole, unless one is there; whether it was this.

    Written aside and linked into place: of two that begin together one wins, and no file that
    stands is ever lost to a later one.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}.{token_hex(4)}")
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(aside, path)
    except FileExistsError:
        return False
    finally:
        aside.unlink()
    sync_folder(path.parent)
    return True


def sync_folder(folder: Path) -> None:
    """Let the names in a folder outlast a loss of power."""
    file = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
