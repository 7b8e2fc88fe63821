"""How an ad that was decided is told to players, and the texts of those that were told lately."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from operator import is_
from uuid import UUID

from matinee.ads.model import COMPANION_CLICK, COMPANION_VIEW, Creative, LineItem
from matinee.ads.serving.tokens import ad_id_of
from matinee.ads.vast.answer import Beside, Elsewhere, Rendition, Served, Version, answer
from matinee.ads.vast.document import write_vast
from matinee.ads.vast.prepared import Filling, PreparedAd, document, prepare, served_as
from matinee.media.model import rates_of

_MOST = 8192
"""Texts of some three thousand letters."""


_Key = tuple[int, int, int, Version]
_Of = tuple[LineItem, Creative, Creative | None]


class AdTexts:
    """The ads of one house; ``public_url`` is where players reach it."""

    def __init__(self, public_url: str) -> None:
        self._public_url = public_url
        self._kept = OrderedDict[_Key, tuple[_Of, PreparedAd]]()

    def document(
        self,
        ads: Sequence[tuple[LineItem, Creative, str]],
        names: Sequence[UUID] = (),
        companions: Sequence[Creative | None] = (),
        *,
        version: Version,
    ) -> bytes:
        """The VAST of a pod, from line item, creative, token and name of each of its ads.

        ``companions`` are the pictures beside them, in their order; none where they are left out.
        """
        pictures = companions or [None] * len(ads)
        return document(
            [
                (self._prepared(item, film, beside, version), Filling(token, name))
                for (item, film, token), name, beside in zip(ads, names, pictures, strict=True)
            ],
            version,
        )

    def pictures(
        self,
        ads: Sequence[tuple[LineItem, Creative, str]],
        stands: timedelta,
        *,
        version: Version,
    ) -> bytes:
        """The VAST of pictures over a film that goes on, each for so long."""
        shown = [self.served(*each) for each in ads]
        over = [replace(each, stands=stands) for each in shown if isinstance(each, Served)]
        return write_vast(answer(over, version=version))

    def served(
        self, item: LineItem, film: Creative, token: str, beside: Creative | None = None
    ) -> Served | Elsewhere:
        """One ad as a value."""
        return self._made(item, film, beside, token, served_as(ad_id_of(token)))

    def _prepared(
        self, item: LineItem, film: Creative, beside: Creative | None, version: Version
    ) -> PreparedAd:
        # Their numbers: a UUID's own hash takes longer than the rest of this look.
        key = (item.id.int, film.id.int, beside.id.int if beside else 0, version)
        known = self._kept.get(key)
        # The demand's own objects are new ones whenever the demand is: what is the same object
        # has not changed.
        if known is not None and all(map(is_, known[0], (item, film, beside))):
            self._kept.move_to_end(key)
            return known[1]
        made = prepare(partial(self._made, item, film, beside), version)
        self._kept[key] = ((item, film, beside), made)
        self._kept.move_to_end(key)
        if len(self._kept) > _MOST:
            self._kept.popitem(last=False)
        return made

    def _made(
        self,
        item: LineItem,
        film: Creative,
        beside: Creative | None,
        token: str,
        serving_id: str,
    ) -> Served | Elsewhere:
        address = f"{self._public_url}/v1/ads/beacons/{token}"
        companions = [] if beside is None else [_companion(beside, address)]
        if film.tag:
            return Elsewhere(
                line_item=str(item.id),
                address=film.tag,
                track=lambda event: f"{address}/{event}",
                duration=film.duration,
                creative=str(film.id),
                serving_id=serving_id,
                companions=companions,
            )
        return Served(
            line_item=str(item.id),
            serving_id=serving_id,
            title=film.name,
            creative=str(film.id),
            duration=film.duration,
            renditions=[
                Rendition(
                    address=file.address,
                    media_type=file.media_type,
                    width=file.width,
                    height=file.height,
                    bitrate=file.bitrate,
                    codec=file.codec,
                )
                for file in film.renditions
            ]
            + [self._packaged(film, ladder) for ladder in film.ladders],
            track=lambda event: f"{address}/{event}",
            ad_id=film.ad_id,
            registry=film.registry,
            categories=item.categories,
            click_through=film.click_through,
            companions=companions,
        )

    def _packaged(self, film: Creative, ladder: str) -> Rendition:
        """A conditioned creative as HLS; its size is that of the largest stream."""
        width, height = ladder.partition("-")[0].split("x")
        lowest, highest = rates_of(ladder)
        return Rendition(
            address=f"{self._public_url}/v1/ads/films/{film.id}/{ladder}/ad.m3u8",
            media_type="application/x-mpegURL",
            width=int(width),
            height=int(height),
            bitrate=round(highest / 1000),
            streaming=True,
            slowest=round(lowest / 1000),
        )


def _companion(picture: Creative, beacons: str) -> Beside:
    """The picture beside an ad, told of under the ad's own token."""
    file = picture.renditions[0]
    return Beside(
        address=file.address,
        media_type=file.media_type,
        width=file.width,
        height=file.height,
        alt_text=picture.name,
        click_through=picture.click_through,
        views=[f"{beacons}/{COMPANION_VIEW}"],
        clicks=[f"{beacons}/{COMPANION_CLICK}"] if picture.click_through else [],
    )
