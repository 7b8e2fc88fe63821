"""Seconds of an ad that its player calls audible and on screen, and how much of that is believed.

Audible: it ran, its sound was not muted and its volume above nothing. On screen: it ran (a picture:
stood), the page was visible, no small window of its own had it, and at least half of it lay within
the page's window. These are our player's own measurements and are accredited by nobody.
"""

from dataclasses import dataclass
from datetime import timedelta

LONGEST_PICTURE = timedelta(minutes=10)
"""A picture that has stood longer beside a film is looked at by nobody."""
_CLOCKS = timedelta(seconds=2)
"""How far the clocks of two processes may be apart."""
_NOTHING = timedelta(0)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a player tells of one ad so far."""

    audible: timedelta
    on_screen: timedelta


def believed(told: Seen, *, lasts: timedelta, since: timedelta | None) -> Seen:
    """As much of it as can be true.

    Args:
        told: by the player; what is below nothing counts as nothing.
        lasts: how long the ad is; nothing for a picture, and for a film that another server
            chooses. What has no known length has no sound here, and stands for a while at most.
        since: how long ago the ad was decided on; None where the house itself tells.
    """
    most = lasts or LONGEST_PICTURE
    if since is not None:
        most = min(most, max(since, _NOTHING) + _CLOCKS)
    loudest = most if lasts else _NOTHING
    return Seen(_within(told.audible, loudest), _within(told.on_screen, most))


def _within(told: timedelta, most: timedelta) -> timedelta:
    return min(max(told, _NOTHING), most)


@dataclass(frozen=True, slots=True)
class Viewability:
    """Sums over the billed ads of which a player told; ``films`` of ``ads`` have a known length.

    Seconds; ``lasted`` is how long the films were together.
    """

    ads: int = 0
    films: int = 0
    lasted: float = 0.0
    audible: float = 0.0
    on_screen: float = 0.0

    def __add__(self, other: "Viewability") -> "Viewability":
        return Viewability(
            self.ads + other.ads,
            self.films + other.films,
            self.lasted + other.lasted,
            self.audible + other.audible,
            self.on_screen + other.on_screen,
        )

    @property
    def mean_audible(self) -> float | None:
        """Seconds of a film; None where none was told of."""
        return self.audible / self.films if self.films else None

    @property
    def mean_on_screen(self) -> float | None:
        """Seconds of an ad; None where none was told of."""
        return self.on_screen / self.ads if self.ads else None


NOTHING_TOLD = Viewability()
