"""A re-ageing network from a file: tiny ones that are built here, whose answers can be reckoned."""

from __future__ import annotations

import asyncio
from io import BytesIO
from pathlib import Path

import cv2
import numpy as np
import onnx
import pytest
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from PIL import Image

from matinee.errors import Conflict, Unavailable
from matinee.generation.model import Modality, ModelProfile
from matinee.generation.providers.onnx_reageing import OnnxReageing
from matinee.generation.requests import ReageRequest

PROFILE = ModelProfile("reager-1", Modality.REAGE, "Apache-2.0", "licensed", False, False, True)


def network(
    file: Path, *, side: int | None = None, channels: int = 5, answers: int = 3, gain: float = 1.0
) -> Path:
    """Adds (from - to) / 100, times the gain, to every channel: a convolution of one pixel."""
    weights = np.zeros((answers, channels, 1, 1), np.float32)
    if channels >= 5:
        weights[:, 3], weights[:, 4] = gain, -gain
    place: list[int | str] = [1, channels, side or "h", side or "w"]
    given = helper.make_tensor_value_info("x", TensorProto.FLOAT, place)
    made = helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, answers, *place[2:]])
    graph = helper.make_graph(
        [helper.make_node("Conv", ["x", "w"], ["y"])],
        "reage",
        [given],
        [made],
        [numpy_helper.from_array(weights, "w")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=10)
    onnx.save(model, file)
    return file


def frame(shade: int, *, width: int = 80, height: int = 72) -> bytes:
    written = BytesIO()
    ramp = np.linspace(shade, shade + 40, width).astype(np.uint8)
    picture = np.broadcast_to(ramp[None, :, None], (height, width, 3))
    Image.fromarray(np.ascontiguousarray(picture)).save(written, "PNG")
    return written.getvalue()


def pixels(png: bytes) -> NDArray[np.int16]:
    with Image.open(BytesIO(png)) as picture:
        return np.asarray(picture, np.int16)


@pytest.mark.parametrize("side", [None, 64])
async def test_every_frame_changes_by_what_the_network_says(
    tmp_path: Path, side: int | None
) -> None:
    reager = OnnxReageing(network(tmp_path / "net.onnx", side=side), PROFILE)
    await reager.ready()
    request = ReageRequest((frame(60), frame(90)), from_age=50, to_age=30)
    answer = await reager.reage(request)
    for before, after in zip(request.frames, answer.frames, strict=True):
        assert np.abs(pixels(after) - pixels(before) - 51).max() <= 1
    await reager.close()


async def test_what_goes_beyond_white_stays_white(tmp_path: Path) -> None:
    reager = OnnxReageing(network(tmp_path / "net.onnx", gain=50), PROFILE)
    answer = await reager.reage(ReageRequest((frame(60),), 80, 20))
    assert (pixels(answer.frames[0]) == 255).all()


async def test_a_deep_frame_is_changed_by_less_than_a_shallow_one_could_be(tmp_path: Path) -> None:
    deep = np.full((40, 48, 3), 20_001, np.uint16)
    content = cv2.imencode(".png", deep)[1].tobytes()
    reager = OnnxReageing(network(tmp_path / "net.onnx", gain=0.1), PROFILE)
    [made] = (await reager.reage(ReageRequest((content,), 51, 50))).frames
    await reager.close()
    after = cv2.imdecode(np.frombuffer(made, np.uint8), cv2.IMREAD_UNCHANGED)
    assert after is not None
    assert np.abs(after.astype(int) - 20_001 - 65.5).max() <= 1


async def test_a_missing_file_is_unavailable_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"no file net\.onnx.*Put it where the tools file says"):
        await OnnxReageing(tmp_path / "net.onnx", PROFILE).ready()


@pytest.mark.parametrize(("channels", "answers"), [(3, 3), (5, 1), (6, 3)])
async def test_a_network_of_another_form_is_refused(
    tmp_path: Path, channels: int, answers: int
) -> None:
    file = network(tmp_path / "net.onnx", channels=channels, answers=answers)
    with pytest.raises(Conflict, match="no re-ageing network"):
        await OnnxReageing(file, PROFILE).ready()


@pytest.mark.parametrize("content", [b"", b"no network", b"\x08\x0a" * 40])
async def test_a_broken_file_is_unavailable(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "net.onnx").write_bytes(content)
    with pytest.raises(Unavailable, match="cannot be loaded"):
        await OnnxReageing(tmp_path / "net.onnx", PROFILE).ready()


async def test_numbers_that_are_none_never_leave(tmp_path: Path) -> None:
    reager = OnnxReageing(network(tmp_path / "net.onnx", gain=float("nan")), PROFILE)
    with pytest.raises(Unavailable, match="or no numbers"):
        await reager.reage(ReageRequest((frame(60),), 50, 30))


async def test_a_caller_who_goes_away_stops_it_between_frames(tmp_path: Path) -> None:
    reager = OnnxReageing(network(tmp_path / "net.onnx"), PROFILE)
    await reager.ready()
    whole = frame(60, width=512, height=512)
    asked = asyncio.create_task(reager.reage(ReageRequest((whole,) * 2000, 50, 30)))
    await asyncio.sleep(0.1)
    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked
    # The next call waits for the thread, which has stopped by now: it does not take minutes.
    async with asyncio.timeout(30):
        await reager.reage(ReageRequest((frame(60),), 50, 30))
