from matinee.ads.bidding.model import Ids
from matinee.ads.bidding.notices import fill, values

IDS = Ids("auction", "b/1", "2", "seat", "ad")


def test_macros_are_filled_plain_percent_encoded_and_in_base64() -> None:
    known = values(IDS, currency="EUR", price=12_340_000, loss=102)
    asked = "https://b.test/?p=${AUCTION_PRICE}&b=$%7BAUCTION_BID_ID%7D&q=${AUCTION_PRICE:B64}"
    assert fill(asked, known) == "https://b.test/?p=12.34&b=b%2F1&q=MTIuMzQ%3D"
    assert fill("${AUCTION_LOSS}-${AUCTION_SEAT_ID}-${AUCTION_NEW}", known) == "102-seat-"


def test_a_loser_does_not_learn_the_price() -> None:
    assert fill("p=${AUCTION_PRICE}", values(IDS, currency="EUR", loss=102)) == "p="
