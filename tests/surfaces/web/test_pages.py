from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import httpx
import pytest

from matinee.assembly.house import House
from matinee.audience.model import EventKind, Household
from matinee.surfaces.web.rendering import POLICY, SHOWING
from matinee.vocabulary.ids import HouseholdId, ProfileId, TitleId, uuid7


def _profile(client: httpx.AsyncClient) -> ProfileId:
    return ProfileId(UUID(client.cookies["matinee_profile"]))


async def _title(house: House, name: str) -> TitleId:
    shelf = await house.catalogue.shelf()
    return TitleId(shelf.ids[shelf.names.index(name)])


async def _some_title(house: House) -> TitleId:
    return TitleId((await house.catalogue.shelf()).ids[0])


async def test_nobody_watches_before_a_profile_is_chosen(client: httpx.AsyncClient) -> None:
    for address in ("/home", "/list"):
        answer = await client.get(address)
        assert (answer.status_code, answer.headers["location"]) == (303, "/")


async def test_a_profile_is_made_and_is_asked_what_it_likes(
    client: httpx.AsyncClient, house: House
) -> None:
    form = {"name": "Milo", "kids": "true", "maturity_limit": "6", "language": "pt"}
    made = await client.post("/profiles", data=form)

    profile = await house.audience.profile(_profile(client))
    assert (made.status_code, made.headers["location"]) == (303, "/start")
    assert (profile.name, profile.kids, profile.maturity_limit) == ("Milo", True, 6)
    assert profile.languages == ("pt",)
    assert "Milo" in (await client.get("/")).text


async def test_three_picks_make_a_page_and_two_are_too_few(
    member: httpx.AsyncClient, house: House
) -> None:
    shown = (await member.get("/start")).text
    offered = re.findall(r'name="titles" value="([0-9a-f-]{36})"', shown)
    assert len(set(offered)) == len(offered) >= 3

    few = await member.post("/start", data={"titles": offered[:2]})
    assert few.status_code == 422
    assert few.text.count("checked>") == 2
    made = await member.post("/start", data={"titles": [offered[0], *offered[:3]]})
    assert (made.status_code, made.headers["location"]) == (303, "/home")
    history = (await house.audience.member(_profile(member))).history
    assert {str(title) for title in history.liked} == set(offered[:3])
    assert "Because you" in (await member.get("/home")).text
    again = (await member.get("/start")).text
    assert not any(one in again for one in offered[:3])


async def test_a_child_is_offered_what_children_may_watch_and_can_choose_nothing_else(
    member: httpx.AsyncClient, house: House
) -> None:
    shelf = await house.catalogue.shelf()
    await member.post("/profiles", data={"name": "Milo", "kids": "true", "maturity_limit": "6"})
    ages = shelf.maturity_ages((await house.audience.profile(_profile(member))).territory)
    shown = (await member.get("/start")).text
    offered = re.findall(r'name="titles" value="([0-9a-f-]{36})"', shown)
    assert all(0 <= ages[shelf.index[TitleId(UUID(one))]] <= 6 for one in offered)
    grown = [str(shelf.ids[row]) for row in ages.argsort()[-3:].tolist()]
    assert (await member.post("/start", data={"titles": grown})).status_code == 422
    assert not (await house.audience.member(_profile(member))).history.liked


async def test_the_choice_is_out_of_reach_of_scripts_and_of_other_sites(
    client: httpx.AsyncClient,
) -> None:
    made = await client.post("/profiles", data={"name": "Ada"})
    cookie = made.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie


async def test_a_profile_without_a_name_is_asked_for_again(client: httpx.AsyncClient) -> None:
    answer = await client.post("/profiles", data={"name": "  "})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


async def test_home_shows_rows_with_reasons(member: httpx.AsyncClient) -> None:
    page = (await member.get("/home")).text
    assert page.count('<section class="strip"') >= 4
    assert page.count('class="why"') >= 20


async def test_every_title_of_a_row_carries_what_its_impression_needs(
    member: httpx.AsyncClient,
) -> None:
    page = (await member.get("/home")).text
    cards = page.count('<li class="card"')
    assert len(re.findall(r'data-title="[0-9a-f-]{36}" data-position="\d+"', page)) == cards
    assert len(re.findall(r'data-probability="(1\.0|0\.\d+)"', page)) == cards
    strips = page.count('<section class="strip"')
    assert len(re.findall(r'data-recommendation="[0-9a-f-]{36}"', page)) == strips


