"""Count, time and log every request; one line each, without its query, which may be personal."""

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from time import perf_counter

import structlog
from opentelemetry.trace import INVALID_SPAN, Span, SpanKind
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from matinee.foundation.tracing import span
from matinee.surfaces.api.metrics import RequestMetrics
from matinee.surfaces.api.middleware.masking import without_secret

_QUIET = frozenset({"/health", "/ready", "/metrics"})
_log = structlog.get_logger()


class Observation:
    """What the operator sees of a request."""

    def __init__(self, app: ASGIApp, metrics: RequestMetrics, templates: Mapping[int, str]) -> None:
        self._app = app
        self._metrics = metrics
        self._templates = templates

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = 0

        async def send_and_note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        with _traced(scope) as traced:
            started = perf_counter()
            self._metrics.in_flight.inc()
            try:
                await self._app(scope, receive, send_and_note)
            finally:
                seconds = perf_counter() - started
                self._metrics.in_flight.dec()
                route = self._templates.get(id(scope.get("route")), "none")
                self._metrics.observe(scope["method"], route, status, seconds)
                traced.update_name(f"{scope['method']} {route}")
                traced.set_attribute("http.route", route)
                traced.set_attribute("http.response.status_code", status)
                _note(scope, status, seconds)


def _traced(scope: Scope) -> AbstractContextManager[Span]:
    """A span of the request, but not of those that monitors ask for all the time."""
    if scope["path"] in _QUIET:
        return nullcontext(INVALID_SPAN)
    given = next((value for name, value in scope["headers"] if name == b"traceparent"), b"")
    return span(
        scope["method"],
        kind=SpanKind.SERVER,
        parent=given.decode("latin-1") or None,
        http__request__method=scope["method"],
    )


def _note(scope: Scope, status: int, seconds: float) -> None:
    client = scope.get("client")
    say = _log.debug if scope["path"] in _QUIET else _log.info
    say(
        "request",
        method=scope["method"],
        path=without_secret(scope["path"]),
        status=status,
        milliseconds=round(seconds * 1000, 2),
        client=client[0] if client else None,
    )
