"""Who keeps failing is left alone for a while (the circuit breaker of Nygard, 2007).

Each process counts for itself: what one cannot reach another may.
"""

from collections.abc import Callable

FAULTS = 5
"""In a row, until somebody is left alone."""
SHORTEST, LONGEST = 15.0, 600.0
"""Seconds of the first rest, and of the longest; each that fails again is twice the last."""


class Breaker:
    """Of one buyer, model or server, by ``clock`` in seconds."""

    def __init__(
        self,
        clock: Callable[[], float],
        *,
        faults: int = FAULTS,
        shortest: float = SHORTEST,
        longest: float = LONGEST,
    ) -> None:
        self._clock = clock
        self._bound, self._shortest, self._longest = faults, shortest, longest
        self._faults, self._rest = 0, shortest
        self._until: float | None = None
        self._trying = False

    @property
    def resting(self) -> bool:
        """Whether it is left alone now."""
        return self._until is not None and self._clock() < self._until

    def lets_through(self) -> bool:
        """Whether to ask; after a rest one question is let through, and its answer decides.

        If that answer is never told of, the next one is let through after another rest.
        """
        if self._until is None:
            return True
        if self.resting:
            return False
        self._trying, self._until = True, self._clock() + self._rest
        return True

    def went_well(self) -> None:
        """It answered in time with something that can be read."""
        self._faults, self._rest, self._until, self._trying = 0, self._shortest, None, False

    def failed(self) -> None:
        """It did not."""
        self._faults += 1
        if self._trying:
            self._rest = min(2 * self._rest, self._longest)
        if self._trying or self._faults >= self._bound:
            self._until = self._clock() + self._rest
        self._trying = False
