"""Scenes and creatives read ahead of every request, by the sentence model."""

import asyncio
import hashlib
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Protocol, TypeVar
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from matinee.ads.meaning import repository as meanings
from matinee.ads.meaning.repository import SceneMeaning
from matinee.ads.meaning.vectors import packed
from matinee.ads.meaning.words import FilmsRead, TitlesRead, words_before
from matinee.ads.repository import demand, title_breaks
from matinee.errors import NotFound
from matinee.foundation.database import Database
from matinee.media.model import Cue
from matinee.vocabulary.ids import TitleId

Key = TypeVar("Key", int, UUID)
_MILLISECOND = timedelta(milliseconds=1)
_TITLES, _CREATIVES = 50, 500
"""What one run reads at most: a minute or so of one core; the next run goes on."""


class SentenceModel(Protocol):
    """What turns words into meaning."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row of length 1 for each text (texts × 384)."""
        ...


class Meanings:
    """Keeps what scenes before breaks, and creatives, are about."""

    def __init__(
        self, database: Database, model: SentenceModel, films: FilmsRead, titles: TitlesRead
    ) -> None:
        self._database, self._model = database, model
        self._films, self._titles = films, titles

    async def read(self) -> int:
        """Read what nobody has read yet, up to a bound; how many scenes and creatives it was."""
        async with self._database.reading() as connection:
            places = await meanings.unread_breaks(connection, _TITLES)
            shows = await meanings.unread_creatives(connection, _CREATIVES)
        read = list[SceneMeaning]()
        for title, at in places.items():
            read += await self._scenes(title, dict.fromkeys(at, ""))
        of_creatives = await self._meant(shows)
        async with self._database.transaction() as connection:
            await meanings.put_scenes(connection, read)
            if of_creatives:
                await meanings.put_creatives(connection, shows, of_creatives)
                await demand.changed(connection)
        return len(read) + len(of_creatives)

    async def read_again(self) -> int:
        """Read anew those scenes whose words are others since; how many they were."""
        changed, after = 0, None
        while True:
            async with self._database.reading() as connection:
                known = await meanings.read_places(connection, after, _TITLES)
            if not known:
                return changed
            for title, places in known.items():
                changed += await self._renewed(title, places)
            after = max(known)

    async def _renewed(self, title: TitleId, places: Mapping[int, str]) -> int:
        async with self._database.reading() as connection:
            breaks = {each.at // _MILLISECOND for each in await title_breaks.of(connection, title)}
        fresh = await self._scenes(
            title, {at: words for at, words in places.items() if at in breaks}
        )
        async with self._database.transaction() as connection:
            await meanings.put_scenes(connection, fresh)
            gone = [at for at in places if at not in breaks]
            if gone:
                await meanings.forget_scenes(connection, title, gone)
        return len(fresh)

    async def _scenes(self, title: TitleId, known: Mapping[int, str]) -> list[SceneMeaning]:
        """Of the scenes before some places, those whose words are not the known ones."""
        texts = await self._words(title, known)
        digests = {at: hashlib.sha256(text.encode()).hexdigest()[:16] for at, text in texts.items()}
        changed = {at: texts[at] for at in texts if digests[at] != known[at]}
        meant = await self._meant(changed)
        return [SceneMeaning(title, at, digests[at], meant.get(at, "")) for at in changed]

    async def _words(self, title: TitleId, places: Collection[int]) -> dict[int, str]:
        """By place; of a title that the catalogue does not know any more, none."""
        try:
            about = await self._titles.about(title)
        except NotFound:
            return dict.fromkeys(places, "")
        film = await self._films.film(title)
        if film is None:
            return dict.fromkeys(places, about)
        said = await self._films.said(film)
        scenes = await self._films.scenes(film) if said else ()
        return await asyncio.to_thread(_before_each, places, scenes, said, about)

    async def _meant(self, texts: Mapping[Key, str]) -> dict[Key, str]:
        """By what the texts are of; a text without words has no meaning."""
        wordy = {key: text for key, text in texts.items() if text.strip()}
        if not wordy:
            return {}
        vectors = await asyncio.to_thread(self._model.encode, list(wordy.values()))
        return dict(zip(wordy, packed(vectors), strict=True))


def _before_each(
    places: Collection[int],
    scenes: Sequence[tuple[float, float]],
    said: Sequence[Cue],
    about: str,
) -> dict[int, str]:
    return {at: words_before(at / 1000, scenes, said) or about for at in places}
