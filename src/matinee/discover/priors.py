"""How often each entry is looked for, before a letter is typed: by the crowd and by the member."""

import time
from collections import OrderedDict
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from matinee.discover.indexing.holdings import Holdings
from matinee.discover.model import Asked, Crowd, RowScores, SearchSettings, Taste
from matinee.discover.spelling.lexicon import Nats
from matinee.vocabulary.places import Territory

_TYPICAL = 14.0
"""The watchings that the mean watched title is taken to have, whatever unit the crowd counts in."""
_MEMBERS_KEPT = 128


def crowd_prior(holdings: Holdings, watched: RowScores) -> Nats:
    """In nats: the logarithm of one more than how often the titles of each entry are watched."""
    known = watched[watched > 0]
    scaled = watched * (_TYPICAL / float(known.mean())) if len(known) else watched
    behind: NDArray[np.float32] = holdings.members @ scaled.astype(np.float32)
    return np.log1p(behind).astype(np.float32)


class Priors:
    """Priors that were worked out lately, for as long as the settings let them stand."""

    def __init__(self, crowd: Crowd, taste: Taste, settings: SearchSettings) -> None:
        self._crowd = crowd
        self._taste = taste
        self._settings = settings
        self._common: dict[str, tuple[Holdings, float, Nats]] = {}
        self._own: OrderedDict[UUID, tuple[Nats, float, Nats]] = OrderedDict()

    async def of(self, holdings: Holdings, asked: Asked) -> Nats:
        """The prior of each entry for this member."""
        common = await self.of_all(holdings, asked.territory)
        kept = self._own.get(asked.profile)
        now = time.monotonic()
        if kept and kept[0] is common and now - kept[1] < self._settings.taste_seconds:
            return kept[2]
        liked = await self._taste.of(asked.profile, holdings.shelf)
        prior = common
        if liked is not None:
            prior = common.copy()
            titles = holdings.row_of >= 0
            prior[titles] += self._settings.taste_weight * liked[holdings.row_of[titles]]
        self._own[asked.profile] = (common, now, prior)
        self._own.move_to_end(asked.profile)
        while len(self._own) > _MEMBERS_KEPT:
            self._own.popitem(last=False)
        return prior

    def forget(self, profile: UUID) -> None:
        """Keep nothing of a member's taste."""
        self._own.pop(profile, None)

    async def of_all(self, holdings: Holdings, territory: Territory) -> Nats:
        """The prior of each entry by the crowd alone: the same for every member of a territory."""
        kept = self._common.get(territory)
        now = time.monotonic()
        if kept and kept[0] is holdings and now - kept[1] < self._settings.crowd_seconds:
            return kept[2]
        watched = await self._crowd.watched(holdings.shelf, territory)
        prior = crowd_prior(holdings, watched)
        self._common[territory] = (holdings, now, prior)
        return prior