async def test_pages_allow_nothing_but_files_of_this_service(member: httpx.AsyncClient) -> None:
    answer = await member.get("/home")
    assert answer.headers["content-security-policy"] == SHOWING
    assert "unsafe" not in SHOWING
    away = await member.get("/profiles")
    assert away.headers["content-security-policy"] == POLICY
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", answer.text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", answer.text)


async def test_a_title_is_put_aside_and_taken_off_without_scripts(
    member: httpx.AsyncClient, house: House
) -> None:
    title = await _some_title(house)
    await member.post(f"/title/{title}/list", data={"value": "1"})
    listed = (await member.get("/list")).text
    await member.post(f"/title/{title}/list", data={"value": "0"})

    assert f"/title/{title}" in listed
    assert "Nothing is on your list" in (await member.get("/list")).text


async def test_a_title_that_was_refused_is_found_again_and_offered_again(
    member: httpx.AsyncClient, house: House
) -> None:
    title = await _some_title(house)
    name = (await house.catalogue.title(title)).name
    assert "Not for me" not in (await member.get("/list")).text
    await member.post(f"/title/{title}/thumb", data={"value": "-1"})
    refused = (await member.get("/list")).text
    assert "Not for me" in refused
    assert name in html.unescape(refused)
    assert f"/title/{title}?" not in (await member.get("/home")).text
    await member.post(f"/title/{title}/thumb", data={"value": "0"})
    assert "Not for me" not in (await member.get("/list")).text


async def test_a_button_asks_htmx_for_itself_alone(member: httpx.AsyncClient, house: House) -> None:
    title = await _some_title(house)
    answer = await member.post(
        f"/title/{title}/thumb", data={"value": "1"}, headers={"HX-Request": "true"}
    )
    assert "<html" not in answer.text
    assert 'aria-pressed="true"' in answer.text


async def test_play_is_recorded_with_the_place_that_led_there(
    member: httpx.AsyncClient, house: House
) -> None:
    title = await _some_title(house)
    recommendation = "0190a8a0-0000-7000-8000-000000000001"
    origin = f"row=picks&position=3&recommendation={recommendation}"
    answer = await member.post(f"/watch/{title}?{origin}", data={"act": "play"})

    (logged,) = (await house.audience.history(_profile(member))).events
    assert answer.headers["location"] == f"/watch/{title}?{origin}"
    assert (logged.event.kind, logged.event.title_id) == (EventKind.PLAY, title)
    assert (logged.event.row, logged.event.position) == ("picks", 3)
    assert str(logged.event.recommendation_id) == recommendation


async def test_the_watch_page_says_that_there_is_no_film(
    member: httpx.AsyncClient, house: House
) -> None:
    page = (await member.get(f"/watch/{await _some_title(house)}")).text
    assert "No film file yet" in page
    assert "<video" not in page


async def test_finishing_a_title_is_told_and_it_leaves_the_rows(
    member: httpx.AsyncClient, house: House
) -> None:
    page = (await member.get("/home")).text
    found = re.search(r'data-title="([0-9a-f-]{36})"', page)
    assert found
    answer = await member.post(f"/watch/{found[1]}", data={"act": "finish"})
    home = (await member.get(answer.headers["location"])).text

    assert "You have finished" in home
    assert f'data-title="{found[1]}"' not in home


async def test_stopping_half_way_shows_where_to_go_on(
    member: httpx.AsyncClient, house: House
) -> None:
    title = await _some_title(house)
    await member.post(f"/watch/{title}", data={"act": "stop", "share": "40"})

    assert "Continue watching" in (await member.get("/home")).text
    assert "Go on watching" in (await member.get(f"/title/{title}")).text


async def test_a_child_cannot_open_what_is_not_for_children(
    member: httpx.AsyncClient, house: House
) -> None:
    shelf = await house.catalogue.shelf()
    ages = shelf.maturity_ages((await house.audience.profile(_profile(member))).territory)
    grown = shelf.ids[int(ages.argmax())]
    await member.post("/profiles", data={"name": "Milo", "kids": "true"})

    for address in (f"/title/{grown}", f"/watch/{grown}"):
        answer = await member.get(address)
        assert answer.status_code == 403
        assert "not available to the profile" in answer.text


