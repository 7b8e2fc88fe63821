from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from matinee.assembly.settings import Settings
from matinee.clearance.provenance.model import Making, ProvenanceSettings
from matinee.clearance.provenance.routes import READ_PATH, routes
from matinee.clearance.provenance.service import Provenance
from matinee.surfaces.api.app import build_app


@pytest.fixture
async def reader(tmp_path: Path) -> AsyncIterator[tuple[httpx.AsyncClient, Provenance]]:
    provenance = Provenance(tmp_path / "keys", ProvenanceSettings(read_limit_bytes=100_000))
    app = build_app(Settings(), [routes(provenance)])
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        yield client, provenance


async def test_a_dropped_file_is_answered_with_its_story(
    reader: tuple[httpx.AsyncClient, Provenance], making: Making, picture: bytes
) -> None:
    client, provenance = reader
    signed = provenance.sign(picture, making)

    answer = await client.post(READ_PATH, content=signed, headers={"content-type": "image/png"})

    story = answer.json()
    assert answer.status_code == 200
    assert (story["standing"], story["source_words"]) == ("valid", "made by a trained model")
    assert story["actions"][0]["words"] == "It was created: made by a trained model."
    assert story["training"]["cawg.ai_training"] == "notAllowed"
    assert story["development"] is True


async def test_a_file_over_the_limit_is_refused_while_it_arrives(
    reader: tuple[httpx.AsyncClient, Provenance],
) -> None:
    client, _ = reader

    sent = {"content-type": "video/mp4"}
    answer = await client.post(READ_PATH, content=bytes(100_001), headers=sent)

    assert answer.status_code == 413


async def test_a_body_that_is_no_file_of_ours_is_refused(
    reader: tuple[httpx.AsyncClient, Provenance],
) -> None:
    client, _ = reader

    answer = await client.post(READ_PATH, content=b"{}", headers={"content-type": "text/html"})

    assert answer.status_code == 415
