"""What a player meets: breaks of a title, ads of a break, beacons; and the advertiser's account."""

import csv
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from lxml import etree
from tests.ads.vast.test_answer import SCHEMA

from matinee.ads.vast.document import read_vast
from matinee.ads.vast.vmap import read_vmap
from matinee.assembly.house import House
from matinee.catalogue.model import TitleRecord
from matinee.vocabulary.places import Language, Territory

BREAK = {"id": "mid-1", "at_seconds": 600, "duration_seconds": 90, "slots": 3}


@dataclass(frozen=True)
class Screening:
    """A film with one break, a member before it, and an advertiser."""

    client: httpx.AsyncClient
    house: House
    title: UUID
    profile: UUID
    campaign: UUID

    async def json(self, method: str, path: str, **body: Any) -> Any:
        answer = await self.client.request(method, path, json=body or None)
        assert answer.status_code < 300, answer.text
        return answer.json()

    async def get(self, path: str) -> bytes:
        answer = await self.client.get(path)
        assert answer.status_code == 200, answer.text
        return answer.content

    async def book(self, **change: Any) -> UUID:
        """An approved film of 30 s, and a line item that shows it."""
        own = f"/v1/ads/campaigns/{self.campaign}"
        film = await self.json(
            "POST",
            f"{own}/creatives",
            name="A bowl",
            duration_seconds=30,
            renditions=[
                {
                    "address": "https://ads.test/bowl.mp4",
                    "media_type": "video/mp4",
                    "width": 1280,
                    "height": 720,
                    "bitrate": 3000,
                }
            ],
        )
        await self.json("PUT", f"/v1/ads/creatives/{film['id']}/approval", approval="approved")
        now = datetime.now(UTC)
        item = await self.json(
            "POST",
            f"{own}/line-items",
            **{
                "name": "=Evenings",
                "bid": "24.50",
                "goal_kind": "impressions",
                "goal": "1000",
                "start": (now - timedelta(days=1)).isoformat(),
                "end": (now + timedelta(days=7)).isoformat(),
                "state": "active",
                "creatives": [film["id"]],
                "targeting": {"territories": ["PT"]},
                **change,
            },
        )
        return UUID(item["id"])

    async def vast(self, version: str = "4.2") -> bytes:
        return await self.get(
            f"/v1/profiles/{self.profile}/titles/{self.title}/ads/vast?break=mid-1&version={version}"
        )


async def member(house: House, *, kids: bool = False, territory: str = "PT") -> UUID:
    household = await house.audience.create_household("Ferreira")
    made = await house.audience.create_profile(
        household.id,
        "Ana",
        kids=kids,
        languages=(Language("pt"),),
        territory=Territory(territory),
    )
    return made.id


@pytest.fixture
async def screening(client: httpx.AsyncClient, house: House) -> Screening:
    await house.catalogue.put_titles(
        [TitleRecord(name="A film", year=2001, runtime_minutes=90, genres=("Drama",))],
        source="test",
        open_window=True,
    )
    title = (await house.catalogue.shelf()).ids[0]
    profile = await member(house)
    seller = await house.ads.add_advertiser("Soup & Sons")
    campaign = await house.ads.add_campaign(seller.id, "Soup")
    here = Screening(client, house, title, profile, campaign.id)
    await here.json("PUT", f"/v1/ads/titles/{title}/breaks", breaks=[BREAK])
    await here.json("PUT", f"/v1/ads/campaigns/{campaign.id}/state", state="active")
    return here


async def test_a_player_finds_the_breaks_and_each_leads_to_its_ads(screening: Screening) -> None:
    await screening.book()
    asked = f"/v1/profiles/{screening.profile}/titles/{screening.title}/ads/vmap"
    [only] = read_vmap(await screening.get(asked)).ad_break
    assert (only.break_id, only.time_offset) == ("mid-1", "00:10:00")
    assert only.ad_source is not None
    assert only.ad_source.ad_tag_uri is not None
    path = only.ad_source.ad_tag_uri.value.split("8400", 1)[1]
    [ad] = read_vast(await screening.get(path)).ad
    assert ad.inline is not None


