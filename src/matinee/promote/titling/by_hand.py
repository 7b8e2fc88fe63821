"""Titles set by hand: where, how large, in which colour and on which side, each taken back in turn.

The text is the title's own and cannot be written here. The title keeps to the areas that are safe;
what cannot be read at a contrast of 4.5, with the scrim that the house sets, is refused.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from matinee.clearance.provenance.service import Provenance
from matinee.errors import Conflict, Invalid
from matinee.foundation.blobs import Blobs
from matinee.foundation.database import Database
from matinee.media.service import MediaService
from matinee.promote.gallery.prints import key_of
from matinee.promote.titling import repository as kept
from matinee.promote.titling.model import REQUIRED, TitleAt, Treated, Wish
from matinee.promote.titling.owing import Owed
from matinee.promote.titling.rendering import Master, key_of_titled, making_of, rendered
from matinee.promote.titling.setting import Setter
from matinee.promote.titling.typefaces import Typefaces


@dataclass(frozen=True, slots=True)
class Lines:
    """What stands on a picture: the title, and whom its artwork has to name below it."""

    title: str
    owed: Owed


@dataclass(frozen=True, slots=True)
class Tried:
    """How a wish came out, as a JPEG that nobody has kept."""

    facts: Treated
    content: bytes
    layer: bytes

    @property
    def readable(self) -> bool:
        """Whether the contrast is enough."""
        return self.facts.contrast >= REQUIRED


@dataclass(frozen=True, slots=True)
class HandSetting:
    """Tries, keeps and takes back; who may look at the picture is asked before."""

    database: Database
    blobs: Blobs
    media: MediaService
    provenance: Provenance
    typefaces: Typefaces
    clock: Callable[[], datetime]

    async def tried(self, at: TitleAt, text: Lines, wish: Wish | None) -> Tried:
        """The title as it would stand; by the house's own choice without a wish."""
        return (await self._tried(at, text, wish))[0]

    async def set(self, at: TitleAt, text: Lines, wish: Wish, *, by: str) -> Treated:
        """Keep a wish; Invalid where the title could not be read so."""
        tried, master = await self._tried(at, text, wish)
        if not tried.readable:
            raise Invalid(
                f"The title would have a contrast of {tried.facts.contrast:.2f} in this colour; "
                f"{REQUIRED} is the least.",
                remedy="Choose a lighter or a darker colour, or another place.",
                field="ink",
                code="contrast",
            )
        await self._keep(at, text, tried, master)
        async with self.database.transaction() as connection:
            await kept.wish(connection, at.picture, at.language, at.shape, wish, by, self.clock())
            await kept.keep(connection, [tried.facts])
        return tried.facts

    async def undo(self, at: TitleAt, text: Lines, *, by: str) -> Treated:
        """Take the last wish back: the one before it holds again, or the house's own choice."""
        async with self.database.reading() as connection:
            last = await kept.last_wishes(connection, at.picture, at.language, at.shape)
        if not last:
            raise Conflict(
                "This title was not set by hand.", remedy="There is nothing to take back."
            )
        before = last[1][1] if len(last) > 1 else None
        tried, master = await self._tried(at, text, before)
        await self._keep(at, text, tried, master)
        async with self.database.transaction() as connection:
            await kept.take_back(connection, last[0][0], by, self.clock())
            await kept.keep(connection, [tried.facts])
        return tried.facts

    async def _tried(self, at: TitleAt, text: Lines, wish: Wish | None) -> tuple[Tried, Master]:
        content = await self.blobs.get(key_of(at.picture, at.shape))
        master = Master(at.shape, content, await self.media.regard(content))
        made = await asyncio.to_thread(self._rendered, at, text, master, wish)
        return Tried(*made), master

    def _rendered(
        self, at: TitleAt, text: Lines, master: Master, wish: Wish | None
    ) -> tuple[Treated, bytes, bytes]:
        setter = Setter(text.title, at.language, self.typefaces)
        names = text.owed.names(at.picture, str(at.language), self.typefaces)
        return rendered(
            at.picture, at.language, text.title, setter, master, self.clock(), names, wish
        )

    async def _keep(self, at: TitleAt, text: Lines, tried: Tried, master: Master) -> None:
        making = making_of(tried.facts, text.title, master)
        signed = await asyncio.to_thread(self.provenance.sign, tried.content, making)
        for ending, content in (("jpg", signed), ("svg", tried.layer)):
            key = key_of_titled(at.picture, at.language, at.shape, ending)
            await self.blobs.put(key, content)
