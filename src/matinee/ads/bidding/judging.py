"""A buyer's answer read and judged: each bid is fit, or refused with its reason.

Nothing of it is believed: the answer is of this auction and in this currency, each bid is for
something that was asked, at its floor or above, by a seat, under a deal and for an advertiser that
may, and has its ad with it. What the ad itself is worth is seen when it is followed to its film.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid5

import msgspec

from matinee.ads.bidding.asking import (
    MEDIA_TYPES,
    Place,
    Question,
    blocked_categories,
    blocked_domains,
)
from matinee.ads.bidding.model import Buyer, House, Ids, Notices, Reason, Refused
from matinee.ads.delivery.unwinding import Unwound
from matinee.ads.model import BreakRequest
from matinee.foundation.nesting import UNREADABLE

MOST_BIDS = 50
_DEAREST = 100_000.0
"""No thousand impressions cost more, in any currency that a house would use."""
_ANY_POSITION = frozenset({None, 0})
_DOMAIN = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
_LEAST = timedelta(seconds=1)


class _Bid(msgspec.Struct):
    id: str
    impid: str
    price: float
    adm: str = ""
    adid: str = ""
    adomain: list[str] = []
    cat: list[str] = []
    cattax: int = 1
    crid: str = ""
    dealid: str = ""
    dur: int | None = None
    slotinpod: int | None = None
    nurl: str = ""
    burl: str = ""
    lurl: str = ""


class _SeatBid(msgspec.Struct):
    bid: list[msgspec.Raw] = []
    seat: str = ""


class _Response(msgspec.Struct):
    id: str
    seatbid: list[_SeatBid] = []
    cur: str = "USD"


_RESPONSE = msgspec.json.Decoder(_Response)
_BID = msgspec.json.Decoder(_Bid)


@dataclass(frozen=True, slots=True)
class Fit:
    """A bid that keeps the rules, as far as they can be seen without its film.

    ``bid`` and ``floor`` in millionths; ``duration`` is what the buyer says, if it does.
    """

    place: Place
    bid: int
    floor: int
    creative_id: UUID
    domains: tuple[str, ...]
    categories: tuple[str, ...]
    duration: timedelta | None
    markup: bytes
    ids: Ids
    notices: Notices


class _Unfit(Exception):
    def __init__(self, reason: Reason, said: str = "") -> None:
        super().__init__(reason, said)
        self.reason, self.said = reason, said


def judge(
    data: bytes, asked: Question, buyer: Buyer, house: House, request: BreakRequest
) -> tuple[list[Fit], list[Refused]]:
    """The bids of an answer, fit and unfit; an answer without any is an empty one."""
    try:
        response = _RESPONSE.decode(data)
    except UNREADABLE as error:
        return [], [Refused(Reason.NOT_JSON, str(error)[:200])]
    if response.id != asked.auction:
        return [], [Refused(Reason.OTHER_AUCTION, response.id[:60])]
    raw = [(seat.seat, bid) for seat in response.seatbid for bid in seat.bid]
    if not raw:
        return [], []
    if response.cur != house.currency:
        return [], [Refused(Reason.CURRENCY, response.cur[:10])]
    if len(raw) > MOST_BIDS:
        return [], [Refused(Reason.TOO_MANY_BIDS, str(len(raw)))]
    fit: dict[UUID, Fit] = {}
    refused: list[Refused] = []
    for seat, each in raw:
        try:
            bid = _BID.decode(each)
        except UNREADABLE as error:
            refused.append(Refused(Reason.MALFORMED, str(error)[:200]))
            continue
        ids = Ids(asked.auction, bid.id, bid.impid, seat, bid.adid, bid.dealid)
        notices = Notices(bid.nurl, bid.burl, bid.lurl)
        try:
            found = _fit(bid, ids, notices, asked, buyer, house, request)
        except _Unfit as unfit:
            refused.append(Refused(unfit.reason, unfit.said, ids, notices))
            continue
        # Of two bids with one creative the higher stands: a pod holds a creative once.
        known = fit.get(found.creative_id)
        if known is not None:
            found, known = sorted((found, known), key=lambda one: -one.bid)
            refused.append(Refused(Reason.TWICE, "", known.ids, known.notices))
        fit[found.creative_id] = found
    return list(fit.values()), refused


def unfit_film(
    ad: Unwound, fit: Fit, buyer: Buyer, house: House, request: BreakRequest
) -> Refused | None:
    """What keeps a film from the break, once it is known; None if nothing does."""
    longest = min(fit.place.duration, request.longest_ad or fit.place.duration)
    files = [each for each in ad.files if each.type.strip() in MEDIA_TYPES]
    for reason, said, wrong in (
        (Reason.DURATION, str(ad.duration), not _LEAST <= ad.duration <= longest),
        (Reason.FILE_TYPE, ad.files[0].type[:60], not files),
        (
            Reason.NOT_SECURE,
            "",
            any(not each.value.strip().startswith("https://") for each in files),
        ),
        (
            Reason.CATEGORY_BLOCKED,
            ", ".join(ad.categories)[:100],
            any(_blocked(ad.categories, blocked_categories(buyer, house, request))),
        ),
    ):
        if wrong:
            return Refused(reason, said, fit.ids, fit.notices)
    return None


def _fit(
    bid: _Bid,
    ids: Ids,
    notices: Notices,
    asked: Question,
    buyer: Buyer,
    house: House,
    request: BreakRequest,
) -> Fit:
    place = asked.places.get(bid.impid)
    if place is None:
        raise _Unfit(Reason.UNKNOWN_IMPRESSION, bid.impid[:60])
    if buyer.seats and ids.seat not in buyer.seats:
        raise _Unfit(Reason.SEAT, ids.seat[:60])
    if bid.slotinpod not in _ANY_POSITION:
        raise _Unfit(Reason.POSITION, str(bid.slotinpod))
    amount, floor = _price(bid, place, buyer)
    if not bid.crid:
        raise _Unfit(Reason.CREATIVE_ID)
    domains = _safe(bid, buyer, house, request)
    if not bid.adm.strip():
        raise _Unfit(Reason.MARKUP)
    return Fit(
        place=place,
        bid=amount,
        floor=floor,
        creative_id=uuid5(buyer.id, bid.crid),
        domains=domains,
        categories=tuple(bid.cat),
        duration=None if bid.dur is None else timedelta(seconds=min(max(bid.dur, 0), 86_400)),
        markup=bid.adm.encode(),
        ids=ids,
        notices=notices,
    )


def _safe(bid: _Bid, buyer: Buyer, house: House, request: BreakRequest) -> tuple[str, ...]:
    """The domains of a bid that neither they nor its categories keep from the break."""
    domains = tuple(each.strip().lower().removeprefix("www.") for each in bid.adomain)
    if not domains or not all(map(_DOMAIN.fullmatch, domains)):
        raise _Unfit(Reason.DOMAIN, ", ".join(domains)[:100])
    for domain in domains:
        if any(_within(domain, each) for each in blocked_domains(buyer, house)):
            raise _Unfit(Reason.DOMAIN_BLOCKED, domain)
    blocked = blocked_categories(buyer, house, request)
    if blocked and bid.cat and bid.cattax != house.taxonomy:
        raise _Unfit(Reason.TAXONOMY, str(bid.cattax))
    for category in _blocked(bid.cat, blocked):
        raise _Unfit(Reason.CATEGORY_BLOCKED, category[:60])
    return domains


def _price(bid: _Bid, place: Place, buyer: Buyer) -> tuple[int, int]:
    """What is bid and the floor that it meets, in millionths; an agreed price is both."""
    if not 0 < bid.price <= _DEAREST:
        raise _Unfit(Reason.PRICE, f"{bid.price:g}")
    amount = round(bid.price * 1_000_000)
    if not bid.dealid:
        if amount < place.floor:
            raise _Unfit(Reason.FLOOR, f"{bid.price:g}")
        return amount, place.floor
    deal = next((each for each in buyer.deals if each.id == bid.dealid), None)
    if deal is None:
        raise _Unfit(Reason.DEAL, bid.dealid[:60])
    if amount < deal.floor:
        raise _Unfit(Reason.DEAL_FLOOR, f"{bid.price:g}")
    return (deal.floor if deal.fixed else amount), deal.floor


def _within(domain: str, blocked: str) -> bool:
    return domain == blocked or domain.endswith(f".{blocked}")


def _blocked(categories: Collection[str], blocked: Collection[str]) -> Iterator[str]:
    """Those that are blocked, by themselves or by what they are part of (IAB7-39 of IAB7)."""
    for category in categories:
        if category in blocked or category.partition("-")[0] in blocked:
            yield category
