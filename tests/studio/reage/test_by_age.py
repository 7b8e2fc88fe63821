"""A re-ageing network with its own file: learned here, small, and kept within the matte."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import cv2
import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from PIL import Image
from torch import nn

from matinee.generation.model import Modality, ModelProfile
from matinee.generation.providers.onnx_reageing import OnnxReageing
from matinee.generation.requests import ReageRequest
from matinee.studio.concept.colour import Floats
from matinee.studio.reage.compositing import composited
from matinee.studio.reage.measures import error_inside, outside_change

PROFILE = ModelProfile("learned", Modality.REAGE, "own", "drawn by code", False, False, True)
HIGH, WIDE = 56, 64
_WIDTH, _STEPS, _ACROSS = 16, 400, 5
_MIDDLE, _CHANGE_UNIT = np.float32(0.6), 0.1
_SPREAD = np.array([8, 8, 8, 2, 2], np.float32)[None, :, None, None]
"""What the network is given is centred and stretched within the file, or it would learn nothing."""


def aged(chance: np.random.Generator, ages: tuple[int, int]) -> tuple[Floats, Floats]:
    """Skin with lines as deep as the first age says, and the same skin with those of the other."""
    skin = cv2.GaussianBlur(chance.normal(0.6, 0.25, (HIGH, WIDE, 3)), (0, 0), 9)
    lines = cv2.GaussianBlur(chance.normal(0, 1, (HIGH, WIDE)), (0, 0), 1.2)
    lines = np.clip(lines / lines.std(), 0, None)[..., None]
    pictures = [np.clip(skin - 0.0012 * age * lines, 0, 1).astype(np.float32) for age in ages]
    return pictures[0], pictures[1]


def learned(file: Path) -> Path:
    """Train two layers to change lines by the two ages, and write them as ONNX."""
    torch.manual_seed(4)
    chance = np.random.default_rng(4)
    layers = (nn.Conv2d(5, _WIDTH, _ACROSS, padding=_ACROSS // 2), nn.Conv2d(_WIDTH, 3, 1))
    network = nn.Sequential(layers[0], nn.ReLU(), layers[1])
    mover = torch.optim.Adam(network.parameters(), lr=1e-2)
    pace = torch.optim.lr_scheduler.OneCycleLR(mover, 1e-2, total_steps=_STEPS)
    for _ in range(_STEPS):
        ages = (int(chance.integers(30, 80)), int(chance.integers(20, 80)))
        before, after = aged(chance, ages)
        planes = np.concatenate(
            [before, np.broadcast_to(np.array(ages, np.float32) / 100, (HIGH, WIDE, 2))], axis=-1
        )
        shown = (planes.transpose(2, 0, 1)[None].astype(np.float32) - _MIDDLE) * _SPREAD
        change = network(torch.from_numpy(shown)) * _CHANGE_UNIT
        wanted = torch.from_numpy((after - before).transpose(2, 0, 1)[None])
        loss = (change - wanted).abs().mean()
        mover.zero_grad()
        loss.backward()
        mover.step()
        pace.step()
    held = {"middle": _MIDDLE, "spread": _SPREAD, "unit": np.float32(_CHANGE_UNIT)} | {
        f"{name}{number}": value.detach().numpy()
        for number, layer in enumerate(layers)
        for name, value in (("w", layer.weight), ("b", layer.bias))
        if value is not None
    }
    place: list[int | str] = [1, 5, "h", "w"]
    graph = helper.make_graph(
        [
            helper.make_node("Sub", ["x", "middle"], ["centred"]),
            helper.make_node("Mul", ["centred", "spread"], ["shown"]),
            helper.make_node("Conv", ["shown", "w0", "b0"], ["inner"], pads=[_ACROSS // 2] * 4),
            helper.make_node("Relu", ["inner"], ["bent"]),
            helper.make_node("Conv", ["bent", "w1", "b1"], ["made"]),
            helper.make_node("Mul", ["made", "unit"], ["y"]),
        ],
        "reage",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, place)],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, 3, *place[2:]])],
        [numpy_helper.from_array(np.asarray(value), name) for name, value in held.items()],
    )
    imports = [helper.make_opsetid("", 17)]
    onnx.save(helper.make_model(graph, opset_imports=imports, ir_version=10), file)
    return file


def _png(picture: NDArray[np.uint8]) -> bytes:
    written = BytesIO()
    Image.fromarray(picture).save(written, "PNG")
    return written.getvalue()


async def test_a_learned_network_brings_a_face_to_the_wanted_age_within_the_matte(
    tmp_path: Path,
) -> None:
    chance = np.random.default_rng(91)
    pairs = [aged(chance, (70, 25)) for _ in range(3)]
    source, truth = (
        np.stack([np.rint(pair[side] * 255).astype(np.uint8) for pair in pairs]) for side in (0, 1)
    )
    rows, columns = np.mgrid[0:HIGH, 0:WIDE]
    disc = np.where(np.hypot(rows - HIGH / 2, columns - WIDE / 2) < 20, 255, 0).astype(np.uint8)
    matte = np.broadcast_to(disc, source.shape[:3])
    reager = OnnxReageing(learned(tmp_path / "learned.onnx"), PROFILE)

    async def reaged(to_age: int) -> NDArray[np.uint8]:
        asked = ReageRequest(tuple(map(_png, source)), from_age=70, to_age=to_age)
        answer = await reager.reage(asked)
        made: list[NDArray[np.uint8]] = []
        for frame, png in zip(source, answer.frames, strict=True):
            with Image.open(BytesIO(png)) as picture:
                change = np.asarray(picture, np.float32) - frame
            made.append(composited(frame, change, disc))
        return np.stack(made)

    younger, same = await reaged(25), await reaged(70)
    await reager.close()
    nothing = float(error_inside(source, truth, matte).mean())
    assert float(error_inside(younger, truth, matte).mean()) < 0.6 * nothing
    assert float(error_inside(same, source, matte).mean()) < 0.35 * nothing
    assert outside_change(source, younger, matte) == 0
