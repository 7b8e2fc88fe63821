"""Pacing in the background."""

from matinee.ads.pacing.service import Pacing, Seasons
from matinee.foundation.jobs import Jobs, Payload, Retries

PACE = "ads.pace"


def register(jobs: Jobs, pacing: Pacing, seasons: Seasons) -> None:
    """Make ``ads.pace`` known, which looks every minute whether a plan is due."""

    @jobs.task(PACE, retries=Retries(attempts=1), one_at_a_time=True, cron="* * * * *")
    async def pace(_payload: Payload) -> None:
        await pacing.keep(seasons)
