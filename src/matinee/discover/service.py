"""Discovery's use cases; the only door to it besides ``model``."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from matinee.audience.service import AudienceService
from matinee.catalogue.model import Mask, Shelf
from matinee.discover.curation.keeping import CurationKeeper
from matinee.discover.curation.model import Curation
from matinee.discover.curation.pinning import pinned_first
from matinee.discover.indexing.constraints import meeting
from matinee.discover.indexing.directory import EntryKey
from matinee.discover.indexing.encoding import VectorKeeper
from matinee.discover.indexing.holdings import Holdings, View
from matinee.discover.indexing.keeping import HoldingsKeeper
from matinee.discover.model import (
    LONGEST_QUERY,
    Answer,
    Asked,
    Beginning,
    Constraints,
    EntryKind,
    FoundTitle,
    Intent,
    Readiness,
    SearchSettings,
    Shelves,
    Sources,
    Suggestions,
)
from matinee.discover.plots.recalling import PlotMemory
from matinee.discover.priors import Priors
from matinee.discover.retrieval.blending import Blend
from matinee.discover.retrieval.listening import RowScores, heard_in
from matinee.discover.retrieval.searching import Signs, allowed_titles, of_plot, ranked, told
from matinee.discover.rules import Rules
from matinee.discover.spelling.lexicon import Nats
from matinee.discover.spelling.matching import Channel
from matinee.discover.texts.text_index import Matched, describes
from matinee.discover.typing.suggesting import facets_of, suggest
from matinee.discover.words.folding import words_of
from matinee.errors import Invalid
from matinee.foundation.database import Database
from matinee.vocabulary.ids import ProfileId, TitleId
from matinee.vocabulary.places import EVERYWHERE
from matinee.vocabulary.wording import Wording

_ANYTHING = Constraints()
_MATCHED = 400
"""Titles that are taken from the index of words: the best of those that rules allow."""
_READ_SEARCHES, _RECENT = 60, 8


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """Whose rules hold, what there is, what of it the member may see, and the prior of each.

    ``prior`` has the member's taste in it, ``common`` is the crowd's alone.
    """

    asked: Asked
    holdings: Holdings
    view: View
    prior: Nats
    common: Nats


class DiscoverService:
    """Searches of members, answered from holdings that follow the catalogue."""

    def __init__(
        self,
        database: Database,
        shelves: Shelves,
        audience: AudienceService,
        sources: Sources,
        curation: CurationKeeper,
        settings: SearchSettings | None = None,
    ) -> None:
        self.settings = settings or SearchSettings()
        self.channel = Channel()
        self.blend = Blend()
        self._audience = audience
        self._sources = sources
        self._curation = curation
        self._keeper = HoldingsKeeper(shelves)
        self._vectors = VectorKeeper(database, sources.encoder)
        self._plots = PlotMemory(self._keeper.texts, sources.encoder.model)
        self._rules = Rules(audience, self.settings.rules_seconds)
        self._priors = Priors(sources.crowd, sources.taste, self.settings)

    @property
    def warm(self) -> bool:
        """Whether there is something to answer from, so that no search waits for it."""
        return self._keeper.held

    async def ready(self, *, with_vectors: bool = False) -> Readiness:
        """Make what is searched, and tell what it took.

        Vectors that are kept are fetched meanwhile; ``with_vectors`` waits until all are made.
        """
        holdings = await self._keeper.current()
        vectors = self._vectors.follow(holdings.directory, encode=with_vectors)
        if with_vectors:
            vectors = await self._vectors.made()
        lexicon = holdings.directory.lexicon
        return Readiness(
            titles=len(holdings.directory.words),
            entries=len(holdings.directory),
            forms=len(lexicon),
            seconds=self._keeper.made_in,
            lexicon_bytes=lexicon.size_bytes,
            vectors=len(vectors),
            vector_bytes=vectors.matrix.nbytes,
            complete=vectors.complete,
        )

    async def typed(
        self,
        profile_id: ProfileId,
        query: str,
        at: datetime,
        *,
        within: Constraints = _ANYTHING,
        limit: int = 12,
    ) -> Suggestions:
        """What is offered to a member for the letters typed so far.

        Raises:
            Invalid: the query is longer than :data:`LONGEST_QUERY`.
            NotFound: there is no such profile.
        """
        checked(query)
        asked = await self._asked(profile_id, at)
        holdings = await self._keeper.current()
        view = holdings.view(asked)
        narrowed = meeting(holdings, within, asked.territory) if within else None
        curation = await self._curation.current()
        offered = suggest(
            holdings,
            curation.taken_as(query),
            view=view,
            prior=await self._priors.of(holdings, asked),
            narrowed=narrowed,
            limit=limit,
            channel=self.channel,
        )
        pinned = curation.pinned(query)
        if not pinned:
            return replace(offered, query=query)
        rows = view.rows if narrowed is None else view.rows & narrowed
        titles = pinned_first(offered.titles, pinned, holdings.shelf, rows, limit)
        return replace(offered, query=query, titles=titles, total=max(offered.total, len(titles)))

    async def ground(self, profile_id: ProfileId, at: datetime) -> Ground:
        """What a member searches in, for those who search by other means than letters."""
        asked = await self._asked(profile_id, at)
        holdings = await self._keeper.current()
        return Ground(
            asked=asked,
            holdings=holdings,
            view=holdings.view(asked),
            prior=await self._priors.of(holdings, asked),
            common=await self._priors.of_all(holdings, asked.territory),
        )

    async def ground_of_all(self) -> tuple[Holdings, Nats]:
        """What there is, and how often each entry is looked for by everybody."""
        holdings = await self._keeper.current()
        return holdings, await self._priors.of_all(holdings, EVERYWHERE)

    async def search(
        self,
        profile_id: ProfileId,
        intent: Intent,
        at: datetime,
        *,
        limit: int = 24,
        curation: Curation | None = None,
    ) -> Answer:
        """The shelf that an intent leads to; every title meets every constraint.

        The description of a plot is answered by what was learned of descriptions alone, once every
        text has its vector. ``curation`` is what programmers decided; by default what holds.

        Raises:
            Invalid: the text is longer than :data:`LONGEST_QUERY`.
            NotFound: there is no such profile.
        """
        checked(intent.text)
        asked = await self._asked(profile_id, at)
        holdings = await self._keeper.current()
        held = await self._curation.current() if curation is None else curation
        taken = replace(intent, text=held.taken_as(intent.text))
        view, narrowed = holdings.view(asked), None
        if intent.constraints:
            narrowed = meeting(holdings, intent.constraints, asked.territory)
        allowed = allowed_titles(holdings, view.entries, narrowed)
        plot = await self.recalled(holdings, taken.text) if _tells_a_plot(taken) else None
        by_meaning = plot is not None
        if plot is not None:
            found = of_plot(plot, allowed)
        else:
            vectors, meaning = self._vectors.follow(holdings.directory), None
            if len(vectors) and words_of(taken.text):
                meaning = await self._vectors.query(taken.text)
            by_meaning = meaning is not None
            found = ranked(
                holdings,
                taken,
                Signs(self._matched(holdings, taken.text, allowed), vectors, meaning),
                allowed=allowed,
                prior=await self._priors.of(holdings, asked),
                blend=self.blend,
                channel=self.channel,
            )
        titles = told(holdings, taken, found, limit)
        if pinned := held.pinned(intent.text):
            rows = view.rows if narrowed is None else view.rows & narrowed
            titles = pinned_first(titles, pinned, holdings.shelf, rows, limit)
        return Answer(
            intent=intent,
            shelf=holdings.shelf,
            titles=titles,
            total=max(len(found.entries), len(titles)),
            facets=facets_of(holdings, holdings.row_of[found.entries]),
            by_meaning=by_meaning,
        )

    async def recalled(self, holdings: Holdings, told: str) -> Nats | None:
        """How likely each entry is meant by a plot that is told, -inf for what has no text.

        None until every text has its vector.
        """
        vectors = self._vectors.follow(holdings.directory)
        if not len(vectors) or not vectors.complete:
            return None
        meaning = await self._vectors.query(told)
        return await asyncio.to_thread(self._plots.recalled, holdings, vectors, told, meaning)

    async def heard(self, holdings: Holdings, said: str) -> RowScores:
        """For each row how well its words fit all that was said, 0 to 1."""
        return await asyncio.to_thread(heard_in, self._keeper.texts, holdings, said)

    async def beginning(self, profile_id: ProfileId, at: datetime, *, limit: int = 12) -> Beginning:
        """What is offered before the first letter."""
        asked = await self._asked(profile_id, at)
        holdings = await self._keeper.current()
        shelf, rows = holdings.shelf, holdings.view(asked).rows
        rising = await self._sources.crowd.rising(shelf, asked.territory)
        liked = await self._sources.taste.of(profile_id, shelf)
        suited: Sequence[int] = () if liked is None else np.argsort(-liked, kind="stable").tolist()
        searched = await self._audience.searches(profile_id, limit=_READ_SEARCHES)
        recent = dict.fromkeys(one.query.strip() for one in searched)
        return Beginning(
            shelf=shelf,
            recent=tuple(recent)[:_RECENT],
            rising=_offered(shelf, rows, rising, Wording("Rising now."), limit),
            for_you=_offered(shelf, rows, suited, Wording("Suits what you watched."), limit),
        )

    async def name_of(self, kind: EntryKind, key: str) -> str | None:
        """What a person, genre, mood or collection is called; None where there is none."""
        directory = (await self._keeper.current()).directory
        entry = directory.index.get(EntryKey(kind, key))
        return None if entry is None else directory.names[entry]

    async def close(self) -> None:
        """Stop what goes on in the background."""
        await self._vectors.close()
        await self._keeper.close()

    def _matched(self, holdings: Holdings, text: str, allowed: Mask) -> Matched:
        """The best of the allowed by words; as many whatever the rules leave out."""
        matched = self._keeper.texts.find(holdings.searcher, text, _MATCHED)
        if len(matched.entries) < _MATCHED or allowed[matched.entries].all():
            return matched
        every = self._keeper.texts.find(holdings.searcher, text, len(holdings.shelf))
        kept = np.flatnonzero(allowed[every.entries])[:_MATCHED]
        return Matched(every.entries[kept], every.scores[kept])

    async def _asked(self, profile_id: ProfileId, at: datetime) -> Asked:
        profile = await self._rules.of(profile_id)
        return Asked(
            profile=profile.id,
            territory=profile.territory,
            at=at,
            kids=profile.kids,
            maturity_limit=profile.maturity_limit,
            languages=profile.languages,
        )


def _tells_a_plot(intent: Intent) -> bool:
    return not intent.likeness and describes(intent.text)


def _offered(
    shelf: Shelf, rows: Mask, order: Sequence[int], reason: Wording, limit: int
) -> tuple[FoundTitle, ...]:
    seen = [row for row in order[: limit * 20] if rows[row]][:limit]
    return tuple(FoundTitle(TitleId(shelf.ids[row]), row, 0.0, reason) for row in seen)


def checked(query: str) -> str:
    """The query; Invalid where it is too long to be one."""
    if len(query) > LONGEST_QUERY:
        raise Invalid(
            f"A search has at most {LONGEST_QUERY} letters; this one has {len(query)}.",
            remedy="Describe it in fewer words.",
            field="q",
        )
    return query
