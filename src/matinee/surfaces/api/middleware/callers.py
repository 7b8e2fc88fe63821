"""Keep other people's web pages out.

A page on the internet can make its reader's browser call a service on the reader's own machine:
under a host name that resolves to 127.0.0.1 (DNS rebinding), or as a cross-site form. The first is
refused by name; the second by what browsers say of a request's origin (Fetch Metadata, W3C), and
by Origin where a browser is older than that.
"""

from collections.abc import Sequence
from ipaddress import ip_address

from starlette.types import ASGIApp, Receive, Scope, Send

from matinee.errors import Denied

LOCAL = frozenset({"localhost", "127.0.0.1", "[::1]"})
_HARMLESS = frozenset({"GET", "HEAD", "OPTIONS"})
_OWN = frozenset({b"same-origin", b"none"})


class Callers:
    """Let a request pass that is addressed to this service and comes from its own pages."""

    def __init__(self, app: ASGIApp, *, bound_to: str, allowed: Sequence[str]) -> None:
        self._app = app
        self._names = known_names(bound_to, allowed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http":
            self._judge(scope)
        await self._app(scope, receive, send)

    def _judge(self, scope: Scope) -> None:
        headers: dict[bytes, bytes] = dict(scope["headers"])
        host = headers.get(b"host", b"")
        if self._names and _name(host) not in self._names:
            raise Denied(
                "This service does not go by that name.",
                remedy="Call it by the address it prints, or add the name to "
                "MATINEE_ALLOWED_HOSTS.",
                code="unknown_host",
            )
        if scope["method"] not in _HARMLESS and not _from_own_pages(headers, host):
            raise Denied(
                "Another site may not do this in your name.",
                remedy="Do it from a page of this service, or from a program.",
                code="other_origin",
            )


def known_names(bound_to: str, allowed: Sequence[str]) -> frozenset[str]:
    """The names that the service answers to; none means any."""
    if is_loopback(bound_to):
        return LOCAL | {name.lower() for name in allowed}
    return (frozenset(name.lower() for name in allowed) | LOCAL) if allowed else frozenset()


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach ``host``."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _name(host: bytes) -> str:
    name = host.decode("latin-1").lower()
    if name.startswith("["):
        return name.partition("]")[0] + "]"
    return name.partition(":")[0].removesuffix(".")


def _from_own_pages(headers: dict[bytes, bytes], host: bytes) -> bool:
    site = headers.get(b"sec-fetch-site")
    if site is not None:
        return site in _OWN
    origin = headers.get(b"origin")
    return origin is None or origin.partition(b"://")[2] == host
