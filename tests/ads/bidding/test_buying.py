"""Outside buyers over real HTTP: asked, judged, joined with what is booked, and told."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
import vastlint
from lxml import etree
from tests.ads.bidding.buyer_server import BuyerServer, buyer_server, film, wrapper
from tests.ads.bookings import HOUSEHOLD, START, Clock, Stand
from tests.ads.consent.test_strings import tc
from tests.ads.vast.test_answer import SCHEMA

from matinee.ads.bidding import jobs as telling
from matinee.ads.bidding import repository
from matinee.ads.bidding.model import Buyer, Deal, DealKind, PodKind
from matinee.ads.bidding.service import OutsideDemand
from matinee.ads.breaks.service import BreakService
from matinee.ads.consent.permissions import NOTHING_SAID, Said, permissions
from matinee.ads.delivery.outside import Bounds, OpenNetwork
from matinee.ads.delivery.service import AdDelivery
from matinee.ads.model import AdSettings, State, TitleBreak
from matinee.ads.offers import Claim
from matinee.ads.repository import fill, watched
from matinee.ads.service import AdService
from matinee.ads.vast.document import read_vast
from matinee.ads.viewers import Viewer
from matinee.errors import NotFound, Unavailable
from matinee.foundation.breaker import FAULTS
from matinee.foundation.database import Database
from matinee.foundation.jobs import Jobs
from matinee.media.model import Story
from matinee.vocabulary.ids import ProfileId, TitleId

TITLE, PROFILE = TitleId(UUID(int=5)), ProfileId(UUID(int=6))
CHOSEN = TitleBreak("mid", timedelta(minutes=9), timedelta(seconds=60), 2, floor=8_000_000)


class Family:
    """One household in Brazil, where no law demands a string; or elsewhere."""

    territory, kids = "BR", False

    async def viewer(self, profile: ProfileId) -> Viewer:
        del profile
        return Viewer(HOUSEHOLD, self.territory, "pt", self.kids)


class Shelf:
    """A catalogue of one title, of which media has no film."""

    async def genres(self, title: TitleId) -> tuple[str, ...]:
        del title
        return ("Drama",)

    async def rate(self, film: UUID) -> float:
        raise NotFound(f"There is no film {film}.")

    async def age(self, title: TitleId, territory: str) -> int | None:
        del title, territory

    async def film(self, title: TitleId) -> UUID | None:
        del title

    async def story(self, film: UUID) -> Story:
        raise NotFound(f"There is no film {film}.")


@dataclass
class Market:
    """A house that sells one break, and a buyer that is up."""

    server: BuyerServer
    outside: OutsideDemand
    delivery: AdDelivery
    stand: Stand
    database: Database
    jobs: Jobs
    family: Family
    buyer: Buyer

    async def vast(self, said: Said = NOTHING_SAID, version: Any = "4.2") -> bytes:
        return await self.delivery.vast(PROFILE, TITLE, "mid", version=version, said=said)

    async def titles(self, said: Said = NOTHING_SAID) -> list[str]:
        """What the break holds: bread is the buyer's, a bowl is booked."""
        found = read_vast(await self.vast(said)).ad
        return [ad.inline.ad_title.value for ad in found if ad.inline and ad.inline.ad_title]

    def counted(self) -> dict[str, int]:
        counts = self.outside.standing(self.buyer.id).counted
        return {word: count for word, count in counts.items() if count}

    async def change(self, **change: Any) -> None:
        self.buyer = await self.outside.put_buyer(replace(self.buyer, **change))


@pytest.fixture
async def market(database: Database) -> AsyncIterator[Market]:
    settings = AdSettings(
        seller_domain="kino.test",
        blocked_categories=["IAB7"],
        blocked_domains=["tobacco.test"],
        public_url="https://kino.test",
    )
    clock, family, jobs = Clock(), Family(), Jobs(database)
    async with buyer_server() as server:
        network = OpenNetwork(
            Bounds(2.0, 100_000), allowed=lambda _: True, ports=frozenset({server.port})
        )
        outside = OutsideDemand(database, jobs, settings, network, clock=clock)
        telling.register(jobs, outside)
        ads = AdService(database, settings, clock=clock, outside=outside)
        breaks = BreakService(database, Shelf(), Shelf())
        delivery = AdDelivery(database, ads, family, Shelf(), breaks, buyers=outside, clock=clock)
        await delivery.set_breaks(TITLE, [CHOSEN])
        buyer = await outside.put_buyer(
            Buyer(uuid4(), "Bread & Co", server.address, vendor=7, milliseconds=1500)
        )
        yield Market(server, outside, delivery, Stand(ads, clock), database, jobs, family, buyer)
        await delivery.close()


