"""What a product is put on: a title's approved picture or its palette, and the product itself."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

import msgspec
import numpy as np
from PIL import Image

from matinee.ads.blends import composing
from matinee.ads.blends.model import Looked, Palette, Pixels, TitleWorlds
from matinee.ads.creatives.pictures import as_jpeg, still
from matinee.errors import Conflict, Invalid
from matinee.media.service import MediaService
from matinee.vocabulary.ids import TitleId

_LEAST, _MOST = 64, 1400
"""A product's picture has at least so many pixels a side, and no more are worked on."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What a blend is composed of; ``sha256`` is that of the artwork, or of the palette alone."""

    palette: Palette
    pixels: Pixels
    looked: Looked
    sha256: str


@dataclass(frozen=True, slots=True)
class Grounds:
    """Fetches what pictures are composed on."""

    worlds: TitleWorlds
    media: MediaService

    async def of(self, title: TitleId, picture: UUID | None, territories: Sequence[str]) -> Ground:
        """An approved picture of a title, or its palette alone; Conflict for one that is not."""
        palette = await self.worlds.palette(title)
        if picture is None:
            ground = await asyncio.to_thread(composing.plain, palette)
            nothing = Looked((), np.full((9, 16), 1 / 144))
            return Ground(
                palette, ground, nothing, sha256(msgspec.json.encode(palette)).hexdigest()
            )
        if picture not in await self.worlds.pictures(title, territories):
            raise Conflict(
                "This picture is not approved for the title, or not to be shown there.",
                remedy="Choose one that is, or the title's colours alone.",
                code="not_approved",
            )
        content = await self.worlds.picture(title, picture)
        return await self._on(content, palette, sha256(content).hexdigest())

    async def generated(self, title: TitleId, content: bytes, digest: str) -> Ground:
        """What a model drew for a title; Conflict where it drew a face."""
        found = await self._on(content, await self.worlds.palette(title), digest)
        if found.looked.faces:
            raise Conflict(
                "The model drew a face, and a performer who is no person needs notice first.",
                remedy="Ask for a background without people, or bring the notice (rule R14).",
                code="face_drawn",
            )
        return found

    async def _on(self, content: bytes, palette: Palette, digest: str) -> Ground:
        pixels = await asyncio.to_thread(_opened, content)
        seen = await self.media.regard(await asyncio.to_thread(written, pixels))
        return Ground(palette, pixels, Looked(seen.faces, seen.saliency), digest)


def product_of(content: bytes) -> composing.Cutout:
    """(height, width, 4) of a picture that an advertiser brought."""
    picture = still(content).convert("RGBA")
    if min(picture.size) < _LEAST:
        raise Invalid(
            f"The product's picture is smaller than {_LEAST}×{_LEAST} pixels.",
            remedy="Bring a larger one.",
            code="no_picture",
            field="picture",
        )
    picture.thumbnail((_MOST, _MOST))
    pixels = np.asarray(picture, np.uint8)
    seen = np.argwhere(pixels[:, :, 3] > 8)
    if not len(seen):
        raise Invalid(
            "The product's picture is transparent all over.",
            remedy="Save it again with the product in it.",
            code="no_picture",
            field="picture",
        )
    (top, left), (bottom, right) = seen.min(axis=0), seen.max(axis=0) + 1
    return np.ascontiguousarray(pixels[top:bottom, left:right])


def _opened(content: bytes) -> Pixels:
    return composing.fitted(np.asarray(still(content).convert("RGB"), np.uint8))


def written(pixels: Pixels) -> bytes:
    """As JPEG."""
    return as_jpeg(Image.fromarray(pixels))
