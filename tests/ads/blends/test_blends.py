"""A product in a title's world: asked, made, approved by both, shown there alone, and closed."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import numpy as np
import pytest
from PIL import Image
from tests.ads.blends.world import RED, World, build_world

from matinee.access.model import Caller, Role
from matinee.ads.blends.model import Side
from matinee.ads.model import Approval, BreakRequest, Format
from matinee.assembly.house import House
from matinee.clearance.record import shapes
from matinee.errors import Conflict
from matinee.promote.gallery.model import PictureState


@pytest.fixture
async def world(house: House, client: httpx.AsyncClient) -> World:
    return await build_world(house, client)


async def test_a_picture_is_made_with_leave_alone_shown_in_its_title_alone_and_closed_with_it(
    world: World,
) -> None:
    grant = await world.ask()
    assert [each["outcome"] for each in grant["uses"]] == ["review", "review"]
    refused = await world.make(grant)
    assert (refused.status_code, refused.json()["code"]) == (403, "not_yet")
    await world.approve(grant)
    refused = (await world.make(grant)).json()
    assert refused["code"] == "rights_missing"
    assert "consent" in refused["message"]
    assert "advertisement" in refused["remedy"]

    consent = await world.consent(signed_at=datetime.now(UTC), starts=datetime.now(UTC))
    made = await world.make(grant)
    assert made.status_code == 201, made.text
    blend = made.json()
    await _it_says_of_itself_that_a_procedure_made_it(world, blend)
    await _it_takes_both_sides(world, blend["id"])
    await _it_is_decided_in_its_title_and_where_it_is_cleared_alone(world, blend["id"])

    revocation = shapes.Revocation(reason="No longer.")
    await world.house.record.revocations.revoke(consent, revocation, by="Clara Nunes")
    assert (await world.shown(blend["id"])).status_code == 410
    assert await _decided(world, title=0) == ([], {})
    facts = await world.json("GET", f"/v1/ads/campaigns/{world.campaign}/blends")
    assert "consent" in facts["blends"][0]["closed"]
    assert (await world.say(blend["id"], "programmer", "approved", status=403))["code"] == "closed"
    assert (await world.make(grant)).json()["code"] == "rights_missing"


async def _it_says_of_itself_that_a_procedure_made_it(world: World, blend: Any) -> None:
    """In the picture and in its metadata; and who made it of what is known."""
    path = f"/v1/ads/blend-reviews/{blend['id']}/picture"
    content = (await world.client.get(path)).content
    story = world.house.provenance.read(content, "image/jpeg")
    assert (story.standing, story.source_type) == ("valid", "algorithmicMedia")
    assert "no model" in (story.model or "")
    parents = await world.house.record.outputs.parents(UUID(blend["output"]))
    assert {blend["product_sha256"], blend["artwork_sha256"]} < set(parents)
    assert blend["made_by"] == "local operator"
    with Image.open(io.BytesIO(content)) as opened:
        pixels = np.asarray(opened.convert("RGB"), np.int16)
    assert pixels.shape == (720, 1280, 3)
    # The product's own red at the right, nothing of it beside; a label in two tones at the foot.
    red = np.abs(pixels - np.array(RED)).max(axis=2) < 24
    assert red[150:550, 880:1200].mean() > 0.3
    assert red[:, :640].mean() < 0.01
    band = pixels[-30:, 40:800].sum(axis=2)
    assert band.max() - band.min() > 300


async def _it_takes_both_sides(world: World, blend: str) -> None:
    assert (await world.shown(blend)).status_code == 404
    one = await world.json(
        "PUT", f"/v1/ads/creatives/{blend}/approval", status=409, approval="approved"
    )
    assert one["code"] == "approved_from_both_sides"
    half = await world.say(blend, "programmer", "approved")
    await _one_account_cannot_speak_for_both(world, UUID(blend))
    assert (half["serves"], half["withheld"]) == (False, "The advertiser has not approved it.")
    assert (await world.shown(blend)).status_code == 404
    assert (await world.say(blend, "advertiser", "approved"))["serves"]
    assert not (await world.say(blend, "programmer", "rejected"))["serves"]
    assert (await world.shown(blend)).status_code == 404
    assert (await world.say(blend, "programmer", "approved"))["serves"]
    answer = await world.shown(blend)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    assert answer.headers["content-type"] == "image/jpeg"


async def _one_account_cannot_speak_for_both(world: World, blend: UUID) -> None:
    """Nor is anything published by trying."""
    alone = Caller("Rui", frozenset(Role), account=uuid4())
    blends = world.house.blends
    await blends.say(blend, Side.PROGRAMMER, Approval.APPROVED, by=alone)
    with pytest.raises(Conflict):
        await blends.say(blend, Side.ADVERTISER, Approval.APPROVED, by=alone)
    made = (await blends.one(blend)).blend
    assert await world.house.record.publications.standing(made.output) is None


async def _it_is_decided_in_its_title_and_where_it_is_cleared_alone(
    world: World, blend: str
) -> None:
    now = datetime.now(UTC)
    await world.json(
        "POST",
        f"/v1/ads/campaigns/{world.campaign}/line-items",
        status=201,
        name="Evenings",
        bid="20",
        goal_kind="impressions",
        goal="1000",
        start=(now - timedelta(days=1)).isoformat(),
        end=(now + timedelta(days=7)).isoformat(),
        state="active",
        creatives=[blend],
    )
    await world.json("PUT", f"/v1/ads/campaigns/{world.campaign}/state", state="active")
    assert await _decided(world, title=0) == ([UUID(blend)], {})
    assert await _decided(world, title=1) == ([], {"OTHER_TITLE": 1})
    assert await _decided(world, title=None) == ([], {"OTHER_TITLE": 1})
    assert await _decided(world, title=0, territory="ES") == ([], {"NOT_CLEARED_HERE": 1})


async def _decided(
    world: World, *, title: int | None, territory: str = "PT"
) -> tuple[list[UUID], dict[str, int]]:
    """The creatives of a pause, and why others were left out."""
    await world.house.ads.exchange()
    request = BreakRequest(
        at=datetime.now(UTC),
        household=None,
        duration=timedelta(seconds=1),
        slots=1,
        territory=territory,
        title=None if title is None else world.titles[title],
        format=Format.PAUSE,
    )
    answered = world.house.ads.desk.decide(request, explain=True)
    return [film.id for _, film, _ in answered.ads], dict(answered.decision.skipped)


async def test_what_loses_the_title_s_leave_or_its_picture_is_closed_within_a_look(
    world: World,
) -> None:
    """Counsel's word taken back closes one, the gallery's verdict another; neither opens again."""
    plain = await world.ask(picture=None, performers=[])
    shown = await world.ask(performers=[], nobody="A harbour without people.")
    await world.approve(plain)
    world.clock.ahead -= timedelta(hours=1)
    await world.approve(shown)
    made = [(await world.make(each)).json()["id"] for each in (plain, shown)]
    for blend in made:
        for side in ("advertiser", "programmer"):
            await world.say(blend, side, "approved")
        assert (await world.shown(blend)).status_code == 200
    assert await world.house.blends.look() == []

    reason = shapes.Refusal(reason="The rights holder withdrew.")
    await world.house.record.refuse(UUID(plain["uses"][0]["use"]), reason, by="Marta Leal")
    await world.house.gallery.decide(
        world.picture, PictureState.REJECTED, title=world.titles[0], by="Ada"
    )
    assert await world.house.blends.stands(UUID(made[1])) is False
    assert await world.house.blends.look() == [UUID(made[0])]
    await world.house.gallery.decide(
        world.picture, PictureState.APPROVED, title=world.titles[0], by="Ada"
    )
    for blend in made:
        assert (await world.shown(blend)).status_code == 410
    listed = (await world.json("GET", "/v1/ads/blend-reviews"))["blends"]
    assert [each["serves"] for each in listed] == [False, False]
    assert {each["closed"] for each in listed} == {
        "The title's rights for advertising: the decision is refused.",
        "The title's picture may be shown there no longer.",
    }


async def test_what_cannot_be_made_names_the_field(world: World) -> None:
    grant = await world.ask(picture=None, performers=[])
    await world.approve(grant)
    tiny, clear = Image.new("RGB", (40, 40)), Image.new("RGBA", (90, 90), (0, 0, 0, 0))
    wrong: list[tuple[dict[str, Any], str | None]] = [
        ({"product": b"<svg/>"}, "picture"),
        ({"product": _png(tiny)}, "picture"),
        ({"product": _png(clear)}, "picture"),
        ({"line": " "}, "line"),
        ({"line": "\U00013000"}, None),
    ]
    for change, field in wrong:
        answer = await world.make(grant, **change)
        assert (answer.status_code, answer.json().get("field")) == (422, field)
    starts = world.clock() - timedelta(minutes=1)
    late = await world.ask(status=422, starts_at=starts.isoformat())
    assert late["field"] == "starts_at"
    assert (await world.ask(status=422, picture=None))["field"] == "performers"
    other = await world.ask(status=409, picture=str(grant["id"]))
    assert other["code"] == "not_approved"


def _png(picture: Image.Image) -> bytes:
    drawn = io.BytesIO()
    picture.save(drawn, "PNG")
    return drawn.getvalue()
