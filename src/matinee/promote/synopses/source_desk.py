"""Everything that is known of a title, gathered from the catalogue, the notes and its film."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime

from matinee.catalogue.service import CatalogueService
from matinee.errors import Invalid
from matinee.foundation.database import Database
from matinee.media.model import Cue, cues_of
from matinee.media.service import MediaService
from matinee.promote.synopses import repository as kept
from matinee.promote.synopses.model import ENGLISH, Notes
from matinee.promote.synopses.sources import Material, gather
from matinee.vocabulary.ids import TitleId

_MOST_NOTES = 5_000
_HELD = 16
"""Titles whose parsed sources stay in memory: some megabytes each for a film full of talk."""


class SourceDesk:
    """The sources of titles; those asked for last are kept parsed."""

    def __init__(
        self,
        database: Database,
        catalogue: CatalogueService,
        media: MediaService,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._catalogue = catalogue
        self._media = media
        self._clock = clock
        self._parsed: OrderedDict[tuple[TitleId, int, str, str], Material] = OrderedDict()

    async def notes(self, title: TitleId) -> Notes:
        """What the programmer noted of a title."""
        async with self._database.reading() as connection:
            return await kept.notes_on(connection, title)

    async def put_notes(self, title: TitleId, text: str, *, by: str) -> None:
        """Let this be noted of a title, as a source; Invalid where it is too long."""
        if len(text) > _MOST_NOTES:
            raise Invalid(f"Notes have at most {_MOST_NOTES} letters.", field="text")
        await self._catalogue.title(title)
        written = Notes(text.strip(), by, self._clock())
        async with self._database.transaction() as connection:
            await kept.put_notes(connection, title, written)

    async def material(self, title: TitleId) -> Material:
        """A title's sources as they are now; some seconds for a film full of talk, then kept."""
        version = (await self._catalogue.shelf()).version
        notes = (await self.notes(title)).text
        film = await self._media.film_of(title)
        key = (title, version, notes, str(film.id) if film else "")
        held = self._parsed.get(key)
        if held is not None:
            self._parsed.move_to_end(key)
            return held
        cues: tuple[Cue, ...] = ()
        if film is not None:
            subtitles = await self._media.subtitles(film.id)
            english = [said for tag, said in subtitles.items() if tag.partition("-")[0] == ENGLISH]
            cues = cues_of(english[0]) if english else ()
        made = self._parsed[key] = await asyncio.to_thread(
            gather,
            await self._catalogue.title(title),
            notes=notes,
            cues=cues,
            seconds=film.seconds if film else None,
        )
        while len(self._parsed) > _HELD:
            self._parsed.popitem(last=False)
        return made
