"""Models are asked in the background, one picture after the other; what is final is looked at."""

from uuid import UUID

import structlog

from matinee.foundation.jobs import Jobs, Payload, Retries
from matinee.studio.commissions.model import ATTEMPTS
from matinee.studio.commissions.promotion import PromotionService
from matinee.studio.commissions.service import COMMISSION, CommissionService

LOOK = "studio.promotions"
_log = structlog.get_logger()


def register(jobs: Jobs, commissions: CommissionService, promotions: PromotionService) -> None:
    """Make ``studio.commission`` known, and ``studio.promotions``, every minute."""

    @jobs.task(COMMISSION, retries=Retries(attempts=ATTEMPTS), one_at_a_time=True)
    async def run(payload: Payload) -> None:
        await commissions.running.run(UUID(payload["commission"]))

    @jobs.task(LOOK, retries=Retries(attempts=1), one_at_a_time=True, cron="* * * * *")
    async def look(_payload: Payload) -> None:
        for promotion in await promotions.look():
            _log.info("what was final is so no more", promotion=str(promotion))