async def test_an_advertiser_that_is_kept_out_of_a_title_is_skipped_there_and_the_log_says_why(
    screening: Screening,
) -> None:
    await screening.book()
    assert len(read_vast(await screening.vast()).ad) == 1
    campaign = await screening.house.ads.campaign(screening.campaign)
    path = f"/v1/ads/titles/{screening.title}/kept-out"
    kept = await screening.json("PUT", path, advertisers=[str(campaign.advertiser_id)])
    assert kept == {"advertisers": [str(campaign.advertiser_id)]}
    assert not read_vast(await screening.vast()).ad
    await screening.house.ads.exchange()
    newest, *_ = await screening.house.ads.latest_decisions()
    why = (await screening.house.ads.explain(newest.id)).repeated
    assert why.skipped == {"ADVERTISER_BLOCKED": 1}
    await screening.json("PUT", path, advertisers=[])
    assert len(read_vast(await screening.vast()).ad) == 1
    refused = await screening.client.put(path, json={"advertisers": [str(screening.title)]})
    assert refused.status_code == 422


async def test_a_line_item_that_asks_for_ages_is_not_shown_where_the_title_has_none(
    screening: Screening,
) -> None:
    item = await screening.book(targeting={"to_age": 17})
    assert not read_vast(await screening.vast()).ad
    await screening.house.ads.exchange()
    newest, *_ = await screening.house.ads.latest_decisions()
    assert (await screening.house.ads.explain(newest.id)).repeated.skipped == {"MATURITY": 1}
    page = f"/desk/ads/campaigns/{screening.campaign}/items/{item}/ages"
    assert b'value="17"' in await screening.get(page)
    ages = {"from_age": "0", "to_age": "99"}
    changed = await screening.client.post(page, data={"standing": "0-17", **ages})
    assert (changed.status_code, "Take it back" in changed.text) == (200, True)
    again = await screening.client.post(page, data={"standing": "0-17", **ages})
    assert again.status_code == 409
    await screening.house.ads.exchange()
    assert len(read_vast(await screening.vast()).ad) == 1
    back = await screening.client.post(f"{page}/back", data={"from_age": "0", "to_age": "17"})
    assert back.status_code == 303
    [now] = await screening.house.ads.line_items(screening.campaign)
    assert now.targeting.to_age == 17


@pytest.mark.parametrize("version", ["3.0", "4.2"])
async def test_what_is_answered_is_valid_by_its_schema(
    screening: Screening, version: str, shared_data: Path
) -> None:
    await screening.book()
    schema = etree.XMLSchema(etree.parse(shared_data / "ads" / "vast" / "xsd" / SCHEMA[version]))
    assert schema.validate(etree.fromstring(await screening.vast(version))), schema.error_log


async def test_beacons_are_counted_once_and_the_invoice_is_what_was_billed(
    screening: Screening,
) -> None:
    await screening.book()
    billed = 0
    for _ in range(7):
        [ad] = read_vast(await screening.vast()).ad
        assert ad.inline is not None
        [told] = ad.inline.impression
        path = told.value.split("8400", 1)[1]
        # What calls itself a program is no viewer, whatever it tells, and learns nothing of that.
        for agent in ("python-httpx/0.28", *["Roku/DVP-12.5"] * 10, ""):
            answer = await screening.client.get(path, headers={"User-Agent": agent})
            assert answer.status_code == 204
        told = {"audible_seconds": 3600.0, "on_screen_seconds": 1.5}
        seconds = f"{path.rpartition('/')[0]}/seconds"
        answer = await screening.client.put(seconds, json=told, headers={"User-Agent": "Roku/1"})
        assert answer.status_code == 204
        for wrong in ({}, told | {"audible_seconds": -1}, told | {"on_screen_seconds": 3601}):
            assert (await screening.client.put(seconds, json=wrong)).status_code == 422
        billed += 1
    [played] = read_vast(await screening.vast()).ad
    assert played.inline is not None
    unseen = played.inline.impression[0].value.split("8400", 1)[1]
    answer = await screening.client.get(unseen, headers={"User-Agent": "Googlebot/2.1"})
    assert answer.status_code == 204
    stretch = {"start": "2000-01-01T00:00:00Z", "end": "2100-01-01T00:00:00Z"}
    answer = await screening.client.get(
        f"/v1/ads/campaigns/{screening.campaign}/invoice", params=stretch
    )
    account = answer.json()
    assert [line["impressions"] for line in account["lines"]] == [billed]
    assert account["total"] == "0.17"
    assert account["lines"][0]["amount"] == "0.1715"
    table = await screening.client.get(
        f"/v1/ads/campaigns/{screening.campaign}/invoice.csv", params=stretch
    )
    *_, line, total = table.text.splitlines()
    assert total == "total,,,0.17,EUR"
    assert line.startswith("'=Evenings,"), "no formula for who opens an invoice"
    own = f"/v1/ads/campaigns/{screening.campaign}/delivery"
    seen = (await screening.json("GET", own))["seen"]
    # Decided a moment ago: no more can have been heard than has passed since, and two seconds.
    assert (seen["ads"], seen["on_screen_seconds"]) == (billed, 1.5 * billed)
    assert 2 * billed <= seen["audible_seconds"] < 4 * billed
    line, total = csv.DictReader((await screening.get(f"{own}.csv")).decode().splitlines())
    assert (line["line item"], line["impressions"]) == ("'=Evenings", str(billed))
    ours = {
        name.partition(" (as our player reports it; not accredited)")[0]: name for name in total
    }
    assert {name: total[ours[name]] for name in seen} == {name: str(seen[name]) for name in seen}
    report = (await screening.get(f"/desk/ads/campaigns/{screening.campaign}/report")).decode()
    assert "They are not accredited" in report
    assert "1.5 sec" in report


