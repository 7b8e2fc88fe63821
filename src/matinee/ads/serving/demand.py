"""What a process decides on, as it is kept for the replay of its decisions.

Prices change every few minutes, bookings seldom: so a snapshot is named by its demand, which is
kept once, and by the plan of pacing that its prices are of.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

import msgspec
import numpy as np

from matinee.ads.decision.snapshot import Snapshot, take_snapshot
from matinee.ads.model import Creative, LineItem
from matinee.ads.paced import PacingPlan, PastPlan

_BY = "@"


@dataclass(frozen=True, slots=True)
class Demand:
    """What a snapshot is made of; ``shadows`` were kept here before there were plans."""

    line_items: tuple[LineItem, ...] = ()
    creatives: tuple[Creative, ...] = ()
    shadows: Mapping[UUID, int] = field(default_factory=dict[UUID, int])
    domains: Mapping[str, UUID] = field(default_factory=dict[str, UUID])

    def snapshot(self) -> Snapshot:
        """The columns; named by what they hold."""
        named = msgspec.json.encode(self, order="deterministic")
        return take_snapshot(
            hashlib.sha256(named).hexdigest()[:24],
            self.line_items,
            {each.id: each for each in self.creatives},
            {item: shadow / 1000 for item, shadow in self.shadows.items()},
            self.domains,
        )


def priced(snapshot: Snapshot, plan: PacingPlan | PastPlan | None) -> Snapshot:
    """The same demand at the prices of a plan."""
    if plan is None:
        return snapshot
    shadows = plan.shadows()
    of_items = np.array([shadows.get(item.id, 0) for item in snapshot.line_items], dtype=np.int64)
    return replace(
        snapshot,
        version=f"{snapshot.version}{_BY}{plan.id}",
        shadows=of_items[snapshot.item_of],
    )


def parts(version: str) -> tuple[str, UUID | None]:
    """The names of a snapshot's demand, and of its plan where it has one."""
    demand, _, plan = version.partition(_BY)
    return demand, UUID(plan) if plan else None


def read_demand(kept: str) -> Demand:
    """That which was kept as JSON."""
    return msgspec.json.decode(kept, type=Demand, strict=False)
