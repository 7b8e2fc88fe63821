import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from matinee.ads.vast.error_codes import VastErrorCode
from matinee.ads.vast.macros import NAMES, PERSONAL, Moment, fill

NOW = datetime(2026, 3, 1, 20, 15, 7, 127_000, tzinfo=UTC)


def moment(**known: object) -> dict[str, str]:
    return Moment(at=NOW, cache_busting=42, **known).values()  # pyright: ignore[reportArgumentType]


def test_every_macro_of_the_standard_is_known(shared_data: Path) -> None:
    macros = json.loads((shared_data / "ads" / "vast" / "macros-data.json").read_text())["macros"]
    assert {macro["name"] for macro in macros} == NAMES


def test_time_and_chance_are_filled_and_encoded() -> None:
    filled = fill("https://a.example/?t=[TIMESTAMP]&c=[CACHEBUSTING]", moment())
    assert filled == "https://a.example/?t=2026-03-01T20%3A15%3A07.127%2B00%3A00&c=00000042"


def test_a_macro_that_was_encoded_already_is_filled_too() -> None:
    filled = fill("https://a.example/?e=%5BERRORCODE%5d", moment(error=VastErrorCode.WRAPPER_LIMIT))
    assert filled == "https://a.example/?e=302"


def test_playheads_are_told_to_the_millisecond() -> None:
    values = moment(media_playhead=timedelta(hours=1, seconds=1.5), ad_playhead=timedelta(0))
    assert fill("[MEDIAPLAYHEAD] [ADPLAYHEAD]", values) == "01%3A00%3A01.500 00%3A00%3A00.000"


def test_what_is_not_known_is_minus_one() -> None:
    assert fill("https://a.example/?p=[PODSEQUENCE]", moment()) == "https://a.example/?p=-1"


@pytest.mark.parametrize("name", sorted(PERSONAL))
def test_what_would_name_the_household_is_withheld_even_if_known(name: str) -> None:
    assert fill(f"https://a.example/?x=[{name}]", {name: "192.0.2.7"}) == "https://a.example/?x=-2"


def test_macros_of_requests_are_not_filled_in_tracking_addresses() -> None:
    values = moment(blocked_categories=("IAB7-1", "IAB8"))
    address = "https://a.example/?b=[BLOCKEDADCATEGORIES]"
    assert fill(address, values).endswith("b=-1")
    assert fill(address, values, request=True).endswith("b=IAB7-1,IAB8")


def test_a_bracket_that_is_no_macro_stays() -> None:
    assert fill("https://[::1]/?a[]=1&b=[MINE]", moment()) == "https://[::1]/?a[]=1&b=[MINE]"


def test_lists_and_pairs_are_written_as_the_standard_says() -> None:
    values = moment(universal_ad_ids=(("ad-id.org", "CNPA0484000H"), ("clearcast.co.uk", "A/1")))
    assert fill("[UNIVERSALADID]", values) == "ad-id.org%20CNPA0484000H,clearcast.co.uk%20A%2F1"
