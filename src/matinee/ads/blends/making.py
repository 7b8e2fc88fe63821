"""Asking for a title's world, and making a picture of it: the procedure behind its permits."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import sha256
from uuid import UUID

import msgspec

from matinee.ads.blends import composing
from matinee.ads.blends import repository as kept
from matinee.ads.blends.grounds import Ground, Grounds, product_of, written
from matinee.ads.blends.labels import label_of
from matinee.ads.blends.model import (
    MOST_LETTERS,
    NOT_YET,
    RECIPE,
    Ask,
    Blend,
    Grant,
    Reviewed,
    Standing,
    TitleWorlds,
    Wish,
)
from matinee.ads.blends.rights import BlendRights
from matinee.ads.model import PICTURE_SECONDS, Campaign, Creative, Format, Rendition
from matinee.ads.repository import demand
from matinee.errors import Denied, Invalid, NotFound
from matinee.foundation.database import Database
from matinee.media.service import MediaService
from matinee.vocabulary.ids import TitleId, uuid7

_AT_ONCE = 2
"""Pictures that are composed at the same time: each takes some hundred megabytes."""
_LISTED = 50
_EVERYWHERE = "*"


def _now() -> datetime:
    return datetime.now(UTC)


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
        self._database, self._grounds, self._address = database, Grounds(worlds, media), address
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
        if ask.picture is not None and ask.background is not None:
            raise Invalid(
                "A background is drawn in place of a picture.",
                remedy="Name a picture, or a background.",
                field="background",
            )
        if ask.picture is None and ask.performers:
            raise Invalid(
                "The palette alone shows nobody.",
                remedy="Name a picture, or no performer.",
                field="performers",
            )
        named = replace(ask, name=await self.worlds.name(ask.title))
        if ask.picture is not None:
            world = await self._grounds.of(ask.title, ask.picture, ask.territories)
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
            background=ask.background,
        )
        async with self._database.transaction() as connection:
            await kept.add_grant(connection, grant)
        return grant

    async def grants(self, title: TitleId) -> list[tuple[Grant, tuple[Standing, ...]]]:
        """What was asked of a title, the newest first, and how it stands today."""
        async with self._database.reading() as connection:
            found = await kept.grants_of(connection, title, limit=_LISTED)
        return [(each, await self.rights.standing(each.uses)) for each in found]

    async def latest(self) -> list[tuple[Grant, tuple[Standing, ...]]]:
        """What was asked last, of all titles, the newest first."""
        async with self._database.reading() as connection:
            found = await kept.latest_grants(connection, limit=_LISTED)
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
            cut_out = await asyncio.to_thread(product_of, product)
        # A model has lanes of its own, and may take long.
        drawn = None
        if grant.background is not None:
            drawn = await self.rights.draw(grant.uses, grant.background, by=by)
        async with self._places:
            if drawn is None:
                world = await self._grounds.of(grant.title, grant.picture, grant.territories)
            else:
                world = await self._grounds.generated(grant.title, drawn.content, drawn.sha256)
            label = label_of(grant.territories, wish.language, generated=drawn is not None)
            cut_out = await asyncio.to_thread(composing.matted, cut_out, world.palette)
            place = composing.place_for(cut_out, world.looked)
            brought = sha256(product).hexdigest()
            inputs = frozenset({brought, world.sha256, _request(grant, wish, line, label)})
            compose = partial(self._composed, world, cut_out, place, line, wish.language, label)
            made = await self.rights.compose(
                grant.uses,
                inputs,
                ground=await asyncio.to_thread(written, world.pixels),
                artwork=world.sha256,
                compose=lambda: asyncio.to_thread(compose),
                generated=drawn is not None,
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
            generated=None if drawn is None else drawn.id,
            labelled=label,
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

    def _composed(
        self,
        world: Ground,
        product: composing.Cutout,
        place: composing.Place,
        line: str,
        language: str,
        label: str,
    ) -> bytes:
        ground = composing.towards(world.pixels, world.palette, place)
        off = (place.kept_free, composing.band_box())
        words = self.worlds.lettered(ground, line, language, off=off, looked=world.looked)
        whole = composing.put(words, product, place)
        band = self.worlds.captioned(composing.band_of(world.palette), label)
        return written(composing.banded(whole, band))

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


def _request(grant: Grant, wish: Wish, line: str, label: str) -> str:
    """The hash of what was asked, which the permit names beside the pictures."""
    asked = (RECIPE, str(grant.id), line, wish.language, label)
    return sha256(msgspec.json.encode(asked)).hexdigest()
