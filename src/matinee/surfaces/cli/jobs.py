"""``matinee jobs``: what runs in the background, and what failed there."""

import asyncio
from dataclasses import asdict
from typing import Annotated

import typer

from matinee.foundation.jobs import JobStatus
from matinee.surfaces.cli.opening import opener
from matinee.surfaces.cli.output import AsJson, show_json, show_line, show_table

_COLUMNS = ("id", "task", "status", "attempts", "queued_at", "finished_at", "failure")


def commands() -> typer.Typer:
    """The commands under ``jobs``."""
    app = typer.Typer(help="Background work: what waits, runs, is done or failed.")
    open_jobs = opener(lambda house: house.jobs)

    @app.command("list")
    def list_jobs(
        *,
        status: Annotated[
            list[JobStatus] | None, typer.Option(help="Only these; may be given again.")
        ] = None,
        limit: Annotated[int, typer.Option(min=1, max=10_000, help="At most so many.")] = 50,
        as_json: AsJson = False,
    ) -> None:
        """List jobs, the newest first."""

        async def listing() -> list[dict[str, object]]:
            async with open_jobs() as jobs:
                found = await jobs.listing(statuses=status or None, limit=limit)
                return [asdict(job) for job in found]

        rows = asyncio.run(listing())
        if as_json:
            show_json(rows)
        else:
            show_table(_COLUMNS, rows, empty="There are no such jobs.")

    @app.command()
    def retry(
        job_id: Annotated[int, typer.Argument(help="Its number in the list.")],
        *,
        as_json: AsJson = False,
    ) -> None:
        """Let a failed job run again."""

        async def again() -> None:
            async with open_jobs() as jobs:
                await jobs.retry(job_id)

        asyncio.run(again())
        if as_json:
            show_json({"retried": job_id})
        else:
            show_line(f"Job {job_id} waits to run again.")

    return app
