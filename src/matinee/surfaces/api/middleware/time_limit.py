"""Give up on a request that has not begun its answer in time; a stream may then take its own."""

import asyncio
from collections.abc import Mapping

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from matinee.errors import Unavailable


class TimeLimit:
    """Bound the time until an answer begins; ``longer`` names ends of paths that take longer."""

    def __init__(
        self, app: ASGIApp, seconds: float, longer: Mapping[str, float] | None = None
    ) -> None:
        self._app = app
        self._seconds = seconds
        self._longer = longer or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path: str = scope["path"]
        seconds = max(self._longer.get(path[path.rfind("/") :], 0), self._seconds)
        limit = asyncio.timeout(seconds)

        async def send_in_time(message: Message) -> None:
            limit.reschedule(None)
            await send(message)

        try:
            async with limit:
                await self._app(scope, receive, send_in_time)
        except TimeoutError as late:
            if not limit.expired():
                raise
            raise Unavailable(
                f"This took longer than {seconds:g} seconds and was given up.",
                remedy="Ask for less, or try again when the service is less busy.",
                code="too_slow",
            ) from late