async def test_a_simulated_member_is_marked_on_every_page(
    member: httpx.AsyncClient, house: House
) -> None:
    real = await house.audience.profile(_profile(member))
    assert "Simulated member" not in (await member.get("/home")).text
    now = datetime.now(UTC)
    household = Household(HouseholdId(uuid7(now)), "", simulated=True, created_at=now)
    profile = replace(
        real, id=ProfileId(uuid7(now)), household_id=household.id, name="Ines", simulated=True
    )
    await house.audience.put_members([household], [profile])

    assert "Simulated members" in (await member.get("/")).text
    await member.post(f"/profiles/{profile.id}/choose")
    title = await _some_title(house)
    for address in ("/home", "/list", f"/title/{title}", f"/watch/{title}"):
        assert "Simulated member" in (await member.get(address)).text


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_another_site_cannot_act_for_a_member(
    member: httpx.AsyncClient, house: House, site: str
) -> None:
    answer = await member.post(
        f"/title/{await _some_title(house)}/list",
        data={"value": "1"},
        headers={"Sec-Fetch-Site": site},
    )
    assert answer.status_code == 403
    assert (await house.audience.member(_profile(member))).history.my_list == ()


async def test_an_erased_profile_is_asked_who_is_watching(
    member: httpx.AsyncClient, house: House
) -> None:
    await house.audience.erase(_profile(member))
    assert (await member.get("/home")).headers["location"] == "/"


async def test_a_name_is_text_wherever_it_stands(client: httpx.AsyncClient) -> None:
    await client.post("/profiles", data={"name": "<b>Ada</b>"})
    page = (await client.get("/")).text
    assert "<b>Ada" not in page
    assert "&lt;b&gt;Ada" in page


async def test_people_get_a_page_and_programs_json_when_something_is_missing(
    client: httpx.AsyncClient,
) -> None:
    for_people = await client.get("/nothing", headers={"Accept": "text/html"})
    for_programs = await client.get("/nothing", headers={"Accept": "application/json"})
    assert for_people.status_code == for_programs.status_code == 404
    assert "There is nothing here" in for_people.text
    assert for_programs.json()["code"] == "not_found"


async def test_a_home_without_titles_says_what_to_do(client: httpx.AsyncClient) -> None:
    await client.post("/profiles", data={"name": "Ada"})
    page = (await client.get("/home")).text
    assert "Nothing to show yet" in page
    assert "Choose another profile" in page


async def test_jobs_are_listed_for_the_operator(client: httpx.AsyncClient) -> None:
    assert "No job has been queued yet" in (await client.get("/desk/jobs")).text
    part = await client.get("/desk/jobs", headers={"HX-Request": "true"})
    assert "<html" not in part.text
    slow = (await client.get("/desk/jobs/slow")).text
    assert "longer than 0.5 s" in slow or "Longest" in slow


async def test_the_desk_says_when_nothing_has_been_learned_and_can_change_that(
    client: httpx.AsyncClient, house: House
) -> None:
    assert "Nothing has been learned yet" in (await client.get("/desk/models")).text
    answer = await client.post("/desk/models/train")
    (job,) = await house.jobs.listing()
    assert (answer.headers["location"], job.task) == ("/desk/jobs", "recommend.train")
    assert "recommend.train" in (await client.get("/desk/jobs")).text


async def test_posters_are_kept_by_the_browser_and_cannot_run(
    member: httpx.AsyncClient, house: House
) -> None:
    title = await _some_title(house)
    for picture in ("poster", "wide"):
        first = await member.get(f"/v1/titles/{title}/{picture}.svg")
        again = await member.get(
            f"/v1/titles/{title}/{picture}.svg", headers={"If-None-Match": first.headers["etag"]}
        )
        assert first.headers["content-type"] == "image/svg+xml"
        assert "sandbox" in first.headers["content-security-policy"]
        assert (again.status_code, again.content) == (304, b"")


async def test_a_poster_of_no_title_is_not_found(client: httpx.AsyncClient) -> None:
    answer = await client.get("/v1/titles/00000000-0000-0000-0000-000000000000/poster.svg")
    assert answer.status_code == 404
