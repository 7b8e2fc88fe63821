"""SQL of what breaks came to over days: asked, filled, earned; and whom a campaign reached."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.types import DateTime, Uuid

from matinee.foundation.database import Connection
from matinee.vocabulary.ids import uuid7_floor

_DAYS = text(
    """
    WITH asked AS (
        SELECT decided, ((decided->'request'->>'at')::timestamptz AT TIME ZONE 'UTC')::date AS day
        FROM ads.decisions
        WHERE id >= :least AND id < :beyond AND decided->'request'->>'format' = 'linear'
    )
    SELECT day, count(*) AS breaks,
        count(*) FILTER (WHERE jsonb_array_length(decided->'placed') > 0) AS filled,
        sum(jsonb_array_length(decided->'placed')) AS ads,
        sum(extract(epoch FROM (decided->'request'->>'duration')::interval)) AS seconds,
        coalesce(sum(shown.seconds), 0) AS filled_seconds
    FROM asked
    CROSS JOIN LATERAL (
        SELECT sum(extract(epoch FROM coalesce(
            (SELECT (offer->>'duration')::interval
             FROM jsonb_array_elements(decided->'offers') offer
             WHERE offer->>'id' = placed->>'offer'),
            (SELECT (made->>'duration')::interval
             FROM ads.creatives WHERE id = (placed->>'creative_id')::uuid)
        ))) AS seconds
        FROM jsonb_array_elements(decided->'placed') placed
    ) shown
    GROUP BY day ORDER BY day
    """
).bindparams(bindparam("least", type_=Uuid()), bindparam("beyond", type_=Uuid()))

_EARNED = text(
    """
    SELECT (at AT TIME ZONE 'UTC')::date AS day, count(*) AS impressions,
        sum(price) AS billionths
    FROM ads.impressions WHERE at >= :start AND at < :until GROUP BY day ORDER BY day
    """
).bindparams(
    bindparam("start", type_=DateTime(timezone=True)),
    bindparam("until", type_=DateTime(timezone=True)),
)

_EMPTY = text(
    """
    SELECT id FROM ads.decisions
    WHERE id >= :least AND id < :beyond AND jsonb_array_length(decided->'placed') = 0
        AND decided->'request'->>'format' = 'linear'
    ORDER BY id DESC LIMIT :most
    """
).bindparams(bindparam("least", type_=Uuid()), bindparam("beyond", type_=Uuid()))

_REACH = text(
    """
    SELECT times, count(*) AS households FROM (
        SELECT household_id, count(*) AS times FROM ads.exposures
        WHERE campaign_id = :campaign AND at >= :since GROUP BY household_id
    ) met GROUP BY times ORDER BY times
    """
).bindparams(bindparam("campaign", type_=Uuid()), bindparam("since", type_=DateTime(timezone=True)))


@dataclass(frozen=True, slots=True)
class FillOfDay:
    """The breaks that players asked for on a day (UTC), and how far they were filled."""

    day: date
    breaks: int
    filled: int
    ads: int
    seconds: float
    filled_seconds: float


async def days(connection: Connection, start: datetime, until: datetime) -> list[FillOfDay]:
    """Of each day that had any, by time."""
    bounds = {"least": uuid7_floor(start), "beyond": uuid7_floor(until)}
    found = await connection.execute(_DAYS, bounds)
    return [
        FillOfDay(
            row.day,
            int(row.breaks),
            int(row.filled),
            int(row.ads),
            float(row.seconds),
            float(row.filled_seconds),
        )
        for row in found
    ]


async def earned(
    connection: Connection, start: datetime, until: datetime
) -> dict[date, tuple[int, int]]:
    """Impressions and what they earned in billionths, by day (UTC), outside buyers' among them."""
    found = await connection.execute(_EARNED, {"start": start, "until": until})
    return {row.day: (int(row.impressions), int(row.billionths)) for row in found}


async def empty(
    connection: Connection, start: datetime, until: datetime, *, most: int
) -> list[UUID]:
    """The decisions that filled nothing, the newest first."""
    bounds = {"least": uuid7_floor(start), "beyond": uuid7_floor(until), "most": most}
    return [row.id for row in await connection.execute(_EMPTY, bounds)]


async def frequencies(connection: Connection, campaign: UUID, since: datetime) -> dict[int, int]:
    """How many households a campaign was placed before so many times."""
    found = await connection.execute(_REACH, {"campaign": campaign, "since": since})
    return {int(row.times): int(row.households) for row in found}
