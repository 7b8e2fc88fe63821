"""Each bid that is not as it should be has its answer; the others stand."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.ads.bookings import START

from matinee.ads.bidding.asking import Question, question
from matinee.ads.bidding.judging import judge
from matinee.ads.bidding.model import Buyer, Deal, DealKind, House, PodKind, Reason
from matinee.ads.consent.permissions import NOTHING_SAID, Said
from matinee.ads.model import BreakRequest, TitleBreak
from matinee.ads.offers import Claim
from matinee.errors import Invalid
from matinee.vocabulary.ids import HouseholdId, TitleId

HOUSE = House("Kino", "kino.test", "k-1", "EUR", False, 1, ("IAB7",), ("tobacco.test",))
BUYER = Buyer(
    UUID(int=9),
    "Bread",
    "https://bread.test/bid",
    seats=("s1",),
    deals=(Deal("d1", 12_000_000),),
    floor=9_000_000,
)
CHOSEN = TitleBreak("mid-1", timedelta(minutes=10), timedelta(seconds=90), 3)
REQUEST = BreakRequest(
    at=START,
    household=HouseholdId(UUID(int=77)),
    duration=CHOSEN.duration,
    slots=CHOSEN.slots,
    territory="PT",
    language="pt-PT",
    device="tv",
    title=TitleId(UUID(int=5)),
    genres=("Drama", "War"),
    floor=8_000_000,
    without_categories=frozenset({"IAB8-5"}),
)
BID = {
    "id": "b",
    "impid": "1",
    "price": 10,
    "adm": "<VAST/>",
    "adomain": ["www.Bread.test"],
    "crid": "c",
}


def asked(buyer: Buyer = BUYER, said: Said = NOTHING_SAID, *, gdpr: bool = False) -> Question:
    return question(buyer, HOUSE, REQUEST, CHOSEN, auction=UUID(int=3), said=said, gdpr=gdpr)


def answer(*bids: dict[str, Any], **change: Any) -> bytes:
    whole = {"id": str(UUID(int=3)), "cur": "EUR", "seatbid": [{"seat": "s1", "bid": list(bids)}]}
    return json.dumps({**whole, **change}).encode()


def reasons(data: bytes, buyer: Buyer = BUYER) -> list[Reason]:
    fit, refused = judge(data, asked(buyer), buyer, HOUSE, REQUEST)
    assert len(fit) == (1 if b'"good"' in data else 0)
    return [each.reason for each in refused]


GOOD = {**BID, "id": "good", "crid": "good"}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"impid": "7"}, Reason.UNKNOWN_IMPRESSION),
        ({"price": 8.5}, Reason.FLOOR),
        ({"price": 0}, Reason.PRICE),
        ({"price": -3}, Reason.PRICE),
        ({"price": 1e300}, Reason.PRICE),
        ({"price": "10"}, Reason.MALFORMED),
        ({"price": None}, Reason.MALFORMED),
        ({"id": None}, Reason.MALFORMED),
        ({"adomain": "bread.test"}, Reason.MALFORMED),
        ({"adomain": []}, Reason.DOMAIN),
        ({"adomain": ["bread"]}, Reason.DOMAIN),
        ({"adomain": ["bread.test", "javascript:alert(1)"]}, Reason.DOMAIN),
        ({"adomain": ["shop.tobacco.test"]}, Reason.DOMAIN_BLOCKED),
        ({"cat": ["IAB7-39"]}, Reason.CATEGORY_BLOCKED),
        ({"cat": ["IAB1", "IAB8-5"]}, Reason.CATEGORY_BLOCKED),
        ({"cat": ["483"], "cattax": 7}, Reason.TAXONOMY),
        ({"crid": ""}, Reason.CREATIVE_ID),
        ({"adm": ""}, Reason.MARKUP),
        ({"slotinpod": 1}, Reason.POSITION),
        ({"dealid": "d2"}, Reason.DEAL),
        ({"dealid": "d1", "price": 11.9}, Reason.DEAL_FLOOR),
    ],
)
def test_a_bid_that_is_unfit_is_refused_with_its_reason_and_the_next_one_stands(
    change: dict[str, Any], reason: Reason
) -> None:
    assert reasons(answer({**BID, **change}, GOOD)) == [reason]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"no json", Reason.NOT_JSON),
        (b"[]", Reason.NOT_JSON),
        (b'{"id": "x", "seatbid": 5}', Reason.NOT_JSON),
        (b'{"id": "\xff"}', Reason.NOT_JSON),
        (b'{"id": "x", "ext": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", Reason.NOT_JSON),
        (answer(BID, id="another"), Reason.OTHER_AUCTION),
        (answer(BID, cur="USD"), Reason.CURRENCY),
        (json.dumps({"id": str(UUID(int=3)), "seatbid": [{"seat": "s1", "bid": [BID]}]}).encode(),
         Reason.CURRENCY),  # dollars, where nothing is said
        (answer(*[BID] * 51), Reason.TOO_MANY_BIDS),
        (answer(BID, seatbid=[{"seat": "s2", "bid": [BID]}]), Reason.SEAT),
    ],
)  # fmt: skip
def test_an_answer_that_is_unfit_is_refused_as_a_whole(data: bytes, reason: Reason) -> None:
    assert reasons(data) == [reason]


@pytest.mark.parametrize("data", [answer(), answer(seatbid=[]), answer(cur="USD", nbr=2)])
def test_an_answer_without_bids_is_no_fault(data: bytes) -> None:
    assert reasons(data) == []


def test_of_two_bids_with_one_creative_the_higher_stands() -> None:
    fit, refused = judge(
        answer(BID, {**BID, "id": "c", "price": 14}), asked(), BUYER, HOUSE, REQUEST
    )
    assert [each.ids.bid for each in fit] == ["c"]
    assert [(each.reason, each.ids and each.ids.bid) for each in refused] == [(Reason.TWICE, "b")]


def test_a_deal_has_its_own_floor() -> None:
    [fit], _ = judge(answer({**BID, "dealid": "d1", "price": 12}), asked(), BUYER, HOUSE, REQUEST)
    assert (fit.bid, fit.floor, fit.domains) == (12_000_000, 12_000_000, ("bread.test",))


@pytest.mark.parametrize(
    ("kind", "told", "paid"),
    [
        (DealKind.PRIVATE, (1, 0), 15_000_000),
        (DealKind.PREFERRED, (3, 0), 12_000_000),
        (DealKind.GUARANTEED, (3, 1), 12_000_000),
    ],
)
def test_an_agreed_price_is_what_is_paid_and_the_buyer_is_told_so(
    kind: DealKind, told: tuple[int, int], paid: int
) -> None:
    buyer = replace(BUYER, deals=(Deal("d1", 12_000_000, kind),))
    question = asked(buyer)
    [impression, *_] = json.loads(question.body)["imp"]
    [deal] = impression["pmp"]["deals"]
    assert (deal["at"], deal["guar"]) == told
    [fit], _ = judge(answer({**BID, "dealid": "d1", "price": 15}), question, buyer, HOUSE, REQUEST)
    assert (fit.bid, fit.floor) == (paid, 12_000_000)


def test_a_request_holds_nothing_of_a_person() -> None:
    said = Said(tcf="COw", gpp="DBABMA~COw", gpp_sid=(2,))
    body = json.loads(asked(said=said, gdpr=True).body)
    assert str(UUID(int=77)) not in json.dumps(body)
    assert body["user"] == {"consent": "COw"}
    assert body["regs"] == {"coppa": 0, "gdpr": 1, "gpp": "DBABMA~COw", "gpp_sid": [2]}
    assert body["device"] == {
        "dnt": 1, "lmt": 1, "devicetype": 3, "language": "pt", "geo": {"country": "PRT"},
    }  # fmt: skip
    assert "user" not in json.loads(asked().body)


def test_a_request_says_who_sells_what_is_kept_out_and_what_the_film_is() -> None:
    body = json.loads(asked().body)
    [node] = body["source"]["schain"]["nodes"]
    assert (node["asi"], node["sid"]) == ("kino.test", "k-1")
    assert body["bcat"] == ["IAB7", "IAB8-5"]
    assert body["badv"] == ["tobacco.test"]
    assert body["app"]["content"]["genre"] == "Drama, War"
    assert (body["at"], body["cur"], body["tmax"]) == (1, ["EUR"], 200)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (PodKind.DYNAMIC, [(90, 90, 3)]),
        (PodKind.STRUCTURED, [(30, None, None)] * 3),
        (PodKind.HYBRID, [(30, None, None), (60, 60, 2)]),
    ],
)
def test_a_break_is_put_as_the_buyer_wants_it(
    kind: PodKind, expected: list[tuple[int, int | None, int | None]]
) -> None:
    body = json.loads(asked(replace(BUYER, pod=kind)).body)
    videos = [each["video"] for each in body["imp"]]
    found = [(one["maxduration"], one.get("poddur"), one.get("maxseq")) for one in videos]
    assert found == expected
    assert {one["podid"] for one in videos} == {"mid-1"}
    assert {each["bidfloor"] for each in body["imp"]} == {9}


def test_what_is_due_of_a_deal_grows_evenly_over_its_days_and_a_bid_is_owed_below_it() -> None:
    start = datetime(2026, 3, 1, tzinfo=UTC)
    deal = Deal("d1", 9, DealKind.GUARANTEED, 1000, start, start + timedelta(days=10))
    at = [deal.due(start + timedelta(days=days)) for days in (-1, 0, 1, 5, 9.9999, 10)]
    assert at == [0, 0, 100, 500, 1000, 0]
    half = start + timedelta(days=5)
    assert [deal.claim(taken, half) for taken in (499, 500)] == [Claim.OWED, Claim.AGREED]
    assert Deal("d2", 9, DealKind.PREFERRED).claim(0, half) is Claim.AGREED
    assert Deal("d3", 9).claim(0, half) is Claim.NONE
    for wrong in ({"kind": DealKind.PREFERRED}, {"end": None}, {"end": start}):
        with pytest.raises(Invalid):
            replace(deal, **wrong)
