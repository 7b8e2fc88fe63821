"""Signed names of ads that were placed: what a beacon proves, without a look into a log.

A token carries all that billing needs, so that a beacon counts even if the process that decided
was killed before it wrote its log. HMAC-SHA-256, cut to 128 bits (RFC 2104, section 5).
"""

import base64
import binascii
import hmac
import struct
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from uuid import UUID

from matinee.ads.billing import PlacedAd
from matinee.errors import Invalid

_LAYOUT = struct.Struct(">16s16s16s16s16sqqII")
_BEFORE = struct.Struct(">16s16s16s16s16sqqI")
"""Of the release before, whose tokens count until their hours are over: without the length."""
_REACHING = struct.Struct(">16s16s16s16s16sqqIIQ")
"""Of an ad whose line item counts households."""
_SIGNATURE = 16
_LAYOUTS = {each.size: each for each in (_BEFORE, _LAYOUT, _REACHING)}
_MILLISECOND = timedelta(milliseconds=1)


def sign(placed: PlacedAd, key: bytes) -> str:
    """The token, in letters that an address may carry; ``expires`` to the second."""
    told = (
        placed.ad_id.bytes,
        placed.campaign_id.bytes,
        placed.line_item_id.bytes,
        placed.creative_id.bytes,
        placed.lease_id.bytes,
        placed.price,
        placed.uses,
        int(placed.expires.timestamp()),
        placed.lasts // _MILLISECOND,
    )
    data = _REACHING.pack(*told, placed.household) if placed.household else _LAYOUT.pack(*told)
    return base64.urlsafe_b64encode(data + _signature(data, key)).rstrip(b"=").decode()


def check(token: str, key: bytes, *, now: datetime) -> PlacedAd:
    """What was signed; Invalid where it was not, or where its time is over."""
    try:
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (binascii.Error, ValueError) as error:
        raise _forged() from error
    data, signature = raw[:-_SIGNATURE], raw[-_SIGNATURE:]
    layout = _LAYOUTS.get(len(data))
    if layout is None or not hmac.compare_digest(signature, _signature(data, key)):
        raise _forged()
    told = layout.unpack(data)
    ad, campaign, item, creative, lease, price, uses, expires = told[:8]
    lasts, household = (*told[8:], 0, 0)[:2]
    ends = datetime.fromtimestamp(expires, UTC)
    if now >= ends:
        raise Invalid(
            "This ad's beacons no longer count.",
            remedy="Beacons count for MATINEE_ADS__BEACON_HOURS after the decision.",
            code="beacon_late",
            field="token",
        )
    names = (UUID(bytes=each) for each in (ad, campaign, item, creative, lease))
    return PlacedAd(
        *names,
        price=price,
        uses=uses,
        expires=ends,
        lasts=lasts * _MILLISECOND,
        household=household,
    )


def household_number(line_item: UUID, household: UUID, key: bytes) -> int:
    """By which a line item counts a household once; to any other it says nothing."""
    named = _signature(b"household" + line_item.bytes + household.bytes, key)
    return int.from_bytes(named[:8]) >> 1 or 1


def ad_id_of(token: str) -> UUID:
    """The name of the ad, with which a token of ours begins."""
    return UUID(bytes=base64.urlsafe_b64decode(token[:24])[:16])


def _signature(data: bytes, key: bytes) -> bytes:
    signed = _keyed(key).copy()
    signed.update(data)
    return signed.digest()[:_SIGNATURE]


@lru_cache(maxsize=2)
def _keyed(key: bytes) -> hmac.HMAC:
    """The key taken in, which costs more than the few bytes that are signed with it."""
    return hmac.new(key, digestmod="sha256")


def _forged() -> Invalid:
    return Invalid(
        "This is no beacon of ours.",
        remedy="Call the address as the ad carried it.",
        code="beacon_forged",
        field="token",
    )
