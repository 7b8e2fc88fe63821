"""What Prometheus reads of the requests: how many, how long, how many at once."""

from math import nan

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, Counter, Gauge, Histogram
from prometheus_client import generate_latest as generate

from matinee.access.door import may
from matinee.access.model import Role
from matinee.access.service import AccessService
from matinee.ads.service import AdService

_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class RequestMetrics:
    """The figures of the requests, by route template, so that ids never become labels."""

    def __init__(self) -> None:
        self._count = Counter(
            "matinee_requests", "Requests answered.", ("method", "route", "status")
        )
        self._seconds = Histogram(
            "matinee_request_seconds",
            "Time from a request to the end of its answer.",
            ("method", "route"),
            buckets=_BUCKETS,
        )
        self.in_flight = Gauge("matinee_requests_in_flight", "Requests being answered now.")
        self._known: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}

    def observe(self, method: str, route: str, status: int, seconds: float) -> None:
        """Take one finished request into account."""
        key = (method if method in _METHODS else "other", route, status)
        pair = self._known.get(key)
        if pair is None:
            pair = self._known[key] = (
                self._count.labels(key[0], key[1], str(key[2])),
                self._seconds.labels(key[0], key[1]),
            )
        pair[0].inc()
        pair[1].observe(seconds)


REQUESTS = RequestMetrics()
"""Prometheus has one registry for a process, so the figures are the process's own."""
_PLAN_AGE = Gauge(
    "matinee_ad_pacing_age_seconds",
    "How old the prices are at which this process decides ads; NaN where nothing is paced.",
)


_SERVING = Gauge(
    "matinee_serving_processes",
    "Processes that serve, as this one counts them; limits of requests are divided among them.",
)


def routes(ads: AdService, access: AccessService) -> APIRouter:
    """The page that Prometheus scrapes."""
    router = APIRouter(tags=["operation"])

    @router.get("/metrics", dependencies=[may(Role.OPERATOR)], response_class=Response)
    async def metrics() -> Response:
        """Give every figure in Prometheus' text format."""
        age = ads.desk.plan_age
        _PLAN_AGE.set(nan if age is None else age.total_seconds())
        _SERVING.set(access.shares.number())
        return Response(generate(REGISTRY), media_type=CONTENT_TYPE_LATEST)

    return router
