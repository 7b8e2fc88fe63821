"""A disk of the benchmark's own that is small enough to fill: a tmpfs in a mount namespace."""

import shutil
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from matinee.errors import Unavailable

_MEGABYTES = 3000
_NAMESPACE = ("--user", "--map-root-user", "--mount")


def where_disks_are_own(command: list[str]) -> list[str]:
    """The command line that runs ``command`` where it may mount, as may the processes that it runs.

    Unavailable where this machine allows none.
    """
    unshare = _program("unshare")
    if subprocess.run([unshare, *_NAMESPACE, "true"], check=False).returncode:
        raise Unavailable(
            "This machine allows no disk of one's own.",
            remedy="Allow user namespaces, and install util-linux for `unshare`.",
        )
    return [unshare, *_NAMESPACE, *command]


@contextmanager
def small_disk(folder: Path) -> Generator[None]:
    """A disk of 3 GB there, for a time."""
    folder.mkdir(mode=0o700)
    size = f"size={_MEGABYTES}m,mode=0700"
    subprocess.run([_program("mount"), "-t", "tmpfs", "-o", size, "tmpfs", folder], check=True)
    try:
        yield
    finally:
        subprocess.run([_program("umount"), "--lazy", folder], check=True)


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise Unavailable(f"There is no `{name}` here.", remedy="Install util-linux.")
    return found
