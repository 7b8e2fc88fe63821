"""Signing in by another provider, against a provider that runs as a process of its own."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
from pydantic import SecretStr
from tests.access.conftest import Foyer
from tests.access.oidc_provider import CLIENT, SECRET

from matinee.access.model import AccessSettings, Role
from matinee.access.service import AccessService
from matinee.assembly.joints import HouseholdsOfAudience

RETURN = "/sign-in/openid/return"


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The provider's address."""
    said = tmp_path_factory.mktemp("provider") / "port"
    program = Path(__file__).with_name("oidc_provider.py")
    with subprocess.Popen([sys.executable, str(program), str(said)]) as process:
        try:
            until = time.monotonic() + 30
            while not (said.exists() and said.read_text()):
                assert time.monotonic() < until, "the provider did not start"
                time.sleep(0.05)
            yield f"http://127.0.0.1:{said.read_text()}"
        finally:
            process.terminate()


@pytest.fixture
async def lobby(foyer: Foyer, provider: str) -> Foyer:
    """A service that offers the provider, with an account for whom it vouches."""
    settings = AccessSettings(
        openid_issuer=provider,
        openid_client_id=CLIENT,
        openid_client_secret=SecretStr(SECRET),
        openid_name="Example",
    )
    house = foyer.house
    access = AccessService(house.database, HouseholdsOfAudience(house.audience), settings)
    lobby = replace(foyer, house=replace(house, access=access))
    await lobby.account(Role.PROGRAMMER, name="ada@example.org")
    return lobby


async def _to_the_provider(client: httpx.AsyncClient, who: str, going: str = "/") -> str:
    """Begin, let the provider sign ``who`` in, and give the address that it sends back to."""
    begun = await client.get("/sign-in/openid", params={"next": going})
    assert begun.status_code == 303
    async with httpx.AsyncClient() as browser:
        sent = await browser.get(begun.headers["location"] + "&" + urlencode({"login_hint": who}))
    assert sent.status_code == 302
    back = urlsplit(sent.headers["location"])
    assert back.path == RETURN
    return f"{back.path}?{back.query}"


async def test_whom_the_provider_vouches_for_is_signed_in(lobby: Foyer) -> None:
    async with lobby.visitor() as client:
        assert "Sign in with Example" in (await client.get("/sign-in")).text
        back = await _to_the_provider(client, "ada", "/account")
        answer = await client.get(back)
        assert (answer.status_code, answer.headers["location"]) == (303, "/account")
        assert "ada@example.org" in (await client.get("/account")).text
        assert (await client.get("/desk/jobs")).status_code == 403, "no claim gives a role"


async def test_the_second_time_the_address_does_not_matter(lobby: Foyer) -> None:
    async with lobby.visitor() as client:
        await client.get(await _to_the_provider(client, "ada"))
        accounts = lobby.house.access.accounts
        await accounts.create("someone else", {Role.OPERATOR}, None)
        assert (await client.get(await _to_the_provider(client, "ada"))).status_code == 303


@pytest.mark.parametrize(
    "who",
    [
        "wrong-nonce",
        "wrong-audience",
        "wrong-issuer",
        "expired",
        "other-key",
        "unsigned",
        "shared-secret",
    ],
)
async def test_a_token_that_lies_signs_nobody_in(lobby: Foyer, who: str) -> None:
    async with lobby.visitor() as client:
        answer = await client.get(await _to_the_provider(client, who))
        assert answer.status_code == 403
        assert "matinee_session" not in client.cookies


async def test_an_address_that_was_not_verified_finds_no_account(lobby: Foyer) -> None:
    async with lobby.visitor() as client:
        answer = await client.get(await _to_the_provider(client, "unverified"))
    assert answer.status_code == 403
    assert "no account here for you" in answer.text


async def test_a_key_that_the_provider_has_changed_is_fetched_anew(lobby: Foyer) -> None:
    async with lobby.visitor() as client:
        await client.get(await _to_the_provider(client, "ada"))
        assert (await client.get(await _to_the_provider(client, "rotated"))).status_code == 303


async def test_an_answer_is_good_once(lobby: Foyer) -> None:
    async with lobby.visitor() as client:
        back = await _to_the_provider(client, "ada")
        cookies = dict(client.cookies)
        assert (await client.get(back)).status_code == 303
    async with lobby.visitor() as client:
        client.cookies.update(cookies)
        assert (await client.get(back)).status_code == 403


async def test_an_answer_that_another_browser_began_signs_nobody_in(lobby: Foyer) -> None:
    async with lobby.visitor() as attacker, lobby.visitor() as victim:
        back = await _to_the_provider(attacker, "ada")
        assert (await victim.get(back)).status_code == 403
        await _to_the_provider(victim, "ada")
        assert (await victim.get(back)).status_code == 403
        assert "matinee_session" not in victim.cookies


@pytest.mark.parametrize("change", [{"state": ""}, {"state": "x"}, {"code": "x"}, {"iss": "x"}])
async def test_an_answer_that_was_changed_signs_nobody_in(
    lobby: Foyer, change: dict[str, str]
) -> None:
    async with lobby.visitor() as client:
        back = urlsplit(await _to_the_provider(client, "ada"))
        query = {name: values[0] for name, values in parse_qs(back.query).items()}
        answer = await client.get(f"{RETURN}?{urlencode({**query, **change})}")
    assert answer.status_code == 403


async def test_the_way_back_never_leads_to_another_site(lobby: Foyer) -> None:
    async with lobby.visitor() as client:
        back = await _to_the_provider(client, "ada", "//evil.example")
        assert (await client.get(back)).headers["location"] == "/"


async def test_the_question_carries_state_nonce_and_challenge(lobby: Foyer) -> None:
    async with lobby.visitor() as client:
        begun = await client.get("/sign-in/openid")
    asked = parse_qs(urlsplit(begun.headers["location"]).query)
    assert {"state", "nonce", "code_challenge"} <= asked.keys()
    assert asked["code_challenge_method"] == ["S256"]
    assert "HttpOnly" in begun.headers["set-cookie"]


async def test_a_provider_that_does_not_answer_is_said_to(foyer: Foyer) -> None:
    house = foyer.house
    settings = AccessSettings(openid_issuer="http://127.0.0.1:9", openid_client_id=CLIENT)
    access = AccessService(house.database, HouseholdsOfAudience(house.audience), settings)
    async with replace(foyer, house=replace(house, access=access)).visitor() as client:
        assert (await client.get("/sign-in/openid")).status_code == 503
