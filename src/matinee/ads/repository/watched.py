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

_COMPLETED = text(
    """
    SELECT (at AT TIME ZONE 'UTC')::date AS day, count(*) AS completed FROM ads.beacons
    WHERE event = 'complete' AND at >= :start AND at < :until GROUP BY day
    """
).bindparams(*_WINDOW)

_INVALID = text(
    """
    SELECT (kept.at AT TIME ZONE 'UTC')::date AS day, rule,
        count(*) FILTER (WHERE event = 'impression') AS impressions,
        count(*) FILTER (WHERE event = 'complete') AS completed
    FROM ads.invalid_beacons kept
    WHERE event IN ('impression', 'complete') AND kept.at >= :start AND kept.at < :until
        AND NOT EXISTS (
            SELECT FROM ads.impressions counted
            WHERE event = 'impression' AND counted.ad_id = kept.ad_id
        ) AND NOT EXISTS (
            SELECT FROM ads.beacons counted
            WHERE counted.event = kept.event AND counted.ad_id = kept.ad_id
        )
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
    """Impressions that were told of: those that count, and the others by their rule.

    ``completed`` are views to the end that count, and ``incomplete`` those that do not.
    """

    net: int = 0
    invalid: Mapping[str, int] = field(default_factory=dict[str, int])
    completed: int = 0
    incomplete: Mapping[str, int] = field(default_factory=dict[str, int])

    @property
    def gross(self) -> int:
        """All impressions."""
        return self.net + sum(self.invalid.values())

    @property
    def gross_completed(self) -> int:
        """All views to the end."""
        return self.completed + sum(self.incomplete.values())


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
    completed = {
        row.day: int(row.completed) for row in await connection.execute(_COMPLETED, window)
    }
    invalid, incomplete = (defaultdict[date, dict[str, int]](dict) for _ in range(2))
    for row in await connection.execute(_INVALID, window):
        for of, count in ((invalid, row.impressions), (incomplete, row.completed)):
            if count:
                of[row.day][row.rule] = int(count)
    return {
        day: TrafficOfDay(
            net.get(day, 0), invalid.get(day, {}), completed.get(day, 0), incomplete.get(day, {})
        )
        for day in net.keys() | completed.keys() | invalid.keys() | incomplete.keys()
    }
