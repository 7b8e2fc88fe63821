"""The odds by which creatives of a line item are drawn: Thompson sampling on completed views.

Beliefs are Beta distributions of how often a creative that is shown is watched to its end; its odds
are how often it is the best in draws from them (``experiments``), with a floor, so that none that
serves is ever out of the log. They are counted every few minutes, in a thread, and read in memory
by each decision. Beliefs are of the last weeks: tastes wear out.
"""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

import numpy as np

from matinee.ads.decided import Odds
from matinee.ads.decision.drawing import AllOdds
from matinee.ads.decision.snapshot import Snapshot
from matinee.ads.repository import completion
from matinee.ads.repository.completion import Shown
from matinee.experiments.model import thompson
from matinee.foundation.database import Database

EVERY = timedelta(minutes=5)
SETTLED = timedelta(minutes=12)
"""After so long an ad has been seen to its end or has not: none is longer than ten minutes."""
WINDOW = timedelta(weeks=4)
FLOOR = 0.05
_SECONDS = 30
"""What the count of views may take of the database."""
_PARTS = 1_000_000


class CreativeOdds:
    """What one process draws by; ``seed`` is of the draws that odds are counted from."""

    def __init__(self, seed: int) -> None:
        self._random = np.random.default_rng(seed)
        self._snapshot = ""
        self._tried_at: datetime | None = None
        self.now: AllOdds = {}

    async def keep(self, database: Database, snapshot: Snapshot, now: datetime) -> None:
        """Count anew where the demand is another, or the last attempt is old.

        The odds of before stand until it is done, and where it fails.

        Raises:
            Unavailable: the database does not answer, or not in time.
        """
        fresh = self._tried_at is not None and now - self._tried_at < EVERY
        if fresh and snapshot.version == self._snapshot:
            return
        self._snapshot, self._tried_at = snapshot.version, now
        choices = _choices(snapshot)
        counts: Mapping[UUID, Mapping[UUID, Shown]] = {}
        if choices:
            campaigns = {each.campaign_id for each in snapshot.line_items if each.id in choices}
            async with database.transaction() as connection:
                await completion.bound(connection, seconds=_SECONDS)
                counts = await completion.counts(
                    connection, campaigns, since=now - WINDOW, until=now - SETTLED
                )
        self.now = await asyncio.to_thread(odds_of, choices, counts, self._random)


def odds_of(
    choices: Mapping[UUID, tuple[UUID, ...]],
    counts: Mapping[UUID, Mapping[UUID, Shown]],
    random: np.random.Generator,
) -> dict[UUID, Odds]:
    """By line item, the odds of its creatives; where none was shown yet, all alike."""
    made = dict[UUID, Odds]()
    for item, creatives in choices.items():
        known = counts.get(item, {})
        if not known:
            made[item] = tuple((each, 1) for each in creatives)
            continue
        shown = [known.get(each, Shown(0, 0)) for each in creatives]
        chances = thompson(
            np.array([each.completed + 1.0 for each in shown]),
            np.array([each.shown - each.completed + 1.0 for each in shown]),
            rng=random,
            floor=FLOOR,
        )
        parts = np.rint(chances.probabilities * _PARTS).astype(int).tolist()
        made[item] = tuple(zip(creatives, parts, strict=True))
    return made


def _choices(snapshot: Snapshot) -> dict[UUID, tuple[UUID, ...]]:
    """The line items with several creatives that serve."""
    of_item = dict[int, list[UUID]]()
    for item, creative in snapshot.spots:
        of_item.setdefault(item, []).append(snapshot.creatives[creative].id)
    return {
        snapshot.line_items[item].id: tuple(creatives)
        for item, creatives in of_item.items()
        if len(creatives) > 1
    }
