"""The book of calls in the database: who spent how much on which tool."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from matinee.foundation.database import Database
from matinee.generation import repository
from matinee.generation.costs import CallRecord, Expense, Spent


@dataclass(frozen=True, slots=True)
class CallAccounts:
    """The door's ``CallBook``, and its sums."""

    database: Database

    async def enter(self, record: CallRecord) -> None:
        """Write one call down."""
        async with self.database.transaction() as connection:
            await repository.add_call(connection, record)

    async def expenses(
        self, *, since: datetime, until: datetime, production: str | None = None
    ) -> list[Expense]:
        """What calls of these days came to, by tool, production and currency."""
        async with self.database.reading() as connection:
            return await repository.expenses(
                connection, since=since, until=until, production=production
            )

    async def typical_seconds(self, tool: str) -> float | None:
        """How long a call of a tool takes, by the newest; None where nothing came of any yet."""
        async with self.database.reading() as connection:
            return await repository.typical_seconds(connection, tool)

    async def spent_on(self, permit: UUID) -> Spent:
        """What the calls by one permit came to, also where nothing came of them."""
        async with self.database.reading() as connection:
            return await repository.spent_on(connection, permit)
