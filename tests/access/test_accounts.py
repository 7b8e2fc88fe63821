"""Accounts and tokens as operators and programs meet them."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from tests.access.conftest import OWN_PAGE, PASSWORD, Foyer, signing_in

from matinee.access.model import Role
from matinee.assembly.house import House
from matinee.errors import Conflict, Invalid
from matinee.surfaces.api.app import create_app
from matinee.surfaces.cli.main import main
from matinee.vocabulary.ids import uuid7


def _visitor(house: House, address: str) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app=create_app(house), client=(address, 1))
    return httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1")


async def test_before_the_first_account_this_machine_is_the_operator_and_nobody_else(
    house: House,
) -> None:
    async with _visitor(house, "127.0.0.1") as here, _visitor(house, "192.0.2.7") as there:
        assert (await here.get("/v1/jobs")).status_code == 200
        assert (await there.get("/v1/jobs")).status_code == 401
        passed_on = await here.get("/v1/jobs", headers={"X-Forwarded-For": "127.0.0.1"})
        assert passed_on.status_code == 401


async def test_from_the_first_account_on_this_machine_signs_in_too(house: House) -> None:
    async with _visitor(house, "127.0.0.1") as here:
        assert (await here.get("/v1/jobs")).status_code == 200
        await house.access.accounts.create("Olga", {Role.OPERATOR}, None)
        assert (await here.get("/v1/jobs")).status_code == 401


async def test_the_first_account_is_an_operators(house: House) -> None:
    with pytest.raises(Conflict, match="first account must be an operator"):
        await house.access.accounts.create("Mia", {Role.MEMBER}, None)


async def test_the_last_operator_stays(foyer: Foyer) -> None:
    accounts = foyer.house.access.accounts
    with pytest.raises(Conflict, match="last operator"):
        await accounts.disable(foyer.operator.id)
    with pytest.raises(Conflict, match="last operator"):
        await accounts.set_roles(foyer.operator.id, {Role.COUNSEL})
    await foyer.account(Role.OPERATOR, name="Ora")
    await accounts.disable(foyer.operator.id)


async def test_the_desk_erases_an_account_with_all_that_it_had(foyer: Foyer) -> None:
    token, erase = await foyer.token(foyer.member), "/desk/accounts/erase"
    asked = {"account": str(foyer.member.id), "reason": f"{foyer.member.name} asked."}
    async with foyer.visitor() as client:
        await signing_in(client, "Olga")
        await client.post(f"/desk/accounts/{foyer.member.id}/disable", headers=OWN_PAGE)
        assert erase in (await client.get("/desk/accounts")).text
        refused = await client.post(erase, data=asked, headers=OWN_PAGE)
        assert (refused.status_code, "has the name" in refused.text) == (422, True)
        asked["reason"] = "A request."
        assert (await client.post(erase, data=asked, headers=OWN_PAGE)).status_code == 303
        page = (await client.get("/desk/accounts")).text
        assert (foyer.member.name in page, erase in page) == (False, False)
        assert (await client.post(erase, data=asked, headers=OWN_PAGE)).status_code == 422
    async with foyer.visitor() as program:
        assert (await program.get("/v1/titles", headers=token)).status_code == 401


async def test_two_operators_who_disable_each_other_at_once_do_not_both_go(foyer: Foyer) -> None:
    accounts = foyer.house.access.accounts
    other = await foyer.account(Role.OPERATOR, name="Ora")
    ends = await asyncio.gather(
        accounts.disable(foyer.operator.id), accounts.disable(other.id), return_exceptions=True
    )
    assert [type(end) for end in ends].count(Conflict) == 1


@pytest.mark.parametrize("twin", ["OLGA", " olga ", "Ｏlga"])
async def test_names_that_look_the_same_are_the_same(foyer: Foyer, twin: str) -> None:
    with pytest.raises(Conflict, match="already"):
        await foyer.account(Role.MEMBER, name=twin)


@pytest.mark.parametrize("password", ["", "short", "x" * 1001])
async def test_a_password_is_neither_short_nor_endless(foyer: Foyer, password: str) -> None:
    with pytest.raises(Invalid, match="12 to 1000 characters"):
        await foyer.house.access.accounts.create("Ada", {Role.MEMBER}, password)


async def test_a_token_lets_a_program_in_until_it_is_revoked(foyer: Foyer) -> None:
    accounts, other = foyer.house.access.accounts, foyer.elsewhere()
    token, secret = await accounts.create_token(foyer.operator.id, "metrics", ())
    headers = {"Authorization": f"Bearer {secret}", "Accept": "*/*"}
    async with foyer.visitor() as program, other.visitor() as thief:
        assert (await program.get("/metrics", headers=headers)).status_code == 200
        assert (await thief.get("/metrics", headers=headers)).status_code == 200
        await accounts.revoke_token(token.id)
        assert (await program.get("/metrics", headers=headers)).status_code == 401
        await asyncio.sleep(1)
        assert (await thief.get("/metrics", headers=headers)).status_code == 401


async def test_a_token_ends_by_itself(foyer: Foyer) -> None:
    accounts = foyer.house.access.accounts
    _, secret = await accounts.create_token(foyer.operator.id, "short", (), days=1)
    foyer.clock.advance(86_401)
    headers = {"Authorization": f"Bearer {secret}", "Accept": "*/*"}
    async with foyer.visitor() as program:
        answer = await program.get("/metrics", headers=headers)
    assert answer.status_code == 401


async def test_a_token_of_a_disabled_account_opens_nothing(foyer: Foyer) -> None:
    headers = await foyer.token(foyer.member)
    await foyer.house.access.accounts.disable(foyer.member.id)
    async with foyer.visitor() as program:
        assert (await program.get("/v1/titles", headers=headers)).status_code == 401


async def test_a_token_can_do_no_more_than_its_account(foyer: Foyer) -> None:
    accounts = foyer.house.access.accounts
    with pytest.raises(Invalid, match="is not operator"):
        await accounts.create_token(foyer.member.id, "more", {Role.OPERATOR})
    both = await foyer.account(Role.OPERATOR, Role.COUNSEL)
    headers = await foyer.token(both, Role.OPERATOR)
    await accounts.set_roles(both.id, {Role.COUNSEL})
    async with foyer.visitor() as program:
        assert (await program.get("/metrics", headers=headers)).status_code == 403


async def test_a_member_sees_and_makes_profiles_of_the_own_household_alone(foyer: Foyer) -> None:
    audience = foyer.house.audience
    strangers = await audience.create_household("Strangers")
    otto = await audience.create_profile(strangers.id, "Otto")
    async with foyer.visitor() as client:
        await signing_in(client, foyer.member.name)
        assert (await client.post("/profiles", data={"name": "Mia"}, headers=OWN_PAGE)).is_redirect
        seen = (await client.get("/v1/profiles")).json()["profiles"]
        assert [profile["name"] for profile in seen] == ["Mia"]
        assert "Otto" not in (await client.get("/")).text
        address = f"/v1/profiles?household_id={strangers.id}"
        assert (await client.get(address)).status_code == 404
        new = {"household_id": str(strangers.id), "name": "Eve"}
        assert (await client.post("/v1/profiles", json=new, headers=OWN_PAGE)).status_code == 404
        client.cookies.set("matinee_profile", str(otto.id), domain="127.0.0.1")
        assert (await client.get("/home")).headers["location"] == "/"
    assert [each.name for each in await audience.profiles(strangers.id)] == ["Otto"]


async def test_a_member_cannot_report_what_others_watched(foyer: Foyer) -> None:
    strangers = await foyer.house.audience.create_household("Strangers")
    otto = await foyer.house.audience.create_profile(strangers.id, "Otto")
    headers = await foyer.token(foyer.member)
    now = datetime.now(UTC)
    searched = {"kind": "search", "at": now.isoformat(), "device": "tv", "query": "noir"}
    events = [
        {**searched, "id": str(uuid7(now)), "profile_id": str(one)} for one in (otto.id, uuid4())
    ]
    async with foyer.visitor() as client:
        answer = await client.post("/v1/events", json={"events": events}, headers=headers)
    told = answer.json()
    assert told["accepted"] == 0
    assert [refusal["field"] for refusal in told["refused"]] == ["profile_id", "profile_id"]
    assert len({refusal["reason"] for refusal in told["refused"]}) == 1


async def test_what_is_anothers_and_what_does_not_exist_are_answered_alike(foyer: Foyer) -> None:
    strangers = await foyer.house.audience.create_household("Strangers")
    otto = await foyer.house.audience.create_profile(strangers.id, "Otto")
    headers = await foyer.token(foyer.member)
    async with foyer.visitor() as client:
        answers = [
            await client.get(f"/v1/profiles/{one}", headers=headers) for one in (otto.id, uuid4())
        ]
    assert answers[0].status_code == 404
    assert answers[0].content == answers[1].content


def test_accounts_and_tokens_are_made_on_the_command_line(
    tmp_path: Path,
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("MATINEE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("MATINEE_DATABASE_URL", database_url)
    monkeypatch.setenv("MATINEE_LOG_LEVEL", "error")

    def told(*words: str) -> object:
        with pytest.raises(SystemExit) as ended:
            main(["accounts", *words, "--json"])
        said = capsys.readouterr()
        assert ended.value.code == 0, said.err
        return json.loads(said.out)

    told("create", "Olga", "--role", "operator", "--without-password")
    listed = told("list")
    token = told("tokens", "create", "Olga", "scraper", "--scope", "operator")
    assert isinstance(listed, list)
    assert isinstance(token, dict)
    assert [account["roles"] for account in listed] == [["operator"]]
    assert token["token"].startswith("mtn_")
    told("tokens", "revoke", token["id"])
    assert PASSWORD not in str(listed)
