"""Pictures over, beside and in the pauses of the demo's film, one of them blended with its world.

Everything goes through the real services: review, clearance, permit, both sides' words. The
advertisers are invented, and say so in their names and in their pictures.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from uuid import UUID, uuid4

from PIL import Image, ImageDraw, ImageFont

from matinee.access.model import Caller, Role
from matinee.ads.blends.model import Ask, Grant, Side, Wish
from matinee.ads.blends.service import BlendService
from matinee.ads.breaks.service import BreakService, Placement
from matinee.ads.creatives.service import CreativeService
from matinee.ads.delivery.service import AdDelivery
from matinee.ads.model import (
    Approval,
    Campaign,
    Creative,
    Format,
    GoalKind,
    LineItem,
    State,
    TitleBreak,
)
from matinee.ads.service import AdService
from matinee.clearance.desk.model import Approval as Leave
from matinee.clearance.desk.model import NewProduction
from matinee.clearance.record.service import RecordService
from matinee.demo.ad_demand import MARK
from matinee.vocabulary.ids import TitleId
from matinee.vocabulary.window import Window

_BY = "demo data"
_SELLER = f"Lantern Teas {MARK}"
_SIZES = {Format.OVERLAY: (728, 90), Format.SQUEEZE: (1920, 1080), Format.PAUSE: (1280, 720)}
_LEAF, _CREAM = (38, 84, 66), (246, 238, 220)
_SAID = "A simulated advertiser: there is no such tea."
_BREAK = TitleBreak("mid-1", timedelta(seconds=299.7), timedelta(seconds=60), 3)
"""In the black after the bow has been tried: a place that readers of the film found good."""
_PLACEMENTS = (
    Placement("over", 60.0, Format.OVERLAY, 20.0),
    Placement("beside", 150.0, Format.SQUEEZE, 20.0),
)
_FLIGHT = timedelta(days=14)
_SOON = timedelta(seconds=10)
_PRINCIPLES = {f"P{number}": "yes" for number in range(1, 6)}


@dataclass(frozen=True, slots=True)
class AdPictures:
    """Books an advertiser of pictures and places them at a title, once."""

    ads: AdService
    delivery: AdDelivery
    breaks: BreakService
    creatives: CreativeService
    blends: BlendService
    record: RecordService
    wait: Callable[[float], Awaitable[object]] = asyncio.sleep

    async def furnish(self, title: TitleId) -> bool:
        """Draw, review, book and place; whether it was done now."""
        if any(each.name == _SELLER for each in await self.ads.advertisers()):
            return False
        seller = await self.ads.add_advertiser(_SELLER)
        campaign = await self.ads.add_campaign(seller.id, f"An evening tea {MARK}")
        shown = [await self._picture(seller.id, shown_as) for shown_as in _SIZES]
        blend = await self._blended(campaign, title)
        # The blend first: where both fit a pause, it is the one that was made for the title.
        await self.ads.put_line_item(self._item(campaign, "In its world", 26_000_000, [blend]))
        await self.ads.put_line_item(self._item(campaign, "Evenings", 22_000_000, shown))
        await self.ads.set_campaign_state(campaign.id, State.ACTIVE)
        await self.delivery.set_breaks(title, [_BREAK])
        await self.breaks.set_placements(title, _PLACEMENTS)
        return True

    async def _picture(self, seller: UUID, shown_as: Format) -> UUID:
        film = Creative(uuid4(), seller, f"Tea, {shown_as} {MARK}", timedelta(seconds=1))
        drawn = await asyncio.to_thread(poster, shown_as)
        brought = await self.creatives.bring_picture(film, drawn, shown_as)
        await self.ads.approve(brought.id, Approval.APPROVED)
        return brought.id

    async def _blended(self, campaign: Campaign, title: TitleId) -> UUID:
        """A tin of tea in the title's palette and letters, by counsel's leave and a permit."""
        grant = await self._leave(title)
        wish = Wish(f"Tea in its world {MARK}", "Stay a little longer", "en")
        tin_drawn = await asyncio.to_thread(tin)
        made = await self.blends.making.make(campaign, grant.id, tin_drawn, wish, by=_BY)
        for side, role in ((Side.ADVERTISER, Role.ADVERTISER), (Side.PROGRAMMER, Role.PROGRAMMER)):
            by = Caller(f"{role} {MARK}", frozenset({role}))
            await self.blends.say(made.creative.id, side, Approval.APPROVED, by=by)
        return made.creative.id

    async def _leave(self, title: TitleId) -> Grant:
        clock = self.blends.making.clock
        production = await self.record.add_production(
            NewProduction(title=f"An evening tea, pictures {MARK}", company=_SELLER), by=_BY
        )
        grant = await self.blends.making.ask(
            Ask(title, "", None, UUID(production.key), (), ("*",), clock() + _SOON, _PRINCIPLES),
            by=_BY,
        )
        for use in grant.uses:
            scope = ("principles", "final", "third_party_ip")
            await self.record.approve(use.use, Leave(scope=scope, note="Demo data."), by=_BY)
        # The work starts after its approval, by rule R3.
        await self.wait(max(0.0, (grant.starts_at - clock()).total_seconds()))
        return grant

    def _item(self, campaign: Campaign, name: str, bid: int, creatives: list[UUID]) -> LineItem:
        now: datetime = self.blends.making.clock()
        return LineItem(
            id=uuid4(),
            campaign_id=campaign.id,
            advertiser_id=campaign.advertiser_id,
            name=f"{name} {MARK}",
            bid=bid,
            goal_kind=GoalKind.IMPRESSIONS,
            goal=2_000,
            flight=Window(now - timedelta(hours=1), now + _FLIGHT),
            state=State.ACTIVE,
            creatives=tuple(creatives),
        )


def poster(shown_as: Format) -> bytes:
    """A PNG of that format: words on a plain ground, and that nobody sells this."""
    wide, high = _SIZES[shown_as]
    picture = Image.new("RGB", (wide, high), _LEAF)
    pen = ImageDraw.Draw(picture)
    # Of a picture that fills the screen, the film covers all but the left and the foot.
    strip = high // 4 if shown_as is Format.SQUEEZE else high
    size = strip // 3 if shown_as is Format.OVERLAY else min(strip // 5, wide // 22)
    top = high - strip
    pen.text((wide // 40, top + strip // 8), "An evening tea", _CREAM, ImageFont.load_default(size))
    small = ImageFont.load_default(max(size // 2, 14))
    pen.text((wide // 40, top + strip * 5 // 8), _SAID, _CREAM, small)
    return _png(picture)


def tin() -> bytes:
    """A tin on nothing, as PNG: what the advertiser brings to be set into a title's world."""
    picture = Image.new("RGBA", (240, 340), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle((20, 60, 220, 330), 18, fill=(*_LEAF, 255))
    pen.rounded_rectangle((50, 20, 190, 70), 12, fill=(*_CREAM, 255))
    pen.rectangle((20, 160, 220, 240), fill=(*_CREAM, 255))
    pen.text((58, 182), "TEA (demo)", (*_LEAF, 255), ImageFont.load_default(24))
    return _png(picture)


def _png(picture: Image.Image) -> bytes:
    written = BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()
