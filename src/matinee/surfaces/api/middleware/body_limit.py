"""Refuse a body that is larger than agreed, whether its length is announced or not."""

from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class BodyLimit:
    """Count the bytes of a body while they arrive; ``larger`` names the paths that take more.

    A name that ends in a slash stands for all that lies directly below it.
    """

    def __init__(
        self, app: ASGIApp, most_bytes: int, larger: Mapping[str, int] | None = None
    ) -> None:
        self._app = app
        self._most_bytes = most_bytes
        self._larger = larger or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path: str = scope["path"]
        below = self._larger.get(path[: path.rfind("/") + 1], self._most_bytes)
        most_bytes = self._larger.get(path, below)
        if _announced(scope) > most_bytes:
            raise HTTPException(413)
        arrived = 0

        async def receive_and_count() -> Message:
            nonlocal arrived
            message = await receive()
            arrived += len(message.get("body", b""))
            if arrived > most_bytes:
                raise HTTPException(413)
            return message

        await self._app(scope, receive_and_count, send)


def _announced(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length":
            return int(value[:18]) if value.isdigit() else 0
    return 0
