"""What ads do in the background."""

from matinee.ads.service import AdService
from matinee.ads.sessions.service import WatchSessions
from matinee.foundation.jobs import Jobs, Payload

FORGET = "ads.forget"


def register(jobs: Jobs, ads: AdService, sessions: WatchSessions) -> None:
    """Make ``ads.forget`` known, which runs every day."""

    @jobs.task(FORGET, one_at_a_time=True, cron="23 4 * * *")
    async def forget(_payload: Payload) -> None:
        await ads.forget_exposures()
        await ads.forget_decisions()
        await sessions.forget()
