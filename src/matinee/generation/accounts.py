"""The book of calls in the database: who spent how much on which tool."""

from dataclasses import dataclass
from datetime import datetime

from matinee.foundation.database import Database
from matinee.generation import repository
from matinee.generation.costs import CallRecord, Expense


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
