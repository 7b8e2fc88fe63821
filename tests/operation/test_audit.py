"""The audit: what is entered, and that it is found by each way of looking."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import httpx
import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.dialects import postgresql

from matinee.access.model import Role
from matinee.assembly.house import House
from matinee.errors import Conflict
from matinee.operation.audit.model import Query
from matinee.operation.audit.repository import statement
from matinee.operation.model import Actor
from matinee.surfaces.api.app import QUESTIONS, create_app

ADA, BEN = Actor("Ada"), Actor("Ben =1+1")


async def _entries(client: httpx.AsyncClient, **asked: Any) -> list[dict[str, Any]]:
    answer = await client.get("/v1/audit", params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()["entries"]


async def test_what_an_operator_changes_is_entered_once_and_questions_are_not(
    client: httpx.AsyncClient,
) -> None:
    headers = {"X-Request-Id": "the-first"}
    made = await client.post("/v1/households", json={"name": "Lantern"}, headers=headers)
    assert made.status_code < 300, made.text
    assert (await client.post("/v1/jobs/1/retry")).status_code == 409
    await client.post("/profiles", data={"name": "Ada"})
    await client.put("/v1/flags/ads.pause", json={"percent": 0, "reason": "Complaints."})
    flag, household = await _entries(client)
    assert (flag["action"], flag["object"]) == ("flags.set", "flag ads.pause")
    assert flag["detail"]["after"]["percent"] == 0
    assert (household["action"], household["actor"], household["request_id"]) == (
        "POST /v1/households",
        "local operator",
        "the-first",
    )


async def test_changes_of_accounts_are_entered_with_the_change_and_without_secrets(
    house: House,
) -> None:
    people = house.access.accounts
    ada = await people.create("Ada", {Role.OPERATOR}, None)
    await people.set_roles(ada.id, {Role.OPERATOR, Role.COUNSEL})
    token, secret = await people.create_token(ada.id, "a script", ())
    await people.revoke_token(token.id)
    with pytest.raises(Conflict):
        await people.disable(ada.id)
    entries = (await house.operation.audit.search(Query())).entries
    assert [entry.action for entry in reversed(entries)] == [
        "accounts.create",
        "accounts.roles",
        "accounts.token",
        "accounts.revoke-token",
    ]
    assert entries[2].detail["after"] == ["counsel", "operator"]
    assert secret not in str(entries)


def test_every_question_is_a_route(house: House) -> None:
    routes = {getattr(route, "path", "") for route in create_app(house).router.routes}
    assert routes >= QUESTIONS


@pytest.fixture
async def filled(house: House) -> House:
    """Ten entries of two people, the last Ben's."""
    for number in range(5):
        await house.operation.audit.note(ADA, "flags.set", f"flag {number}", {"number": number})
        await house.operation.audit.note(BEN, "POST /desk/accounts", "", {})
    return house


async def test_entries_are_found_by_who_what_when_and_words(
    client: httpx.AsyncClient, filled: House
) -> None:
    assert filled.operation.audit
    for asked, count in (
        ({}, 10),
        ({"actor": "Ada"}, 5),
        ({"action": "flags.set", "object": "flag 3"}, 1),
        ({"words": "acc desk"}, 5),
        ({"words": "ben:flags"}, 0),
        ({"words": "/desk/accounts"}, 5),
        ({"since": (datetime.now(UTC) + timedelta(hours=1)).isoformat()}, 0),
        ({"until": (datetime.now(UTC) + timedelta(hours=1)).isoformat(), "actor": "Ada"}, 5),
    ):
        assert len(await _entries(client, **asked)) == count, asked


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"words": "& | !"}, "words"),
        ({"since": "2026-01-02T00:00:00Z", "until": "2026-01-01T00:00:00Z"}, "until"),
        ({"since": "yesterday"}, "since"),
        ({"limit": 501}, "limit"),
    ],
)
async def test_what_cannot_be_asked_is_refused_by_field(
    client: httpx.AsyncClient, asked: dict[str, Any], field: str
) -> None:
    answer = await client.get("/v1/audit", params=asked)
    assert (answer.status_code, answer.json()["field"]) == (422, field)


