"""What a token proves, and for how long those of the release before do."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from matinee.ads.billing import PlacedAd
from matinee.ads.serving import tokens
from matinee.errors import Invalid

EXPIRES = datetime(2026, 3, 4, 20, tzinfo=UTC)
BEFORE = EXPIRES - timedelta(hours=1)
KEY = b"key"


def placed() -> PlacedAd:
    names: list[UUID] = [uuid4() for _ in range(5)]
    lasts = timedelta(seconds=30)
    return PlacedAd(*names, price=7, uses=9, expires=EXPIRES, lasts=lasts)


def test_a_token_is_read_as_it_was_signed() -> None:
    ad = placed()
    assert tokens.check(tokens.sign(ad, KEY), KEY, now=BEFORE) == ad
    assert tokens.ad_id_of(tokens.sign(ad, KEY)) == ad.ad_id


def test_a_household_is_one_number_for_a_line_item_and_another_for_the_next() -> None:
    line_item, other, household = (uuid4() for _ in range(3))
    number = tokens.household_number(line_item, household, KEY)
    assert number == tokens.household_number(line_item, household, KEY)
    assert (
        len(
            {
                number,
                *(tokens.household_number(each, household, KEY) for each in (other, household)),
            }
        )
        == 3
    )
    assert 0 < number < 2**63
    ad = replace(placed(), household=number)
    assert tokens.check(tokens.sign(ad, KEY), KEY, now=BEFORE) == ad


def test_a_token_of_the_release_before_counts_and_has_no_length() -> None:
    ad = placed()
    data = tokens._BEFORE.pack(
        *(each.bytes for each in (ad.ad_id, ad.campaign_id, ad.line_item_id, ad.creative_id)),
        ad.lease_id.bytes,
        ad.price,
        ad.uses,
        int(EXPIRES.timestamp()),
    )
    written = tokens.base64.urlsafe_b64encode(data + tokens._signature(data, KEY))
    told = tokens.check(written.rstrip(b"=").decode(), KEY, now=BEFORE)
    assert told.lasts == timedelta(0)
    assert (told.ad_id, told.price, told.expires) == (ad.ad_id, ad.price, EXPIRES)
    with pytest.raises(Invalid):
        tokens.check(written[4:].decode(), KEY, now=BEFORE)
