"""Under more load than a process can bear, refuse what can wait for the sake of what cannot.

So many requests are answered at once at most; the less a request matters to somebody who watches
now, the sooner it is refused (load shedding by criticality, as in Google's *Site Reliability
Engineering*, chapter 21). What is refused gets 503 with Retry-After at once, and costs next to
nothing.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from prometheus_client import Counter
from starlette.exceptions import HTTPException
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
_BYTES_COMING = 100_000_000
"""What bodies that are on their way may hold of a process' memory: 4,000 that do not begin."""
_BYTES_BEFORE = 25_000
"""What one counts for before it begins: its connection and its task."""
_BYTES_COUNTED = 2_000_000
"""What one counts for at most, so that some large files do not keep everybody's events out."""
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_ALWAYS = frozenset({"/health", "/ready", "/metrics"})
_PLAYBACK = (
    "/v1/events",
    "/v1/watch/",
    "/v1/ads/beacons/",
    "/v1/ads/films/",
    "/v1/ads/pictures/",
)
_FILM_FILES = re.compile(r"/v1/films/[^/]+/[^/]+/[^/]+")
"""Playlists and segments for a player; what else is asked of films is a programmer's."""
_PLAYED = ("/ads/", "/watch")
"""Below a profile: its breaks, and its sessions."""
_MEMBERS = "/v1/profiles/"
_REPORTS = (
    "/ads/incidents",
    "/ads/watched",
    "/completion",
    "/completion.csv",
    "/decisions",
    "/delivery",
    "/delivery.csv",
    "/demand",
    "/entries",
    "/export",
    "/invoice",
    "/invoice.csv",
    "/quality",
    "/reading",
)
_TABLES = ("/desk/ads/fill", "/desk/ads/incidents", "/desk/ads/watched")
"""Reports that have pages of their own, and tables of the same sums."""
_DESKS = (
    "/desk",
    "/v1/ads/",
    "/v1/clearance/",
    "/v1/experiments",
    "/v1/films",
    "/v1/generation/",
    "/v1/jobs",
    "/v1/ledger/",
    "/v1/models",
    "/v1/outputs/",
    "/v1/provenance/",
    "/v1/schedules/",
    "/v1/search/decisions",
    "/v1/share",
    "/v1/studio/",
    "/v1/uploads",
)
REFUSED = Counter(
    "matinee_requests_shed", "Requests refused for want of a place, by what for.", ("priority",)
)


def priority_of(path: str, method: str = "GET") -> Priority:
    """What a request to this path is for; what is written is never a report."""
    if path.startswith(_PLAYBACK) or _FILM_FILES.fullmatch(path):
        return Priority.PLAYBACK
    if path.startswith(_MEMBERS) and any(part in path for part in _PLAYED):
        return Priority.PLAYBACK
    summed = (path.startswith("/v1/") and path.endswith(_REPORTS)) or path.startswith(_TABLES)
    if summed and method in _READING:
        return Priority.REPORTS
    return Priority.DESKS if path.startswith(_DESKS) else Priority.PAGES


class Shedding:
    """So many places, each held from the whole request to the beginning of its answer.

    A body that is still on its way takes none, or whoever announces bodies and sends nothing would
    close the house to everybody. Such bodies are bounded by what they hold of memory, beside the
    time limit of every request; without room for more of them, what has no body is answered still.
    """

    def __init__(self, app: ASGIApp, at_once: int) -> None:
        self._app = app
        self._hall = _Hall(
            {priority: max(1, int(share * at_once)) for priority, share in _SHARES.items()}
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it."""
        if scope["type"] != "http" or scope["path"] in _ALWAYS:
            await self._app(scope, receive, send)
            return
        visit = _Visit(self._hall, priority_of(scope["path"], scope["method"]))
        refused: Unavailable | None = None

        async def receive_and_enter() -> Message:
            nonlocal refused
            message = await receive()
            if message["type"] == "http.request":
                try:
                    visit.go_on(len(message.get("body", b"")), more=message.get("more_body", False))
                except Unavailable as full:
                    refused = full
                    # FastAPI lets this kind through where it reads a body, and makes 400 of others.
                    raise HTTPException(503) from full
            return message

        async def send_and_leave(message: Message) -> None:
            if refused is not None:
                return
            if message["type"] == "http.response.start":
                # What is sent from here on may take as long as its reader does.
                visit.leave()
            await send(message)

        try:
            visit.begin(body=_has_body(scope))
            await self._app(scope, receive_and_enter, send_and_leave)
        finally:
            visit.leave()
        if refused is not None:
            raise refused


@dataclass
class _Hall:
    """How many places are taken, and what the bodies that are on their way hold."""

    bounds: Mapping[Priority, int]
    taken: int = 0
    coming_bytes: int = 0


@dataclass
class _Visit:
    """One request in the hall: at its door while its body comes, in a place, gone."""

    hall: _Hall
    priority: Priority
    placed: bool = False
    coming_bytes: int = 0

    def begin(self, *, body: bool) -> None:
        """Wait for a body at the door, or take a place."""
        if body:
            self._look()
            self._hold(_BYTES_BEFORE)
        else:
            self._take()

    def go_on(self, size: int, *, more: bool) -> None:
        """So many bytes of the body came; take a place with the last ones."""
        if not self.coming_bytes:
            return
        if more:
            self._hold(min(size, _BYTES_COUNTED - self.coming_bytes))
        else:
            self._let_go()
            self._take()

    def leave(self) -> None:
        """Give back whatever is held."""
        self._let_go()
        if self.placed:
            self.placed = False
            self.hall.taken -= 1

    def _look(self) -> None:
        if self.hall.taken >= self.hall.bounds[self.priority]:
            raise self._refusal()

    def _take(self) -> None:
        self._look()
        self.placed = True
        self.hall.taken += 1

    def _hold(self, size: int) -> None:
        if self.hall.coming_bytes + size > _BYTES_COMING:
            raise self._refusal()
        self.coming_bytes += size
        self.hall.coming_bytes += size

    def _let_go(self) -> None:
        self.hall.coming_bytes -= self.coming_bytes
        self.coming_bytes = 0

    def _refusal(self) -> Unavailable:
        REFUSED.labels(self.priority.value).inc()
        return Unavailable(
            "More is asked of this service than it can do now.",
            remedy="Try again in some seconds.",
            code="overloaded",
        )


def _has_body(scope: Scope) -> bool:
    """Whether one was announced by a method that may have one; others' are never waited for."""
    headers = dict(scope["headers"])
    return scope["method"] not in _READING and (
        b"transfer-encoding" in headers or headers.get(b"content-length", b"0") != b"0"
    )
