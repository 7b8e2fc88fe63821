"""Deliveries as background work: each that is ordered, made once."""

from uuid import UUID

from matinee.errors import NotFound
from matinee.foundation.jobs import Jobs, Payload, Retries
from matinee.promote.delivery.model import DeliveryId
from matinee.promote.delivery.service import MAKE, DeliveryService


def register(jobs: Jobs, deliveries: DeliveryService) -> None:
    """Make it known. One at a time: each takes a processor for as long as it is made."""

    @jobs.task(MAKE, retries=Retries(attempts=3, first_wait_seconds=60), one_at_a_time=True)
    async def make(payload: Payload) -> None:
        try:
            await deliveries.make(DeliveryId(UUID(str(payload["delivery"]))))
        except NotFound:
            return  # One that was ordered later has taken its place.
