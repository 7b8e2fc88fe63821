"""SQL of how long decisions are kept, and what only they need: the demand and the prices of theirs.

All are removed a batch at a time, in the caller's transaction: nobody waits for a month of rows.
"""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, text
from sqlalchemy.types import DateTime, Uuid

from matinee.foundation.database import Connection
from matinee.vocabulary.ids import uuid7_floor

_LINGERING = timedelta(days=1)
"""Longer than any process decides on a demand or a plan that has a successor."""
_BEFORE = bindparam("before", type_=Uuid())

_DECISIONS = text(
    """
    DELETE FROM ads.decisions WHERE id IN (
        SELECT id FROM ads.decisions WHERE id < :before ORDER BY id LIMIT :most
    )
    """
).bindparams(_BEFORE)
# A demand was decided on until another was taken up; that happened no later than the next that is
# kept was taken up last.
_SNAPSHOTS = text(
    """
    DELETE FROM ads.snapshots WHERE version IN (
        SELECT version FROM (
            SELECT version, lead(taken_at) OVER (ORDER BY taken_at, version) AS over
            FROM ads.snapshots
        ) kept
        WHERE over < :before ORDER BY over LIMIT :most
    )
    """
).bindparams(bindparam("before", type_=DateTime(timezone=True)))
# All before the last plan that is old enough: that one may have been in force for long after.
_PLANS = text(
    """
    DELETE FROM ads.past_plans WHERE plan_id IN (
        SELECT plan_id FROM ads.past_plans
        WHERE plan_id < (
            SELECT plan_id FROM ads.past_plans WHERE plan_id < :before ORDER BY plan_id DESC LIMIT 1
        )
        ORDER BY plan_id LIMIT :most
    )
    """
).bindparams(_BEFORE)
_ITEMS = text(
    """
    DELETE FROM ads.priced_items WHERE name IN (
        SELECT name FROM ads.priced_items
        WHERE NOT EXISTS (SELECT 1 FROM ads.past_plans WHERE item_list = name) LIMIT :most
    )
    """
)


async def forget_decisions(connection: Connection, before: datetime, most: int) -> int:
    """Remove the oldest of those that were made before; how many it was."""
    asked = {"before": uuid7_floor(before), "most": most}
    return (await connection.execute(_DECISIONS, asked)).rowcount


async def forget_demand(connection: Connection, before: datetime, most: int) -> int:
    """Remove demand that nobody has decided on since; how many it was."""
    asked = {"before": before - _LINGERING, "most": most}
    return (await connection.execute(_SNAPSHOTS, asked)).rowcount


async def forget_plans(connection: Connection, before: datetime, most: int) -> int:
    """Remove the prices of plans that nobody has decided on since; how many plans it was."""
    asked = {"before": uuid7_floor(before - _LINGERING), "most": most}
    gone = (await connection.execute(_PLANS, asked)).rowcount
    await connection.execute(_ITEMS, {"most": most})
    return gone
