"""Badges: which there are, and how long what they say counts as news."""

from datetime import timedelta
from enum import StrEnum

LEAVING = timedelta(days=14)
"""A title whose window closes within this is leaving."""
NEW = timedelta(days=14)
"""A title or an episode is new so long after its window opened."""
MOST_NEW = 0.2
"""Where a larger share of the titles is new, as on a service that has just begun, newness is no
news, and no title says that it is."""


class Badge(StrEnum):
    """What a badge says; where several are true, the first is shown."""

    LEAVING = "leaving"
    NEW_EPISODE = "new_episode"
    NEW = "new"
    TOP = "top"
