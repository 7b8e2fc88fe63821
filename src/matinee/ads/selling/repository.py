"""SQL of who is authorised to sell."""

from collections.abc import Sequence

import msgspec
from sqlalchemy import delete, insert, select

from matinee.ads.selling.ads_txt import Record
from matinee.ads.tables import authorised_sellers
from matinee.foundation.database import Connection


async def replace_records(connection: Connection, records: Sequence[Record]) -> None:
    """Keep these, in their order, and no others."""
    await connection.execute(delete(authorised_sellers))
    rows = [
        {"place": place, "record": msgspec.to_builtins(each)} for place, each in enumerate(records)
    ]
    if rows:
        await connection.execute(insert(authorised_sellers), rows)


async def records(connection: Connection) -> list[Record]:
    """Those that are kept, in their order."""
    found = await connection.execute(
        select(authorised_sellers.c.record).order_by(authorised_sellers.c.place)
    )
    return [msgspec.convert(row.record, Record) for row in found]
