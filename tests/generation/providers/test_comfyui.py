"""ComfyUI over HTTP: servers that answer well, slowly, brokenly, endlessly and with malice."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from tests.generation.conftest import png
from tests.generation.providers.comfyui_server import NUMBER, ComfyServer, done

from matinee.errors import Conflict, Unavailable
from matinee.generation.model import Ability, Modality, ModelProfile
from matinee.generation.providers.comfyui import ComfyUi, Workflow
from matinee.generation.providers.http_json import Limits, ModelServer
from matinee.generation.requests import ImageRequest

PROFILE = ModelProfile("painter", Modality.IMAGE, "Apache-2.0", "licensed", False, False, True)
NODES = {
    "3": {"class_type": "KSampler", "inputs": {"seed": "$seed", "steps": 8, "model": ["4", 0]}},
    "5": {"class_type": "EmptyLatentImage", "inputs": {"width": "$width", "height": "$height"}},
    "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "$prompt", "clip": ["4", 1]}},
    "9": {"class_type": "PreviewImage", "inputs": {"images": ["8", 0]}},
}
EDIT = {
    **NODES,
    "7": {"class_type": "LoadImage", "inputs": {"image": "$source"}},
    "8": {"class_type": "LoadImageMask", "inputs": {"image": "$mask", "channel": "red"}},
}
REQUEST = ImageRequest("a station at night, $seed", 64, 72, seed=7)


@pytest.fixture
async def comfy() -> AsyncIterator[ComfyServer]:
    speaking = ComfyServer(png(64, 72))
    server = await asyncio.start_server(speaking.serve, "127.0.0.1", 0)
    speaking.address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    yield speaking
    server.close()


async def picture(
    comfy: ComfyServer,
    request: ImageRequest = REQUEST,
    nodes: dict[str, Any] = NODES,
    *,
    seconds: float = 20.0,
) -> bytes:
    """A picture from there; a short limit only where it is to be met, for a busy machine halts."""
    limits = Limits(seconds=seconds, answer_bytes=100_000)
    async with ModelServer(comfy.address, limits=limits) as server:
        return (await ComfyUi(server, PROFILE, Workflow(nodes)).picture(request)).content


async def test_the_blanks_are_filled_and_the_picture_fetched(comfy: ComfyServer) -> None:
    assert await picture(comfy) == png(64, 72)
    [sent] = comfy.workflows
    assert sent["6"]["inputs"] == {"text": "a station at night, $seed", "clip": ["4", 1]}
    assert sent["3"]["inputs"]["seed"] == 7
    assert sent["5"]["inputs"] == {"width": 64, "height": 72}


async def test_the_server_is_asked_to_forget_the_prompt(comfy: ComfyServer) -> None:
    await picture(comfy)
    assert comfy.deleted == [("/history", {"delete": [NUMBER]})]


async def test_source_and_mask_are_uploaded_and_named_in_the_workflow(comfy: ComfyServer) -> None:
    plate, mask = png(64, 72), png(72, 64)
    request = ImageRequest("a station", 64, 72, source=plate, mask=mask)
    await picture(comfy, request, EDIT)
    [sent] = comfy.workflows
    names = [sent["7"]["inputs"]["image"], sent["8"]["inputs"]["image"]]
    for name, content, upload in zip(names, (plate, mask), comfy.uploads, strict=True):
        assert name.encode() in upload
        assert content in upload


async def test_without_a_seed_each_picture_has_one_of_its_own(comfy: ComfyServer) -> None:
    request = ImageRequest("a station", 64, 72)
    await picture(comfy, request)
    comfy.looks = 0
    await picture(comfy, request)
    seeds = [sent["3"]["inputs"]["seed"] for sent in comfy.workflows]
    assert seeds[0] != seeds[1]


def test_the_blanks_say_what_the_tool_can_do() -> None:
    assert Workflow(NODES).can == {Ability.SEED}
    assert Workflow(EDIT).can == {Ability.SEED, Ability.SOURCE, Ability.MASK}
    with pytest.raises(Conflict, match="no blank for the prompt"):
        Workflow({"5": NODES["5"]})
    with pytest.raises(Conflict, match=r"needs \$mask, \$source"):
        Workflow(EDIT).filled({"$prompt": "a", "$width": 64, "$height": 64, "$seed": 1})


@pytest.mark.parametrize("content", ["", "[]", '{"nodes": [], "links": []}', "{", "[" * 50_000])
def test_a_workflow_that_is_not_in_the_api_format_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "workflow.json"
    file.write_text(content)
    with pytest.raises(Conflict, match="API format"):
        Workflow.read(file)
    file.write_text(json.dumps(NODES))
    assert Workflow.read(file).can == {Ability.SEED}


async def _silent(_server: ComfyServer, _writer: asyncio.StreamWriter, _target: str) -> None:
    await asyncio.sleep(60)


async def _endless(_server: ComfyServer, writer: asyncio.StreamWriter, _target: str) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 4000000000\r\n\r\n")
    while True:
        writer.write(b"x" * 65_536)
        await writer.drain()


async def _failing(_server: ComfyServer, writer: asyncio.StreamWriter, _target: str) -> None:
    writer.write(b"HTTP/1.1 500 X\r\nContent-Length: 0\r\n\r\n")
    await writer.drain()


_SLOW = [
    (path, how)
    for path in ("/prompt", "/history/", "/view")
    for how in (_silent, _endless, _failing)
]
_BROKEN = [(path, how) for path in ("/prompt", "/history/") for how in (b"", b"no json", b"[1]")]


@pytest.mark.parametrize(("path", "behaviour"), [*_SLOW, *_BROKEN])
async def test_a_bad_server_is_unavailable_within_the_limit(
    comfy: ComfyServer, path: str, behaviour: Any
) -> None:
    comfy.instead[path] = behaviour
    began = time.perf_counter()
    with pytest.raises(Unavailable):
        await picture(comfy, seconds=1.0)
    assert time.perf_counter() - began < 20


async def test_a_prompt_is_never_queued_twice(comfy: ComfyServer) -> None:
    comfy.instead["/prompt"] = _failing
    with pytest.raises(Unavailable, match="answered 500"):
        await picture(comfy)
    assert [path for _, path in comfy.asked] == ["/prompt"]


@pytest.mark.parametrize("number", ["../../view?filename=x", "", 7, None, "a" * 65, "a/b", "a%2fb"])
async def test_a_number_that_is_a_path_is_refused(comfy: ComfyServer, number: object) -> None:
    comfy.instead["/prompt"] = json.dumps({"prompt_id": number}).encode()
    with pytest.raises(Unavailable, match="number in the queue"):
        await picture(comfy)
    assert len(comfy.asked) == 1


@pytest.mark.parametrize(
    "entry",
    [
        {}, [], None, "text", done(outputs={}), done(outputs={"9": {"images": []}}),
        done(outputs={"9": {"images": ["made.png"]}}), done(outputs={"9": []}),
        done(outputs={"9": {"images": [{"filename": 7}]}}), done(outputs={"9": {"images": 7}}),
        done(status={"status_str": "error", "completed": False}),
    ],
)  # fmt: skip
async def test_a_history_without_a_picture_is_unavailable_and_abandoned(
    comfy: ComfyServer, entry: object
) -> None:
    comfy.instead["/history/"] = json.dumps({NUMBER: entry}).encode()
    with pytest.raises(Unavailable):
        await picture(comfy, seconds=1.0)
    assert ("/queue", {"delete": [NUMBER]}) in comfy.deleted


async def test_whoever_stops_waiting_interrupts_the_server(comfy: ComfyServer) -> None:
    comfy.looks = 10_000
    asked = asyncio.create_task(picture(comfy))
    await asyncio.wait_for(comfy.queued.wait(), 20)
    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked
    await asyncio.wait_for(comfy.interrupted.wait(), 20)
    assert comfy.deleted[0] == ("/queue", {"delete": [NUMBER]})


async def test_a_picture_that_never_comes_is_unavailable(comfy: ComfyServer) -> None:
    comfy.looks = 10_000
    with pytest.raises(Unavailable, match="no picture within"):
        await picture(comfy, seconds=1.0)