async def test_pages_follow_each_other_by_key_while_more_is_entered(
    client: httpx.AsyncClient, filled: House
) -> None:
    seen, before = list[str](), None
    while True:
        asked = {"limit": "3", **({"before": before} if before else {})}
        page = (await client.get("/v1/audit", params=asked)).json()
        seen += [entry["id"] for entry in page["entries"]]
        before = page["next"]
        if before is None:
            break
        await filled.operation.audit.note(ADA, "flags.set", "flag late", {})
    assert seen == sorted(seen, reverse=True)
    assert len(set(seen)) == len(seen) == 10


async def test_the_file_has_what_was_found_and_no_formula(
    client: httpx.AsyncClient, filled: House
) -> None:
    await filled.operation.audit.note(Actor("=cmd()"), "flags.set", "flag 9", {})
    answer = await client.get("/v1/audit.csv", params={"action": "flags.set"})
    head, first, *rest = csv.reader(io.StringIO(answer.text))
    assert (head[0], first[1], len(rest)) == ("at", "'=cmd()", 5)
    assert answer.headers["X-Matinee-More"] == "false"


async def test_a_large_audit_is_searched_by_its_indexes(house: House, owner_url: str) -> None:
    many = """
        INSERT INTO operation.audit
            (id, at, actor, action, object, reason, request_id, detail)
        SELECT CAST(lpad(to_hex(1760000000000 + n * 1000), 12, '0') || '7000800000000000'
                    || lpad(to_hex(n), 4, '0') AS uuid),
               to_timestamp(1760000000 + n), 'actor ' || n % 200, 'action ' || n % 100,
               'object ' || n, 'because ' || md5(CAST(n AS text)), '', '{}'
        FROM generate_series(1, 15000) AS n
    """
    async with await psycopg.AsyncConnection.connect(owner_url, autocommit=True) as owner:
        await owner.execute(many)
        await owner.execute("VACUUM ANALYZE operation.audit")
    at = datetime.fromtimestamp(1760007000, UTC)
    async with house.database.reading() as connection:
        for query in (
            Query(),
            Query(actor="actor 7"),
            Query(action="action 7"),
            Query(about="object 7000"),
            Query(since=at, until=at + timedelta(minutes=2)),
            Query(words="because c4ca4238a0b92"),
            Query(actor="actor 7", until=at),
        ):
            asked = statement(query, 50).compile(
                dialect=postgresql.dialect(), compile_kwargs={"literal_binds": True}
            )
            explain = text(f"EXPLAIN {asked}".replace(":*", "\\:*"))
            lines = "\n".join((await connection.execute(explain)).scalars())
            assert "Index" in lines, (query, lines)
            assert "Seq Scan" not in lines, (query, lines)


async def test_the_desk_finds_entries_and_says_that_they_are_guarded(
    client: httpx.AsyncClient, filled: House, owner_url: str
) -> None:
    client.headers["Accept"] = "text/html"
    shown = (await client.get("/desk/audit", params={"actor": "Ada", "since": ""})).text
    assert shown.count("flags.set</code>") == 5
    assert "refuses every change" in shown
    wrong = await client.get("/desk/audit", params={"since": "soon"})
    assert (wrong.status_code, "is no date" in wrong.text) == (422, True)
    asked = {"actor": "Ada", "since": "2026-01-20T18:00"}
    page = (await client.get("/desk/audit", params=asked)).text
    [address] = re.findall(r'href="(/v1/audit.csv[^"]*)"', page)
    assert (await client.get(unescape(address))).text.count("flags.set") == 5
    async with await psycopg.AsyncConnection.connect(owner_url, autocommit=True) as owner:
        await owner.execute("DROP TRIGGER only_grows ON operation.audit")
    assert "do not trust this page" in (await client.get("/desk/audit")).text
