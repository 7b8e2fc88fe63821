"""Give every request an id that its log lines, its answer and the client can all quote."""

import re
from secrets import token_hex

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bind_contextvars

HEADER = b"x-request-id"
_SANE = re.compile(rb"[A-Za-z0-9._-]{1,64}")


class RequestId:
    """Take the client's id where it is sane, make one where it is not."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = next((value for name, value in scope["headers"] if name == HEADER), b"")
        identifier = given if _SANE.fullmatch(given) else token_hex(16).encode()
        scope.setdefault("state", {})["request_id"] = identifier.decode()
        bind_contextvars(request_id=identifier.decode())

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), (HEADER, identifier)]
            await send(message)

        await self._app(scope, receive, send_with_id)
