"""From a tools file to engines behind the door, and a whole call over HTTP with its costs."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from tests.generation.conftest import png

from matinee.assembly.generators import open_door
from matinee.assembly.house import House, open_house
from matinee.assembly.prose_model import PermittedProse
from matinee.assembly.sentence_model import PermittedSentences
from matinee.assembly.settings import Settings
from matinee.assembly.studio_joints import LEXICON
from matinee.catalogue.model import CreditRecord, TitleRecord
from matinee.clearance.record import shapes
from matinee.discover.understanding.refining import request_for
from matinee.discover.understanding.wishes import Wish
from matinee.errors import Conflict, Denied, Invalid, Unavailable
from matinee.generation.lane import Bounds
from matinee.generation.model import Ability, Modality
from matinee.generation.requests import TextRequest
from matinee.generation.service import GenerationService
from matinee.generation.tools_file import GenerationSettings
from matinee.operation.flags.model import AS_DECLARED
from matinee.promote.synopses.model import Origin, TextKind, TextState
from matinee.promote.synopses.service import SynopsisService
from matinee.surfaces.api.app import create_app
from matinee.vocabulary.ids import TitleId

TERMS = """
model = "{model}"
licence = "Apache-2.0"
training_basis = "licensed text"
retains = false
trains = false
secured = true
"""
DOUBLE = """
[{name}]
provider = "deterministic"
modality = "{modality}"
price = {{ currency = "EUR", million_prompt_tokens = "2", picture = "0.04" }}
"""
PAPER = sha256(b"paper").hexdigest()
YES = {f"P{number}": "yes" for number in range(1, 6)}


def file_of(folder: Path, *tables: str) -> Path:
    file = folder / "tools.toml"
    file.write_text("\n".join(tables), encoding="utf-8")
    return file


def table(name: str, provider: str, *more: str) -> str:
    return "\n".join([f"[{name}]", f'provider = "{provider}"', TERMS.format(model="m"), *more])


async def door_of(house: House, file: Path | None) -> GenerationService:
    given = GenerationSettings(tools_file=file)
    settings = house.settings.model_copy(update={"generation": given})
    return open_door(settings, house.database, house.record, AS_DECLARED)


async def test_every_kind_of_provider_is_built_from_its_table(house: House, tmp_path: Path) -> None:
    nodes = {"6": {"class_type": "CLIPTextEncode", "inputs": {"text": "$prompt", "seed": "$seed"}}}
    (tmp_path / "workflow.json").write_text(json.dumps(nodes))
    (tmp_path / "secret").write_text("s3cret\n")
    (tmp_path / "secret").chmod(0o600)
    server = 'address = "http://127.0.0.1:9"'
    door = await door_of(
        house,
        file_of(
            tmp_path,
            table("scribe", "openai-text", server, 'secret_file = "secret"', "at_once = 3"),
            table("painter", "openai-image", server),
            table("comfy", "comfyui", server, 'workflow = "workflow.json"'),
            table("local", "diffusers", 'folder = "pipeline"'),
            table("smol", "llama-cpp"),
            table("reager", "onnx-reageing", 'file = "net.onnx"'),
            table("served", "http-reageing", server, "frame_seconds = 30"),
            table("carrier", "key-carrier"),
            table("cosmetics", "cosmetics"),
            table("double", "deterministic", 'modality = "text"'),
        ),
    )
    profiles = door.tools()
    assert {name: profile.modality for name, profile in profiles.items()} == {
        "scribe": Modality.TEXT,
        "smol": Modality.TEXT,
        "double": Modality.TEXT,
        "painter": Modality.IMAGE,
        "comfy": Modality.IMAGE,
        "local": Modality.IMAGE,
        "reager": Modality.REAGE,
        "served": Modality.REAGE,
        "carrier": Modality.REAGE,
        "cosmetics": Modality.REAGE,
    }
    assert profiles["comfy"].abilities == {Ability.SEED}
    assert profiles["painter"].abilities == frozenset()
    served = {name for name, profile in profiles.items() if profile.server == "127.0.0.1:9"}
    assert served == {"scribe", "painter", "comfy", "served"}
    assert all(not profile.server for name, profile in profiles.items() if name not in served)
    assert door.bounds_of["scribe"] == Bounds(120, 3, 32, 2)
    assert door.bounds_of["carrier"] == Bounds(3600, 1, 32, 1)
    await door.close()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[scribe", "tools file"),
        (table("scribe", "oracle"), "scribe"),
        (table("scribe", "openai-text"), "scribe.openai-text.address"),
        (table("scribe", "openai-text", 'address = "ftp://x"'), "address"),
        (table("served", "http-reageing"), "served.http-reageing.address"),
        (table("scribe", "openai-text", 'address = "http://u:p@x"'), "address"),
        (table("scribe", "llama-cpp", 'colour = "red"'), "colour"),
        (table('"Scribe Two"', "llama-cpp"), "Scribe Two"),
        (table("scribe", "llama-cpp", "seconds = 0"), "seconds"),
        (table("scribe", "comfyui", 'address = "http://x"', 'workflow = "none.json"'), "none.json"),
        (table("s", "openai-text", 'address = "http://x"', 'secret_file = "none"'), "none"),
    ],
)
async def test_a_tools_file_that_does_not_fit_is_refused_with_the_place(
    house: House, tmp_path: Path, text: str, why: str
) -> None:
    with pytest.raises(Conflict) as refused:
        await door_of(house, file_of(tmp_path, text))
    assert why in str(refused.value)


async def test_a_secret_that_others_can_read_is_refused(house: House, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("s3cret")
    (tmp_path / "secret").chmod(0o644)
    text = table("s", "openai-text", 'address = "http://x"', 'secret_file = "secret"')
    with pytest.raises(Conflict, match="Others can read"):
        await door_of(house, file_of(tmp_path, text))


@pytest.fixture
async def doubled(settings: Settings, tmp_path: Path) -> Any:
    """A house with a double for text and one for pictures, and a client of it."""
    file = file_of(
        tmp_path,
        DOUBLE.format(name="scribe", modality="text") + TERMS.format(model="double-1"),
        DOUBLE.format(name="painter", modality="image") + TERMS.format(model="double-2"),
    )
    given = settings.model_copy(update={"generation": GenerationSettings(tools_file=file)})
    async with open_house(given) as house:
        transport = httpx.ASGITransport(app=create_app(house))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            yield house, client


TOOL_TERMS = shapes.NewTool.model_validate(
    {
        "version": "1", "licence_tier": "enterprise", "terms_hash": PAPER, "trains": False,
        "reviewed_at": "2026-01-01T00:00:00Z", "retains": False, "secured": True,
        "environment": "ours",
    }
)  # fmt: skip


async def _use(house: House, tool: str, purpose: str) -> tuple[UUID, UUID]:
    await house.record.keep_document(b"paper")
    await house.record.put_tool(tool, TOOL_TERMS, by="R")
    made = await house.record.add_production(shapes.NewProduction(title="Night train"), by="R")
    body = {
        "tool": tool, "purpose": purpose, "kind": "ideation", "final": False, "likeness": False,
        "personal_data": False, "third_party_ip": False, "unreleased_input": False,
        "principles": YES,
    }  # fmt: skip
    use, decided = await house.record.declare(
        UUID(made.key), shapes.DeclaredUse.model_validate(body), by="R"
    )
    assert decided.decision.outcome == "go"
    return UUID(made.key), UUID(use.key)


async def _permit(
    client: httpx.AsyncClient, house: House, tool: str, kind: str, request: dict[str, Any]
) -> str:
    production, use = await _use(house, tool, "mood board")
    asked = await client.post(f"/v1/generation/{kind}/inputs", json=request)
    wish = {"lasts_seconds": 600, "inputs": asked.json()["inputs"], "uses": 2}
    way = f"/v1/clearance/productions/{production}/uses/{use}/permits"
    minted = await client.post(way, json=wish)
    assert minted.status_code == 201, minted.text
    return minted.json()["id"]


async def test_a_text_is_made_over_http_by_a_permit_and_counted(doubled: Any) -> None:
    house, client = doubled
    request = {"prompt": "Describe a night train.", "seed": 3}
    permit = await _permit(client, house, "scribe", "text", request)
    for number in (1, 2):
        answer = await client.post(
            "/v1/generation/text", json={"permit": permit, "request": request}
        )
        assert answer.status_code == 201, answer.text
        made = answer.json()
        seen = await client.get(f"/v1/outputs/{made['output']}")
        assert (seen.status_code, seen.text) == (200, made["text"])
        [cost] = (await client.get("/v1/generation/costs")).json()
        assert (cost["tool"], cost["calls"], cost["outputs"]) == ("scribe", number, number)
        # The second answer is kept from the first: it has an entry, and costs nothing.
        assert cost["cost"] == pytest.approx(4 * 2 / 1e6)
    other = {"permit": permit, "request": {**request, "temperature": 0.9}}
    refused = await client.post("/v1/generation/text", json=other)
    assert (refused.status_code, refused.json()["code"]) == (403, "other_inputs")
    spent = await client.post("/v1/generation/text", json={"permit": permit, "request": request})
    assert (spent.status_code, spent.json()["code"]) == (403, "used_up")
    assert (await house.ledger.verify()).flaws == ()


async def test_a_picture_is_edited_over_http_and_carries_its_credentials(doubled: Any) -> None:
    house, client = doubled
    plate = base64.b64encode(png(64, 64)).decode()
    request = {"prompt": "a station", "width": 64, "height": 64, "source": plate}
    permit = await _permit(client, house, "painter", "image", request)
    answer = await client.post("/v1/generation/image", json={"permit": permit, "request": request})
    assert answer.status_code == 201, answer.text
    seen = await client.get(f"/v1/outputs/{answer.json()['output']}")
    read = await client.post(
        "/v1/provenance/read", content=seen.content, headers={"content-type": "image/png"}
    )
    story = read.json()
    assert (story["standing"], story["permit"]) == ("valid", permit)
    assert [step["name"] for step in story["actions"]] == ["c2pa.opened", "c2pa.edited"]
    assert story["source_type"] == "compositeWithTrainedAlgorithmicMedia"
    [ingredient] = story["ingredients"]
    assert sha256(png(64, 64)).hexdigest()[:16] in ingredient["title"]


async def test_without_a_tools_file_nothing_is_generated_and_the_remedy_is_said(
    house: House,
) -> None:
    _, use = await _use(house, "scribe", "mood board")
    request = TextRequest("Say it.")
    permit = await house.record.permits.mint_standing(
        use, by="R", lasts=timedelta(hours=1), input_class="query"
    )
    with pytest.raises(Unavailable, match="MATINEE_GENERATION__TOOLS_FILE"):
        await house.generation.text(permit, request, tool="scribe", purpose="mood board")
    with pytest.raises(Denied, match="without a permit"):
        await house.generation.text(None, request, tool="scribe", purpose="mood board")


async def test_a_permit_that_is_not_there_is_answered_as_one_of_somebody_else(
    client: httpx.AsyncClient,
) -> None:
    body = {"permit": str(UUID(int=7)), "request": {"prompt": "Say it."}}
    answer = await client.post("/v1/generation/text", json=body)
    assert answer.status_code == 404
    assert answer.json()["message"].startswith("There is nothing here for you")


@pytest.mark.parametrize(
    ("body", "field"),
    [({"prompt": ""}, "prompt"), ({"prompt": "a", "width": 63}, "width"), ({}, "prompt")],
)
async def test_a_request_that_cannot_be_made_is_refused_by_field(
    client: httpx.AsyncClient, body: dict[str, Any], field: str
) -> None:
    answer = await client.post("/v1/generation/image/inputs", json=body)
    assert (answer.status_code, answer.json()["field"]) == (422, field)


async def test_costs_are_summed_for_the_days_that_are_asked(house: House) -> None:
    now = datetime.now(UTC)
    assert await house.call_accounts.expenses(since=now - timedelta(days=1), until=now) == []
    with pytest.raises(Invalid):
        TextRequest("")


async def test_a_sentences_words_are_read_behind_a_standing_permit_that_is_minted_anew(
    doubled: Any,
) -> None:
    house, _ = doubled
    _, use = await _use(house, "scribe", "search")
    reader = PermittedSentences(house.generation, house.record, use)
    request = request_for(Wish(text="snarky"), ("Comedy",))
    assert request is not None
    assert await reader.answer(request) == {"moods": [], "genres": [], "text": "x"}
    (first,) = await house.record.permits.of_use(use)
    # Any new terms of a tool make every standing permit fall.
    await house.record.put_tool("scribe", TOOL_TERMS, by="R")
    assert await reader.answer(request) == {"moods": [], "genres": [], "text": "x"}
    permits = await house.record.permits.of_use(use)
    assert len(permits) == 2
    assert first.id in {permit.id for permit in permits}


class _AllFallen(PermittedProse):
    """Every output of the model is quarantined."""

    async def fallen(self, outputs: Sequence[UUID]) -> frozenset[UUID]:
        return frozenset(outputs)


async def test_a_model_writes_about_a_title_by_a_single_permit_and_is_named(doubled: Any) -> None:
    house, _ = doubled
    credit = CreditRecord(name="Ines Calder", role="director")
    record = TitleRecord(name="The Salt Road", year=1987, credits=(credit,))
    await house.catalogue.put_titles([record], source="test")
    title = TitleId((await house.catalogue.shelf()).ids[0])
    with pytest.raises(Unavailable, match="MATINEE_SYNOPSES__MODEL_USE"):
        await house.synopses.have_written(title, TextKind.SHORT, by="Ada")
    _, use = await _use(house, "scribe", "synopses")
    prose = PermittedProse(house.generation, house.record, use)
    desk = SynopsisService(house.database, house.catalogue, house.media, prose, LEXICON)
    written = await desk.have_written(title, TextKind.SHORT, by="Ada")
    assert (written.draft.origin, written.draft.writer) == (Origin.MODEL, "scribe")
    assert written.draft.output is not None
    (permit,) = await house.record.permits.of_use(use)
    assert permit.kind == "single"
    anew = await desk.write(
        title, TextKind.SHORT, "Ines Calder directs.", by="Ada", follows=written.id
    )
    assert (anew.draft.origin, anew.draft.output) == (Origin.EDITED_MODEL, written.draft.output)
    await desk.decide(anew.id, TextState.APPROVED, by="Ben")
    assert [each.id for each in await desk.published(title)] == [anew.id]
    fallen = SynopsisService(
        house.database,
        house.catalogue,
        house.media,
        _AllFallen(house.generation, house.record, use),
        LEXICON,
    )
    assert await fallen.published(title) == ()
