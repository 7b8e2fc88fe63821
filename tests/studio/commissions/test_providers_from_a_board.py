"""A board asks every kind of provider: from words, from a picture and within a mask of it."""

from __future__ import annotations

import asyncio
import importlib.util
import json
import warnings
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from tests.generation.conftest import pictures, png
from tests.generation.providers import tiny_diffusion
from tests.generation.providers.comfyui_server import ComfyServer
from tests.generation.providers.test_comfyui import EDIT, NODES
from tests.studio.commissions.premises import (
    BY,
    Painter,
    as_png,
    board_of,
    declared,
    painting,
    terms,
)

from matinee.assembly.house import House, open_house
from matinee.assembly.settings import Settings
from matinee.generation.tools_file import GenerationSettings
from matinee.studio.boards.model import REFERENCE, ConceptBoard
from matinee.studio.commissions.model import Begin, Way, Wish
from matinee.studio.concept.model import Box
from matinee.studio.lineage.model import NodeKind, Term
from matinee.studio.model import WorkState

NAMED = "cd" * 32
TOOL = """
[{name}]
provider = "{provider}"
model = "{name}-1"
licence = "Apache-2.0"
training_basis = "licensed pictures"
retains = false
trains = false
secured = true
seconds = 120
{more}
"""
FROM_PICTURE = {name: node for name, node in EDIT.items() if name != "8"}
WAYS = {Way.WORDS: NODES, Way.PICTURE: FROM_PICTURE, Way.MASK: EDIT}


@pytest.fixture
async def painter() -> AsyncIterator[Painter]:
    async with painting() as model:
        model.answers = [pictures(png(512, 512))]
        yield model


@pytest.fixture
async def comfy() -> AsyncIterator[ComfyServer]:
    speaking = ComfyServer(png(512, 512), looks=0)
    server = await asyncio.start_server(speaking.serve, "127.0.0.1", 0)
    speaking.address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    yield speaking
    server.close()


def _table(name: str, provider: str, **more: str) -> str:
    lines = "\n".join(f"{key} = {value}" for key, value in more.items())
    return TOOL.format(name=name, provider=provider, more=lines)


async def _asked(house: House, board: ConceptBoard, tool: str, way: Way, given: UUID) -> Any:
    """One picture of a tool, from its asking to its hanging, and what its lineage says."""
    commissions = house.boards.commissions
    await house.record.put_tool(tool, terms(), by=BY)
    use = await declared(house, board, tool=tool)
    begin = {
        Way.WORDS: None,
        Way.PICTURE: Begin(given),
        Way.MASK: Begin(given, box=Box(0.25, 0.25, 0.75, 0.75)),
    }[way]
    [asked] = await commissions.ask(board, use, Wish("A lighthouse"), begin, by=BY)
    await commissions.running.run(asked.id)
    made = await commissions.commission(board, asked.id)
    assert (made.state, made.failure, made.way) == (WorkState.DONE, None, way), tool
    assert made.reference is not None
    hangs = (await house.boards.versions.stood(board, None))[made.reference][REFERENCE]
    assert hangs["credentials"]["standing"] == "valid"
    graph = await house.boards.lineage.of_picture(board.production, made.reference)
    kinds = {node.kind for node in graph.nodes}
    assert kinds >= {NodeKind.PERMIT, NodeKind.DECISION, NodeKind.USE, NodeKind.OUTPUT}
    assert (f"picture:{given}" in {node.key for node in graph.nodes}) is (way is not Way.WORDS)
    [model] = [node for node in graph.nodes if node.kind is NodeKind.MODEL]
    return dict(model.facts), hangs["credentials"]["source_type"]


async def _board(house: House) -> tuple[ConceptBoard, UUID]:
    board = await board_of(house)
    given = await house.concept_boards.add_reference(
        board,
        as_png(np.full((64, 64, 3), 90, np.uint8)),
        source="A shore",
        licence="CC0 1.0",
        place=[0, 0],
        by=BY,
    )
    return board, given.id


async def test_model_servers_are_asked_all_three_ways(
    settings: Settings, tmp_path: Path, painter: Painter, comfy: ComfyServer
) -> None:
    tables = [_table("images", "openai-image", address=f'"{painter.address}"', edits="true")]
    for way, nodes in WAYS.items():
        workflow = tmp_path / f"{way}.json"
        workflow.write_text(json.dumps(nodes))
        more = {"workflow": f'"{workflow}"', "weights_sha256": f'"{NAMED}"'}
        tables.append(_table(f"comfy-{way}", "comfyui", address=f'"{comfy.address}"', **more))
    file = tmp_path / "tools.toml"
    file.write_text("\n".join(tables), encoding="utf-8")
    given = GenerationSettings(tools_file=file)
    async with open_house(settings.model_copy(update={"generation": given})) as house:
        board, picture = await _board(house)
        for way in Way:
            said, _ = await _asked(house, board, "images", way, picture)
            assert said[Term.NOT_RECORDED] == Term.WEIGHTS
            said, kind = await _asked(house, board, f"comfy-{way}", way, picture)
            assert (said[Term.WEIGHTS], said[Term.WEIGHTS_READ]) == (NAMED, False)
            edited = way is not Way.WORDS
            assert kind.endswith("compositeWithTrainedAlgorithmicMedia") is edited
    paths = [path for path, _, _ in painter.asked]
    assert paths == ["/v1/images/generations", "/v1/images/edits", "/v1/images/edits"]
    assert len(comfy.workflows) == 3
    assert len(comfy.uploads) == 3


async def test_a_pipeline_of_diffusers_is_asked_all_three_ways(
    settings: Settings, tmp_path: Path
) -> None:
    if importlib.util.find_spec("torch") is None or importlib.util.find_spec("diffusers") is None:
        pytest.skip("torch and diffusers are not installed, so no pipeline can be made or loaded")
    with warnings.catch_warnings():
        # Libraries warn of their own future when they are loaded; that is not what is tested.
        warnings.simplefilter("ignore")
        folder = tmp_path / "pipeline"
        tiny_diffusion.write(folder)
        file = tmp_path / "tools.toml"
        table = _table("pipeline", "diffusers", folder=f'"{folder}"', steps="2")
        file.write_text(table, encoding="utf-8")
        given = GenerationSettings(tools_file=file)
        async with open_house(settings.model_copy(update={"generation": given})) as house:
            board, picture = await _board(house)
            for way in Way:
                said, _ = await _asked(house, board, "pipeline", way, picture)
                assert said[Term.WEIGHTS_READ] is True
                assert len(str(said[Term.WEIGHTS])) == 64
