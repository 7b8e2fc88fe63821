"""Looking after what is shown: whatever lost its leave is closed within a minute."""

from matinee.ads.blends.service import BlendService
from matinee.foundation.jobs import Jobs, Payload

LOOK = "ads.look_at_blends"


def register(jobs: Jobs, blends: BlendService) -> None:
    """Make it known; it runs by itself, and players' requests look for themselves besides."""

    @jobs.task(LOOK, one_at_a_time=True, cron="* * * * *")
    async def look(_payload: Payload) -> None:
        await blends.look()
