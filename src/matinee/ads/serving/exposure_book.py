"""What households were shown lately, in memory: for caps without a visit to the database.

What a process decides it knows at once; of others it learns at the next exchange. So a household
that asks several processes within one interval may see more than its cap: at most what the other
processes placed for it in that interval.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from matinee.ads.decided import Exposure
from matinee.vocabulary.ids import HouseholdId


class ExposureBook:
    """Exposures by household, the oldest first; ``reach`` is the longest window of any cap."""

    def __init__(self, reach: timedelta) -> None:
        self.reach = reach
        self._seen: defaultdict[HouseholdId, deque[Exposure]] = defaultdict(deque[Exposure])
        self._unsent: list[tuple[HouseholdId, Exposure]] = []

    def of(self, household: HouseholdId | None, now: datetime) -> Sequence[Exposure]:
        """What the household was shown within the reach."""
        if household is None or household not in self._seen:
            return ()
        seen = self._seen[household]
        while seen and now - seen[0].at > self.reach:
            seen.popleft()
        return tuple(seen)

    def show(self, household: HouseholdId | None, exposures: Iterable[Exposure]) -> None:
        """Ads placed here, to be told to the other processes."""
        if household is None:
            return
        for exposure in exposures:
            self._seen[household].append(exposure)
            self._unsent.append((household, exposure))

    def learn(self, told: Iterable[tuple[HouseholdId, Exposure]]) -> None:
        """Ads placed by other processes."""
        for household, exposure in told:
            self._seen[household].append(exposure)

    def unsent(self) -> list[tuple[HouseholdId, Exposure]]:
        """What was not told yet; it counts as told from now on."""
        waiting, self._unsent = self._unsent, []
        return waiting

    def send_again(self, waiting: list[tuple[HouseholdId, Exposure]]) -> None:
        """What could not be told after all."""
        self._unsent = waiting + self._unsent
