"""What bookings tell whoever makes creatives fit for programmes."""

from typing import Protocol
from uuid import UUID

from matinee.foundation.database import Connection


class LookingAhead(Protocol):
    """Whoever makes creatives fit before they are asked for."""

    async def demand_changed(self, connection: Connection) -> None:
        """What is booked or approved is another; on the caller's transaction."""
        ...

    async def approved(self, connection: Connection, creative: UUID) -> None:
        """A creative was approved, perhaps again; on the caller's transaction."""
        ...
