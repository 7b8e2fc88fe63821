"""One address may make so many requests a minute, whatever it asks.

Accounts and tokens have quotas of their own, counted where a caller is known; this one stands
before that, so that guessing tokens costs the guesser.
"""

from collections.abc import Callable

from prometheus_client import Counter
from starlette.types import ASGIApp, Receive, Scope, Send

from matinee.access.service import AddressSpent

LIMITED = Counter("matinee_requests_limited", "Requests refused to an address that made too many.")
_ALWAYS = frozenset({"/health", "/ready", "/metrics"})


class AddressLimit:
    """Refuse with 429 what an address asks beyond its quota.

    ``take`` is told who is at the other end and what it passes on of whom it speaks for, and says
    in how many seconds the request may be made.
    """

    def __init__(self, app: ASGIApp, take: Callable[[str, tuple[str, ...]], float]) -> None:
        self._app, self._take = app, take

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it."""
        if scope["type"] == "http" and scope["path"] not in _ALWAYS:
            client = scope.get("client")
            passed = tuple(
                value.decode("latin-1")
                for name, value in scope["headers"]
                if name == b"x-forwarded-for"
            )
            if wait := self._take(client[0] if client else "", passed):
                LIMITED.inc()
                raise AddressSpent(wait)
        await self._app(scope, receive, send)
