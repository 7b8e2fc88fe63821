"""A production with a script, a linked board, and a use of a real model server that is *go*."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import io
import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from tests.generation.conftest import StandIn, respond
from tests.studio.boards.broken_down import broken_down

from matinee.assembly.house import House
from matinee.assembly.settings import Settings
from matinee.clearance.desk.model import NewProduction
from matinee.clearance.record import shapes
from matinee.generation.tools_file import GenerationSettings
from matinee.studio.boards.model import ConceptBoard, Operation

BY = "Ines"
TOOLS = """
[painter]
provider = "openai-image"
address = "{address}"
model = "brush-2"
licence = "Apache-2.0"
training_basis = "licensed pictures"
retains = false
trains = false
secured = true
seconds = 20
price = {{ currency = "EUR", picture = "0.04" }}

[double]
provider = "deterministic"
modality = "image"
model = "double-1"
licence = "own"
training_basis = "none: it is no model"
retains = false
trains = false
secured = true
price = {{ currency = "EUR", hour = "36" }}
"""
SCENE = "2"
"""Of the script: a shore at night, where a dog sleeps."""


def as_png(pixels: NDArray[np.uint8]) -> bytes:
    """Pixels as a file."""
    saved = io.BytesIO()
    Image.fromarray(pixels).save(saved, "PNG")
    return saved.getvalue()


def drawing(body: dict[str, Any]) -> bytes:
    """An answer of the images form: a plain picture of the asked size, its colour by the prompt."""
    width, height = (int(side) for side in body["size"].split("x"))
    red, green, blue = hashlib.sha256(body["prompt"].encode()).digest()[:3]
    drawn = np.full((height, width, 3), (red, green, blue), np.uint8)
    data = [{"b64_json": base64.b64encode(as_png(drawn)).decode()}]
    return respond(200, json.dumps({"data": data}).encode())


@dataclass
class Painter(StandIn):
    """A model server that draws what is asked, once it is let."""

    free: asyncio.Event = field(default_factory=asyncio.Event)
    begun: asyncio.Event = field(default_factory=asyncio.Event)

    async def draw(self, writer: asyncio.StreamWriter, body: dict[str, Any]) -> None:
        self.begun.set()
        await self.free.wait()
        writer.write(drawing(body))
        await writer.drain()


@asynccontextmanager
async def painting() -> AsyncGenerator[Painter]:
    """The server, listening, and free to draw."""
    model = Painter()
    model.answers = [model.draw]
    model.free.set()
    server = await asyncio.start_server(model.serve, "127.0.0.1", 0)
    model.address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield model
    finally:
        model.free.set()
        server.close()


def with_painter(settings: Settings, folder: Path, address: str) -> Settings:
    """Settings whose tool *painter* is such a server, beside a double that takes everything."""
    file = folder / "tools.toml"
    file.write_text(TOOLS.format(address=address), encoding="utf-8")
    given = GenerationSettings(tools_file=file, permit_check_seconds=0.05)
    return settings.model_copy(update={"generation": given})


def terms() -> shapes.NewTool:
    """What the terms of either tool say."""
    said = {
        "version": "2",
        "licence_tier": "enterprise",
        "terms_hash": "ab" * 32,
        "reviewed_at": datetime(2026, 1, 5, tzinfo=UTC),
        "trains": False,
        "retains": False,
        "secured": True,
        "environment": "our own cluster",
    }
    return shapes.NewTool.model_validate(said)


async def board_of(house: House) -> ConceptBoard:
    """A board that is linked to the script's second scene, and both tools registered."""
    fact = await house.record.add_production(NewProduction(title="The Mill"), by=BY)
    production = UUID(fact.key)
    await broken_down(house, production)
    board = await house.concept_boards.create(production, "The shore", by=BY)
    link = {"kind": "scene", "name": SCENE, "on": True}
    await house.concept_boards.change(board, [Operation(uuid4(), board.id, "link", link)], by=BY)
    for tool in ("painter", "double"):
        await house.record.put_tool(tool, terms(), by=BY)
    return board


async def declared(house: House, board: ConceptBoard, **change: Any) -> UUID:
    """A use of the painter for ideas, into which unreleased material goes."""
    body = {
        "tool": "painter",
        "purpose": "mood board of the shore",
        "kind": "ideation",
        "final": False,
        "likeness": False,
        "personal_data": False,
        "third_party_ip": False,
        "unreleased_input": True,
        "principles": {f"P{n}": "yes" for n in range(1, 6)},
    }
    use = shapes.DeclaredUse.model_validate(body | change)
    fact, _ = await house.record.declare(board.production, use, by=BY)
    return UUID(fact.key)
