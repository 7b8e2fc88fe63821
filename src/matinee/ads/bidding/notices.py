"""The macros of OpenRTB in addresses and markup (2.6, section 4.4)."""

import base64
import re
from collections.abc import Mapping
from urllib.parse import quote

from matinee.ads.bidding.model import Ids

_MACRO = re.compile(r"\$(?:\{|%7[Bb])(AUCTION_[A-Z_]+)(:B64)?(?:\}|%7[Dd])")


def values(
    ids: Ids, *, currency: str, price: int | None = None, loss: int = 0, at_ms: int | None = None
) -> Mapping[str, str]:
    """Macros by name; ``price`` in millionths, None where the buyer is not to learn it."""
    return {
        "AUCTION_ID": ids.auction,
        "AUCTION_BID_ID": ids.bid,
        "AUCTION_IMP_ID": ids.impression,
        "AUCTION_SEAT_ID": ids.seat,
        "AUCTION_AD_ID": ids.ad,
        "AUCTION_PRICE": "" if price is None else _amount(price),
        "AUCTION_CURRENCY": currency,
        "AUCTION_LOSS": str(loss),
        "AUCTION_MULTIPLIER": "1",
        "AUCTION_IMP_TS": "" if at_ms is None else str(at_ms),
    }


def fill(text: str, known: Mapping[str, str]) -> str:
    """An address with its macros filled; what is not known becomes empty, as the standard asks."""

    def put(found: re.Match[str]) -> str:
        value = known.get(found[1], "")
        if found[2]:
            value = base64.b64encode(value.encode()).decode()
        return quote(value, safe="")

    return _MACRO.sub(put, text)


def _amount(millionths: int) -> str:
    whole, rest = divmod(millionths, 1_000_000)
    return f"{whole}.{rest:06d}".rstrip("0").rstrip(".")
