"""A break as a request of OpenRTB 2.6: of the place and the film, and nothing of a person.

No address, no identifier, no household: of who watches goes out the country, the language, the kind
of device, and the consent strings themselves, which buyers must have to obey them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any
from uuid import UUID

import msgspec
from babel.core import get_global

from matinee.ads.bidding.model import Buyer, DealKind, House, PodKind
from matinee.ads.consent.permissions import Said
from matinee.ads.model import BreakRequest, TitleBreak

MEDIA_TYPES = ("video/mp4", "application/x-mpegURL", "application/vnd.apple.mpegurl")
"""What our player, and most, can play."""
_PROTOCOLS = [2, 3, 5, 6, 7, 8, 11, 12, 13, 14]
"""VAST 2.0 to 4.2, each with wrappers (AdCOM 1.0, creative subtypes)."""
_DEVICE_TYPES = {"tv": 3, "phone": 4, "tablet": 5, "web": 2}
_IN_STREAM, _LINEAR, _VIDEO_CONTEXT = 1, 1, 1
_AGREED_PRICE = 3
_ANY_POSITION = 0


@dataclass(frozen=True, slots=True)
class Place:
    """One impression of the request: ``most`` ads in ``duration``, each bid at least ``floor``."""

    id: str
    most: int
    duration: timedelta
    floor: int


@dataclass(frozen=True, slots=True)
class Question:
    """What a buyer is asked: ``body`` is sent, the rest judges the answer."""

    auction: str
    places: Mapping[str, Place]
    body: bytes


def places_of(buyer: Buyer, request: BreakRequest) -> list[Place]:
    """A break as a buyer wants it: slot by slot, as a whole, or the first slot alone."""
    floor = max(buyer.floor, request.floor)
    slot = request.duration / request.slots
    if buyer.pod is PodKind.STRUCTURED:
        return [Place(str(n), 1, slot, floor) for n in range(1, request.slots + 1)]
    if buyer.pod is PodKind.HYBRID and request.slots > 1:
        rest = request.duration - slot
        return [Place("1", 1, slot, floor), Place("2", request.slots - 1, rest, floor)]
    return [Place("1", request.slots, request.duration, floor)]


def question(
    buyer: Buyer,
    house: House,
    request: BreakRequest,
    chosen: TitleBreak,
    *,
    auction: UUID,
    said: Said,
    gdpr: bool,
) -> Question:
    """The request to one buyer."""
    places = places_of(buyer, request)
    body = {
        "id": str(auction),
        "at": 2 if house.second_price else 1,
        "tmax": buyer.milliseconds,
        "cur": [house.currency],
        "imp": [_impression(each, buyer, house, request, chosen) for each in places],
        "app": _app(house, request),
        "device": _device(request),
        "regs": _regs(said, gdpr=gdpr),
        "source": {"fd": 0, "tid": str(auction), "schain": _chain(house, auction)},
        "cattax": house.taxonomy,
        "bcat": sorted(blocked_categories(buyer, house, request)),
        "badv": sorted(blocked_domains(buyer, house)),
    }
    if said.tcf:
        body["user"] = {"consent": said.tcf}
    if buyer.seats:
        body["wseat"] = list(buyer.seats)
    return Question(str(auction), {each.id: each for each in places}, msgspec.json.encode(body))


def blocked_categories(buyer: Buyer, house: House, request: BreakRequest) -> frozenset[str]:
    """The house's, the buyer's and the break's."""
    return request.without_categories.union(house.blocked_categories, buyer.blocked_categories)


def blocked_domains(buyer: Buyer, house: House) -> frozenset[str]:
    """The house's and the buyer's."""
    return frozenset((*house.blocked_domains, *buyer.blocked_domains))


def _impression(
    place: Place, buyer: Buyer, house: House, request: BreakRequest, chosen: TitleBreak
) -> dict[str, Any]:
    longest = min(place.duration, request.longest_ad or place.duration)
    video: dict[str, Any] = {
        "mimes": list(MEDIA_TYPES),
        "protocols": _PROTOCOLS,
        "minduration": 1,
        "maxduration": int(longest.total_seconds()),
        "linearity": _LINEAR,
        "plcmt": _IN_STREAM,
        "startdelay": int(chosen.at.total_seconds()),
        "podid": chosen.id,
        "slotinpod": _ANY_POSITION,
    }
    if place.most > 1:
        video |= {"poddur": int(place.duration.total_seconds()), "maxseq": place.most}
    impression: dict[str, Any] = {
        "id": place.id,
        "video": video,
        "secure": 1,
        "bidfloor": place.floor / 1_000_000,
        "bidfloorcur": house.currency,
    }
    if buyer.deals:
        impression["pmp"] = {
            "private_auction": 0,
            "deals": [
                {
                    "id": deal.id,
                    "bidfloor": deal.floor / 1_000_000,
                    "bidfloorcur": house.currency,
                    "at": _AGREED_PRICE if deal.fixed else 2 if house.second_price else 1,
                    "guar": int(deal.kind is DealKind.GUARANTEED),
                }
                for deal in buyer.deals
            ],
        }
    return impression


def _app(house: House, request: BreakRequest) -> dict[str, Any]:
    content: dict[str, Any] = {"context": _VIDEO_CONTEXT, "livestream": 0}
    if request.title is not None:
        content["id"] = str(request.title)
    if request.genres:
        content["genre"] = ", ".join(request.genres)
    return {
        "name": house.name,
        "domain": house.domain,
        "publisher": {"id": house.seller_id, "name": house.name, "domain": house.domain},
        "content": content,
    }


def _device(request: BreakRequest) -> dict[str, Any]:
    device: dict[str, Any] = {"dnt": 1, "lmt": 1}
    if request.device in _DEVICE_TYPES:
        device["devicetype"] = _DEVICE_TYPES[request.device]
    if request.language:
        device["language"] = request.language.partition("-")[0]
    if country := _three_letters().get(request.territory):
        device["geo"] = {"country": country}
    return device


def _regs(said: Said, *, gdpr: bool) -> dict[str, Any]:
    regs: dict[str, Any] = {"coppa": 0, "gdpr": int(gdpr)}
    if said.gpp:
        regs |= {"gpp": said.gpp, "gpp_sid": list(said.gpp_sid)}
    return regs


def _chain(house: House, auction: UUID) -> dict[str, Any]:
    own = {"asi": house.domain, "sid": house.seller_id, "hp": 1, "rid": str(auction)}
    return {"ver": "1.0", "complete": 1, "nodes": [own]}


@cache
def _three_letters() -> dict[str, str]:
    """Countries by their two letters: CLDR knows those of three as other names of them."""
    aliases: Mapping[str, list[str]] = get_global("territory_aliases")
    return {
        two[0]: three
        for three, two in sorted(aliases.items())
        if len(three) == 3 and three.isalpha() and len(two) == 1 and three not in _GONE
    }


_GONE = frozenset({"BUR", "DDR", "FXX", "TMP", "YMD", "ZAR"})
"""Codes of countries that are no more, which CLDR maps to those of today."""