async def test_a_bid_runs_beside_what_is_booked_and_is_told_and_billed_once(
    market: Market, shared_data: Path
) -> None:
    await market.stand.line_item(await market.stand.campaign(), bid=25_000_000)
    market.server.bids({"price": 30}, {"id": "b2", "crid": "c2", "price": 10})
    made = await market.vast()
    schema = etree.XMLSchema(etree.parse(shared_data / "ads" / "vast" / "xsd" / SCHEMA["4.2"]))
    assert schema.validate(etree.fromstring(made)), schema.error_log
    assert vastlint.validate(made.decode()).summary.errors == 0
    bread, bowl = read_vast(made).ad
    assert bread.inline is not None
    assert bowl.inline is not None
    assert bread.inline.ad_title is not None
    assert bread.inline.ad_title.value == "Bread"
    own, theirs = (each.value for each in bread.inline.impression)
    assert theirs == "https://b.test/seen?p=30"
    [won] = await market.server.notice("won")
    assert (won["p"], won["b"]) == (["30"], ["b1"])
    [lost] = await market.server.notice("lost")
    assert (lost["p"], lost["b"], lost["l"]) == ([""], ["b2"], ["102"])
    token = own.rsplit("/", 2)[1]
    told = [await market.stand.ads.beacon(token, "impression") for _ in range(3)]
    assert told == [True, False, False]
    assert market.server.of_kind("billed") == []
    await market.jobs.work(until_idle=True)
    [billed] = await market.server.notice("billed")
    assert billed["p"] == ["30"]
    account = await market.outside.account(market.buyer.id, START, START + timedelta(days=1))
    assert (account.won, account.billed, account.billionths) == (1, 1, 30_000_000)
    # Its ad of 30 s was seen to the end: once, in the log of what was seen and in what was earned.
    await market.stand.ads.beacon(token, "complete")
    await market.stand.ads.exchange()
    async with market.database.reading() as connection:
        [earned] = (await fill.earned(connection, START, START + timedelta(days=1))).values()
        window = START, START + timedelta(days=1)
        [seen] = (await watched.seen(connection, *window, decided_from=START)).values()
    assert earned == (1, 30_000_000)
    assert seen == watched.SeenOfDay(1, 30.0)


async def test_a_decision_with_bids_is_made_again_from_its_log(market: Market) -> None:
    await market.stand.line_item(await market.stand.campaign(), bid=25_000_000)
    market.server.bids({"price": 30})
    assert await market.titles() == ["Bread", "A bowl"]
    await market.stand.ads.exchange()
    [made] = await market.stand.ads.latest_decisions()
    assert (await market.stand.ads.explain(made.id)).same
    assert [placed.offer is None for placed in made.placed] == [False, True]


async def test_a_booked_advertiser_and_its_bid_do_not_share_a_break(market: Market) -> None:
    advertiser = await market.stand.ads.add_advertiser("Bread", domain="bread.test")
    campaign = await market.stand.ads.add_campaign(advertiser.id, "Loaves")
    item = await market.stand.line_item(campaign, bid=25_000_000)
    assert item.most_per_pod == 1
    await market.stand.ads.set_campaign_state(campaign.id, State.ACTIVE)
    market.server.bids({"price": 30, "adomain": ["shop.bread.test"]})
    assert await market.titles() == ["Bread"]
    market.server.bids({"price": 20, "adomain": ["shop.bread.test"]})
    assert await market.titles() == ["A bowl"]


