"""Who sees which entries of the ledger: the own productions, the own performers, or all."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid4

import httpx
import pytest
from tests.clearance.record.conftest import Clock, Desk, Names

from matinee.access.model import Caller, Grant, ObjectKind, Role
from matinee.assembly.house import House
from matinee.clearance.ledger.model import Sight, sight_of
from matinee.clearance.record import shapes


def caller(*roles: Role, **own: UUID) -> Caller:
    kinds = {"production": ObjectKind.PRODUCTION, "performer": ObjectKind.PERFORMER}
    grants = frozenset(Grant(kinds[kind], each) for kind, each in own.items())
    return Caller("somebody", frozenset(roles), grants=grants)


def test_sight_follows_the_policies() -> None:
    mine, theirs = uuid4(), uuid4()
    assert sight_of(caller(Role.COUNSEL)) is None
    assert sight_of(caller(Role.OPERATOR)) is None
    film_maker = caller(Role.FILM_MAKER, production=mine, performer=theirs)
    assert sight_of(film_maker) == Sight(frozenset({str(mine)}), frozenset())
    agent = caller(Role.REPRESENTATIVE, production=mine, performer=theirs)
    assert sight_of(agent) == Sight(frozenset(), frozenset({str(theirs)}))
    assert sight_of(caller(Role.FILM_MAKER)) == Sight()


@dataclass
class TwoFilms:
    """Two productions with a performer each; in each a face was made, seen and revoked."""

    one: Desk
    other: Desk

    async def kinds(self, sight: Sight | None) -> list[tuple[str, str]]:
        found = await self.one.record.recorder.ledger.entries(limit=1000, sight=sight)
        return [(entry.kind, entry.subject) for entry in found]


async def _made(desk: Desk) -> None:
    consent = await desk.consent()
    face = await desk.make(await desk.mint(await desk.go()), f"face {desk.production}".encode())
    await desk.record.outputs.content(face.id, by="R", need="look")
    await desk.record.revocations.revoke(consent, shapes.Revocation(reason="No."), by="R")


@pytest.fixture
async def films(house: House) -> TwoFilms:
    record, clock = house.record, Clock()
    record.recorder.clock = clock
    desks = [Desk(record, clock, Names()) for _ in range(2)]
    for desk in desks:
        await desk.furnish()
        await _made(desk)
    return TwoFilms(*desks)


async def test_a_film_maker_sees_what_was_done_for_the_own_production_alone(
    films: TwoFilms,
) -> None:
    mine = await films.kinds(Sight(productions=frozenset({films.one.production})))
    theirs = await films.kinds(Sight(productions=frozenset({films.other.production})))
    assert {kind for kind, _ in mine} == {
        "production", "use", "evidence", "approval", "decision", "permit", "spend", "output",
        "replica-access",
    }  # fmt: skip
    assert not {subject for _, subject in mine} & {subject for _, subject in theirs}
    assert len(mine) == len(theirs)


async def test_a_representative_sees_what_was_done_with_the_own_performer_alone(
    films: TwoFilms,
) -> None:
    mine = await films.kinds(Sight(performers=frozenset({films.one.performer})))
    theirs = await films.kinds(Sight(performers=frozenset({films.other.performer})))
    assert {kind for kind, _ in mine} == {
        "performer", "consent", "use", "evidence", "approval", "decision", "permit", "spend",
        "output", "replica-access", "revocation", "quarantine", "key-destroyed",
    }  # fmt: skip
    assert not {subject for _, subject in mine} & {subject for _, subject in theirs}


async def test_counsel_sees_all_and_whoever_owns_nothing_sees_nothing(films: TwoFilms) -> None:
    everything = await films.kinds(None)
    assert len(everything) == (await films.one.record.recorder.ledger.head()).size
    assert await films.kinds(Sight()) == []


async def _headers(house: House, role: Role, production: str | None = None) -> dict[str, str]:
    accounts = house.access.accounts
    account = await accounts.create(f"a {role}", {role}, None)
    if production is not None:
        await accounts.grant(account.id, Grant(ObjectKind.PRODUCTION, UUID(production)))
    _, secret = await accounts.create_token(account.id, "test", ())
    return {"Authorization": f"Bearer {secret}"}


async def _entries(client: httpx.AsyncClient, headers: dict[str, str]) -> list[int]:
    answer = await client.get("/v1/ledger/entries?limit=1000", headers=headers)
    return [entry["index"] for entry in answer.json()["entries"]]


async def test_over_http_too_each_sees_the_own_entries_and_proofs(
    films: TwoFilms, house: House, client: httpx.AsyncClient
) -> None:
    await _headers(house, Role.OPERATOR)
    headers = await _headers(house, Role.FILM_MAKER, films.one.production)
    own = await _entries(client, headers)
    every = await _entries(client, await _headers(house, Role.COUNSEL))
    assert set(own) < set(every)
    hidden = min(set(every) - set(own))
    seen = await client.get(f"/v1/ledger/entries/{own[0]}/proof", headers=headers)
    assert seen.status_code == 200
    refused = await client.get(f"/v1/ledger/entries/{hidden}/proof", headers=headers)
    assert refused.status_code == 404
    subject = (await house.ledger.entries(start=hidden))[0].subject
    listed = await client.get(f"/v1/ledger/entries?subject={subject}", headers=headers)
    assert listed.json()["entries"] == []
