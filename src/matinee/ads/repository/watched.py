"""SQL of what was seen of ads, by day (UTC): how long they ran, and what was told but not seen."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import bindparam, text
from sqlalchemy.types import DateTime, Uuid

from matinee.foundation.database import Connection
from matinee.vocabulary.ids import uuid7_floor

_WINDOW = (
    bindparam("start", type_=DateTime(timezone=True)),
    bindparam("until", type_=DateTime(timezone=True)),
)
_SEEN = text(
    """
    WITH lengths AS (
        SELECT placed.ad::uuid AS ad_id,
            extract(epoch FROM (offer->>'duration')::interval) AS seconds
        FROM ads.decisions
        CROSS JOIN LATERAL ROWS FROM (
            jsonb_array_elements(decided->'placed'), jsonb_array_elements_text(decided->'ads')
        ) AS placed (what, ad)
        JOIN LATERAL jsonb_array_elements(decided->'offers') offer
            ON offer->>'id' = placed.what->>'offer'
        WHERE id >= :least AND id < :beyond AND placed.ad IS NOT NULL
    ), told AS (
        SELECT ad_id, max(CASE event
            WHEN 'complete' THEN 1.0 WHEN 'thirdQuartile' THEN 0.75
            WHEN 'midpoint' THEN 0.5 WHEN 'firstQuartile' THEN 0.25 ELSE 0 END) AS share
        FROM ads.beacons
        WHERE event IN ('complete', 'thirdQuartile', 'midpoint', 'firstQuartile')
            AND at >= :start GROUP BY ad_id
    )
    SELECT (shown.at AT TIME ZONE 'UTC')::date AS day, count(*) AS ads,
        sum(coalesce(told.share, 0) * coalesce(
            extract(epoch FROM (creatives.made->>'duration')::interval), lengths.seconds, 0
        )) AS seconds
    FROM ads.impressions shown
    LEFT JOIN ads.creatives ON creatives.id = shown.creative_id
    LEFT JOIN lengths USING (ad_id)
    LEFT JOIN told USING (ad_id)
    WHERE shown.at >= :start AND shown.at < :until
        AND coalesce(creatives.made->>'format', 'linear') = 'linear'
    GROUP BY day ORDER BY day
    """
).bindparams(*_WINDOW, bindparam("least", type_=Uuid()), bindparam("beyond", type_=Uuid()))

_NET = text(
    """
    SELECT (at AT TIME ZONE 'UTC')::date AS day, count(*) AS impressions FROM ads.impressions
    WHERE at >= :start AND at < :until GROUP BY day
    """
).bindparams(*_WINDOW)

_INVALID = text(
    """
    SELECT (kept.at AT TIME ZONE 'UTC')::date AS day, rule, count(*) AS impressions
    FROM ads.invalid_beacons kept
    WHERE event = 'impression' AND kept.at >= :start AND kept.at < :until
        AND NOT EXISTS (SELECT FROM ads.impressions counted WHERE counted.ad_id = kept.ad_id)
    GROUP BY day, rule
    """
).bindparams(*_WINDOW)


@dataclass(frozen=True, slots=True)
class SeenOfDay:
    """Ads in breaks that were seen on a day, and the seconds of them that players told of."""

    ads: int
    seconds: float


@dataclass(frozen=True, slots=True)
class TrafficOfDay:
    """Impressions that were told of: those that count, and the others by their rule."""

    net: int = 0
    invalid: Mapping[str, int] = field(default_factory=dict[str, int])

    @property
    def gross(self) -> int:
        """All of them."""
        return self.net + sum(self.invalid.values())


async def seen(
    connection: Connection, start: datetime, until: datetime, *, decided_from: datetime
) -> dict[date, SeenOfDay]:
    """By day; what is shown was decided since ``decided_from``."""
    bounds = {"least": uuid7_floor(decided_from), "beyond": uuid7_floor(until)}
    found = await connection.execute(_SEEN, {"start": start, "until": until, **bounds})
    return {row.day: SeenOfDay(int(row.ads), float(row.seconds)) for row in found}


async def traffic(
    connection: Connection, start: datetime, until: datetime
) -> dict[date, TrafficOfDay]:
    """By day. An ad that was told of by a machine first and by a viewer then counts, once."""
    window = {"start": start, "until": until}
    net = {row.day: int(row.impressions) for row in await connection.execute(_NET, window)}
    invalid = defaultdict[date, dict[str, int]](dict)
    for row in await connection.execute(_INVALID, window):
        invalid[row.day][row.rule] = int(row.impressions)
    return {
        day: TrafficOfDay(net.get(day, 0), invalid.get(day, {}))
        for day in net.keys() | invalid.keys()
    }
