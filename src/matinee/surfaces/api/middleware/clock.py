"""Take no writes while the clock is off: what is refused is sent again, what is dated is kept."""

import re
from collections.abc import Awaitable, Callable
from time import monotonic

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from matinee.errors import MatineeError

_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_DATED = re.compile(r"/v1/(profiles/[^/]+/titles/[^/]+/ads/|ads/beacons/|watch/)")
"""Breaks and beacons are asked for by GET, and are entered with their time all the same."""
_REFUSED = 400
_log = structlog.get_logger()


class Clock:
    """Look at the clock around every request that enters something with its time.

    Before it; and again before a refusal, which would be for good where the clock jumped in
    between; with ``since`` (seconds of the steady clock) also where it is right again. What was
    entered meanwhile stands: sent again, it would be entered twice.
    """

    def __init__(
        self,
        app: ASGIApp,
        check: Callable[[], Awaitable[None]],
        since: Callable[[float], Awaitable[None]] | None = None,
    ) -> None:
        self._app = app
        self._check, self._since = check, since

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or not _enters(scope):
            await self._app(scope, receive, send)
            return

        async def check_and_send(message: Message) -> None:
            if message["type"] == "http.response.start":
                await self._look_again(began, scope, message["status"])
            await send(message)

        await self._check()
        # A jump that was over before the check has judged nothing of this request.
        began = monotonic()
        try:
            await self._app(scope, receive, check_and_send)
        except MatineeError:
            await self._checked_since(began)
            raise

    async def _checked_since(self, began: float) -> None:
        await (self._check() if self._since is None else self._since(began))

    async def _look_again(self, began: float, scope: Scope, status: int) -> None:
        try:
            await self._checked_since(began)
        except MatineeError as off:
            if status >= _REFUSED:
                raise
            _log.error("entered by a clock that jumped", path=scope["path"], error=str(off))


def _enters(scope: Scope) -> bool:
    return scope["method"] not in _READING or _DATED.match(scope["path"]) is not None
