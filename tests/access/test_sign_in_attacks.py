"""What people try at the sign-in page and with what they took from it, against the real service."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from sqlalchemy import text
from tests.access.conftest import OWN_PAGE, PASSWORD, Foyer, signing_in

from matinee.access.model import Role
from matinee.access.throttle import BY_ACCOUNT, BY_ADDRESS, BY_PAIR
from matinee.surfaces.web.access.going import local_path

CROSS_SITE = [
    {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
    {"Sec-Fetch-Site": "same-site", "Origin": "http://other.127.0.0.1"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {},
]
DESK = "/desk/jobs"


async def _guess(client: httpx.AsyncClient, name: str, times: int) -> list[int]:
    return [(await signing_in(client, name, f"wrong {n} wrong")).status_code for n in range(times)]


async def test_the_right_password_opens_the_page_that_was_asked_for(foyer: Foyer) -> None:
    async with foyer.visitor() as client:
        asked = await client.get(DESK)
        assert asked.headers["location"] == f"/sign-in?next={DESK}"
        answer = await signing_in(client, " OLGA ", next=DESK)
        assert (answer.status_code, answer.headers["location"]) == (303, DESK)
        assert (await client.get(DESK)).status_code == 200


async def test_the_cookie_is_kept_from_scripts_and_other_sites(foyer: Foyer) -> None:
    async with foyer.visitor() as client:
        told = (await signing_in(client, "Olga")).headers.get_list("set-cookie")[0]
    assert told.startswith("matinee_session=")
    assert "HttpOnly" in told
    assert "SameSite=lax" in told
    assert "Path=/" in told


async def test_guessing_is_slowed_down_and_says_how_long(foyer: Foyer) -> None:
    async with foyer.visitor() as client:
        assert await _guess(client, "Olga", BY_PAIR.free + 1) == [401] * BY_PAIR.free + [429]
        right = await signing_in(client, "Olga")
    assert right.status_code == 429, "the right password must not tell itself from the others"
    assert int(right.headers["retry-after"]) >= 1


async def test_waiting_grows_with_every_failure_up_to_its_bound() -> None:
    waits = [BY_PAIR.wait(failures) for failures in range(40)]
    assert waits[: BY_PAIR.free] == [0] * BY_PAIR.free
    assert waits[BY_PAIR.free : BY_PAIR.free + 4] == [1, 2, 4, 8]
    assert max(waits) == BY_PAIR.longest == 900


async def test_after_waiting_the_right_password_opens(foyer: Foyer) -> None:
    async with foyer.visitor() as client:
        await _guess(client, "Olga", BY_PAIR.free + 1)
        foyer.clock.advance(3)
        assert (await signing_in(client, "Olga")).status_code == 303


async def test_guesses_sent_at_once_are_counted_one_by_one(foyer: Foyer) -> None:
    async with foyer.visitor() as client:
        tries = [signing_in(client, "Olga", f"wrong {n} wrong") for n in range(12)]
        statuses = [answer.status_code for answer in await asyncio.gather(*tries)]
    assert statuses.count(401) == BY_PAIR.free


async def test_guesses_at_two_processes_are_counted_together(foyer: Foyer) -> None:
    async with foyer.visitor() as here, foyer.elsewhere().visitor() as there:
        answers = [
            await signing_in((here, there)[turn % 2], "Olga", "a wrong guess") for turn in range(6)
        ]
    assert [answer.status_code for answer in answers] == [401] * 5 + [429]


async def test_one_address_that_tries_many_names_is_slowed_down(foyer: Foyer) -> None:
    async with foyer.visitor() as client:
        for n in range(BY_ADDRESS.free):
            assert (await signing_in(client, f"nobody {n}")).status_code == 401
        assert (await signing_in(client, "Olga")).status_code == 429
    async with foyer.visitor("198.51.100.9") as elsewhere:
        assert (await signing_in(elsewhere, "Olga")).status_code == 303


async def test_strangers_cannot_lock_an_owner_out(foyer: Foyer) -> None:
    async with foyer.visitor("198.51.100.1") as owner:
        assert (await signing_in(owner, "Olga")).status_code == 303
    for n in range(BY_ACCOUNT.free):
        async with foyer.visitor(f"203.0.113.{n}") as stranger:
            assert await _guess(stranger, "Olga", 1) == [401]
    async with foyer.visitor("203.0.113.200") as stranger:
        assert await _guess(stranger, "Olga", 1) == [429], "the account as a whole is slowed down"
    async with foyer.visitor("198.51.100.1") as owner:
        assert (await signing_in(owner, "Olga")).status_code == 303, "but not where it is at home"
    assert BY_ACCOUNT.longest <= 30


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded"])
async def test_a_made_up_address_does_not_get_more_tries(foyer: Foyer, header: str) -> None:
    async with foyer.visitor() as client:
        for n in range(BY_PAIR.free):
            client.headers[header] = f"203.0.113.{n}"
            await _guess(client, "Olga", 1)
        client.headers[header] = "203.0.113.99"
        assert await _guess(client, "Olga", 1) == [429]


async def test_the_same_work_is_done_whether_there_is_an_account_or_not(foyer: Foyer) -> None:
    passwords = foyer.house.access.passwords
    answers: list[tuple[int, str]] = []
    async with foyer.visitor() as client:
        for name in ("Olga", "nobody at all"):
            before = passwords.verified
            answer = await signing_in(client, name, "not the password")
            answers.append((answer.status_code, answer.text.replace(name, "")))
            assert passwords.verified == before + 1
    assert answers[0] == answers[1]


async def test_a_disabled_account_answers_like_none(foyer: Foyer) -> None:
    await foyer.house.access.accounts.disable(foyer.member.id)
    async with foyer.visitor() as client:
        answer = await signing_in(client, foyer.member.name)
    assert answer.status_code == 401
    assert "not those of an account" in answer.text


async def test_a_session_that_was_there_before_signing_in_is_not_taken_over(foyer: Foyer) -> None:
    async with foyer.visitor() as client:
        client.cookies.set("matinee_session", "chosen-by-an-attacker", domain="127.0.0.1")
        await signing_in(client, "Olga")
        assert "chosen-by-an-attacker" not in [cookie.value for cookie in client.cookies.jar]
        first = client.cookies.get("matinee_session", domain="127.0.0.1")
    async with foyer.visitor() as attacker:
        attacker.cookies.set("matinee_session", "chosen-by-an-attacker")
        assert (await attacker.get(DESK)).status_code == 303
    async with foyer.visitor() as again:
        again.cookies.set("matinee_session", str(first), domain="127.0.0.1")
        await signing_in(again, "Olga")
        assert again.cookies.get("matinee_session", domain="127.0.0.1") != first
    async with foyer.visitor() as old:
        old.cookies.set("matinee_session", str(first))
        assert (await old.get(DESK)).status_code == 303, "signing in anew ends the old session"


async def test_a_changed_role_ends_every_session(foyer: Foyer) -> None:
    async with foyer.visitor() as client:
        await signing_in(client, foyer.member.name)
        assert (await client.get("/")).status_code == 200
        await foyer.house.access.accounts.set_roles(foyer.member.id, {Role.MEMBER, Role.PROGRAMMER})
        assert (await client.get("/")).headers["location"] == "/sign-in"


@pytest.mark.parametrize("headers", CROSS_SITE, ids=str)
async def test_another_site_cannot_act_in_the_name_of_who_is_signed_in(
    foyer: Foyer, headers: dict[str, str]
) -> None:
    async with foyer.visitor() as client:
        await signing_in(client, "Olga")
        form = {"name": "Eve", "password": PASSWORD, "role": "operator"}
        answer = await client.post("/desk/accounts", data=form, headers=headers)
        assert answer.status_code == 403
        assert (await client.post("/sign-out", headers=headers)).status_code == 403
        assert (await client.get(DESK)).status_code == 200
    assert "Eve" not in [account.name for account in await foyer.house.access.accounts.listed()]


@pytest.mark.parametrize("headers", CROSS_SITE, ids=str)
async def test_another_site_cannot_sign_anyone_in(foyer: Foyer, headers: dict[str, str]) -> None:
    async with foyer.visitor() as client:
        form = {"name": "Olga", "password": PASSWORD}
        answer = await client.post("/sign-in", data=form, headers=headers)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


async def test_an_older_browser_is_told_by_its_origin(foyer: Foyer) -> None:
    async with foyer.visitor() as client:
        form = {"name": "Olga", "password": PASSWORD}
        answer = await client.post("/sign-in", data=form, headers={"Origin": "http://127.0.0.1"})
    assert answer.status_code == 303


async def test_a_session_is_over_after_signing_out(foyer: Foyer) -> None:
    async with foyer.visitor() as client:
        await signing_in(client, "Olga")
        secret = client.cookies["matinee_session"]
        answer = await client.post("/sign-out", headers=OWN_PAGE)
        assert answer.headers["location"] == "/sign-in"
        assert not client.cookies
    for place in (foyer, foyer.elsewhere()):
        async with place.visitor() as thief:
            thief.cookies.set("matinee_session", secret)
            assert (await thief.get(DESK)).status_code == 303


async def test_signing_out_is_noticed_by_other_processes_within_a_second(foyer: Foyer) -> None:
    other = foyer.elsewhere()
    async with foyer.visitor() as client, other.visitor() as thief:
        await signing_in(client, "Olga")
        thief.cookies.set("matinee_session", client.cookies["matinee_session"])
        assert (await thief.get(DESK)).status_code == 200
        await client.post("/sign-out", headers=OWN_PAGE)
        await asyncio.sleep(1)
        assert (await thief.get(DESK)).status_code == 303


@pytest.mark.parametrize("secret", ["", "x", "A" * 43, "é", "../../etc", "0" * 4000])
async def test_a_forged_session_opens_nothing(foyer: Foyer, secret: str) -> None:
    async with foyer.visitor() as client:
        answer = await client.get(DESK, headers={b"Cookie": f"matinee_session={secret}".encode()})
    assert answer.status_code == 303


async def test_what_the_database_holds_is_no_way_in(foyer: Foyer) -> None:
    async with foyer.visitor() as client:
        await signing_in(client, "Olga")
        async with foyer.house.database.reading() as connection:
            found = await connection.execute(text("SELECT digest FROM access.sessions"))
            digest = bytes(found.scalar_one())
        assert client.cookies["matinee_session"].encode() not in digest
    async with foyer.visitor() as thief:
        thief.cookies.set("matinee_session", digest.hex())
        assert (await thief.get(DESK)).status_code == 303


async def test_a_session_that_was_left_alone_is_over(foyer: Foyer) -> None:
    async with foyer.visitor() as client:
        await signing_in(client, "Olga")
        foyer.clock.advance(3700)
        foyer.house.access._forget()
        assert (await client.get(DESK)).status_code == 303


async def test_a_session_is_over_some_day_however_much_it_is_used(foyer: Foyer) -> None:
    async with foyer.visitor() as client:
        await signing_in(client, "Olga")
        statuses: list[int] = []
        for _ in range(25):
            foyer.clock.advance(1800)
            foyer.house.access._forget()
            statuses.append((await client.get(DESK)).status_code)
    assert statuses == [200] * 23 + [303] * 2


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        " //evil.example",
        "javascript:alert(1)",
        "evil.example",
        "/%0d%0aSet-Cookie:x=1\r\n",
        "/sign-out",
        "/" + "a" * 3000,
        "",
    ],
)
async def test_signing_in_never_leads_to_another_site(foyer: Foyer, wanted: str) -> None:
    assert local_path(wanted) == "/"
    async with foyer.visitor() as client:
        answer = await signing_in(client, "Olga", next=wanted)
    assert answer.headers["location"] == "/"


async def test_signing_in_leads_back_to_a_path_with_its_query() -> None:
    assert local_path("/title/1?row=picks&position=2") == "/title/1?row=picks&position=2"


async def test_a_form_cannot_give_itself_roles(foyer: Foyer) -> None:
    async with foyer.visitor() as client:
        await signing_in(client, foyer.member.name, role="operator", roles="operator")
        more = {"name": "Mia", "role": "operator", "household_id": "x", "account": "Olga"}
        made = await client.post("/profiles", data=more, headers=OWN_PAGE)
        assert made.status_code == 303
        roles = {"role": "operator"}
        address = f"/desk/accounts/{foyer.member.id}/roles"
        assert (await client.post(address, data=roles, headers=OWN_PAGE)).status_code == 403
        assert (await client.get(DESK)).status_code == 403
    kept = await foyer.house.access.accounts.named(foyer.member.name)
    assert kept.roles == {Role.MEMBER}


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-For": "127.0.0.1"},
        {"X-Forwarded-User": "Olga"},
        {"X-Remote-User": "Olga"},
        {"X-Caller": "local operator"},
        {"Forwarded": "for=127.0.0.1"},
        {"Authorization": "Basic T2xnYTpwYXNzd29yZA=="},
        {"Authorization": "Bearer "},
        {"Authorization": "Bearer null"},
        {"X-Original-URL": "/health"},
        {"X-HTTP-Method-Override": "GET"},
    ],
    ids=str,
)
async def test_no_header_makes_a_caller_someone_else(foyer: Foyer, headers: dict[str, str]) -> None:
    async with foyer.visitor() as client:
        answer = await client.get("/v1/jobs", headers={**headers, "Accept": "*/*"})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
