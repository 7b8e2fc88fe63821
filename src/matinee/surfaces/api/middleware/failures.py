"""Turn whatever was raised into an answer; what was not foreseen is logged and noted."""

from collections.abc import Callable, Mapping

import structlog
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from matinee.surfaces.api.errors import ErrorPage, answer_to
from matinee.surfaces.api.middleware.masking import without_secret

Noted = Callable[[Exception, str, str], None]
"""Is told a failure, the route, and the id of the request."""
_log = structlog.get_logger()


class Failures:
    """The outermost of those that may fail."""

    def __init__(
        self,
        app: ASGIApp,
        page: ErrorPage,
        noted: Noted | None = None,
        templates: Mapping[int, str] | None = None,
    ) -> None:
        self._app, self._page = app, page
        self._noted, self._templates = noted, templates or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def send_and_note(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, receive, send_and_note)
        except Exception as failure:
            answer = answer_to(failure, scope["state"]["request_id"])
            if answer.status == 500:
                _log.exception("request failed", path=without_secret(scope["path"]))
                self._note(scope, failure)
            if started:
                # The status is gone out: breaking off is the only way left to say that it failed.
                raise
            await self._page(Request(scope), answer)(scope, receive, send)

    def _note(self, scope: Scope, failure: Exception) -> None:
        if self._noted is not None:
            route = self._templates.get(id(scope.get("route")), "none")
            self._noted(failure, f"{scope['method']} {route}", scope["state"]["request_id"])
