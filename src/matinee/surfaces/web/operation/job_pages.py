"""The desk's lists of background work, and of statements that took long."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from matinee.access.door import may
from matinee.access.model import Role
from matinee.foundation.jobs import Jobs, JobStatus
from matinee.foundation.statements import SlowStatements
from matinee.surfaces.web.rendering import Stage, is_fragment

_LIMIT = 100


def routes(jobs: Jobs, slow: SlowStatements, stage: Stage) -> APIRouter:
    """``/desk``, ``/desk/jobs`` and ``/desk/jobs/slow``."""
    router = APIRouter(prefix="/desk", include_in_schema=False, dependencies=[may(Role.OPERATOR)])

    @router.get("")
    async def desk() -> Response:
        """Open the first of the desk's pages."""
        return RedirectResponse("/desk/jobs", 303)

    @router.get("/jobs")
    async def job_page(
        request: Request, status: Annotated[JobStatus | None, Query()] = None
    ) -> Response:
        """Show background work, the newest first; htmx asks for the table alone."""
        found = await jobs.listing(statuses=[status] if status else None, limit=_LIMIT)
        values = {
            "jobs": found,
            "counts": await jobs.counts(),
            "statuses": tuple(JobStatus),
            "chosen": status,
        }
        template = "operation/job_table.html" if is_fragment(request) else "operation/jobs.html"
        return stage.page(template, stage.tongue(request), values)

    @router.get("/jobs/slow")
    async def slow_page(request: Request) -> Response:
        """Show what took the database long, as this process saw it."""
        values = {"statements": slow.listing(), "least": slow.least}
        return stage.page("operation/slow.html", stage.tongue(request), values)

    @router.post("/jobs/{job_id}/retry")
    async def retry_job(job_id: int) -> Response:
        """Let a failed job run again now."""
        await jobs.retry(job_id)
        return RedirectResponse("/desk/jobs", 303)

    return router
