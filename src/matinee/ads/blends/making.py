"""Asking for a title's world, and making a picture of it: the procedure behind its permits."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import sha256
from uuid import UUID

import msgspec
import numpy as np
from PIL import Image

from matinee.ads.blends import composing
from matinee.ads.blends import repository as kept
from matinee.ads.blends.model import (
    BY_PROCEDURE,
    MOST_LETTERS,
    NOT_YET,
    RECIPE,
    Ask,
    Blend,
    Grant,
    Looked,
    Palette,
    Pixels,
    Reviewed,
    Standing,
    TitleWorlds,
    Wish,
)
from matinee.ads.blends.rights import BlendRights
from matinee.ads.creatives.pictures import as_jpeg, still
from matinee.ads.model import PICTURE_SECONDS, Campaign, Creative, Format, Rendition
from matinee.ads.repository import demand
from matinee.errors import Conflict, Denied, Invalid, NotFound
from matinee.foundation.database import Database
from matinee.media.service import MediaService
from matinee.vocabulary.ids import TitleId, uuid7

_AT_ONCE = 2
"""Pictures that are composed at the same time: each takes some hundred megabytes."""
_LISTED = 50
_LEAST, _MOST = 64, 1400
"""A product's picture has at least so many pixels a side, and no more are worked on."""
_EVERYWHERE = "*"


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class _World:
    """What a blend is composed of; ``sha256`` is that of the artwork, or of the palette alone."""

    palette: Palette
    ground: Pixels
    looked: Looked
    sha256: str


