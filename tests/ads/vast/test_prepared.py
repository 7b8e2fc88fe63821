"""An ad that was written once and filled in is the ad that would have been written."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import vastlint
from lxml import etree
from tests.ads.vast.test_answer import SCHEMA

from matinee.ads.billing import PlacedAd
from matinee.ads.delivery.ad_texts import AdTexts
from matinee.ads.model import Creative, Format, GoalKind, LineItem, Rendition
from matinee.ads.serving.tokens import ad_id_of, sign
from matinee.ads.vast.answer import Version, answer
from matinee.ads.vast.document import write_vast
from matinee.vocabulary.window import Window

URL = "https://matinee.example"
ITEM = LineItem(
    UUID(int=1), UUID(int=2), UUID(int=3), "Evenings", 9, GoalKind.SPEND, 9, Window(None, None)
)
FILM = Creative(
    UUID(int=4),
    UUID(int=3),
    "Soup & <bread>",
    timedelta(seconds=30),
    (Rendition("https://m.example/a.mp4?x=1&y=2", "video/mp4", 1920, 1080, 4500, "avc1.640028"),),
)
FILMS = {
    "plain": FILM,
    "whole": replace(
        FILM,
        ad_id="CNPA0484000H",
        registry="ad-id.org",
        click_through="https://shop.example/[2]?a=]]>&b",
        ladders=("1920x1080-950000-6100000",),
    ),
    "tag": replace(FILM, tag="https://b.example/?c=[CACHEBUSTING]"),
}
BESIDE = replace(
    FILM,
    id=UUID(int=5),
    renditions=(Rendition(f"{URL}/v1/ads/pictures/5", "image/jpeg", 300, 250, 0),),
    click_through="https://shop.example/",
    format=Format.COMPANION,
    accompanies=FILM.id,
)
PODS = {
    "none": (),
    "one": ("whole",),
    "tag": ("tag",),
    "pod": ("plain", "whole", "tag", "plain"),
}


def token() -> str:
    expires = datetime(2026, 3, 4, tzinfo=UTC)
    names = (uuid4() for _ in range(5))
    return sign(PlacedAd(*names, price=1, uses=1, expires=expires), b"key")


def canonical(data: bytes) -> str:
    return etree.canonicalize(data.decode(), strip_text=True)


@pytest.mark.parametrize("version", ["3.0", "4.2"])
@pytest.mark.parametrize("pod", PODS)
def test_a_prepared_answer_is_the_one_that_would_be_written_and_is_valid(
    pod: str, version: Version, shared_data: Path
) -> None:
    texts = AdTexts(URL)
    item = replace(ITEM, categories=("7-39",))
    schema = etree.XMLSchema(etree.parse(shared_data / "ads" / "vast" / "xsd" / SCHEMA[version]))
    for _ in range(2):  # prepared now, and prepared before
        ads = [(item, FILMS[name], token()) for name in PODS[pod]]
        names = [ad_id_of(token) for _, _, token in ads]
        beside = [BESIDE, None, BESIDE, None][: len(ads)]
        made = texts.document(ads, names, beside, version=version)
        served = [texts.served(*each, one) for each, one in zip(ads, beside, strict=True)]
        written = write_vast(answer(served, version=version))
        for number, (_, _, name) in enumerate(ads):
            told = f"/v1/ads/beacons/{name}/companionView".encode()
            assert made.count(told) == (beside[number] is not None)
        assert canonical(made) == canonical(written)
        assert made == written
        assert schema.validate(etree.fromstring(made)), schema.error_log
        assert vastlint.validate(made.decode()).summary.errors == 0


def test_a_creative_that_changed_is_written_anew() -> None:
    texts = AdTexts(URL)
    name = [uuid4()]
    before = texts.document([(ITEM, FILM, token())], name, version="4.2")
    after = texts.document([(ITEM, replace(FILM, name="Stew"), token())], name, version="4.2")
    assert b"Soup" in before
    assert b"Soup" not in after
    assert b"<AdTitle>Stew</AdTitle>" in after
