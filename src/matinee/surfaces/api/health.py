"""Is the process alive, and can it do its work: for load balancers and for people."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from prometheus_client import Gauge
from pydantic import BaseModel

from matinee.access.door import OPEN
from matinee.assembly.house import House
from matinee.assembly.readiness import Check, readiness

_READY = Gauge(
    "matinee_ready",
    "Whether it answered when `/ready` was last asked, by what was tried.",
    ("what",),
)


_Own = Annotated[
    bool, Query(description="What is this process' own alone, as a balancer wants to know it.")
]


class Health(BaseModel):
    """The process answers."""

    status: str = "alive"


class Readiness(BaseModel):
    """Whether all that the service stands on answers."""

    ready: bool
    checks: tuple[Check, ...]


def routes(house: House) -> APIRouter:
    """``/health`` and ``/ready``."""
    router = APIRouter(tags=["operation"])

    @router.get("/health", dependencies=[OPEN])
    async def health() -> Health:
        """Say that the process is alive, without looking at anything else."""
        return Health()

    @router.get(
        "/ready",
        dependencies=[OPEN],
        responses={503: {"model": Readiness, "description": "Something does not answer."}},
    )
    async def ready(response: Response, own: _Own = False) -> Readiness:
        """Try the database, its writing, its schema, the file store, the clock and the disks.

        What it can do without for a while (``needed`` is false) is told, and no reason for 503.
        """
        checks = await readiness(house, own=own)
        for check in checks:
            _READY.labels(check.name).set(check.ready)
        answer = Readiness(
            ready=all(check.ready or not check.needed for check in checks), checks=checks
        )
        response.status_code = 200 if answer.ready else 503
        return answer

    return router
