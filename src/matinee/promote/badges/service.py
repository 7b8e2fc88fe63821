"""Which badge a title has for a member: from licence windows, and from what is watched most."""

from collections.abc import Collection
from datetime import UTC, datetime

import numpy as np

from matinee.catalogue.model import Shelf
from matinee.promote.badges.model import LEAVING, MOST_NEW, NEW, Badge
from matinee.vocabulary.ids import TitleId
from matinee.vocabulary.places import Territory


class Badges:
    """The badges of every title of a shelf, in a territory and at a time.

    ``top`` are the titles that are watched most there.
    """

    def __init__(
        self, shelf: Shelf, territory: Territory, at: datetime, top: Collection[TitleId] = ()
    ) -> None:
        self._shelf, self._top = shelf, frozenset(top)
        opened, now = shelf.openings(territory, at), at.timestamp()
        # A title that is closed is nan, and nothing is true of it.
        self._until = opened.until
        self._leaving = opened.until - now <= LEAVING.total_seconds()
        fresh = now - opened.since <= NEW.total_seconds()
        open_here = ~np.isnan(opened.until)
        listed = shelf.top_level & open_here
        news = (fresh & listed).sum() <= MOST_NEW * listed.sum()
        self._new = fresh if news else np.zeros(len(shelf), np.bool_)
        parts = now - opened.newest_part <= NEW.total_seconds()
        self._new_part = open_here & parts & ~fresh

    def of(self, title: TitleId) -> Badge | None:
        """The one that is shown of a title; None where nothing is to be said, or it is not here."""
        row = self._shelf.index.get(title)
        if row is None:
            return None
        said = (
            (Badge.LEAVING, self._leaving[row]),
            (Badge.NEW_EPISODE, self._new_part[row]),
            (Badge.NEW, self._new[row]),
            (Badge.TOP, title in self._top),
        )
        return next((badge for badge, is_true in said if is_true), None)

    def until(self, title: TitleId) -> datetime | None:
        """When a title that is leaving leaves; None where it is not."""
        row = self._shelf.index.get(title)
        if row is None or not self._leaving[row]:
            return None
        return datetime.fromtimestamp(float(self._until[row]), UTC)
