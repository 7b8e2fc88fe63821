"""SQL of the seconds that players tell of."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import bindparam, func, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.types import Uuid

from matinee.ads.tables import seconds_told
from matinee.ads.viewability.model import Seen, Viewability
from matinee.foundation.database import Connection

_MILLISECOND = timedelta(milliseconds=1)
# What is not billed is nobody's: so it counts from the impressions on.
_OF_CAMPAIGN = text(
    """
    SELECT shown.line_item_id, count(*) AS ads, count(*) FILTER (WHERE told.lasts_ms > 0) AS films,
        sum(told.lasts_ms) AS lasted, sum(told.audible_ms) AS audible,
        sum(told.on_screen_ms) AS on_screen
    FROM ads.impressions shown JOIN ads.seconds_told told USING (ad_id)
    WHERE shown.campaign_id = :campaign GROUP BY shown.line_item_id
    """
).bindparams(bindparam("campaign", type_=Uuid()))


async def keep(
    connection: Connection, ad_id: UUID, lasts: timedelta, seen: Seen, at: datetime
) -> None:
    """The most that was told of an ad: told again, or late, it takes nothing away."""
    row = insert(seconds_told).values(
        ad_id=ad_id,
        lasts_ms=lasts // _MILLISECOND,
        audible_ms=seen.audible // _MILLISECOND,
        on_screen_ms=seen.on_screen // _MILLISECOND,
        at=at,
    )
    most = {
        name: func.greatest(seconds_told.c[name], row.excluded[name])
        for name in ("audible_ms", "on_screen_ms")
    }
    await connection.execute(row.on_conflict_do_update(index_elements=["ad_id"], set_=most))


async def of_campaign(connection: Connection, campaign: UUID) -> dict[UUID, Viewability]:
    """By line item; those of which nothing was told are not among them."""
    found = await connection.execute(_OF_CAMPAIGN, {"campaign": campaign})
    return {
        row.line_item_id: Viewability(
            int(row.ads),
            int(row.films),
            int(row.lasted) / 1000,
            int(row.audible) / 1000,
            int(row.on_screen) / 1000,
        )
        for row in found
    }