async def test_a_forged_beacon_is_refused(screening: Screening) -> None:
    answer = await screening.client.get(f"/v1/ads/beacons/{'A' * 155}/impression")
    assert answer.status_code == 422
    assert answer.json()["code"] == "beacon_forged"


async def test_children_see_no_ads(screening: Screening) -> None:
    await screening.book()
    child = await member(screening.house, kids=True)
    asked = f"/v1/profiles/{child}/titles/{screening.title}/ads"
    vmap = await screening.get(f"{asked}/vmap")
    assert read_vmap(vmap).ad_break == ()
    vast = await screening.get(f"{asked}/vast")
    assert read_vast(vast).ad == ()


async def test_where_nobody_advertises_the_answer_is_empty_and_not_an_error(
    screening: Screening,
) -> None:
    await screening.book(targeting={"territories": ["ES"]})
    assert read_vast(await screening.vast()).ad == ()


async def test_a_break_that_is_not_there_is_not_found(screening: Screening) -> None:
    answer = await screening.client.get(
        f"/v1/profiles/{screening.profile}/titles/{screening.title}/ads/vast?break=mid-9"
    )
    assert answer.status_code == 404


async def test_a_device_with_a_control_character_is_refused(screening: Screening) -> None:
    asked = f"/v1/profiles/{screening.profile}/titles/{screening.title}"
    for name, status in (("tv%00", 422), ("web-touch", 200), ("Smart%20TV", 200)):
        answer = await screening.client.get(f"{asked}/ads/vast?break=mid-1&device={name}")
        assert answer.status_code == status, name
    for body in ({"device": "tv\0"}, {"gdpr_consent": "\0"}, {"gpp": "D\0"}):
        answer = await screening.client.post(f"{asked}/watch", json=body)
        assert answer.status_code == 422, body


async def test_an_operator_is_told_why_an_ad_was_shown(screening: Screening) -> None:
    item = await screening.book()
    await screening.vast()
    await screening.house.ads.exchange()
    [made] = await screening.house.ads.latest_decisions()
    told = await screening.json("GET", f"/v1/ads/decisions/{made.id}")
    assert told["same"]
    assert [each["line_item_id"] for each in told["decision"]["placed"]] == [str(item)]


async def test_a_tag_into_a_private_network_is_told_with_its_code(screening: Screening) -> None:
    told = await screening.json(
        "POST",
        f"/v1/ads/campaigns/{screening.campaign}/tags/check",
        address="http://127.0.0.1/vast",
        duration_seconds=30,
    )
    assert (told["error_code"], told["files"]) == (300, 0)


async def test_a_tag_is_passed_on_as_a_wrapper_or_left_out_where_it_leads_nowhere(
    screening: Screening,
) -> None:
    own = f"/v1/ads/campaigns/{screening.campaign}"
    tag = {"name": "By others", "duration_seconds": 30, "tag": "http://127.0.0.1/vast"}
    nothing = await screening.client.post(f"{own}/creatives", json=tag | {"duration_seconds": 1e-9})
    assert nothing.status_code == 422, "a length is kept in milliseconds"
    film = await screening.json("POST", f"{own}/creatives", **tag)
    await screening.json("PUT", f"/v1/ads/creatives/{film['id']}/approval", approval="approved")
    await screening.book(creatives=[film["id"]])
    [ad] = read_vast(await screening.vast()).ad
    assert ad.wrapper is not None
    assert ad.wrapper.ad_tag_uri.value == tag["tag"]
    assert read_vast(await screening.vast("4.2&unwind=true")).ad == ()


