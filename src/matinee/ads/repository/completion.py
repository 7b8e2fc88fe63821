"""SQL of how often creatives were shown, and seen to their end."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import DateTime, Uuid

from matinee.foundation.database import Connection

_COUNTS = text(
    """
    SELECT shown.line_item_id, shown.creative_id, count(*) AS shown, count(ended.ad_id) AS completed
    FROM ads.impressions shown
    LEFT JOIN ads.beacons ended ON ended.ad_id = shown.ad_id AND ended.event = 'complete'
    WHERE shown.campaign_id = ANY (:campaigns) AND shown.at >= :since AND shown.at < :until
    GROUP BY shown.line_item_id, shown.creative_id
    """
).bindparams(
    bindparam("campaigns", type_=ARRAY(Uuid())),
    bindparam("since", type_=DateTime(timezone=True)),
    bindparam("until", type_=DateTime(timezone=True)),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """Impressions, and those of them that were seen to the end."""

    shown: int
    completed: int


async def bound(connection: Connection, *, seconds: int) -> None:
    """Let each statement of this transaction take no longer; one that does is Unavailable."""
    said = text("SELECT set_config('statement_timeout', :said, true)")
    await connection.execute(said, {"said": f"{seconds}s"})


async def counts(
    connection: Connection, campaigns: Collection[UUID], *, since: datetime, until: datetime
) -> Mapping[UUID, Mapping[UUID, Shown]]:
    """By line item and creative, of what was shown from ``since`` up to ``until``."""
    found = await connection.execute(
        _COUNTS, {"campaigns": list(campaigns), "since": since, "until": until}
    )
    made = defaultdict[UUID, dict[UUID, Shown]](dict)
    for row in found:
        made[row.line_item_id][row.creative_id] = Shown(int(row.shown), int(row.completed))
    return dict(made)
