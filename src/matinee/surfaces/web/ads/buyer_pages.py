"""Outside buyers: who may bid, under which deals, what they won and owe, and why bids were lost."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from matinee.access.door import may
from matinee.access.model import Role
from matinee.ads.bidding.model import Buyer, Deal, DealKind, PodKind, Reason
from matinee.ads.bidding.routes import BuyerShape, buyer_of
from matinee.errors import Invalid
from matinee.surfaces.web.ads.buyer_words import deal_words, pod_words, reason_words
from matinee.surfaces.web.ads.frame import ROOT, AdDesk
from matinee.surfaces.web.clearance.forms import Reading, Typed, lines_of

BUYERS = f"{ROOT}/buyers"
_ACCOUNTED = timedelta(days=30)
_MILLION = 1_000_000
_PARTS_OF_A_DEAL = (3, 6)


def routes(desk: AdDesk) -> APIRouter:
    """``/desk/ads/buyers`` and what is under it: the operator's."""
    router = APIRouter(prefix=BUYERS, include_in_schema=False, dependencies=[may(Role.OPERATOR)])

    @router.get("")
    async def buyers(request: Request) -> Response:
        """List the buyers with what each won, and ask for another."""
        return await _list(desk, request, Typed.told(milliseconds="200", floor="0"), {})

    @router.post("")
    async def add(request: Request) -> Response:
        """Add a buyer; it is asked from the next break on."""
        typed = await Typed.of(request)
        reading = Reading(typed, desk.stage.tongue(request))
        made = await _kept(desk, reading, uuid4())
        if made is None:
            return await _list(desk, request, typed, reading.faults)
        return RedirectResponse(f"{BUYERS}/{made.id}", 303)

    @router.get("/{buyer_id}")
    async def buyer(request: Request, buyer_id: UUID) -> Response:
        """Show a buyer: its deals, its account, and its last troubles."""
        known = await desk.house.outside_demand.buyer(buyer_id)
        return await _one(desk, request, known, _told(known), {})

    @router.post("/{buyer_id}")
    async def change(request: Request, buyer_id: UUID) -> Response:
        """Change it, or stop asking it."""
        known = await desk.house.outside_demand.buyer(buyer_id)
        typed = await Typed.of(request)
        reading = Reading(typed, desk.stage.tongue(request))
        if await _kept(desk, reading, buyer_id) is None:
            return await _one(desk, request, known, typed, reading.faults)
        return RedirectResponse(f"{BUYERS}/{buyer_id}", 303)

    return router


async def _list(desk: AdDesk, request: Request, typed: Typed, faults: dict[str, str]) -> Response:
    rows = [await _accounted(desk, each) for each in await desk.house.outside_demand.buyers()]
    values = {"rows": rows, "was": typed, "faults": faults, **_always(desk, request)}
    return await desk.page(request, "buyers.html", values, status=422 if faults else 200)


async def _one(
    desk: AdDesk, request: Request, known: Buyer, typed: Typed, faults: dict[str, str]
) -> Response:
    values = {
        "row": await _accounted(desk, known),
        "was": typed,
        "faults": faults,
        "reasons": reason_words(desk.stage.tongue(request)),
        **_always(desk, request),
    }
    return await desk.page(request, "buyer.html", values, status=422 if faults else 200)


def _always(desk: AdDesk, request: Request) -> dict[str, Any]:
    tongue, settings = desk.stage.tongue(request), desk.house.ads.settings
    return {
        "pods": pod_words(tongue),
        "deal_kinds": deal_words(tongue),
        "seller": (settings.seller_domain, settings.seller_id),
        "days": _ACCOUNTED.days,
    }