async def test_two_bids_of_one_category_keep_apart(market: Market) -> None:
    market.server.bids(
        {"cat": ["IAB2-1"]},
        {"id": "b2", "crid": "c2", "cat": ["IAB2-1"], "adomain": ["rye.test"]},
        {"id": "b3", "crid": "c3", "price": 9, "adomain": ["oats.test"]},
    )
    assert len(await market.titles()) == 2
    assert len(await market.server.notice("lost")) == 1
    winners = {words["b"][0] for words in await market.server.notice("won", 2)}
    assert "b3" in winners


UNFIT = {
    "this is no VAST": "NOT_VAST",
    "<html><body/></html>": "NOT_VAST",
    film(20): "DURATION",
    film(30, address="http://b.test/a.mp4"): "NOT_SECURE",
    film(30).replace("video/mp4", "video/x-flv"): "FILE_TYPE",
    film(30, category="IAB7-1"): "CATEGORY_BLOCKED",
    '<VAST version="4.2" xmlns="http://www.iab.com/VAST"/>': "NO_AD_BEHIND",
    wrapper("http://10.0.0.1:22/vast"): "NO_AD_BEHIND",
}


async def test_a_bid_without_a_fit_film_is_refused_and_told_why(market: Market) -> None:
    for number, (adm, reason) in enumerate(UNFIT.items(), 1):
        before = market.counted().get(reason, 0)
        market.server.bids({"adm": adm})
        assert await market.titles() == []
        assert market.counted()[reason] == before + 1
        lost = await market.server.notice("lost", number)
        assert int(lost[-1]["l"][0]) >= 200


async def test_a_bid_in_a_wrapper_is_followed_to_its_film(market: Market) -> None:
    market.server.documents["/tag"] = film()
    market.server.bids({"adm": wrapper(f"http://127.0.0.1:{market.server.port}/tag")})
    [bread] = read_vast(await market.vast()).ad
    assert bread.inline is not None
    told = [each.value for each in bread.inline.impression]
    assert told[1:] == ["https://b.test/wrapped", "https://b.test/seen?p=30"]


async def test_a_huge_answer_and_bad_json_cost_nothing_but_the_bids(market: Market) -> None:
    await market.stand.line_item(await market.stand.campaign())
    market.server.answer = lambda _: b"[" * 200_000
    assert await market.titles() == ["A bowl"]
    market.server.answer = lambda _: b'{"id": '
    assert await market.titles() == ["A bowl"]
    assert market.counted() == {"ASKED": 2, "TOO_LARGE": 1, "NOT_JSON": 1}


async def test_a_slow_buyer_is_not_waited_for_and_left_alone_after_some_faults(
    market: Market,
) -> None:
    await market.stand.line_item(await market.stand.campaign())
    await market.change(milliseconds=20)
    market.server.seconds = 30
    for _ in range(FAULTS + 3):
        assert await market.titles() == ["A bowl"]
    assert market.counted() == {"ASKED": FAULTS, "SLOW": FAULTS}
    assert market.outside.standing(market.buyer.id).rests


async def test_a_buyer_that_is_not_there_and_one_that_bids_nothing_are_told_apart(
    market: Market,
) -> None:
    assert await market.titles() == []
    assert market.counted() == {"ASKED": 1}
    await market.change(address="http://no.such.host.invalid/bid")
    assert await market.titles() == []
    assert market.counted() == {"ASKED": 2, "NOT_REACHED": 1}


async def test_who_is_not_agreed_to_is_not_asked(market: Market) -> None:
    market.server.bids({})
    market.family.territory = "PT"
    agreed = tc(consent=(1, 2), vendors=(7,))
    for said, asked in [
        (NOTHING_SAID, 0),
        (Said(tcf="unreadable!"), 0),
        (Said(tcf=tc(consent=(1, 2), vendors=(8,))), 0),
        (Said(tcf=agreed), 1),
    ]:
        market.server.asked.clear()
        await market.vast(said)
        assert len(market.server.asked) == asked
        market.stand.clock.advance(seconds=1)
    assert market.server.asked[0]["user"] == {"consent": agreed}
    assert market.server.asked[0]["regs"]["gdpr"] == 1


async def test_children_are_not_offered(market: Market) -> None:
    market.server.bids({})
    market.family.kids = True
    assert await market.titles() == []
    assert market.server.asked == []


