"""The whole way over HTTP: from a consent by declaration, permit and output to revocation."""

from __future__ import annotations

import asyncio
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import httpx
import pytest
from tests.clearance.record.conftest import PAPER, YES

from matinee.assembly.house import House
from matinee.clearance.record.credentials import Sidecars, read_sidecar
from matinee.errors import Denied
from matinee.generation.answers import TextAnswer
from matinee.generation.model import Modality, ModelProfile
from matinee.generation.requests import TextRequest, inputs_of
from matinee.generation.service import GenerationService

AT = "/v1/clearance"
TOOL = {
    "version": "3.1",
    "licence_tier": "enterprise",
    "terms_hash": PAPER,
    "reviewed_at": "2026-08-01T00:00:00Z",
    "trains": False,
    "retains": False,
    "secured": True,
    "environment": "our own cluster",
}
REQUEST = TextRequest("Describe the face at twenty.")


class Writer:
    """A deterministic model."""

    profile = ModelProfile("echo-1", Modality.TEXT, "Apache-2.0", "none", False, False, True)

    async def ready(self) -> None:
        """It always is."""

    async def write(self, request: TextRequest) -> TextAnswer:
        return TextAnswer(f"As asked: {request.prompt}")

    async def close(self) -> None:
        """It holds nothing."""


async def _made(answer: httpx.Response, status: int = 201) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    return answer.json()


async def _furnished(client: httpx.AsyncClient) -> tuple[str, str, str]:
    """A production, a performer and a consent."""
    production = await _made(await client.post(f"{AT}/productions", json={"title": "Night train"}))
    born = {"name": "Clara Nunes", "date_of_birth": "1990-02-03", "guild": "SAG-AFTRA"}
    performer = await _made(await client.post(f"{AT}/performers", json=born))
    await _made(await client.put(f"{AT}/tools/scribe", json=TOOL), 200)
    theirs = f"{AT}/performers/{performer['key']}"
    paper = {"content": b64encode(b"paper").decode()}
    kept = await _made(await client.post(f"{theirs}/documents", json=paper))
    now = datetime.now(UTC)
    terms = {
        "performer": performer["key"],
        "document": kept["sha256"],
        "signed_at": now.isoformat(),
        "starts": now.isoformat(),
        "expires": (now + timedelta(days=30)).isoformat(),
        "separate": True,
        "conspicuous": True,
        "specific": True,
        "productions": [production["key"]],
        "uses": ["replica"],
        "territories": ["PT"],
        "languages": ["pt"],
        "description": "A younger face in scene 3.",
    }
    consent = await _made(await client.post(f"{theirs}/consents", json=terms))
    return production["key"], performer["key"], consent["key"]


