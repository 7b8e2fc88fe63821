"""Re-ageing behind HTTP: as the file would, and slow, failing, wrong and hostile servers."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.generation.providers.inference_server import InferenceServer, Instead, http, listening
from tests.generation.providers.test_onnx_reageing import PROFILE, frame, network, pixels

from matinee.errors import Conflict, Unavailable
from matinee.generation.answers import ReageAnswer
from matinee.generation.providers.http_json import Limits, ModelServer
from matinee.generation.providers.http_reageing import HttpReageing
from matinee.generation.providers.onnx_reageing import OnnxReageing
from matinee.generation.requests import ReageRequest

ASKED = ReageRequest((frame(60), frame(90)), from_age=50, to_age=30)
QUICK = Limits(seconds=5.0, answer_bytes=1_000_000, attempts=3)


async def _reaged(
    model: InferenceServer,
    request: ReageRequest = ASKED,
    *,
    version: str = "",
    limits: Limits = QUICK,
) -> ReageAnswer:
    async with (
        listening(model),
        ModelServer(model.address, secret="s3cret", limits=limits) as server,
    ):
        return await HttpReageing(server, PROFILE, version=version).reage(request)


@pytest.mark.parametrize(("side", "rows"), [(-1, False), (64, True)])
async def test_a_served_network_answers_what_its_file_would(
    tmp_path: Path, side: int, rows: bool
) -> None:
    fixed = None if side < 0 else side
    here = OnnxReageing(network(tmp_path / "net.onnx", side=fixed), PROFILE)
    known = await here.reage(ASKED)
    await here.close()
    model = InferenceServer(side=side, rows=rows)
    answer = await _reaged(model)
    for one, other in zip(answer.frames, known.frames, strict=True):
        assert np.abs(pixels(one) - pixels(other)).max() <= 1
    assert answer.stated == "reager-1, version 3 (onnxruntime_onnx)"
    assert [(method, path) for method, path, _ in model.asked] == [
        ("GET", "/v2/models/reager-1"),
        *[("POST", "/v2/models/reager-1/infer")] * 2,
    ]
    assert {headers["authorization"] for _, _, headers in model.asked} == {"Bearer s3cret"}
    assert model.frames[0].shape == (1, 5, *((side, side) if side > 0 else (72, 80)))


async def test_a_pinned_version_alone_is_asked() -> None:
    model = InferenceServer(version=None)
    assert (await _reaged(model, version="3")).stated.startswith("reager-1, version 3")
    assert {path for _, path, _ in model.asked} == {
        "/v2/models/reager-1/versions/3",
        "/v2/models/reager-1/versions/3/infer",
    }
    with pytest.raises(Unavailable, match="another model than was asked"):
        await _reaged(InferenceServer(version="2"), version="3")


@pytest.mark.parametrize(
    "said",
    [
        {"inputs": []},
        {"inputs": [{"name": "a", "datatype": "FP32", "shape": [-1, 3, -1, -1]}]},
        {"inputs": [{"name": "a", "datatype": "FP64", "shape": [-1, 5, -1, -1]}]},
        {"inputs": [{"name": "a", "datatype": "FP32", "shape": [-1, 5, 9_000, 9_000]}]},
        {"outputs": [{"name": "a", "datatype": "FP32", "shape": [1, 1000]}]},
    ],
)
async def test_a_model_of_another_form_is_sent_no_face(said: dict[str, Any]) -> None:
    model = InferenceServer(said=said)
    with pytest.raises(Conflict, match="no re-ageing network"):
        await _reaged(model)
    assert model.frames == []


@pytest.mark.parametrize(
    "metadata",
    [
        b"no json", b"[1]", b"{}", b"[" * 50_000, b"\xff\xfe",
        json.dumps(InferenceServer(name="resnet")._told()).encode(),
        json.dumps(InferenceServer(said={"versions": ["3\n"]})._told()).encode(),
        json.dumps(InferenceServer(said={"platform": "x" * 65})._told()).encode(),
    ],
)  # fmt: skip
async def test_a_server_that_does_not_say_what_it_has_is_sent_no_face(metadata: bytes) -> None:
    model = InferenceServer(metadata=metadata)
    with pytest.raises(Unavailable, match="without what its model|another model|written down"):
        await _reaged(model)
    assert model.frames == []


def _of(data: bytes) -> bytes:
    """An answer whose tensor holds these bytes."""
    start = b'{"model_name": "reager-1", "model_version": "3", "outputs": [{"name": "change", '
    return http(
        200, start + b'"datatype": "FP32", "shape": [1, 3, 72, 80], "data": ' + data + b"}]}"
    )


_COUNT = 3 * 72 * 80


@pytest.mark.parametrize(
    "instead",
    [
        http(200, b""), http(200, b"[1]"), http(200, b"[" * 50_000), http(404, b"{}"),
        {"outputs": []}, {"name": "other"}, {"shape": [1, 3, 80, 72]}, {"datatype": "BYTES"},
        {"data": [0.0]}, {"data": [0.0] * (_COUNT + 1)}, {"data": ["0"] * _COUNT},
        {"data": "0," * (_COUNT - 1)}, {"data": [[0.0] * _COUNT]},
        {"model_name": "resnet"}, {"model_version": "4"}, {"model_version": "../3"},
        _of(b"[" + b"NaN," * (_COUNT - 1) + b"0]"), _of(b"[" + b"1e999," * (_COUNT - 1) + b"0]"),
        _of(b"[" + b"null," * (_COUNT - 1) + b"0]"),
        _of(b"[[[[" + b"0," * (_COUNT - 1) + b"0]]]]["),
        http(302, b"", "Location: http://169.254.169.254/"),
    ],
)  # fmt: skip
async def test_an_answer_that_does_not_do_never_becomes_a_picture(instead: Instead) -> None:
    model = InferenceServer(instead=[instead])
    with pytest.raises(Unavailable):
        await _reaged(model)
    assert len(model.frames) == 1


async def test_numbers_beyond_any_picture_stay_within_white_and_black() -> None:
    answer = await _reaged(InferenceServer(instead=[_of(b"[" + b"1e300," * (_COUNT - 1) + b"9]")]))
    assert (pixels(answer.frames[0]) == 255).all()


async def test_another_version_in_the_middle_is_refused() -> None:
    model = InferenceServer(instead=[{}, {"model_version": "2"}])
    with pytest.raises(Unavailable, match="version 2 after version 3"):
        await _reaged(model)


async def test_a_passing_failure_is_asked_again_and_a_lasting_one_is_not_for_ever() -> None:
    model = InferenceServer(instead=[http(503, b""), {}])
    assert len((await _reaged(model)).frames) == 2
    failing = InferenceServer(instead=[http(500, b"")])
    with pytest.raises(Unavailable, match="answered 500"):
        await _reaged(failing)
    assert len(failing.frames) == 3


async def _silent(_writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(60)


async def _endless(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 4000000000\r\n\r\n")
    while True:
        writer.write(b"1," * 65_536)
        await writer.drain()


@pytest.mark.parametrize(
    ("behaviour", "why"), [(_silent, "did not answer|ReadTimeout"), (_endless, "more than")]
)
async def test_a_slow_or_endless_server_costs_no_more_than_the_limits(
    behaviour: Any, why: str
) -> None:
    began = time.perf_counter()
    with pytest.raises(Unavailable, match=why):
        limits = Limits(seconds=0.4, answer_bytes=200_000, attempts=1)
        await _reaged(InferenceServer(instead=[behaviour]), limits=limits)
    assert time.perf_counter() - began < 20


async def test_a_picture_larger_than_a_face_is_not_sent() -> None:
    model = InferenceServer()
    with pytest.raises(Conflict, match="600 by 500 pixels is not sent"):
        await _reaged(model, ReageRequest((frame(60, width=600, height=500),), 50, 30))
    assert model.frames == []
