"""Specifications as a form: begun from another, refused where they do not fit, removed."""

from __future__ import annotations

import httpx

from matinee.assembly.house import House
from matinee.promote.delivery.model import Line, Margins, Specification, Zone

ROOT = "/desk/deliveries/specifications"
WRITTEN = {
    "name": "a-store",
    "partner": "A Store",
    "line-1": "hero",
    "width-1": "1280",
    "height-1": "720",
    "format-1": "png",
    "kilobytes-1": "1500",
    "titled-1": "yes",
    "languages-1": "en, pt-BR",
    "enlarged-1": "10",
    "bottom-1": "7.5",
    "zone-1-1": "bar",
    "zone-left-1-1": "0",
    "zone-top-1-1": "90",
    "zone-width-1-1": "100",
    "zone-height-1-1": "10",
    "line-2": "tile",
    "width-2": "480",
    "height-2": "270",
    "format-2": "jpeg",
}


async def test_a_specification_is_written_changed_and_removed_at_the_desk(
    house: House, client: httpx.AsyncClient
) -> None:
    shelf = house.promotion.deliveries.specifications
    begun = await client.get(f"{ROOT}/new", params={"like": "example-guide"})
    assert 'value="guide-poster"' in begun.text
    assert 'value="94"' in begun.text
    assert (await client.post(f"{ROOT}/new", data=WRITTEN)).status_code == 303
    hero = Line.model_validate(
        {"name": "hero", "width": 1280, "height": 720, "format": "png", "most_bytes": 1_500_000}
        | {"titled": True, "languages": ("en", "pt-BR"), "most_enlarged": 1.1}
        | {"safe": Margins(bottom=0.075)}
        | {"zones": (Zone(name="bar", left=0, top=0.9, width=1, height=0.1),)}
    )
    tile = Line(name="tile", width=480, height=270)
    kept = (await shelf.one("a-store")).wanted
    assert kept == Specification(name="a-store", partner="A Store", lines=(hero, tile))

    taken = await client.post(f"{ROOT}/new", data=WRITTEN)
    assert taken.status_code == 422
    wide = WRITTEN | {"width-2": "20", "zone-top-1-1": "95"}
    refused = await client.post(f"{ROOT}/a-store", data=wide)
    assert refused.status_code == 422
    assert 'href="#zone-1-1"' in refused.text
    assert 'value="95"' in refused.text
    changed = {key: value for key, value in WRITTEN.items() if not key.endswith(("-2", "-1-1"))}
    assert (await client.post(f"{ROOT}/a-store", data=changed)).status_code == 303
    assert (await shelf.one("a-store")).wanted.lines == (hero.model_copy(update={"zones": ()}),)
    assert "A Store" in (await client.get(ROOT)).text
    assert (await client.post(f"{ROOT}/a-store/remove")).status_code == 303
    assert "A Store" not in (await client.get(ROOT)).text
