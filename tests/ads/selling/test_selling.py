"""What is published, and what others' lists say against it."""

import httpx
import pytest
from tests.ads.selling.test_ads_txt import SELLERS

from matinee.ads.model import AdSettings
from matinee.ads.selling.ads_txt import read
from matinee.ads.selling.service import SellingService
from matinee.ads.vast.error_codes import VastErrorCode, refusal
from matinee.assembly.house import House
from matinee.errors import Invalid
from matinee.foundation.database import Database

SETTINGS = AdSettings(
    seller_domain="kino.test", seller_id="k-1", seller_name="Kino SA", seller_contact="a@kino.test"
)
LINES = "exchange.test, 7, DIRECT\nexchange.test, 8, DIRECT\ngone.test, 1, RESELLER\n"


class Lists:
    """An outside that knows one list of sellers."""

    async def fetch(self, address: str) -> bytes:
        if address != "https://exchange.test/sellers.json":
            raise refusal(VastErrorCode.WRAPPER, "The host of this address is unknown.")
        return SELLERS

    async def close(self) -> None:
        return None


async def test_the_files_name_the_service_itself_and_who_else_may_sell(database: Database) -> None:
    selling = SellingService(database, SETTINGS, Lists())
    await selling.set_records(f"{LINES}kino.test, k-1, DIRECT\n")
    text = await selling.ads_txt()
    found = read(text)
    assert found.faults == ()
    assert text == ("OWNERDOMAIN=kino.test\nCONTACT=a@kino.test\nkino.test, k-1, DIRECT\n" + LINES)
    [seller] = selling.sellers_json()["sellers"]
    assert seller == {
        "seller_id": "k-1", "name": "Kino SA", "domain": "kino.test", "seller_type": "PUBLISHER",
    }  # fmt: skip


async def test_faults_change_nothing_and_others_lists_are_asked(database: Database) -> None:
    selling = SellingService(database, SETTINGS, Lists())
    await selling.set_records(LINES)
    with pytest.raises(Invalid) as refused:
        await selling.set_records("exchange.test, 1\nCONTACT=me")
    assert "Line 1" in refused.value.remedy
    checked = {(each.record.domain, each.record.account): each.fault
               for each in await selling.check()}  # fmt: skip
    assert checked == {
        ("exchange.test", "7"): "",
        ("exchange.test", "8"): "Account 8 is of type INTERMEDIARY.",
        ("gone.test", "1"): "The host of this address is unknown.",
    }


async def test_a_house_that_does_not_sell_publishes_nothing(
    client: httpx.AsyncClient, house: House
) -> None:
    del house
    for path in ("/ads.txt", "/app-ads.txt", "/sellers.json"):
        assert (await client.get(path)).status_code == 404
    kept = await client.put("/v1/ads/authorised-sellers", json={"text": LINES})
    assert [each["account"] for each in kept.json()["records"]] == ["7", "8", "1"]
    refused = await client.put("/v1/ads/authorised-sellers", json={"text": "nothing"})
    assert refused.status_code == 422
    listed = (await client.get("/v1/ads/authorised-sellers")).json()
    assert listed == kept.json()
