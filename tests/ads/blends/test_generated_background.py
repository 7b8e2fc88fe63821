"""A background by a configured provider: through the door, named as generated, or not at all."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from tests.ads.blends.world import World, build_world
from tests.studio.commissions.premises import BY, Painter, painting, terms, with_painter

from matinee.assembly.house import House, open_house
from matinee.assembly.settings import Settings
from matinee.surfaces.api.app import create_app

WISH = {"tool": "painter", "prompt": "A harbour at dusk, calm water, no people"}


@dataclass(frozen=True)
class Studio:
    """A world beside a model server."""

    world: World
    painter: Painter


@pytest.fixture
async def studio(settings: Settings, tmp_path: Path) -> AsyncIterator[Studio]:
    async with AsyncExitStack() as stack:
        painter = await stack.enter_async_context(painting())
        given = with_painter(settings, tmp_path, painter.address)
        house = await stack.enter_async_context(open_house(given))
        through = httpx.ASGITransport(app=create_app(house))
        client = await stack.enter_async_context(
            httpx.AsyncClient(transport=through, base_url="http://127.0.0.1")
        )
        yield Studio(await build_world(house, client), painter)


async def test_a_generated_background_is_made_by_a_permit_and_named_as_generated(
    studio: Studio,
) -> None:
    world, house = studio.world, studio.world.house
    unknown = await world.ask(status=422, picture=None, performers=[], background=WISH)
    assert unknown["field"] == "tool"
    assert (await world.json("GET", "/v1/clearance/inbox"))["facts"] == []
    await house.record.put_tool("painter", terms(), by=BY)
    grant = await world.ask(picture=None, performers=[], background=WISH)
    assert [each["of"] for each in grant["uses"]] == ["title", "background"]
    await world.approve({"uses": grant["uses"][:1]})
    missing = (await world.make(grant)).json()
    assert (missing["code"], "background" in missing["message"]) == ("rights_missing", True)

    world.clock.ahead -= world.clock.ahead
    await world.approve({"uses": grant["uses"][1:]})
    drawn = studio.painter.answers
    studio.painter.answers = [b"HTTP/1.1 500 Out of order\r\nContent-Length: 0\r\n\r\n"]
    away = await world.make(grant)
    assert away.status_code == 503
    assert (await world.json("GET", "/v1/ads/blend-reviews"))["blends"] == []

    studio.painter.answers = drawn
    made = await world.make(grant)
    assert made.status_code == 201, made.text
    blend = made.json()
    assert blend["label"] == "Publicidade · um modelo generativo desenhou o fundo"
    content = (await world.client.get(f"/v1/ads/blend-reviews/{blend['id']}/picture")).content
    story = house.provenance.read(content, "image/jpeg")
    assert (story.standing, story.source_type) == ("valid", "compositeSynthetic")
    background = await house.record.outputs.output(UUID(blend["generated"]))
    assert background.source_type == "trainedAlgorithmicMedia"
    assert background.sha256 == blend["artwork_sha256"]
    assert background.sha256 in await house.record.outputs.parents(UUID(blend["output"]))


async def test_without_a_provider_a_background_is_refused_and_its_palette_is_not(
    house: House, client: httpx.AsyncClient
) -> None:
    world = await build_world(house, client)
    refused = await world.ask(status=503, picture=None, performers=[], background=WISH)
    assert refused["code"] == "no_image_provider"
    assert (await world.json("GET", "/v1/clearance/inbox"))["facts"] == []
    both = await world.ask(status=422, background=WISH)
    assert both["field"] == "background"