async def test_the_whole_way_from_consent_to_revocation(
    client: httpx.AsyncClient, house: House
) -> None:
    production, performer, consent = await _furnished(client)
    starts = datetime.now(UTC) + timedelta(seconds=4)
    declared = await _made(
        await client.post(
            f"{AT}/productions/{production}/uses",
            json={
                "tool": "scribe",
                "purpose": "younger face",
                "kind": "replica",
                "performer": performer,
                "starts_at": starts.isoformat(),
                "final": False,
                "likeness": True,
                "personal_data": False,
                "third_party_ip": False,
                "unreleased_input": False,
                "principles": YES,
                "territories": ["PT"],
                "languages": ["pt"],
            },
        )
    )
    assert declared["decision"]["outcome"] == "refused"
    assert "evidence.pay" in declared["decision"]["missing"]
    use = f"{AT}/productions/{production}/uses/{declared['use']['key']}"
    evidence = {
        "pay": {"days": 2.0, "rate": "scale", "residuals": True},
        "access": {"business_need": "the shot list"},
        "clause": {
            "replaces_in_person_work": False,
            "specific_description": True,
            "counsel_or_union": True,
        },
    }
    offered = await _made(await client.post(f"{use}/evidence", json={"evidence": evidence}))
    assert offered["outcome"] == "review"
    wish = {"lasts_seconds": 600, "inputs": sorted(inputs_of(REQUEST)), "uses": 2}
    refused = await client.post(f"{use}/permits", json=wish)
    assert (refused.status_code, refused.json()["code"]) == (403, "not_go")

    waiting = (await client.get(f"{AT}/inbox")).json()["facts"]
    assert [fact["key"] for fact in waiting] == [declared["use"]["key"]]
    scope = {"scope": ["likeness", "replica"]}
    yes = await client.post(f"{AT}/uses/{declared['use']['key']}/approval", json=scope)
    assert (await _made(yes))["outcome"] == "go"
    assert (await client.get(f"{AT}/inbox")).json()["facts"] == []

    minted = await _made(await client.post(f"{use}/permits", json=wish))
    permit = await house.record.permits.permit(UUID(minted["id"]))
    door = GenerationService(
        house.record.permits, house.record.outputs, house.record.names, {"scribe": Writer()}
    )
    await asyncio.sleep(max(0.0, (permit.not_before - datetime.now(UTC)).total_seconds()))
    written = await door.text(permit, REQUEST, tool="scribe", purpose="younger face")
    output = f"/v1/outputs/{written.registered.id}"
    seen = await client.get(output)
    assert (seen.status_code, seen.text) == (200, written.text)
    assert seen.headers["cache-control"] == "no-store"
    assert seen.headers["x-content-type-options"] == "nosniff"
    sidecar = (await client.get(f"{output}/credentials")).content
    public = Sidecars(house.settings.home / "keys").key.public
    story = read_sidecar(sidecar, seen.content, public)
    assert story is not None
    assert story["permit"] == minted["id"]
    assert read_sidecar(sidecar, b"other bytes", public) is None

    revoked = await _made(
        await client.post(
            f"{AT}/performers/{performer}/consents/{consent}/revocation",
            json={"reason": "I do not want this any more."},
        ),
        200,
    )
    assert [each["id"] for each in revoked["outputs"]] == [str(written.registered.id)]
    gone = await client.get(output)
    assert gone.status_code == 451
    assert "revoked" in gone.json()["message"]
    with pytest.raises(Denied, match="was ended"):
        await door.text(permit, REQUEST, tool="scribe", purpose="younger face")
    again = await client.post(f"{use}/permits", json=wish)
    assert again.status_code == 403

    deletion = {"statement": "Deleted from every store, including copies for review."}
    await _made(
        await client.post(
            f"{AT}/performers/{performer}/consents/{consent}/deletion", json=deletion
        ),
        200,
    )
    assert (await client.get(output)).status_code == 410
    digest = sha256(written.text.encode()).hexdigest()
    assert not await house.blobs.exists(f"outputs/{digest}")
    assert (await house.ledger.verify()).flaws == ()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "magic"}, "kind"),
        ({"likeness": False}, ""),
        ({"tool": "unheard-of"}, "tool"),
        ({"performer": "00000000-0000-7000-8000-000000000000"}, "performer"),
        ({"territories": ["Portugal"]}, "territories.0"),
        ({"principles": {"P1": "perhaps"}}, "principles.P1"),
        ({"colour": "red"}, "colour"),
    ],
)
async def test_a_declaration_that_does_not_fit_is_refused_by_field(
    client: httpx.AsyncClient, change: dict[str, Any], field: str
) -> None:
    production, performer, _ = await _furnished(client)
    body = {
        "tool": "scribe",
        "purpose": "younger face",
        "kind": "replica",
        "performer": performer,
        "final": False,
        "likeness": True,
        "personal_data": False,
        "third_party_ip": False,
        "unreleased_input": False,
    }
    answer = await client.post(f"{AT}/productions/{production}/uses", json=body | change)
    assert answer.status_code == 422
    assert field in answer.json()["field"]


async def test_a_consent_needs_its_paper(client: httpx.AsyncClient) -> None:
    production, performer, _ = await _furnished(client)
    now = datetime.now(UTC)
    terms = {
        "performer": performer,
        "document": sha256(b"no paper").hexdigest(),
        "signed_at": now.isoformat(),
        "starts": now.isoformat(),
        "expires": (now + timedelta(days=1)).isoformat(),
        "separate": True,
        "conspicuous": True,
        "specific": True,
        "productions": [production],
        "uses": ["replica"],
        "territories": ["*"],
        "languages": ["*"],
        "description": "Anything.",
    }
    answer = await client.post(f"{AT}/performers/{performer}/consents", json=terms)
    assert (answer.status_code, answer.json()["field"]) == (422, "document")