class BlendMaking:
    """Asks clearance for titles' worlds, and composes pictures where it is granted.

    ``address`` is that under which players reach this service.
    """

    def __init__(
        self,
        database: Database,
        rights: BlendRights,
        worlds: TitleWorlds,
        media: MediaService,
        address: str,
        *,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        self.rights, self.worlds, self.clock = rights, worlds, clock
        self._database, self._media, self._address = database, media, address
        self._places = asyncio.Semaphore(_AT_ONCE)

    async def ask(self, ask: Ask, *, by: str) -> Grant:
        """Ask clearance for a title's world; counsel decides on what is declared.

        Invalid names the field: a picture that shows faces needs its ``performers``, or the word
        that it shows ``nobody`` who is one. NotFound without the title or the approved picture.
        """
        now = self.clock()
        if ask.starts_at <= now:
            raise Invalid(
                "An approval is dated before the work starts, so that has to lie ahead.",
                remedy="Say a later time.",
                field="starts_at",
            )
        if ask.picture is None and ask.performers:
            raise Invalid(
                "The palette alone shows nobody.",
                remedy="Name a picture, or no performer.",
                field="performers",
            )
        named = replace(ask, name=await self.worlds.name(ask.title))
        if ask.picture is not None:
            world = await self._world(ask.title, ask.picture, ask.territories)
            faces = len(world.looked.faces)
            if faces and not ask.performers and not ask.nobody:
                raise Invalid(
                    f"This picture shows {faces} face{'s' if faces > 1 else ''}.",
                    remedy="Name the performers whose consent is to be asked, or say why it shows "
                    "none (nobody).",
                    code="who_is_shown",
                    field="performers",
                )
        uses = await self.rights.ask(named, by=by)
        grant = Grant(
            id=uuid7(now),
            title=ask.title,
            picture=ask.picture,
            production=ask.production,
            uses=uses,
            territories=ask.territories,
            starts_at=ask.starts_at,
            asked_by=by,
            at=now,
            nobody=ask.nobody,
        )
        async with self._database.transaction() as connection:
            await kept.add_grant(connection, grant)
        return grant

    async def grants(self, title: TitleId) -> list[tuple[Grant, tuple[Standing, ...]]]:
        """What was asked of a title, the newest first, and how it stands today."""
        async with self._database.reading() as connection:
            found = await kept.grants_of(connection, title, limit=_LISTED)
        return [(each, await self.rights.standing(each.uses)) for each in found]

    async def grant(self, identifier: UUID) -> Grant:
        """One of them, or NotFound."""
        async with self._database.reading() as connection:
            found = await kept.grant(connection, identifier)
        if found is None:
            raise NotFound("Nothing of that id was asked.", remedy="List what was asked.")
        return found

    async def make(
        self, campaign: Campaign, grant_id: UUID, product: bytes, wish: Wish, *, by: str
    ) -> Reviewed:
        """Compose a picture for the pauses of the grant's title; both sides have to approve it.

        Denied with what is missing where the title's rights or a performer's consent is not given;
        Conflict where the picture is approved no longer; Invalid names the field.
        """
        line = " ".join(wish.line.split())
        if not 0 < len(line) <= MOST_LETTERS:
            raise Invalid(f"A line has 1 to {MOST_LETTERS} letters.", field="line")
        grant = await self.grant(grant_id)
        await self._require_leave(grant)
        async with self._places:
            cut_out = await asyncio.to_thread(_product, product)
            world = await self._world(grant.title, grant.picture, grant.territories)
            cut_out = await asyncio.to_thread(composing.matted, cut_out, world.palette)
            place = composing.place_for(cut_out, world.looked)
            brought = sha256(product).hexdigest()
            inputs = frozenset({brought, world.sha256, _request(grant, wish, line)})
            compose = partial(self._composed, world, cut_out, place, line, wish.language)
            made = await self.rights.compose(
                grant.uses,
                inputs,
                ground=await asyncio.to_thread(_written, world.ground),
                artwork=world.sha256,
                compose=lambda: asyncio.to_thread(compose),
                by=by,
            )
        now = self.clock()
        creative = self._creative(campaign, grant, wish, uuid7(now))
        blend = Blend(
            creative=creative.id,
            campaign=campaign.id,
            title=grant.title,
            grant=grant.id,
            picture=grant.picture,
            line=line,
            made_by=by,
            made_at=now,
            output=made.id,
            sha256=made.sha256,
            product_sha256=brought,
            artwork_sha256=world.sha256,
            recipe=RECIPE,
            words={},
        )
        async with self._database.transaction() as connection:
            await demand.put_creative(connection, creative)
            await kept.put(connection, blend)
        return Reviewed(blend, creative)

    async def _require_leave(self, grant: Grant) -> None:
        if grant.starts_at > self.clock():
            raise Denied(
                f"The work starts at {grant.starts_at:%d.%m.%Y %H:%M} (UTC).",
                remedy="Wait for it: leave was asked from then on.",
                code="not_yet",
            )
        for each in await self.rights.standing(grant.uses):
            if each.lacks:
                raise Denied(each.lacks, remedy=each.remedy, code="rights_missing")

    async def _world(
        self, title: TitleId, picture: UUID | None, territories: Sequence[str]
    ) -> _World:
        palette = await self.worlds.palette(title)
        if picture is None:
            ground = await asyncio.to_thread(composing.plain, palette)
            nothing = Looked((), np.full((9, 16), 1 / 144))
            return _World(
                palette, ground, nothing, sha256(msgspec.json.encode(palette)).hexdigest()
            )
        if picture not in await self.worlds.pictures(title, territories):
            raise Conflict(
                "This picture is not approved for the title, or not to be shown there.",
                remedy="Choose one that is, or the title's colours alone.",
                code="not_approved",
            )
        content = await self.worlds.picture(title, picture)
        ground = await asyncio.to_thread(_opened, content)
        seen = await self._media.regard(await asyncio.to_thread(_written, ground))
        looked = Looked(seen.faces, seen.saliency)
        return _World(palette, ground, looked, sha256(content).hexdigest())

    def _composed(
        self,
        world: _World,
        product: composing.Cutout,
        place: composing.Place,
        line: str,
        language: str,
    ) -> bytes:
        ground = composing.towards(world.ground, world.palette, place)
        off = (place.kept_free, composing.band_box())
        words = self.worlds.lettered(ground, line, language, off=off, looked=world.looked)
        whole = composing.put(words, product, place)
        band = self.worlds.captioned(composing.band_of(world.palette), BY_PROCEDURE)
        return _written(composing.banded(whole, band))

    def _creative(self, campaign: Campaign, grant: Grant, wish: Wish, own: UUID) -> Creative:
        address = f"{self._address}/v1/ads/pictures/{own}"
        everywhere = _EVERYWHERE in grant.territories
        return Creative(
            id=own,
            advertiser_id=campaign.advertiser_id,
            name=wish.name,
            duration=timedelta(seconds=PICTURE_SECONDS),
            renditions=(Rendition(address, "image/jpeg", *composing.SIZE, bitrate=0),),
            click_through=wish.click_through,
            format=Format.PAUSE,
            titles=(grant.title,),
            territories=() if everywhere else grant.territories,
            withheld=NOT_YET,
        )


def _product(content: bytes) -> composing.Cutout:
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


def _written(pixels: Pixels) -> bytes:
    return as_jpeg(Image.fromarray(pixels))


def _request(grant: Grant, wish: Wish, line: str) -> str:
    """The hash of what was asked, which the permit names beside the pictures."""
    asked = (RECIPE, str(grant.id), line, wish.language, BY_PROCEDURE)
    return sha256(msgspec.json.encode(asked)).hexdigest()
