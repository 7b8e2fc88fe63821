"""Two file locks, kept by the kernel, so that a killed process never leaves one behind.

The *start lock* lets one process at a time start the server. The *life lock* is handed to the
server as an open file and is therefore held exactly as long as any of its processes lives, also
those that outlive a killed postmaster: a better witness than any pid, and the same one on Linux
and macOS and across containers that share a folder.
"""

import fcntl
import os
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from matinee.errors import Unavailable

_POLL_SECONDS = 0.05
_GLANCE_SECONDS = 2.0


@contextmanager
def start_lock(file: Path, *, deadline: float) -> Generator[None]:
    """Hold the right to start or stop the server; wait until ``deadline`` (monotonic) for it."""
    descriptor = _open(file)
    try:
        while not _try_lock(descriptor):
            if time.monotonic() > deadline:
                raise Unavailable(
                    "Another process has been starting or stopping PostgreSQL for too long.",
                    remedy=f"Look who holds {file}, end that process and try again.",
                )
            time.sleep(_POLL_SECONDS)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def life_lock(file: Path) -> Generator[int | None]:
    """Take the life lock to hand it to a new server; ``None`` while an old one still lives."""
    descriptor = _open(file)
    deadline = time.monotonic() + _GLANCE_SECONDS
    try:
        while not (taken := _try_lock(descriptor)) and time.monotonic() < deadline:
            time.sleep(_POLL_SECONDS)
        yield descriptor if taken else None
    finally:
        os.close(descriptor)


def is_alive(file: Path) -> bool:
    """Whether any process of a server that was given this life lock still lives.

    Looking takes the lock for a moment, shared with others who look; :func:`life_lock` waits for
    such moments to pass.
    """
    if not file.exists():
        return False
    descriptor = _open(file)
    try:
        return not _try_lock(descriptor, fcntl.LOCK_SH)
    finally:
        os.close(descriptor)


def _open(file: Path) -> int:
    return os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _try_lock(descriptor: int, kind: int = fcntl.LOCK_EX) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
