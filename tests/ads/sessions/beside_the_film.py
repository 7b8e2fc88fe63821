"""What is asked of pictures over and beside a film, in the one test that takes a film in."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from tests.ads.sessions.cinema import Cinema, book_picture

from matinee.ads.breaks.beside import PLACED
from matinee.ads.vast.document import read_vast
from matinee.ads.vast.vmap import read_vmap
from matinee.operation.flags.model import Setting
from matinee.vocabulary.ids import ProfileId, TitleId


async def pictures_stand_over_and_beside_the_film_where_its_player_shows_them(
    cinema: Cinema, folder: Path
) -> None:
    rules = await cinema.json("GET", "/v1/ads/break-rules")
    await cinema.json("PUT", "/v1/ads/break-rules", **{**rules, "beside_seconds": 0})
    own = f"/v1/ads/titles/{cinema.title}/placements"
    near = [{"id": "over", "at_seconds": 1, "format": "overlay", "seconds": 5}]
    answer = await cinema.client.put(own, json={"placements": near})
    assert (answer.status_code, answer.json()["code"]) == (422, "near_a_break")
    placements = [
        {"id": "over", "at_seconds": 4.7, "format": "overlay", "seconds": 5},
        {"id": "beside", "at_seconds": 9.7, "format": "squeeze", "seconds": 5},
    ]
    await cinema.json("PUT", own, placements=placements)
    kept = (await cinema.json("GET", own))["placements"]
    assert [(each["id"], each["seconds"]) for each in kept] == [("over", 5.0), ("beside", 5.0)]
    sessions = [await cinema.begin(shows=shows) for shows in ([], ["overlay"], list(PLACED))]
    met = [[each["id"] for each in one["placements"]] for one in sessions]
    assert met == [[], ["over"], ["over", "beside"]]
    assert {len(one["breaks"]) for one in sessions} == {2}
    track = await cinema.get(f"/v1/watch/{sessions[2]['id']}/sound.m3u8")
    assert track.count(b"#EXT-X-DATERANGE") == 2

    await _a_picture_is_decided_when_its_place_comes_and_billed_once(
        cinema, folder, sessions[1]["id"], sessions[2]["id"]
    )
    await _another_player_finds_overlays_by_vmap(cinema)
    await _no_picture_stands_before_children_nor_where_they_are_switched_off(
        cinema, UUID(sessions[2]["id"])
    )
    await cinema.json("PUT", own, placements=[])
    await cinema.json("PUT", "/v1/ads/break-rules", **rules)


async def _a_picture_is_decided_when_its_place_comes_and_billed_once(
    cinema: Cinema, folder: Path, shows_overlays: str, shows_all: str
) -> None:
    async def asked(placement: str, last: str | None = None) -> Any:
        path = f"/v1/watch/{shows_all}/placements/{placement}"
        return (await cinema.json("POST", path, last=last))["ad"]

    # What stands in a pause, or in a break, is never shown over the film or beside it.
    assert await asked("over") is None
    strip = await book_picture(cinema, folder / "strip.png", "overlay")
    corner = await book_picture(cinema, folder / "corner.png", "squeeze")
    await cinema.house.ads.exchange()
    shown = [await asked(each) for each in ("over", "beside")]
    assert [each["creative"] for each in shown] == [str(strip), str(corner)]
    assert await asked("over", last=str(strip)) is None
    path = f"/v1/watch/{shows_overlays}/placements/beside"
    assert (await cinema.client.post(path, json={})).status_code == 404
    before = await cinema.impressions()
    for each in shown:
        for event in ("impression", "close", "impression"):
            assert (await cinema.client.get(each["track"] + event)).status_code == 204
    assert await cinema.impressions() == before + 2


async def _another_player_finds_overlays_by_vmap(cinema: Cinema) -> None:
    asked = f"/v1/profiles/{cinema.profile}/titles/{cinema.title}/ads/vmap"
    plain, whole = [
        read_vmap(await cinema.get(asked + query)).ad_break for query in ("", "?overlays=true")
    ]
    assert [each.break_type for each in plain] == ["linear"] * 2
    assert [each.break_type for each in whole] == ["linear"] * 2 + ["nonlinear"]
    source = whole[-1].ad_source
    assert source is not None
    assert source.ad_tag_uri is not None
    [ad] = read_vast(await cinema.get(source.ad_tag_uri.value.split("8400", 1)[1])).ad
    assert ad.inline is not None
    [creative] = ad.inline.creatives.creative
    assert creative.linear is None
    assert creative.non_linear_ads is not None
    [picture] = creative.non_linear_ads.non_linear
    assert (picture.width, picture.min_suggested_duration) == (728, timedelta(seconds=5))


async def _no_picture_stands_before_children_nor_where_they_are_switched_off(
    cinema: Cinema, session_id: UUID
) -> None:
    house, title = cinema.house, TitleId(cinema.title)
    session = await house.watching.session(session_id)
    assert await house.watching.pictures.beside(session, "over") is not None
    await house.operation.flags.set("ads.beside", Setting(0), reason="Members complain.")
    assert await house.watching.pictures.beside(session, "over") is None
    await house.operation.flags.undo("ads.beside", reason="They no longer do.")
    home = (await house.audience.profile(ProfileId(cinema.profile))).household_id
    child = await house.audience.create_profile(home, "Rita", kids=True)
    of_child = replace(session, profile=child.id)
    assert await house.watching.pictures.beside(of_child, "over") is None
    viewer, breaks = await house.ad_delivery.met(child.id, title)
    assert await house.ad_delivery.beside(viewer, title, breaks, PLACED) == ()
