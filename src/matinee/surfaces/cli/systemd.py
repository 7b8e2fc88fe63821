"""What a service manager that listens is told: that this process is ready, and that it still lives.

Datagrams to the socket in ``NOTIFY_SOCKET`` (sd_notify(3)); where ``WATCHDOG_USEC`` is set, twice
in each such span (sd_watchdog_enabled(3)), from the loop that does the work. So a process that
never gets ready, or whose loop stands still, is ended and started again, and not left to hang:
a thread that finds no memory as it starts, for one, is waited for without an end.
"""

import asyncio
import os
import socket
from contextlib import suppress


def tell(words: str) -> None:
    """Send a line of state; nothing where no manager listens, or where it is gone."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
        sender.setblocking(False)
        sender.sendto(words.encode(), address.replace("@", "\0", 1))


async def keep_told() -> None:
    """Tell that the process is ready, then that it lives, until cancelled."""
    tell("READY=1")
    span = os.environ.get("WATCHDOG_USEC", "")
    meant = os.environ.get("WATCHDOG_PID", "")
    if not span.isdecimal() or meant not in {"", str(os.getpid())}:
        return
    while True:
        tell("WATCHDOG=1")
        await asyncio.sleep(int(span) / 2e6)
