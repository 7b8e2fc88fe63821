"""Holdings that follow the catalogue: made once, then changed by what has changed, then swapped.

Whoever asks in the meantime is answered from the former holdings. Nothing lies on this machine's
disk, so a kill at any moment costs the time of making them again and nothing else.
"""

import asyncio
import time
from collections.abc import Iterable, Sequence

import structlog

from matinee.catalogue.model import Shelf, TitleWords
from matinee.discover.indexing.directory import Directory, EntryKey
from matinee.discover.indexing.holdings import Holdings
from matinee.discover.model import EntryKind, Shelves
from matinee.discover.texts.text_index import TextIndex
from matinee.errors import MatineeError

_PATIENCE_SECONDS = 0.25
"""So long whoever notices a change waits for it, before the former holdings answer."""
_log = structlog.get_logger()


class HoldingsKeeper:
    """The present holdings; one of these to a process."""

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves
        self._held: Holdings | None = None
        self._version = -1
        self._making: asyncio.Task[Holdings] | None = None
        self.texts = TextIndex()
        self.made_in = 0.0

    @property
    def held(self) -> bool:
        """Whether there are any, of this catalogue or of the one before."""
        return self._held is not None

    async def current(self) -> Holdings:
        """The holdings of the present catalogue, or those before while they are being changed."""
        shelf = await self._shelves.shelf()
        held = self._held
        return held if held and held.shelf is shelf else await self._following(shelf)

    async def close(self) -> None:
        """Stop making holdings."""
        if self._making is not None:
            self._making.cancel()
            await asyncio.gather(self._making, return_exceptions=True)

    async def _following(self, shelf: Shelf) -> Holdings:
        if self._making is None or self._making.done():
            self._making = asyncio.create_task(self._make(shelf))
        made, former = asyncio.shield(self._making), self._held
        if former is None:
            return await made
        try:
            return await asyncio.wait_for(made, _PATIENCE_SECONDS)
        except TimeoutError:
            return former
        except MatineeError as failure:
            _log.warning("the search index could not follow the catalogue", failure=str(failure))
            return former

    async def _make(self, shelf: Shelf) -> Holdings:
        started = time.perf_counter()
        held = self._held
        version, words = await self._shelves.words(after=self._version)

        def made() -> Holdings:
            former = held.directory if held else None
            directory = former.changed(words, shelf) if former else Directory.of(words, shelf)
            if held and not words:
                return Holdings.of(shelf, directory, held.searcher)
            return Holdings.of(shelf, directory, self.texts.put(written(directory, words, shelf)))

        self._held = holdings = await asyncio.to_thread(made)
        self._version = version
        self.made_in = time.perf_counter() - started
        return holdings


def written(
    directory: Directory, words: Sequence[TitleWords], shelf: Shelf
) -> Iterable[tuple[int, TitleWords, Sequence[str]]]:
    """Titles as the index of words takes them: entry, words, genres."""
    genres = shelf.genre_of
    for title in words:
        row = shelf.index.get(title.id)
        codes = () if row is None else genres.indices[genres.indptr[row] : genres.indptr[row + 1]]
        entry = directory.index[EntryKey(EntryKind.TITLE, str(title.id))]
        yield entry, title, [shelf.genres[code] for code in codes]