async def test_the_breaks_are_handed_to_other_systems(screening: Screening) -> None:
    own = f"/v1/ads/titles/{screening.title}/breaks"
    assert (await screening.get(f"{own}.csv")).splitlines()[1].startswith(b"mid-1,600.000,90.000")
    marks = (await screening.get(f"{own}/date-ranges?epoch=2026-01-01T00:00:00Z")).decode()
    assert 'START-DATE="2026-01-01T00:10:00.000Z"' in marks
    [told] = read_vmap(await screening.get(f"{own}.vmap")).ad_break
    assert (told.time_offset, told.break_id) == ("00:10:00", "mid-1")
    assert told.ad_source is not None
    assert told.ad_source.ad_tag_uri is not None
    assert "/profiles/PROFILE/titles/" in told.ad_source.ad_tag_uri.value


async def test_a_territory_with_a_narrower_limit_meets_fewer_breaks(screening: Screening) -> None:
    two = [BREAK, {**BREAK, "id": "mid-2", "at_seconds": 1500}]
    await screening.json("PUT", f"/v1/ads/titles/{screening.title}/breaks", breaks=two)
    limits = [
        {"breaks_per_hour": 1, "seconds_per_hour": 90, "territories": ["ES"]},
        {"breaks_per_hour": 0, "seconds_per_hour": 0, "territories": ["FR"]},
    ]
    rules = await screening.json("PUT", "/v1/ads/break-rules", limits=limits)
    assert [each["territories"] for each in rules["limits"]] == [["ES"], ["FR"]]
    assert await screening.json("GET", "/v1/ads/break-rules") == rules
    met = dict[str, int]()
    for place in ("PT", "ES", "FR"):
        profile = await member(screening.house, territory=place)
        asked = f"/v1/profiles/{profile}/titles/{screening.title}/ads/vmap"
        met[place] = len(read_vmap(await screening.get(asked)).ad_break)
    assert met == {"PT": 2, "ES": 1, "FR": 0}


@pytest.mark.parametrize(
    ("rules", "field"),
    [
        ({"most": 61}, "most"),
        ({"limits": [{"breaks_per_hour": -1, "seconds_per_hour": 0}]}, "limits"),
    ],
)
async def test_rules_of_breaks_that_cannot_be_are_refused(
    screening: Screening, rules: dict[str, Any], field: str
) -> None:
    answer = await screening.client.put("/v1/ads/break-rules", json=rules)
    assert (answer.status_code, answer.json()["field"]) == (422, field)


async def test_breaks_are_chosen_in_films_that_were_looked_into_only(screening: Screening) -> None:
    place = f"/v1/ads/titles/{screening.title}/breaks/choice"
    answer = await screening.client.post(place)
    assert (answer.status_code, answer.json()["code"]) == (404, "no_film")


async def test_what_breaks_came_to_is_a_page_and_a_table(screening: Screening) -> None:
    await screening.book()
    await screening.vast()
    await screening.house.ads.exchange()
    page = (await screening.get("/desk/ads/fill?days=1")).decode()
    assert "No break stayed empty" in page
    [_, day] = (await screening.get("/desk/ads/fill.csv?days=1")).decode().splitlines()
    assert day.split(",")[1:] == ["1", "1", "90.000", "30.000", "1", "0", "0"]
    report = (await screening.get(f"/desk/ads/campaigns/{screening.campaign}/report")).decode()
    assert "refused caps are not known" in report


async def test_why_a_break_stayed_empty_is_said_in_words(screening: Screening) -> None:
    await screening.book(targeting={"territories": ["ES"]})
    assert b"<Ad " not in await screening.vast()
    await screening.house.ads.exchange()
    page = (await screening.get("/desk/ads/fill?days=1")).decode()
    assert "It is booked for other territories" in page
    assert "TERRITORY" in page


async def test_the_editor_of_a_title_without_a_film_says_so(screening: Screening) -> None:
    own = f"/desk/ads/breaks/{screening.title}"
    assert "has no film" in (await screening.get(own)).decode()
    form = {"draft": "{}", "version": "0", "act": "choose"}
    headers = {"HX-Request": "true"}
    answer = await screening.client.post(own, data=form, headers=headers)
    assert (answer.status_code, "has no film" in answer.text) == (422, True)
    answer = await screening.client.post(own, data=form | {"draft": "["}, headers=headers)
    assert answer.status_code == 422
