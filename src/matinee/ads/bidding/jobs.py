"""Telling buyers in the background of what they owe."""

from uuid import UUID

from matinee.ads.bidding.service import TELL, OutsideDemand
from matinee.foundation.jobs import Jobs, Payload, Retries


def register(jobs: Jobs, outside: OutsideDemand) -> None:
    """Make ``ads.tell_buyer`` known: the notice of an ad that was billed, until it is taken."""

    @jobs.task(TELL, retries=Retries(attempts=6, first_wait_seconds=10))
    async def tell(payload: Payload) -> None:
        await outside.tell_billed(UUID(payload["ad"]))
