"""The service that searches by description, on films in memory and vectors that are made already.

It is the product's :class:`DiscoverService` with its own index, its own encoder for what is asked
and nobody's rules: an adult who may see everything, no crowd, no taste. No database stands behind.
"""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

import numpy as np

from benchmarks.discover.films import Films
from matinee.assembly.search_joints import LateEncoder
from matinee.catalogue.model import Shelf, TitleWords
from matinee.discover.conversation.keeping import Conversations
from matinee.discover.conversation.service import ConversationService
from matinee.discover.curation.model import Curation
from matinee.discover.indexing.directory import Directory
from matinee.discover.indexing.encoding import VectorKeeper
from matinee.discover.indexing.keeping import HoldingsKeeper
from matinee.discover.model import Asked, Encoder, Intent, RowScores, SearchSettings
from matinee.discover.plots.recalling import PlotMemory
from matinee.discover.priors import Priors
from matinee.discover.retrieval.blending import Blend
from matinee.discover.service import DiscoverService
from matinee.discover.spelling.matching import Channel
from matinee.discover.texts.vectors import Vectors
from matinee.vocabulary.ids import ProfileId
from matinee.vocabulary.places import EVERYWHERE, Territory

LISTED = 100
_AT = datetime(2026, 1, 1, tzinfo=UTC)
_SOMEBODY = ProfileId(uuid5(NAMESPACE_URL, "somebody who remembers"))


async def searched(
    catalogue: Films, vectors: Vectors, texts: Sequence[str]
) -> AsyncIterator[list[int]]:
    """For each text the rows of the first :data:`LISTED` titles that the service finds."""
    service = _OfFilms(catalogue, vectors)
    for text in texts:
        found = await service.search(
            _SOMEBODY, Intent(text), _AT, limit=LISTED, curation=Curation()
        )
        yield [title.row for title in found.titles]


async def understood(
    catalogue: Films, vectors: Vectors, texts: Sequence[str]
) -> AsyncIterator[list[int]]:
    """The same where each text is a sentence that is read for conditions first."""
    service = ConversationService(_OfFilms(catalogue, vectors), _NothingKept())
    for text in texts:
        reply = await service.understood(_SOMEBODY, text, _AT, limit=LISTED)
        yield [title.row for title in reply.titles]


class _OfFilms(DiscoverService):
    def __init__(self, catalogue: Films, vectors: Vectors) -> None:
        encoder = LateEncoder()
        self.settings = SearchSettings()
        self.channel = Channel()
        self.blend = Blend()
        self._keeper = HoldingsKeeper(_Shelves(catalogue))
        self._vectors = _Made(vectors, encoder)
        self._plots = PlotMemory(self._keeper.texts, encoder.model)
        self._priors = Priors(_NoCrowd(), _NoTaste(), self.settings)

    async def _asked(self, profile_id: ProfileId, at: datetime) -> Asked:
        return Asked(profile_id, EVERYWHERE, at)


class _NothingKept(Conversations):
    """A sentence alone is kept nowhere."""

    def __init__(self) -> None:
        pass


class _Made(VectorKeeper):
    """Vectors that are there from the beginning."""

    def __init__(self, vectors: Vectors, encoder: Encoder) -> None:
        self._encoder = encoder
        self.present = vectors

    def follow(self, directory: Directory, *, encode: bool = True) -> Vectors:
        """Those, whatever the directory."""
        del directory, encode
        return self.present


class _Shelves:
    def __init__(self, catalogue: Films) -> None:
        self._catalogue = catalogue

    async def shelf(self) -> Shelf:
        """The films."""
        return self._catalogue.holdings.shelf

    async def words(self, *, after: int = -1) -> tuple[int, list[TitleWords]]:
        """Their words."""
        return 0, self._catalogue.words if after < 0 else []


class _NoCrowd:
    async def watched(self, shelf: Shelf, territory: Territory) -> RowScores:
        """Nothing is watched."""
        del territory
        return np.zeros(len(shelf), np.float32)

    async def rising(self, shelf: Shelf, territory: Territory) -> Sequence[int]:
        """Nothing rises."""
        del shelf, territory
        return ()


class _NoTaste:
    async def of(self, profile: ProfileId, shelf: Shelf) -> RowScores | None:
        """Nothing is known."""
        del profile, shelf
        return None
