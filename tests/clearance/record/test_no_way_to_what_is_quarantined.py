"""Every route, every blob and every kept answer, after a consent was revoked."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import httpx
import pytest
from tests.clearance.record.conftest import BY, Desk
from tests.surfaces.web.clearance.premises import drawing, furnished, made_by

from matinee.assembly.house import House
from matinee.clearance.record import shapes
from matinee.clearance.record.sealing import blob_key
from matinee.errors import Denied
from matinee.generation.kept import KeptAnswers
from matinee.generation.model import Modality, ModelProfile
from matinee.generation.providers.deterministic import Deterministic
from matinee.generation.requests import TextRequest, inputs_of
from matinee.generation.service import GenerationService
from matinee.surfaces.api.app import create_app
from matinee.surfaces.api.role_table import route_rows

REVOKED = shapes.Revocation(reason="No more.")
_OURS = {"/v1/outputs/{output_id}", "/v1/outputs/{output_id}/credentials"}


@dataclass(frozen=True)
class Way:
    """A call, and the route that it was made from."""

    method: str
    path: str
    route: str


def _ways(
    routes: Iterable[tuple[str, str]], named: dict[str, str], anyhow: Iterable[str]
) -> Iterator[Way]:
    """Each route with the ids that belong there, and with each of ``anyhow`` in every place."""
    for method, route in routes:
        places = re.sub(r"\{([^}:]+)[^}]*\}", lambda at: named.get(at[1], at[0]), route)
        for one in anyhow:
            query = f"?need=a+look&subject={one}" if "{" in route else ""
            yield Way(method, re.sub(r"\{[^}]+\}", one, places) + query, route)
            yield Way(method, re.sub(r"\{[^}]+\}", one, route) + query, route)


def _shows(answer: httpx.Response, content: bytes) -> bool:
    """Whether a stretch of the picture is in the answer: as it is, in hex, or in base64."""
    stretch = content[content.index(b"IDAT") + 40 :][:60]
    held = answer.content
    cut = [base64.b64encode(stretch[shift:])[4:-8] for shift in range(3)]
    return stretch in held or stretch.hex().encode() in held or any(each in held for each in cut)


async def _serving(client: httpx.AsyncClient, ways: Iterable[Way], content: bytes) -> set[str]:
    """The routes that give the picture, or anything of it, to whoever calls.

    What is of outputs is asked for whole as well as for its first bytes, and everything else is so
    by what a browser says.
    """
    found: set[str] = set()
    for way in dict.fromkeys(ways):
        part = {"Accept": "text/html", "Range": "bytes=0-9999"}
        for headers in ({}, part) if "output" in way.route else (part,):
            answer = await client.request(way.method, way.path, headers=headers)
            if _shows(answer, content):
                found.add(way.route)
                assert answer.headers["cache-control"] == "no-store", way
    return found


async def test_of_all_routes_and_pages_one_gave_it_and_none_gives_it_any_more(
    client: httpx.AsyncClient, house: House
) -> None:
    premises = await furnished(house)
    output = await made_by(premises)
    record = house.record
    stored, content = await record.outputs.content(output, by="test", need="look")
    assert _shows(httpx.Response(200, content=content), content)
    assert content != drawing(), "it carries its credentials"
    named = {
        "output_id": str(output),
        "use_id": str(stored.use_id),
        "permit_id": str(stored.permit_id),
        "decision_id": str(stored.decision_id),
        "consent_id": str(premises.consent),
        "production_id": str(premises.production),
        "performer_id": str(premises.performer),
        "index": str(stored.ledger_index),
        "tool": "sketcher",
    }
    pages = [(row.method, row.path) for row in route_rows(create_app(house))]
    looks = [(method, path) for method, path in pages if method in {"GET", "HEAD"}]
    looks += [("HEAD", path) for method, path in pages if method == "GET" and "output" in path]
    looks += [("GET", f"/{place}/{{key}}") for place in ("blobs", "outputs", "static/outputs")]
    ways = list(_ways(looks, named, anyhow=(str(output), stored.sha256)))
    assert await _serving(client, ways, content) == {"/v1/outputs/{output_id}"}

    await record.revocations.revoke(premises.consent, REVOKED, by=BY)

    assert await _serving(client, ways, content) == set()
    for route in _OURS:
        answer = await client.get(route.format(output_id=output))
        assert (answer.status_code, answer.headers["cache-control"]) == (451, "no-store"), route
    page = await client.get(f"/desk/clearance/outputs/{output}")
    assert "Quarantined" in page.text
    assert "/v1/outputs/" not in page.text, "and no link leads to the file"

    await record.revocations.attest_deletion(
        premises.consent, shapes.Deletion(statement="Gone."), by=BY
    )
    assert await record.outputs.blobs.list("outputs") == []
    assert await record.outputs.blobs.list("sealed") == []
    kept = [blob.key for blob in await house.blobs.list()]
    assert blob_key(stored.sha256) not in kept
    for key in kept:
        held = httpx.Response(200, content=await house.blobs.get(key))
        assert not _shows(held, content), key


async def test_an_answer_that_is_kept_is_not_given_again_once_its_material_is_quarantined(
    desk: Desk,
) -> None:
    consent = await desk.consent()
    face = await desk.make(await desk.mint(await desk.go()), b"face")
    profile = ModelProfile("scribe-1", Modality.TEXT, "none", "none", False, False, True)
    model = Deterministic(profile)
    record = desk.record
    door = GenerationService(
        record.permits, record.outputs, record.names, {"sketcher": model}, kept=KeptAnswers()
    )
    request = TextRequest("What is seen?", temperature=0.0, material=(face.sha256,))
    use = await desk.sketch()
    permit = await record.permits.mint(
        use, by=BY, lasts=timedelta(days=1), uses=5, inputs=inputs_of(request)
    )
    first = await door.text(permit, request, tool="sketcher", purpose="mood board")
    again = await door.text(permit, request, tool="sketcher", purpose="mood board")
    assert again.text == first.text
    await record.revocations.revoke(consent, REVOKED, by=BY)
    with pytest.raises(Denied, match="made of something that is quarantined"):
        await door.text(permit, request, tool="sketcher", purpose="mood board")
    for made in (first, again):
        with pytest.raises(Denied, match="quarantined"):
            await record.outputs.content(made.registered.id, by="test", need="look")
