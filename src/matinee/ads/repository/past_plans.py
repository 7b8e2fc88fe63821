"""SQL of plans that are over: of each, the prices that decisions are replayed at, and no more.

A plan's line items are the same from one plan to the next until somebody books: so their ids are
kept once for all the plans that have them, and of a plan only its prices, packed.
"""

import asyncio
import hashlib
import zlib
from datetime import datetime, timedelta
from uuid import UUID

import numpy as np
from sqlalchemy import Text, Uuid, bindparam, cast, delete, select, text
from sqlalchemy.dialects.postgresql import ARRAY, insert

from matinee.ads.paced import PacingPlan, PastPlan, plan_of
from matinee.ads.tables import pacing_plans, past_plans, priced_items
from matinee.foundation.database import Connection
from matinee.vocabulary.ids import uuid7_floor

OVER = timedelta(hours=2)
"""So long a plan is kept whole: longer than any process decides on one that has a successor."""
_LINGERING = timedelta(hours=1)
_AT_ONCE = 4
"""One is made every five minutes, and takes up to a second to pack where it is large."""
_ID_BYTES = 16

# By the names of decisions alone, which are in the order of time: the log itself is not read.
_DECIDED_ON = text(
    """
    SELECT plan.id FROM unnest(:plans, :least, :beyond) AS plan(id, least, beyond)
    WHERE EXISTS (
        SELECT 1 FROM ads.decisions WHERE id >= plan.least AND id < plan.beyond
    )
    """
).bindparams(*(bindparam(name, type_=ARRAY(Uuid())) for name in ("plans", "least", "beyond")))
# Lists of line items that no plan has any more; not those of plans that are just being packed.
_FORGET_ITEMS = text(
    """
    DELETE FROM ads.priced_items WHERE name IN (
        SELECT name FROM ads.priced_items
        WHERE NOT EXISTS (SELECT 1 FROM ads.past_plans WHERE item_list = name) LIMIT 100
    )
    """
)


async def settle(connection: Connection, now: datetime) -> int:
    """Pack the prices of the oldest plans that are over, up to a bound; how many plans it was.

    A plan in whose time nothing was decided is forgotten altogether.
    """
    asked = (
        select(cast(pacing_plans.c.plan, Text).label("plan"))
        .where(pacing_plans.c.id < uuid7_floor(now - OVER))
        .order_by(pacing_plans.c.id)
        .limit(_AT_ONCE + 1)
    )
    rows = [row.plan for row in await connection.execute(asked)]
    plans = await asyncio.to_thread(lambda: [plan_of(each) for each in rows])
    done = plans[:-1]  # The last one shows when the one before it ended.
    if not done:
        return 0
    decided = await connection.execute(
        _DECIDED_ON,
        {
            "plans": [each.id for each in done],
            "least": [uuid7_floor(each.at - _LINGERING) for each in done],
            "beyond": [uuid7_floor(each.at + _LINGERING) for each in plans[1:]],
        },
    )
    needed = {row.id for row in decided}
    await _keep(connection, [each for each in done if each.id in needed])
    await connection.execute(
        delete(pacing_plans).where(pacing_plans.c.id.in_([each.id for each in done]))
    )
    await connection.execute(_FORGET_ITEMS)
    return len(done)


async def past_plan(connection: Connection, plan_id: UUID) -> PastPlan | None:
    """The prices of a plan that is over."""
    asked = (
        select(past_plans.c.prices, priced_items.c.ids)
        .join(priced_items, priced_items.c.name == past_plans.c.item_list)
        .where(past_plans.c.plan_id == plan_id)
    )
    row = (await connection.execute(asked)).first()
    return None if row is None else unpacked(plan_id, bytes(row.ids), bytes(row.prices))


async def _keep(connection: Connection, plans: list[PacingPlan]) -> None:
    if not plans:
        return
    packs = await asyncio.to_thread(lambda: [(each.id, *packed(each)) for each in plans])
    lists = {hashlib.sha256(ids).hexdigest()[:24]: ids for _, ids, _ in packs}
    adding = insert(priced_items).values([{"name": n, "ids": ids} for n, ids in lists.items()])
    await connection.execute(adding.on_conflict_do_nothing())
    named = {ids: name for name, ids in lists.items()}
    keeping = insert(past_plans).values([
        {"plan_id": plan, "item_list": named[ids], "prices": prices} for plan, ids, prices in packs
    ])  # fmt: skip
    await connection.execute(keeping.on_conflict_do_nothing())


def packed(plan: PacingPlan) -> tuple[bytes, bytes]:
    """The ids of its line items, in their order, and their prices in thousandths of the bids."""
    shadows, ids = plan.shadows(), sorted(plan.items)
    prices = np.array([shadows.get(each, 0) for each in ids], dtype="<i4")
    return b"".join(each.bytes for each in ids), zlib.compress(prices.tobytes())


def unpacked(plan_id: UUID, ids: bytes, prices: bytes) -> PastPlan:
    """What was packed."""
    found = np.frombuffer(zlib.decompress(prices), dtype="<i4")
    return PastPlan(
        plan_id,
        {
            UUID(bytes=ids[_ID_BYTES * at : _ID_BYTES * (at + 1)]): int(found[at])
            for at in np.flatnonzero(found).tolist()
        },
    )
