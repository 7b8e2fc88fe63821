"""Serve an application on a socket until told to stop, and then finish what is in flight."""

import asyncio
import errno
import gc
import signal
import socket
from collections.abc import Callable, Generator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from matinee.assembly.settings import Settings
from matinee.errors import Conflict, Invalid
from matinee.surfaces.api.protocol import BoundedHead

_BACKLOG = 2048
_KEEP_ALIVE_SECONDS = 75
_SIGNALS = (signal.SIGTERM, signal.SIGINT)


def listen(host: str, port: int) -> socket.socket:
    """Take the port at once, so that one that is in use is known before anything is started."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as unknown:
        raise Invalid(
            f"{host} is not an address of this machine.",
            remedy="Give one with --host or MATINEE_HOST; 127.0.0.1 is this machine alone.",
            field="host",
        ) from unknown
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(_BACKLOG)
    except OSError as refused:
        listener.close()
        raise _cannot_listen(host, port, refused) from refused
    return listener


def address_of(listener: socket.socket) -> str:
    """The URL of a listening socket."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


_taken: list[Callable[[], object]] = []


@contextmanager
def signals_to(act: Callable[[], object]) -> Generator[None]:
    """Let SIGTERM and SIGINT call ``act`` within the block, and what they called before after."""
    _taken.append(act)
    _hand_signals()
    try:
        yield
    finally:
        _taken.pop()
        _hand_signals()


def _hand_signals() -> None:
    loop = asyncio.get_running_loop()
    for number in _SIGNALS:
        if _taken:
            loop.add_signal_handler(number, _taken[-1])
        else:
            loop.remove_signal_handler(number)


class Server(uvicorn.Server):
    """uvicorn, which leaves signals to the process it runs in."""

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        """Take the signals while serving; afterwards the process ends in its own way.

        uvicorn's own would raise the signal again, and the house would never be closed.
        """
        with signals_to(self._stop):
            yield

    def _stop(self) -> None:
        self.force_exit = self.should_exit
        self.should_exit = True


async def serve(app: ASGIApp, listener: socket.socket, settings: Settings) -> None:
    """Answer requests until SIGTERM or SIGINT; a second one does not wait for those in flight."""
    config = uvicorn.Config(
        app,
        http=BoundedHead,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        reset_contextvars=True,
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=max(1, round(settings.shutdown_seconds)),
    )
    gc.collect()
    gc.freeze()  # What was built so far stays; the collector need not look at it again.
    try:
        await Server(config).serve([listener])
    finally:
        gc.unfreeze()


def _cannot_listen(host: str, port: int, refused: OSError) -> Conflict:
    if refused.errno == errno.EADDRINUSE:
        return Conflict(
            f"Port {port} of {host} is in use.",
            remedy=f"Stop what uses it, or give another: matinee serve --port {port + 1}.",
            code="port_in_use",
        )
    return Conflict(
        f"Cannot listen on {host} port {port}: {refused.strerror}.",
        remedy="Give another with --host and --port.",
    )
