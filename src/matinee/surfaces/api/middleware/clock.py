"""Take no writes while the clock is off: what is refused is sent again, what is dated is kept."""

from collections.abc import Awaitable, Callable

from starlette.types import ASGIApp, Receive, Scope, Send

_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_DATED = "/ads/"
"""Breaks and beacons are asked for by GET, and are entered with their time all the same."""


class Clock:
    """Look at the clock before every request that enters something with its time."""

    def __init__(self, app: ASGIApp, check: Callable[[], Awaitable[None]]) -> None:
        self._app = app
        self._check = check

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http" and (scope["method"] not in _READING or _DATED in scope["path"]):
            await self._check()
        await self._app(scope, receive, send)
