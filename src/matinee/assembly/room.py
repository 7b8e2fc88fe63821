"""How much is free on the disks of this machine that a house writes to."""

import shutil
from pathlib import Path
from urllib.parse import unquote, urlsplit

from matinee.assembly.ground import embedded_server
from matinee.assembly.settings import Settings
from matinee.errors import Conflict


def folders(settings: Settings) -> tuple[Path, ...]:
    """The home, the database's folder where it is the house's own, and the files' where local."""
    found = [settings.home.absolute()]
    server = embedded_server(settings)
    if server is not None:
        found.append(server.folder.absolute())
    blobs = settings.blob_address
    if "://" not in blobs:
        found.append(Path(blobs).absolute())
    elif blobs.startswith("file://"):
        found.append(Path(unquote(urlsplit(blobs).path)))
    return tuple(found)


def free_bytes(folder: Path) -> int:
    """What may still be written there, or where the folder would be made."""
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free


def check_room(settings: Settings) -> None:
    """Return where every disk has room, raise :class:`Conflict` where one is as good as full."""
    if min(map(free_bytes, folders(settings))) < settings.least_free_bytes:
        raise Conflict(
            "A disk of this machine is full.",
            remedy="Make room on it; `matinee doctor` says which.",
        )
