"""Somebody who has texts written by a model behind a server, by a permit, one after the other."""

import asyncio
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import httpx

from matinee.assembly.house import House
from matinee.clearance.record.shapes import DeclaredUse, NewProduction, NewTool
from matinee.errors import Conflict
from matinee.generation.requests import TextRequest, inputs_of

_PAUSE = 0.5
_MADE, _OUR_FAULT = 201, 500
_PROMPT = "Say in one line what a film about a night train tells."
_PURPOSE = "mood board"
_MOST_USES = 10_000
_TOOL = """[scribe]
provider = "openai-text"
model = "scribe"
licence = "of the benchmark"
training_basis = "none: it answers one sentence"
retains = false
trains = false
secured = true
address = "http://127.0.0.1:{port}"
seconds = 1.5
at_once = 4
"""


@dataclass
class Written:
    """What came of asking; ``failures`` is when (Unix time) and the status, 0 without an answer."""

    outputs: list[UUID] = field(default_factory=list[UUID])
    failures: list[tuple[float, int]] = field(default_factory=list[tuple[float, int]])
    slowest_refusal: float = 0.0
    """Seconds until it was said that there is no answer."""


def tools_file(home: Path, port: int) -> Path:
    """Name the provider at this port as a tool of the house."""
    file = home / "tools.toml"
    file.write_text(_TOOL.format(port=port), encoding="utf-8")
    return file


async def permitted(house: House) -> UUID:
    """Record tool, production and use, and mint a permit for the one request."""
    paper = sha256(b"terms").hexdigest()
    await house.record.keep_document(b"terms")
    terms = {
        "version": "1",
        "licence_tier": "enterprise",
        "terms_hash": paper,
        "trains": False,
        "reviewed_at": "2026-01-01T00:00:00Z",
        "retains": False,
        "secured": True,
        "environment": "ours",
    }
    await house.record.put_tool("scribe", NewTool.model_validate(terms), by="chaos")
    made = await house.record.add_production(NewProduction(title="Chaos in words"), by="chaos")
    declared = {
        "tool": "scribe",
        "purpose": _PURPOSE,
        "kind": "ideation",
        "final": False,
        "likeness": False,
        "personal_data": False,
        "third_party_ip": False,
        "unreleased_input": False,
        "principles": {f"P{number}": "yes" for number in range(1, 6)},
    }
    use, _ = await house.record.declare(
        UUID(made.key), DeclaredUse.model_validate(declared), by="chaos"
    )
    permit = await house.record.permits.mint(
        UUID(use.key),
        by="chaos",
        lasts=timedelta(hours=4),
        inputs=inputs_of(TextRequest(_PROMPT)),
        uses=_MOST_USES,
    )
    return permit.id


@dataclass
class Writer:
    """One client, on any of the servers."""

    client: httpx.AsyncClient
    addresses: Sequence[str]
    chance: random.Random
    permit: UUID
    written: Written

    async def work(self, ends: float) -> None:
        """Text after text until then (monotonic)."""
        while time.monotonic() < ends:
            began = time.monotonic()
            address = self.chance.choice(self.addresses)
            body = {"permit": str(self.permit), "request": {"prompt": _PROMPT}}
            try:
                answer = await self.client.post(
                    f"{address}/v1/generation/text", json=body, timeout=30
                )
            except httpx.HTTPError:
                self.written.failures.append((time.time(), 0))
            else:
                self._note(answer, time.monotonic() - began)
            await asyncio.sleep(_PAUSE)

    def _note(self, answer: httpx.Response, took: float) -> None:
        if answer.status_code == _MADE:
            self.written.outputs.append(UUID(answer.json()["output"]))
        elif answer.status_code >= _OUR_FAULT:
            self.written.failures.append((time.time(), answer.status_code))
            self.written.slowest_refusal = max(self.written.slowest_refusal, took)
        else:
            raise Conflict(f"A text was refused: {answer.text[:300]}")
