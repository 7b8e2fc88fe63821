"""Take no writes while the clock is off: what is refused is sent again, what is dated is kept."""

from collections.abc import Awaitable, Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from matinee.errors import MatineeError

_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_DATED = "/ads/"
"""Breaks and beacons are asked for by GET, and are entered with their time all the same."""


class Clock:
    """Look at the clock around every request that enters something with its time.

    Before it, and again before its answer: one that jumped in between would have a request that is
    in order refused for good, or say that a thing is done which is dated wrongly.
    """

    def __init__(self, app: ASGIApp, check: Callable[[], Awaitable[None]]) -> None:
        self._app = app
        self._check = check

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or (scope["method"] in _READING and _DATED not in scope["path"]):
            await self._app(scope, receive, send)
            return

        async def check_and_send(message: Message) -> None:
            if message["type"] == "http.response.start":
                await self._check()
            await send(message)

        await self._check()
        try:
            await self._app(scope, receive, check_and_send)
        except MatineeError:
            await self._check()
            raise
