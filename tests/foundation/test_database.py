"""The pool: what is committed, what is not, and what a lost server does."""

from sqlalchemy import text

from matinee.foundation.database import Database


async def test_a_transaction_that_ends_well_is_kept(database: Database) -> None:
    async with database.reading() as connection:
        result = await connection.execute(text("SELECT current_user"))
        assert result.scalar_one() == "matinee"
