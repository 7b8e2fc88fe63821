"""Under more load than a process can bear, refuse what can wait for the sake of what cannot.

So many requests are answered at once at most; the less a request matters to somebody who watches
now, the sooner it is refused (load shedding by criticality, as in Google's *Site Reliability
Engineering*, chapter 21). What is refused gets 503 with Retry-After at once, and costs next to
nothing.
"""

from enum import StrEnum

from prometheus_client import Counter
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from matinee.errors import Unavailable


class Priority(StrEnum):
    """What a request is for, the most urgent first."""

    PLAYBACK = "playback"
    """Films that run, their events, breaks and beacons."""
    PAGES = "pages"
    """What members look at and search."""
    DESKS = "desks"
    """Work of people who make, sell and operate."""
    REPORTS = "reports"
    """What is summed up, exported or verified."""


_SHARES = {
    Priority.PLAYBACK: 1.0,
    Priority.PAGES: 0.75,
    Priority.DESKS: 0.5,
    Priority.REPORTS: 0.25,
}
"""Of the places: once so many are taken, no other request of the kind is begun."""
_ALWAYS = frozenset({"/health", "/ready", "/metrics"})
_PLAYBACK = (
    "/v1/events",
    "/v1/films/",
    "/v1/watch/",
    "/v1/ads/beacons/",
    "/v1/ads/films/",
    "/v1/ads/pictures/",
)
_PLAYED = ("/ads/", "/watch")
"""Below a profile: its breaks, and its sessions."""
_MEMBERS = "/v1/profiles/"
_REPORTS = (
    "/decisions",
    "/delivery",
    "/demand",
    "/entries",
    "/export",
    "/invoice",
    "/invoice.csv",
    "/quality",
    "/reading",
)
_DESKS = (
    "/desk",
    "/v1/ads/",
    "/v1/clearance/",
    "/v1/experiments",
    "/v1/generation/",
    "/v1/jobs",
    "/v1/ledger/",
    "/v1/models",
    "/v1/outputs/",
    "/v1/provenance/",
    "/v1/schedules/",
    "/v1/share",
    "/v1/studio/",
)
REFUSED = Counter(
    "matinee_requests_shed", "Requests refused for want of a place, by what for.", ("priority",)
)


def priority_of(path: str) -> Priority:
    """What a request to this path is for."""
    if path.startswith(_PLAYBACK):
        return Priority.PLAYBACK
    if path.startswith(_MEMBERS) and any(part in path for part in _PLAYED):
        return Priority.PLAYBACK
    if path.startswith("/v1/") and path.endswith(_REPORTS):
        return Priority.REPORTS
    return Priority.DESKS if path.startswith(_DESKS) else Priority.PAGES


class Shedding:
    """So many places, each held from a request to the beginning of its answer."""

    def __init__(self, app: ASGIApp, at_once: int) -> None:
        self._app = app
        self._bounds = {
            priority: max(1, int(share * at_once)) for priority, share in _SHARES.items()
        }
        self._about = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it."""
        if scope["type"] != "http" or scope["path"] in _ALWAYS:
            await self._app(scope, receive, send)
            return
        priority = priority_of(scope["path"])
        if self._about >= self._bounds[priority]:
            REFUSED.labels(priority.value).inc()
            raise Unavailable(
                "More is asked of this service than it can do now.",
                remedy="Try again in some seconds.",
                code="overloaded",
            )
        self._about += 1
        held = True

        async def send_and_leave(message: Message) -> None:
            nonlocal held
            if held and message["type"] == "http.response.start":
                # What is sent from here on may take as long as its reader does.
                held = False
                self._about -= 1
            await send(message)

        try:
            await self._app(scope, receive, send_and_leave)
        finally:
            if held:
                self._about -= 1
