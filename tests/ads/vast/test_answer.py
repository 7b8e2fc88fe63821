from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
import vastlint
from lxml import etree

from matinee.ads.vast.answer import Beside, Elsewhere, Mark, Rendition, Served, Version, answer
from matinee.ads.vast.document import read_vast, write_vast
from matinee.ads.vast.macros import fill

SCHEMA = {"3.0": "vast3_draft.xsd", "4.2": "vast_4.2.xsd"}


def track(event: str) -> str:
    return f"https://ads.example/b/{event}?e=[ERRORCODE]&x=1"


SERVED = Served(
    line_item="line",
    serving_id="matinee-1",
    title="Soup & bread",
    creative="soup-30",
    duration=timedelta(seconds=30),
    renditions=[
        Rendition(
            address="https://m.example/soup.mp4",
            media_type="video/mp4",
            width=1920,
            height=1080,
            bitrate=4500,
        )
    ],
    track=track,
)

PACKAGE = Rendition(
    address="https://m.example/soup/ad.m3u8",
    media_type="application/x-mpegURL",
    width=1920,
    height=1080,
    bitrate=6100,
    streaming=True,
    slowest=950,
)

PICTURE = Rendition(
    address="https://m.example/strip",
    media_type="image/jpeg",
    width=728,
    height=90,
    bitrate=0,
)

BESIDE = Beside(
    address="https://m.example/beside.jpg",
    media_type="image/jpeg",
    width=300,
    height=250,
    alt_text="A bowl",
    click_through="https://shop.example/[2]",
    views=[track("companionView")],
    clicks=[track("companionClick")],
)

ADS = {
    "one": [SERVED],
    "over the film": [
        replace(
            SERVED,
            renditions=[PICTURE],
            stands=timedelta(seconds=10),
            click_through="https://shop.example/",
        )
    ],
    "packaged": [replace(SERVED, renditions=[*SERVED.renditions, PACKAGE])],
    "none": [],
    "whole": [
        replace(
            SERVED,
            ad_id="CNPA0484000H",
            registry="ad-id.org",
            price=Decimal("25.00"),
            currency="EUR",
            click_through="https://shop.example/[2]",
            skip_after=timedelta(seconds=5),
            marks=[
                Mark(
                    program="AI",
                    address="https://m.example/ai.png",
                    media_type="image/png",
                    width=32,
                    height=32,
                )
            ],
        ),
        Elsewhere(line_item="two", address="https://b.example/?c=[CACHEBUSTING]", track=track),
    ],
    "accompanied": [
        replace(SERVED, companions=[BESIDE]),
        Elsewhere(line_item="two", address="https://b.example/", track=track, companions=[BESIDE]),
    ],
}


@pytest.mark.parametrize("version", ["3.0", "4.2"])
def test_a_file_has_its_bit_rate_and_a_package_those_of_its_smallest_and_largest_stream(
    version: Version,
) -> None:
    written = write_vast(answer(ADS["packaged"], version=version))
    file, package = etree.fromstring(written).iter("{*}MediaFile")
    assert (file.get("bitrate"), file.get("minBitrate"), file.get("maxBitrate")) == (
        "4500",
        None,
        None,
    )
    rates = (package.get("bitrate"), package.get("minBitrate"), package.get("maxBitrate"))
    assert rates == (None, "950", "6100")


@pytest.mark.parametrize("version", ["3.0", "4.2"])
@pytest.mark.parametrize("ads", ADS)
def test_what_is_answered_is_valid_and_has_no_lint_error(
    ads: str, version: Version, shared_data: Path
) -> None:
    made = write_vast(answer(ADS[ads], version=version, no_ad="https://ads.example/none"))
    schema = etree.XMLSchema(etree.parse(shared_data / "ads" / "vast" / "xsd" / SCHEMA[version]))
    assert schema.validate(etree.fromstring(made)), schema.error_log
    assert vastlint.validate(made.decode()).summary.errors == 0
    assert read_vast(made).version == version


def test_only_a_pod_has_places() -> None:
    assert answer([SERVED]).ad[0].sequence is None
    assert [ad.sequence for ad in answer([SERVED, SERVED]).ad] == [1, 2]


def test_no_ad_tells_who_asked_to_be_told() -> None:
    assert answer([], no_ad="https://ads.example/none").error[0].value == "https://ads.example/none"
    assert answer([], no_ad="https://ads.example/none", version="3.0").error == ()


def test_brackets_are_encoded_for_the_schema_and_still_filled() -> None:
    inline = answer([SERVED]).ad[0].inline
    assert inline is not None
    address = inline.error[0].value
    assert "[" not in address
    assert fill(address, {"ERRORCODE": "303"}) == "https://ads.example/b/error?e=303&x=1"


def test_the_brackets_of_an_ipv6_host_stay() -> None:
    made = answer([Elsewhere(line_item="a", address="http://[2001:db8::1]/v", track=track)])
    wrapper = made.ad[0].wrapper
    assert wrapper is not None
    assert wrapper.ad_tag_uri.value == "http://[2001:db8::1]/v"


def test_addresses_are_written_outside_of_markup() -> None:
    assert b"<![CDATA[https://ads.example/b/start?e=%5BERRORCODE%5D&x=1]]>" in write_vast(
        answer([SERVED])
    )
