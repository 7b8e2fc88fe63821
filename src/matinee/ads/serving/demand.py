"""What a process decides on, as it is kept for the replay of its decisions."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

import msgspec

from matinee.ads.decision.snapshot import Snapshot, take_snapshot
from matinee.ads.model import Creative, LineItem


@dataclass(frozen=True, slots=True)
class Demand:
    """All that a snapshot is made of, as it is kept for replay; ``shadows`` in thousandths."""

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


def read_demand(kept: str) -> Demand:
    """That which was kept as JSON."""
    return msgspec.json.decode(kept, type=Demand, strict=False)
