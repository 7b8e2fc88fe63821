"""Training as background work: every night, and whenever it is asked for."""

import structlog

from matinee.errors import Conflict
from matinee.foundation.jobs import Jobs, Payload, Retries
from matinee.recommend.model import TOO_LITTLE_VIEWING
from matinee.recommend.service import RecommendService

TRAIN = "recommend.train"
_log = structlog.get_logger()


def register(jobs: Jobs, recommend: RecommendService) -> None:
    """Make ``recommend.train`` known, with the times at which it runs by itself."""

    @jobs.task(
        TRAIN,
        retries=Retries(attempts=3, first_wait_seconds=60),
        one_at_a_time=True,
        cron=recommend.settings.train_at,
    )
    async def train(_payload: Payload) -> None:
        try:
            made = await recommend.train()
        except Conflict as nothing:
            if nothing.code != TOO_LITTLE_VIEWING:
                raise
            _log.info("nothing to learn from yet")
            return
        _log.info("trained", version=made.version, live=made.live, reason=made.verdict.reason)