async def test_a_structured_pod_takes_one_bid_for_each_slot(market: Market) -> None:
    await market.change(pod=PodKind.STRUCTURED)
    market.server.bids(
        {},
        {"id": "b2", "crid": "c2", "adomain": ["rye.test"], "price": 29},
        {"id": "b3", "crid": "c3", "adomain": ["oats.test"], "price": 12, "impid": "2"},
    )
    assert len(await market.titles()) == 2
    assert {words["b"][0] for words in await market.server.notice("won", 2)} == {"b1", "b3"}


async def test_buyers_are_kept_by_the_operator_and_never_inside_the_house(
    client: httpx.AsyncClient,
) -> None:
    shape = {
        "name": "Bread & Co",
        "address": "http://127.0.0.1/bid",
        "floor": "9.5",
        "deals": [{"id": "d1", "floor": "12"}],
        "blocked_domains": ["rye.test"],
    }
    added = (await client.post("/v1/ads/buyers", json=shape)).json()
    assert (added["floor"], added["deals"][0]["floor"], added["active"]) == ("9.5", "12", True)
    path = f"/v1/ads/buyers/{added['id']}"
    changed = await client.put(path, json={**shape, "active": False})
    assert changed.json()["active"] is False
    [listed] = (await client.get("/v1/ads/buyers")).json()["buyers"]
    assert listed == changed.json()
    window = {"start": "2026-01-01T00:00:00Z", "end": "2027-01-01T00:00:00Z"}
    account = (await client.get(f"{path}/account", params=window)).json()
    assert (account["won"], account["amount"], account["left_alone"]) == (0, "0", False)
    assert (await client.put(f"/v1/ads/buyers/{uuid4()}", json=shape)).status_code == 404
    refused = await client.post("/v1/ads/buyers", json={**shape, "address": "ftp://x"})
    assert refused.status_code == 422


async def nobody_knows(*_: object, **__: object) -> None:
    raise Unavailable("All connections to the database are in use.")


async def test_a_guaranteed_deal_behind_its_pace_comes_first_and_no_longer_once_it_is_in_step(
    market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    await market.stand.line_item(await market.stand.campaign(), bid=95_000_000)
    week = timedelta(days=7)
    spring = Deal("d1", 9_000_000, DealKind.GUARANTEED, 2, START - week, START + week)
    await market.change(deals=(spring, Deal("d2", 20_000_000, DealKind.PREFERRED)))
    only = replace(CHOSEN, slots=1)
    await market.delivery.set_breaks(TITLE, [only])
    market.server.bids(
        {"price": 9, "dealid": "d1"}, {"id": "b2", "crid": "c2", "price": 94},
        {"id": "b3", "crid": "c3", "price": 20, "dealid": "d2"},
    )  # fmt: skip
    # Where nobody knows what is due, its bid stands without a claim beside the others.
    with monkeypatch.context() as away:
        away.setattr(repository, "taken", nobody_knows)
        asked, allowed = market.stand.request(), permissions(NOTHING_SAID, territory="BR")
        offers = (await market.outside.ask(asked, only, NOTHING_SAID, allowed)).offers
        assert {each.bid: each.claim for each in offers} == {
            9_000_000: Claim.NONE, 94_000_000: Claim.NONE, 20_000_000: Claim.AGREED,
        }  # fmt: skip
    # One of two is due at half its days; it is cheaper than all others, and has the only place.
    assert await market.titles() == ["Bread"]
    [won] = await market.server.notice("won")
    assert (won["b"], won["p"]) == (["b1"], ["9"])
    assert await market.outside.taken(market.buyer) == {"d1": 0}  # As of half a minute ago.
    await market.change(name="Bread & Son")
    assert await market.outside.taken(market.buyer) == {"d1": 1}
    # What is due was taken: the dearest wins, unless it takes the place of an agreed price.
    assert await market.titles() == ["A bowl"]
    await market.delivery.set_breaks(TITLE, [CHOSEN])
    assert await market.titles() == ["A bowl", "Bread"]
    wins = await market.server.notice("won", 2)
    assert sorted(each["b"] for each in wins) == [["b1"], ["b3"]]
