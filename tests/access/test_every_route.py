"""Every route of the real service, called as everyone, against the table that people read."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import pytest
from tests.access.conftest import OWN_PAGE, Foyer

from matinee.access.model import GRANTED, Account, Answer, Grant, ObjectKind, Role
from matinee.assembly.settings import Settings
from matinee.surfaces.api.app import create_app
from matinee.surfaces.api.role_table import RouteRow, roles_page, route_rows
from matinee.vocabulary.ids import HouseholdId

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "roles.md"
NOBODY = "nobody"
_REFUSALS = ("Nobody is signed in", "This is not yours to call", "There is nothing here for you")
_WORDS = {"open": Answer.YES, "yes": Answer.YES, "own": Answer.OWN, "–": Answer.NO}


def table() -> dict[str, dict[str, Answer]]:
    """What the page says, by route and role."""
    lines = [line.strip("| ").split(" | ") for line in PAGE.read_text("utf-8").splitlines()]
    rows = [cells for cells in lines if len(cells) == len(Role) + 2]
    names = rows[0][1:]
    return {
        cells[0].strip("`"): dict(zip(names, (_WORDS[word] for word in cells[1:]), strict=True))
        for cells in rows[1:]
    }


@dataclass
class Guest:
    """Someone who calls: without a word, by a token, or signed in."""

    column: str
    token: dict[str, str]
    account: Account | None = None
    secret: str = ""

    async def words(self, foyer: Foyer, turn: int) -> dict[str, str]:
        """The headers of a call: those of a token and of a session take turns."""
        if self.account is None or turn % 2:
            return self.token
        if not self.secret:
            self.secret = (await foyer.house.access.sign_in_by_openid(self.account)).secret
        return {**OWN_PAGE, "Cookie": f"matinee_session={self.secret}"}


def test_the_table_of_roles_is_true() -> None:
    assert PAGE.read_text(encoding="utf-8") == roles_page(Settings()), (
        "Write it anew: matinee reference roles > docs/reference/roles.md"
    )


def test_nothing_is_open_but_health_files_sellers_signing_in_beacons_and_guest_links() -> None:
    opened = {route for route, cells in table().items() if cells[NOBODY] is Answer.YES}
    assert opened == {
        "GET /health",
        "GET /ready",
        "GET /static/{name}",
        "GET /v1/openapi.json",
        "GET /ads.txt",
        "GET /app-ads.txt",
        "GET /sellers.json",
        "GET /v1/ads/beacons/{token}/{event}",
        "PUT /v1/ads/beacons/{token}/seconds",
        "GET /sign-in",
        "POST /sign-in",
        "POST /sign-out",
        # Open to whoever has the token, which ends: tests/surfaces/web/studio/test_guest_pages.py.
        "GET /guest/boards/{token}",
        "GET /guest/boards/{token}/standing",
        "GET /guest/boards/{token}/pictures/{reference_id}/{size}",
        "GET /guest/boards/{token}/changes",
        "POST /guest/boards/{token}/comments",
    }


async def _guests(foyer: Foyer, own: dict[ObjectKind, str]) -> list[Guest]:
    """Nobody, and an account of each role; counsel's token is of one that may do more by itself."""
    guests = [Guest(NOBODY, {})]
    accounts = foyer.house.access.accounts
    both = await foyer.account(Role.OPERATOR, Role.COUNSEL)
    for role in Role:
        household = HouseholdId(foyer.member.household_id or uuid4())
        account = await accounts.create(f"a {role}", {role}, None, household=household)
        bearer, scopes = (both, (role,)) if role is Role.COUNSEL else (account, ())
        for kind in GRANTED:
            for one in {account.id, bearer.id}:
                await accounts.grant(one, Grant(kind, UUID(own[kind])))
        guests.append(Guest(role, await foyer.token(bearer, *scopes), account))
    return guests


def _path(row: RouteRow, objects: dict[ObjectKind, str]) -> str:
    path = row.path
    for door in row.doors:
        if door.of is not None:
            path = path.replace(f"{{{door.by}}}", objects[door.of])
    return re.sub(r"\{[^}]+\}", lambda _: str(uuid4()), path)


def _refusal(answer: httpx.Response, row: RouteRow) -> int:
    """The status of a refusal at the door; 0 where the request was let through."""
    if row.method == "HEAD":
        # It has no words by which a refusal could be told from the route's own answer.
        return answer.status_code if answer.status_code in {401, 403} else 0
    one_object = any(door.of for door in row.doors)
    if answer.status_code not in ({401, 403, 404} if one_object else {401, 403}):
        return 0
    told = answer.json() if answer.headers["content-type"] == "application/json" else {}
    said = told.get("message", "")
    return answer.status_code if said.startswith(_REFUSALS) else 0


async def test_every_route_answers_everyone_as_the_table_says(
    foyer: Foyer, capsys: pytest.CaptureFixture[str]
) -> None:
    audience = foyer.house.audience
    assert foyer.member.household_id is not None
    mine = await audience.create_profile(foyer.member.household_id, "Mia")
    strangers = await audience.create_household("Strangers")
    theirs = await audience.create_profile(strangers.id, "Otto")
    own = {kind: str(uuid4()) for kind in GRANTED}
    own |= {ObjectKind.PROFILE: str(mine.id), ObjectKind.HOUSEHOLD: str(mine.household_id)}
    foreign = {ObjectKind.PROFILE: str(theirs.id), ObjectKind.HOUSEHOLD: str(strangers.id)}
    missing = {kind: str(uuid4()) for kind in ObjectKind}
    expected, wrong, calls = table(), list[str](), 0
    # Deleting comes last, so that there is something to be reached until then.
    rows = sorted(route_rows(create_app(foyer.house)), key=lambda row: row.method == "DELETE")
    guests = await _guests(foyer, own)
    async with foyer.visitor() as client:
        for number, row in enumerate(rows):
            for place, guest in enumerate(guests):
                cell = expected[f"{row.method} {row.path}"][guest.column]
                about = [door.of for door in row.doors if door.of]
                refused = 401 if guest.column == NOBODY else 403
                cases = [(own, 0 if cell else refused)]
                if about:
                    others = {Answer.NO: refused, Answer.OWN: 404, Answer.YES: 0}[cell]
                    cases = [(foreign, others), (missing, others), *cases]
                for objects, status in cases:
                    path = _path(row, {**missing, **objects})
                    words = await guest.words(foyer, number + place)
                    client.cookies.clear()
                    answer = await client.request(
                        row.method, path, headers={**words, "Accept": "application/json"}
                    )
                    calls += 1
                    if row.method not in {"GET", "HEAD"} and not _refusal(answer, row):
                        guest.secret = ""  # The call may have ended the session.
                    if _refusal(answer, row) != status or answer.status_code == 500:
                        wrong.append(
                            f"{row.method} {path} as {guest.column}: {answer.status_code}, "
                            f"{_refusal(answer, row)} instead of {status}"
                        )
    with capsys.disabled():
        sys.stdout.write(f" {len(rows)} routes × {len(guests)} callers, {calls} calls ")
    assert wrong == []
    assert calls >= len(rows) * len(guests)
