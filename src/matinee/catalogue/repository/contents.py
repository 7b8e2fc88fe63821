"""What a table holds, as one short text, so that two states of it can be compared."""

from collections.abc import Mapping

from sqlalchemy import text

from matinee.catalogue import tables
from matinee.catalogue.facts import TableContent
from matinee.foundation.database import Connection


async def contents(connection: Connection) -> Mapping[str, TableContent]:
    """The content of every table of the catalogue."""
    found: dict[str, TableContent] = {}
    for table in tables.metadata.sorted_tables:
        if table is tables.changes:  # when something came, not what
            continue
        statement = _HASH.replace("TABLE", f"catalogue.{table.name}")
        rows, total = (await connection.execute(text(statement))).one()
        found[table.name] = TableContent(rows, f"{int(total) % 2**128:032x}")
    return found


_HASH = """
    SELECT count(*), coalesce(sum(
        CAST(CAST('x' || substr(hash, 1, 16) AS bit(64)) AS bigint)::numeric * 18446744073709551616
        + CAST(CAST('x' || substr(hash, 17) AS bit(64)) AS bigint)
    ), 0)
    FROM (SELECT md5(CAST(row AS text)) AS hash FROM TABLE AS row) AS hashes
"""
