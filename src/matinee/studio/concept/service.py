"""``ConceptService``: recolours a picture or fills a hole in it, and signs it. Nothing is kept."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256

from matinee.clearance.provenance.model import Making, Parent, SourceType
from matinee.clearance.provenance.service import Provenance
from matinee.errors import Invalid
from matinee.studio.concept.cutout import boxed, cut_out
from matinee.studio.concept.filling.synthesis import fill
from matinee.studio.concept.model import Filling, Recolouring
from matinee.studio.concept.pictures import read_mask, read_picture
from matinee.studio.concept.recolouring import recolour

_AT_ONCE = 2
"""Pictures that are worked on at the same time: each may take half a gigabyte."""


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class ConceptService:
    """Concept work on pictures, by procedures that are no models."""

    provenance: Provenance
    clock: Callable[[], datetime] = _now
    _places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_AT_ONCE))

    async def recolour(self, wish: Recolouring) -> bytes:
        """The picture as PNG with the cloth in the wanted colour, and with its credentials.

        They say *algorithmicallyEnhanced*, and name the given picture as its parent. Invalid names
        the field: ``picture``, ``mask`` or ``box``.
        """
        async with self._places:
            return await asyncio.to_thread(self._recoloured, wish)

    async def fill(self, wish: Filling) -> bytes:
        """The picture as PNG without what was marked, and with its credentials, as those above.

        What stands around the mark goes on over it. Invalid names the field: ``picture``, ``mask``
        or ``box``.
        """
        async with self._places:
            return await asyncio.to_thread(self._filled, wish)

    def _recoloured(self, wish: Recolouring) -> bytes:
        picture = read_picture(wish.picture)
        if wish.mask is not None:
            mask = read_mask(wish.mask)
        elif wish.box is not None:
            mask = cut_out(picture.pixels, wish.box)
        else:
            raise Invalid(
                "Nothing says where the cloth is.",
                remedy="Give a box around it, or a mask.",
                field="box",
            )
        made = picture.written(recolour(picture.pixels, mask, wish.wanted))
        return self._signed(made, wish.title, wish.picture, picture.media_type)

    def _filled(self, wish: Filling) -> bytes:
        picture = read_picture(wish.picture)
        if wish.mask is not None:
            mask = read_mask(wish.mask)
        elif wish.box is not None:
            mask = boxed(picture.pixels, wish.box)
        else:
            raise Invalid(
                "Nothing says what is to go.",
                remedy="Give a box around it, or a mask.",
                field="box",
            )
        made = picture.written(fill(picture.pixels, mask))
        return self._signed(made, wish.title, wish.picture, picture.media_type)

    def _signed(self, made: bytes, title: str, given: bytes, media_type: str) -> bytes:
        digest = sha256(given).hexdigest()
        parent = Parent("the picture that was given", digest, given, media_type)
        making = Making(title, SourceType.ENHANCED, self.clock(), parent=parent)
        return self.provenance.sign(made, making)
