"""Models are asked in the background, one picture after the other."""

from uuid import UUID

from matinee.foundation.jobs import Jobs, Payload, Retries
from matinee.studio.commissions.model import ATTEMPTS
from matinee.studio.commissions.service import COMMISSION, CommissionService


def register(jobs: Jobs, commissions: CommissionService) -> None:
    """Make ``studio.commission`` known."""

    @jobs.task(COMMISSION, retries=Retries(attempts=ATTEMPTS), one_at_a_time=True)
    async def run(payload: Payload) -> None:
        await commissions.running.run(UUID(payload["commission"]))
