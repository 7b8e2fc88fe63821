"""The folder of the server's socket: private to one user, and short.

A socket's path may have 107 bytes at most, and a project's folder can be deeper than that; so the
socket lives in the temporary folder, under a name derived from the data folder.
"""

import hashlib
import os
import stat
import tempfile
from pathlib import Path

from matinee.errors import Conflict, Unavailable

PORT = 5432
"""Only the ending of the socket's name: the server listens to no network."""
_LONGEST_PATH = 103
"""macOS allows 103 bytes, Linux 107."""


def socket_folder(data: Path) -> Path:
    """Name the folder of the socket for a data folder."""
    mark = hashlib.sha256(os.fsencode(data.resolve())).hexdigest()[:12]
    candidates = [tempfile.gettempdir(), os.environ.get("XDG_RUNTIME_DIR", "")]
    for base in filter(None, candidates):
        folder = Path(base).resolve() / f"matinee-{os.geteuid()}-{mark}"
        if len(os.fsencode(socket_file(folder))) <= _LONGEST_PATH:
            return folder
    raise Unavailable(
        "The path of the temporary folder is too long for a PostgreSQL socket.",
        remedy="Set TMPDIR to a shorter path.",
    )


def socket_file(folder: Path) -> Path:
    """The socket within its folder."""
    return folder / f".s.PGSQL.{PORT}"


def make_private(folder: Path, *, remedy: str) -> None:
    """Create the folder for its user alone, or make sure that it is so."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.lstat()
    except OSError as refused:
        raise Unavailable(
            f"The folder {folder} cannot be made ({refused.strerror}).", remedy=remedy
        ) from refused
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise Conflict(f"The folder {folder} belongs to somebody else.", remedy=remedy)
    if stat.S_IMODE(found.st_mode) != 0o700:
        folder.chmod(0o700)
