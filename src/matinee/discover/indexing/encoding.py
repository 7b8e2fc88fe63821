"""Vectors that follow the directory: fetched where they are kept, encoded where they are not.

Every batch is kept in the database as soon as it is encoded, by the hash of its text. A kill costs
one batch, and no text is encoded twice. Until the vectors are there, words alone are searched.
"""

import asyncio
from collections.abc import Sequence

import numpy as np
import structlog
from numpy.typing import NDArray

from matinee.discover import repository
from matinee.discover.indexing.directory import Directory
from matinee.discover.model import Encoder
from matinee.discover.texts.vectors import (
    NO_VECTORS,
    Packed,
    Vectors,
    digest_of,
    packed,
    text_of,
)
from matinee.errors import MatineeError
from matinee.foundation.database import Database

_FETCHED = 5000
_ENCODED = 32
_PUBLISHED_EVERY = 2048
_log = structlog.get_logger()


class VectorKeeper:
    """The present vectors; one of these to a process."""

    def __init__(self, database: Database, encoder: Encoder) -> None:
        self._database = database
        self._encoder = encoder
        self._held: dict[int, tuple[bytes, Packed]] = {}
        self._directory: Directory | None = None
        self._task: asyncio.Task[None] | None = None
        self.present = NO_VECTORS

    def follow(self, directory: Directory, *, encode: bool = True) -> Vectors:
        """The vectors as far as they are there; the rest is made in the background.

        Where nothing is to be encoded, those that are kept are fetched, and the next to follow
        has the others made.
        """
        running = self._task is not None and not self._task.done()
        if directory is not self._directory and not running:
            self._directory = directory
            self._task = asyncio.create_task(self._make(directory, encode=encode))
        return self.present

    async def made(self) -> Vectors:
        """The vectors, once all of them are there."""
        if self._task is not None:
            await self._task
        return self.present

    async def query(self, text: str) -> NDArray[np.float32]:
        """The vector of what a member asks."""
        return (await asyncio.to_thread(self._encoder.encode, [text]))[0]

    async def close(self) -> None:
        """Stop encoding; what is kept is kept."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _make(self, directory: Directory, *, encode: bool) -> None:
        try:
            await self._follow(directory, encode=encode)
        except MatineeError as failure:
            self._directory = None
            _log.warning("vectors of texts cannot be made", failure=str(failure))

    async def _follow(self, directory: Directory, *, encode: bool) -> None:
        texts = {entry: text_of(words) for entry, words in directory.words.items()}
        wanted = {entry: digest_of(text) for entry, text in texts.items() if text}
        self._held = {
            entry: known for entry, known in self._held.items() if known[0] == wanted.get(entry)
        }
        missing = [entry for entry in wanted if entry not in self._held]
        for start in range(0, len(missing), _FETCHED):
            await self._fetch(missing[start : start + _FETCHED], wanted)
        lacking = [entry for entry in missing if entry not in self._held]
        await self._publish(complete=not lacking)
        if lacking and not encode:
            self._directory = None
            return
        # Neighbours in length share a batch, so that little of it is padding.
        lacking.sort(key=lambda entry: len(texts[entry]))
        for start in range(0, len(lacking), _ENCODED):
            batch = lacking[start : start + _ENCODED]
            await self._encode(batch, [texts[entry] for entry in batch], wanted)
            if start % _PUBLISHED_EVERY == 0:
                await self._publish(complete=False)
        if lacking:
            await self._publish(complete=True)

    async def _fetch(self, entries: Sequence[int], wanted: dict[int, bytes]) -> None:
        digests = [wanted[entry] for entry in entries]
        async with self._database.reading() as connection:
            kept = await repository.known_vectors(connection, self._encoder.model, digests)
        for entry in entries:
            if (known := kept.get(wanted[entry])) is not None:
                self._held[entry] = (wanted[entry], Packed(*known))

    async def _encode(
        self, entries: Sequence[int], texts: Sequence[str], wanted: dict[int, bytes]
    ) -> None:
        vectors = await asyncio.to_thread(self._encoder.encode, texts)
        made = {entry: packed(vector) for entry, vector in zip(entries, vectors, strict=True)}
        async with self._database.transaction() as connection:
            await repository.keep_vectors(
                connection,
                self._encoder.model,
                ((wanted[entry], vector.scale, vector.steps) for entry, vector in made.items()),
            )
        self._held |= {entry: (wanted[entry], vector) for entry, vector in made.items()}

    async def _publish(self, *, complete: bool) -> None:
        held = dict(self._held)
        self.present = await asyncio.to_thread(Vectors.of, held, complete=complete)
