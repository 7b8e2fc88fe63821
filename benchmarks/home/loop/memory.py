"""The log of a simulated service, as it comes in."""

from collections import Counter
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from matinee.audience.model import EventKind
from matinee.demo.simulator.log import EVENT, LogBook

_LASTING = tuple(
    kind.code
    for kind in (
        EventKind.PLAY,
        EventKind.PROGRESS,
        EventKind.FINISH,
        EventKind.THUMB,
        EventKind.LIST,
    )
)


@dataclass
class Memory:
    """What the service's log holds: all of it for training, and each profile's own by profile."""

    mark: int = 0
    impressions: Counter[int] = field(default_factory=Counter[int])
    events: list[NDArray[np.void]] = field(default_factory=list[NDArray[np.void]])
    by_profile: dict[int, list[NDArray[np.void]]] = field(
        default_factory=dict[int, list[NDArray[np.void]]]
    )

    def take(self, book: LogBook) -> None:
        """Read on from where it was left."""
        self.mark, fresh = book.since(self.mark)
        shown = fresh["film"][fresh["kind"] == EventKind.IMPRESSION.code]
        self.impressions.update(shown.tolist())
        fresh = fresh[np.isin(fresh["kind"], _LASTING)]
        if not len(fresh):
            return
        self.events.append(fresh)
        ordered = fresh[np.lexsort((fresh["at"], fresh["profile"]))]
        starts = np.flatnonzero(np.diff(ordered["profile"], prepend=-1))
        for part in np.split(ordered, starts[1:]):
            self.by_profile.setdefault(int(part["profile"][0]), []).append(part)

    def of(self, profile: int) -> NDArray[np.void]:
        """What a profile did, oldest first."""
        parts = self.by_profile.get(profile)
        if parts is None:
            return np.empty(0, EVENT)
        if len(parts) > 1:
            joined = np.concatenate(parts)
            parts[:] = [joined[np.argsort(joined["at"], kind="stable")]]
        return parts[0]

    def all(self) -> NDArray[np.void]:
        """Everything that lasts."""
        return np.concatenate(self.events)
