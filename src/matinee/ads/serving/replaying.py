"""Decisions made again from their log: why these ads, and why no others.

The demand of a large house takes most of a second to read. So each is read once, and in a thread:
the event loop goes on to answer players meanwhile.
"""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from matinee.ads.decided import Decision, Odds
from matinee.ads.decision.deciding import Rules, decide
from matinee.ads.paced import PacingPlan, PastPlan
from matinee.ads.repository import demand, log, pacing
from matinee.ads.serving.demand import parts, priced, read_demand
from matinee.foundation.database import Database


@dataclass(frozen=True, slots=True)
class Explanation:
    """A decision, what it is when it is made again from its log, and why others fell out."""

    decision: Decision
    repeated: Decision

    @property
    def same(self) -> bool:
        """Whether the replay placed the same ads at the same prices."""
        return self.decision.placed == self.repeated.placed


async def explained(
    database: Database, decisions: Collection[UUID], rules: Rules
) -> list[Explanation]:
    """Those of the decisions that are in the log, with their demand."""
    async with database.reading() as connection:
        found = await log.decisions_of(connection, decisions)
    explanations = list[Explanation]()
    for version in dict.fromkeys(each.snapshot for each in found):
        async with database.reading() as connection:
            demand_name, plan_id = parts(version)
            kept = await demand.snapshot(connection, demand_name)
            plan = None if plan_id is None else await pacing.plan(connection, plan_id)
        if kept is not None and (plan_id is None or plan is not None):
            some = [each for each in found if each.snapshot == version]
            explanations += await asyncio.to_thread(_repeated, kept, plan, some, rules)
    return explanations


def _repeated(
    kept: str, plan: PacingPlan | PastPlan | None, made: Sequence[Decision], rules: Rules
) -> list[Explanation]:
    snapshot = priced(read_demand(kept).snapshot(), plan)
    return [
        Explanation(
            each,
            decide(
                snapshot,
                each.request,
                decision_id=each.id,
                exposures=each.exposures,
                exhausted=each.exhausted,
                offers=each.offers,
                rules=rules,
                explain=True,
                odds=_logged(each),
            ),
        )
        for each in made
    ]


def _logged(made: Decision) -> dict[UUID, Odds]:
    """By line item, the odds that its creatives were drawn by: the same for all of its ads."""
    found = dict[UUID, dict[UUID, int]]()
    for placed in made.placed:
        if placed.among:
            found.setdefault(placed.line_item_id, {}).update(placed.among)
    return {item: tuple(odds.items()) for item, odds in found.items()}
