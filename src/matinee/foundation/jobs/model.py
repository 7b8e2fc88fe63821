"""A job as the house sees it, and how a task is tried again."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from matinee.errors import Denied, Invalid, NotFound

Payload = dict[str, Any]
"""What a job is given: a JSON object."""
Handler = Callable[[Payload], Awaitable[None]]
"""A task's work. A job may run twice when its worker dies, so a handler is written to bear that."""

_HOPELESS = (Invalid, Denied, NotFound)
"""Failures that the same payload would meet again."""


class JobStatus(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class JobFacts:
    """One line of the list of jobs."""

    id: int
    task: str
    status: JobStatus
    attempts: int
    queued_at: datetime
    not_before: datetime | None
    started_at: datetime | None
    finished_at: datetime | None
    failure: str | None


@dataclass(frozen=True, slots=True)
class Retries:
    """How often a task is tried, and how long it waits in between: doubling, up to a bound."""

    attempts: int = 5
    first_wait_seconds: float = 5
    longest_wait_seconds: float = 3600

    def wait_after(self, attempt: int, failure: BaseException) -> float | None:
        """Seconds to wait after the attempt with this number (from 1); ``None`` to give up."""
        if isinstance(failure, asyncio.CancelledError):
            return 0  # The worker was stopped; the work did not fail.
        if attempt >= self.attempts or isinstance(failure, _HOPELESS):
            return None
        return min(self.first_wait_seconds * 2 ** (attempt - 1), self.longest_wait_seconds)


@dataclass(frozen=True, slots=True)
class Task:
    """A named piece of work and the rules it runs by."""

    name: str
    handler: Handler
    retries: Retries
    one_at_a_time: bool
    cron: str | None


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How a worker keeps time, in seconds."""

    heartbeat: float = 10
    stalled_after: float = 60
    """A worker silent for so long is dead, and its jobs are given to another."""
    grace: float = 30
    """What running jobs are given to finish when the worker is asked to stop."""
    poll: float = 1
    """Jobs that must not meet wait for this after the one before them has ended."""