async def _accounted(desk: AdDesk, buyer: Buyer) -> dict[str, Any]:
    """A buyer with its account of the last days, and how it answered this process."""
    now = datetime.now(UTC)
    outside = desk.house.outside_demand
    account = await outside.account(buyer.id, now - _ACCOUNTED, now)
    standing, taken = outside.standing(buyer.id), await outside.taken(buyer)
    asked, fit = standing.counted.get("ASKED", 0), standing.counted.get("FIT", 0)
    lost = {each: standing.counted[each.word] for each in Reason if standing.counted.get(each.word)}
    return {
        "buyer": buyer,
        "deals": [(each, taken.get(each.id, 0), each.due(now)) for each in buyer.deals],
        "account": account,
        "amount": outside.owed(account),
        "asked": asked,
        "fit": fit,
        "lost": sorted(lost.items(), key=lambda each: -each[1]),
        "standing": standing,
    }


async def _kept(desk: AdDesk, reading: Reading, buyer_id: UUID) -> Buyer | None:
    """The buyer as the form says, kept; None where something does not fit, which is noted."""
    body = reading.shape(BuyerShape, _said(reading))
    if body is None:
        return None
    try:
        return await desk.house.outside_demand.put_buyer(buyer_of(buyer_id, body))
    except Invalid as refusal:
        reading.refused(refusal)
        return None


def _said(reading: Reading) -> dict[str, Any]:
    """The form as a buyer's shape."""
    return {
        "name": reading.needed("name"),
        "address": reading.needed("address"),
        "active": not reading.flag("inactive"),
        "milliseconds": reading.count("milliseconds"),
        "pod": reading.text("pod") or PodKind.DYNAMIC,
        "vendor": reading.count("vendor"),
        "floor": reading.number("floor") or 0,
        "seats": reading.codes("seats"),
        "deals": _deals(reading),
        "blocked_categories": reading.codes("blocked_categories"),
        "blocked_domains": reading.codes("blocked_domains"),
    }


def _deals(reading: Reading) -> list[dict[str, Any]]:
    """A deal a line: its id, its kind and its price; and what was guaranteed, in which days."""
    found = list[dict[str, Any]]()
    for line in lines_of(reading.text("deals") or ""):
        parts = line.split()
        known = len(parts) in _PARTS_OF_A_DEAL and parts[1] in {each.value for each in DealKind}
        days = [_day(each, after) for after, each in enumerate(parts[4:])]
        if not known or None in days:
            reading.faults["deals"] = reading.tongue.say(
                "Write a deal a line, such as: spring-1 preferred 12.50"
            )
            return []
        found.append({"id": parts[0], "kind": parts[1], "floor": parts[2]})
        if days[1:] and days[0] and days[1]:
            found[-1] |= {
                "impressions": parts[3], "start": days[0], "end": days[1],
            }  # fmt: skip
    return found


def _day(said: str, after: int) -> datetime | None:
    """The beginning of a day (UTC), written as 2026-12-01, or so many days after; None for none."""
    try:
        return datetime.strptime(said, "%Y-%m-%d").replace(tzinfo=UTC) + timedelta(days=after)
    except (ValueError, OverflowError):
        return None


def _line(deal: Deal) -> str:
    said = f"{deal.id} {deal.kind} {Decimal(deal.floor) / _MILLION}"
    if not deal.impressions or deal.start is None or deal.end is None:
        return said
    last = deal.end - timedelta(microseconds=1)
    return f"{said} {deal.impressions} {deal.start.date()} {last.date()}"


def _told(buyer: Buyer) -> Typed:
    """A buyer as the form writes it."""
    return Typed.told(
        name=buyer.name,
        address=buyer.address,
        inactive="" if buyer.active else "yes",
        milliseconds=str(buyer.milliseconds),
        pod=buyer.pod.value,
        vendor=str(buyer.vendor or ""),
        floor=str(Decimal(buyer.floor) / _MILLION),
        seats=" ".join(buyer.seats),
        deals="\n".join(map(_line, buyer.deals)),
        blocked_categories=" ".join(buyer.blocked_categories),
        blocked_domains=" ".join(buyer.blocked_domains),
    )
