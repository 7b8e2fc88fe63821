"""The programmer's desk of searches: what is asked for, and what was decided about it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from matinee.audience.watching.model import Period, QueryCount
from matinee.audience.watching.service import WatchingService
from matinee.catalogue.model import Shelf
from matinee.discover.curation.keeping import CurationKeeper
from matinee.discover.curation.model import Curation, Decided, Decision
from matinee.discover.model import FoundTitle, Intent, Shelves
from matinee.discover.searches.demand import Demand, demand_of
from matinee.discover.searches.quality import SearchQuality, all_of, quality_of
from matinee.discover.service import DiscoverService
from matinee.discover.words.folding import words_of
from matinee.errors import NotFound
from matinee.vocabulary.ids import ProfileId, TitleId

RECENT = timedelta(days=7)
"""The newest days, which are held against those before."""
FEWEST_MEMBERS = 3
"""A query of fewer members is not shown: it may name a person, or be one."""
MOST_LISTED = 50
_PREVIEWED = 8


@dataclass(frozen=True, slots=True)
class Previewed:
    """What a search finds for a member now, and what it would find."""

    shelf: Shelf
    now: tuple[FoundTitle, ...]
    then: tuple[FoundTitle, ...]


class SearchDesk:
    """Demand that searches show; synonyms and answers, with a preview and a way back."""

    def __init__(
        self,
        watching: WatchingService,
        shelves: Shelves,
        discover: DiscoverService,
        curation: CurationKeeper,
    ) -> None:
        self._watching, self._shelves = watching, shelves
        self._discover, self._curation = discover, curation

    async def demand(self, *, until: datetime, days: int = 28) -> Demand:
        """What at least three members each searched for, in lists."""
        period = Period(until - timedelta(days=days), until)
        counted = await self._watching.searches(
            period, recent=until - RECENT, fewest=FEWEST_MEMBERS
        )
        wanted = _unmet_by(counted, await self._shelves.shelf())
        share = min(RECENT / timedelta(days=days), 0.5)
        return demand_of(counted, wanted, recent_share=share, most=MOST_LISTED)

    async def quality(
        self, *, until: datetime, days: int = 28, experiment: str = ""
    ) -> Mapping[str, SearchQuality]:
        """How good searches were: "" for all of them, and each arm of an experiment apart."""
        period = Period(until - timedelta(days=days), until, experiment=experiment or None)
        by_arm = await self._watching.search_places(period)
        parts = {"": all_of(by_arm.values())}
        if experiment:
            parts |= {arm: places for arm, places in by_arm.items() if arm}
        told = {arm: quality_of(places) for arm, places in parts.items()}
        return {arm: one for arm, one in told.items() if one is not None}

    async def decisions(self, limit: int = MOST_LISTED) -> tuple[Decided, ...]:
        """What was decided, newest first."""
        return await self._curation.decisions(limit)

    async def decide(self, decision: Decision, *, by: str) -> Decided:
        """Let it hold from the next search on.

        Raises:
            NotFound: a title of an answer is not in the catalogue.
        """
        shelf = await self._shelves.shelf()
        if any(title not in shelf.index for title in decision.titles):
            raise NotFound(
                "A title of this answer is not in the catalogue.", remedy="Choose titles there are."
            )
        return await self._curation.decide(decision, by=by)

    async def undo(self, number: int, *, by: str) -> Decided:
        """Let hold again what held before a decision.

        Raises:
            NotFound: there was no such decision.
            Conflict: another was made for the same words since.
        """
        return await self._curation.undo(number, by=by)

    async def preview(
        self, decision: Decision, query: str, *, profile: ProfileId, at: datetime
    ) -> Previewed:
        """What a member would find for a query if this held, beside what they find now."""
        current = await self._curation.current()
        now = await self._search(query, profile, at, current)
        then = await self._search(query, profile, at, current.after([decision]))
        return Previewed(now[0], now[1], then[1])

    async def _search(
        self, query: str, profile: ProfileId, at: datetime, curation: Curation
    ) -> tuple[Shelf, tuple[FoundTitle, ...]]:
        found = await self._discover.search(
            profile, Intent(text=query), at, limit=_PREVIEWED, curation=curation
        )
        return found.shelf, found.titles


def _unmet_by(counted: Sequence[QueryCount], shelf: Shelf) -> Mapping[str, Sequence[TitleId]]:
    """By query, the titles of that very name that are known and not offered."""
    known_only = (shelf.columns.known_only & shelf.top_level).nonzero()[0].tolist()
    named: defaultdict[tuple[str, ...], list[TitleId]] = defaultdict(list)
    for row in known_only:
        named[words_of(shelf.names[row])].append(TitleId(shelf.ids[row]))
    return {one.query: named.get(words_of(one.query), []) for one in counted}
