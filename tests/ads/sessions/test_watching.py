"""A film watched over HTTP with its ads, in both ways, from the playlist to the bill."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import m3u8
import pytest
from tests.ads.consent.test_strings import tc
from tests.ads.sessions.beside_the_ads import (
    an_ad_has_its_companion_beside_it_once_that_is_approved,
)
from tests.ads.sessions.beside_the_film import (
    pictures_stand_over_and_beside_the_film_where_its_player_shows_them,
)
from tests.ads.sessions.cinema import SECONDS, Cinema, book_picture, open_cinema
from tests.ads.sessions.dash_film import the_same_film_is_given_as_dash

from matinee.access.model import Role
from matinee.ads.model import Cap, Level
from matinee.ads.sessions.model import Way
from matinee.ads.traffic.asking import HourlyLimit
from matinee.assembly.house import House
from matinee.errors import Denied
from matinee.foundation.database import WAIT_SECONDS
from matinee.media.packaging.conditioning import measure
from matinee.media.packaging.ladder import CEILING_DB, LOUDER
from matinee.operation.flags.model import Setting
from matinee.vocabulary.ids import ProfileId, TitleId
from matinee.vocabulary.places import Territory


@pytest.fixture
async def cinema(client: httpx.AsyncClient, house: House, tmp_path: Path) -> Cinema:
    return await open_cinema(client, house, tmp_path)


async def _playlist(cinema: Cinema, address: str) -> Any:
    return m3u8.loads((await cinema.get(address)).decode(), uri=f"http://cinema{address}")


async def _whole(cinema: Cinema, segments: list[Any], path: Path) -> Path:
    """Segments of one map as a file."""
    [head] = {each.init_section.uri for each in segments}
    parts = [await cinema.get(uri) for uri in (head, *(each.uri for each in segments))]
    path.write_bytes(b"".join(parts))
    return path


async def test_a_film_is_watched_with_ads_beside_it_and_within_it(
    cinema: Cinema, tmp_path: Path
) -> None:
    """Both ways in one test, since to take a film in is what costs."""
    await _a_new_creative_is_skipped_first_and_played_next_and_its_beacons_count_once(cinema)
    await _ads_are_stitched_at_the_nearest_cut_and_are_no_louder_than_the_film(cinema, tmp_path)
    await an_ad_has_its_companion_beside_it_once_that_is_approved(cinema, tmp_path)
    await _more_players_at_a_break_than_the_pool_has_connections_all_get_their_ads(cinema)
    await _a_pause_shows_a_picture_but_not_twice_on_end_and_never_to_children(cinema, tmp_path)
    await pictures_stand_over_and_beside_the_film_where_its_player_shows_them(cinema, tmp_path)
    await _whoever_comes_back_goes_on_without_the_breaks_that_were_seen(cinema)
    await _what_a_player_says_of_consent_holds_for_the_whole_session(cinema)
    await _a_session_is_of_the_household_that_began_it(cinema)
    await _rights_are_asked_again_with_each_playlist_and_a_session_goes_with_its_profile(cinema)


async def _a_new_creative_is_skipped_first_and_played_next_and_its_beacons_count_once(
    cinema: Cinema,
) -> None:
    session = await cinema.begin()
    main = await _playlist(cinema, session["address"])
    assert len(main.playlists) == 3
    names = [each.uri for each in (*main.playlists, *main.media)]
    for name in names:
        track = await _playlist(cinema, f"/v1/watch/{session['id']}/{name}")
        assert sum(each.duration for each in track.segments) == pytest.approx(SECONDS, abs=0.1)
        assert not any(each.discontinuity for each in track.segments)
    pictures = await _playlist(cinema, f"/v1/watch/{session['id']}/{names[0]}")
    assert pictures.segments[0].program_date_time is not None
    pre, mid = pictures.segments[0].dateranges
    assert {pre.class_, mid.class_} == {"com.apple.hls.interstitial"}
    told = [dict(each.x_client_attrs) for each in (pre, mid)]
    assert [each["x_resume_offset"] for each in told] == ["0", "0"]
    assert [each["x_playout_limit"] for each in told] == ["6.000", "6.000"]
    assert [each["x_restrict"] for each in told] == ['"SKIP,JUMP"', '"SKIP,JUMP"']
    lists = [each["x_asset_list"].strip('"') for each in told]

    for path in (
        f"/v1/watch/{cinema.title}/film.m3u8",
        f"/v1/watch/{session['id']}/v999.m3u8",
        f"/v1/watch/{session['id']}/text-en.9.vtt",
        f"/v1/watch/{session['id']}/breaks/2/ads.json",
    ):
        assert (await cinema.client.get(path)).status_code == 404
    answer = await cinema.client.get(f"/v1/watch/{session['id']}/ads")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_stitched")

    first = await cinema.json("GET", lists[0])
    assert first == {"ASSETS": []}
    await cinema.conditioned()
    filled = [await cinema.json("GET", each) for each in lists]
    # What ended the break before is not shown in the next one.
    assert [len(each["ASSETS"]) for each in filled] == [2, 1]
    assert [await cinema.json("GET", each) for each in lists] == filled
    order = [ad["X-MATINEE"]["creative"] for each in filled for ad in each["ASSETS"]]
    assert all(one != following for one, following in pairwise(order))

    for ad in filled[0]["ASSETS"]:
        own = await _playlist(cinema, ad["URI"])
        assert [each.stream_info.resolution for each in own.playlists] == [
            each.stream_info.resolution for each in main.playlists
        ]
    assert await cinema.impressions() == 0
    for ad in filled[0]["ASSETS"]:
        for event in ("impression", "start", "complete"):
            for _ in range(10):
                answer = await cinema.client.get(ad["X-MATINEE"]["track"] + event)
                assert answer.status_code == 204
    assert await cinema.impressions() == 2
    assert all(ad["X-MATINEE"]["companion"] is None for ad in filled[0]["ASSETS"])


async def _ads_are_stitched_at_the_nearest_cut_and_are_no_louder_than_the_film(
    cinema: Cinema, tmp_path: Path
) -> None:
    session = await cinema.begin("stitched")
    own = f"/v1/watch/{session['id']}"
    main = await _playlist(cinema, session["address"])
    pictures = await _playlist(cinema, f"{own}/{main.playlists[0].uri}")
    sound = await _playlist(cinema, f"{own}/sound.m3u8")
    parts = [_parts(each) for each in (pictures, sound)]
    kinds = ["films" if "/v1/films/" in part[0].uri else "ads" for part in parts[0]]
    assert kinds == ["ads", "ads", "films", "ads", "films"]
    lengths = [[sum(each.duration for each in part) for part in track] for track in parts]
    assert lengths[0] == pytest.approx(lengths[1], abs=0.1)
    package = await cinema.house.media.film_of(TitleId(cinema.title))
    assert package is not None
    programme = await cinema.house.media.programme(package.id)
    kept = [part for part, kind in zip(parts[0], kinds, strict=True) if kind == "films"]
    [largest, *_] = programme.pictures.values()
    assert [each.uri.rpartition("/")[2] for part in kept for each in part] == [
        each.name for each in largest
    ]

    told = await cinema.json("GET", f"{own}/ads")
    pre, mid = told["breaks"]
    assert (pre["at_seconds"], mid["asked_seconds"]) == (0, 4.6)
    cuts = [0.0]
    for each in largest:
        cuts.append(cuts[-1] + each.seconds)
    assert mid["at_seconds"] == pytest.approx(min(cuts, key=lambda cut: abs(cut - 4.6)), abs=1e-3)
    order = [ad["creative"] for each in told["breaks"] for ad in each["ads"]]
    assert all(one != following for one, following in pairwise(order))

    heard = [
        measure(await _whole(cinema, part, tmp_path / f"{number}.mp4"))
        for number, part in enumerate(parts[1])
    ]
    stretches = [part for part, kind in zip(parts[1], kinds, strict=True) if kind == "films"]
    segments = [each for part in stretches for each in part]
    film = measure(await _whole(cinema, segments, tmp_path / "film-sound.mp4"))
    assert programme.loudness is not None
    assert film is not None
    # What the package says of its loudness is reckoned before encoding; players hear what is here.
    assert film.integrated == pytest.approx(programme.loudness, abs=0.5)
    for kind, part in zip(kinds, heard, strict=True):
        assert part is not None
        if kind == "ads":
            assert part.integrated <= min(programme.loudness, film.integrated) + LOUDER
            assert part.true_peak <= CEILING_DB

    words = await _playlist(cinema, f"{own}/{main.media[-1].uri}")
    texts = [(await cinema.get(each.uri)).decode() for each in words.segments]
    assert ["Before." in text for text in texts] == [False, False, True, False, False]
    assert ["After." in text for text in texts] == [False] * 4 + [True]
    await the_same_film_is_given_as_dash(cinema, session)


async def _more_players_at_a_break_than_the_pool_has_connections_all_get_their_ads(
    cinema: Cinema,
) -> None:
    pool = cinema.house.settings.database_pool_size
    guided = [(await cinema.begin())["id"] for _ in range(2 * pool)]
    stitched = [(await cinema.begin("stitched"))["id"] for _ in range(pool)]
    lists = [f"/v1/watch/{each}/breaks/0/ads.json" for each in guided for _ in range(2)]
    told = [f"/v1/watch/{each}/ads" for each in stitched for _ in range(2)]
    async with asyncio.timeout(WAIT_SECONDS / 2):
        answers = await asyncio.gather(*(cinema.json("GET", each) for each in lists + told))
    assert answers[0::2] == answers[1::2]
    assert {len(each["ASSETS"]) for each in answers[: len(lists)]} == {2}
    laid = [[len(one["ads"]) for one in each["breaks"]] for each in answers[len(lists) :]]
    assert laid == [[2, 1]] * len(told)
    tokens = {ad["X-MATINEE"]["track"] for each in answers[: len(lists)] for ad in each["ASSETS"]}
    assert len(tokens) == 2 * len(guided)


async def _a_stranger_that_asks_without_end_is_told_to_wait(cinema: Cinema) -> None:
    """However many sessions it begins."""
    pictures = cinema.house.watching.pictures
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(pictures, "_limit", HourlyLimit(2))
        pauses = [f"/v1/watch/{(await cinema.begin())['id']}/pause" for _ in range(2)]
        asked = [*pauses, *pauses]
        answers = [await cinema.client.post(each, json={"last": None}) for each in asked]
        assert [each.status_code for each in answers] == [200, 200, 429, 429]
        assert answers[-1].json()["code"] == "too_many_pictures"
        assert 0 < int(answers[-1].headers["Retry-After"]) <= 3600


async def _a_pause_shows_a_picture_but_not_twice_on_end_and_never_to_children(
    cinema: Cinema, folder: Path
) -> None:
    pause = f"/v1/watch/{(await cinema.begin())['id']}/pause"
    assert await cinema.json("POST", pause, last=None) == {"ad": None}
    poster = await book_picture(cinema, folder / "poster.png")
    await cinema.house.ads.exchange()
    shown = (await cinema.json("POST", pause, last=None))["ad"]
    assert (shown["creative"], shown["name"]) == (str(poster), "A poster")
    assert (await cinema.get(shown["picture"]))[:3] == b"\xff\xd8\xff"
    assert await cinema.json("POST", pause, last=shown["creative"]) == {"ad": None}
    before = await cinema.impressions()
    for _ in range(3):
        await cinema.client.get(shown["track"] + "impression")
    assert await cinema.impressions() == before + 1

    audience = cinema.house.audience
    viewer = await audience.profile(ProfileId(cinema.profile))
    session = await cinema.house.watching.begin(viewer.id, TitleId(cinema.title))
    assert await cinema.house.watching.pictures.pause(session) is not None
    flags = cinema.house.operation.flags
    await flags.set("ads.pause", Setting(0), reason="Members complain.")
    assert await cinema.house.watching.pictures.pause(session) is None
    await flags.undo("ads.pause", reason="They no longer do.")
    await _a_stranger_that_asks_without_end_is_told_to_wait(cinema)
    child = await audience.create_profile(viewer.household_id, "Ivo", kids=True)
    of_child = replace(session, profile=child.id)
    assert await cinema.house.watching.pictures.pause(of_child) is None


async def _whoever_comes_back_goes_on_without_the_breaks_that_were_seen(cinema: Cinema) -> None:
    watching, title = cinema.house.watching, TitleId(cinema.title)
    audience = cinema.house.audience
    home = (await audience.profile(ProfileId(cinema.profile))).household_id
    guest = await audience.create_profile(home, "Eva", territory=Territory("PT"))
    child = await audience.create_profile(home, "Zé", kids=True, territory=Territory("PT"))
    start, later = timedelta(0), timedelta(seconds=3)
    with pytest.raises(Denied):
        await watching.watch(child.id, title, begun_from=start)

    begun = await watching.watch(guest.id, title, begun_from=start)
    assert begun is not None
    assert await watching.watch(guest.id, title, begun_from=start) == begun
    # What was not seen comes where the film is begun again.
    moved = await watching.watch(guest.id, title, begun_from=later)
    assert moved is not None
    assert [each.id for each in moved.breaks] == ["mid"]
    assert moved.id != begun.id
    assert await watching.watch(guest.id, title, begun_from=later, held=begun.id) == begun

    opening = await cinema.json("GET", f"/v1/watch/{begun.id}/breaks/0/ads.json")
    for ad in opening["ASSETS"]:
        assert await watching.seen(begun) == frozenset()
        await cinema.client.get(ad["X-MATINEE"]["track"] + "complete")
    assert await watching.seen(begun) == {0}
    pictures = await _playlist(cinema, f"/v1/watch/{begun.id}/sound.m3u8")
    assert [each.id for each in pictures.segments[0].dateranges] == ["break-1"]


async def _what_a_player_says_of_consent_holds_for_the_whole_session(cinema: Cinema) -> None:
    """The household has seen all of what is capped: who refuses caps is a household unknown."""
    ads = cinema.house.ads
    for campaign in cinema.campaigns:
        for item in await ads.line_items(campaign):
            await ads.put_line_item(
                replace(item, caps=(Cap(Level.CAMPAIGN, 1, timedelta(days=1)),))
            )
    await ads.exchange()
    begin = f"/v1/profiles/{cinema.profile}/titles/{cinema.title}/watch"
    found = list[tuple[int, bool, bool]]()
    for said in ({}, {"gdpr": True, "gdpr_consent": tc()}, {"gpp": "none"}):
        own = f"/v1/watch/{(await cinema.json('POST', begin, way='guided', **said))['id']}"
        pod = await cinema.json("GET", f"{own}/breaks/0/ads.json")
        pause = (await cinema.json("POST", f"{own}/pause", last=None))["ad"]
        await ads.exchange()
        [latest] = await ads.latest_decisions(1)
        found.append((len(pod["ASSETS"]), pause is not None, latest.request.history))
    assert found == [(0, False, True), (2, True, False), (2, True, False)]
    answer = await cinema.client.post(begin, json={"gdpr_consent": "C" * 8001})
    assert answer.status_code == 422


async def _a_session_is_of_the_household_that_began_it(cinema: Cinema) -> None:
    own = [f"/v1/watch/{(await cinema.begin(way))['id']}" for way in Way]
    accounts = cinema.house.access.accounts
    viewer = await cinema.house.audience.profile(ProfileId(cinema.profile))
    await accounts.create("Olga", {Role.OPERATOR}, None)
    callers = list[dict[str, str]]()
    for name, household in (("Mia", viewer.household_id), ("Otto", None)):
        account = await accounts.create(name, {Role.MEMBER}, None, household=household)
        _, secret = await accounts.create_token(account.id, "test", ())
        callers.append({"Authorization": f"Bearer {secret}"})
    paths = [
        f"{own[0]}/film.m3u8",
        f"{own[0]}/sound.m3u8",
        f"{own[0]}/breaks/0/ads.json",
        f"{own[1]}/ads",
        f"/v1/watch/{uuid4()}/film.m3u8",
    ]
    mias, ottos = [
        [await cinema.client.get(path, headers=headers) for path in paths] for headers in callers
    ]
    assert [each.status_code for each in mias] == [200] * 4 + [404]
    # What is somebody else's is answered as what does not exist.
    assert {(each.status_code, each.json()["message"]) for each in ottos} == {
        (404, mias[-1].json()["message"])
    }
    cinema.client.headers.update(callers[0])


async def _rights_are_asked_again_with_each_playlist_and_a_session_goes_with_its_profile(
    cinema: Cinema,
) -> None:
    own = [f"/v1/watch/{(await cinema.begin(way))['id']}" for way in Way]
    paths = [f"{own[0]}/sound.m3u8", f"{own[1]}/sound.m3u8", f"{own[1]}/text-en.0.vtt"]
    for path in paths:
        await cinema.get(path)
    audience = cinema.house.audience
    viewer = await audience.profile(ProfileId(cinema.profile))
    await audience.change_profile(replace(viewer, maturity_limit=12))
    answers = [await cinema.client.get(path) for path in paths]
    assert [(each.status_code, each.json()["code"]) for each in answers] == [
        (403, "not_watchable")
    ] * 3
    await audience.change_profile(viewer)
    await cinema.get(paths[0])
    # Another profile keeps the household, so that it is the session alone that is gone.
    await audience.create_profile(viewer.household_id, "Rui")
    await audience.erase(viewer.id)
    answers = [await cinema.client.get(path) for path in (*paths, f"{own[0]}/breaks/0/ads.json")]
    assert [each.status_code for each in answers] == [404] * 4


def _parts(playlist: Any) -> list[list[Any]]:
    """A playlist's segments between its discontinuities."""
    found = list[list[Any]]()
    for each in playlist.segments:
        if each.discontinuity or not found:
            found.append([])
        found[-1].append(each)
    return found
