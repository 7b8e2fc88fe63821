"""``/v1/jobs``: background work, for the page and the programs that watch it."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from matinee.access.door import may
from matinee.access.model import Role
from matinee.foundation.jobs import JobFacts, Jobs, JobStatus


class JobListing(BaseModel):
    """Jobs, the newest first, and how many stand where."""

    counts: dict[JobStatus, int]
    jobs: tuple[JobFacts, ...]


def routes(jobs: Jobs) -> APIRouter:
    """List jobs, and let a failed one run again."""
    router = APIRouter(prefix="/v1/jobs", tags=["operation"], dependencies=[may(Role.OPERATOR)])

    @router.get("")
    async def list_jobs(
        status: Annotated[list[JobStatus] | None, Query()] = None,
        limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    ) -> JobListing:
        """List jobs, the newest first, and count all of them by status."""
        found = await jobs.listing(statuses=status, limit=limit)
        return JobListing(counts=await jobs.counts(), jobs=tuple(found))

    @router.post("/{job_id}/retry", status_code=204)
    async def retry_job(job_id: int) -> None:
        """Let a failed job run again now."""
        await jobs.retry(job_id)

    return router
