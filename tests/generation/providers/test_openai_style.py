"""Model servers that answer well, slowly, brokenly, endlessly and with malice."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from PIL import Image
from tests.generation.conftest import StandIn, completion, pictures, png, respond
from tests.studio.commissions.premises import as_png

from matinee.errors import Unavailable
from matinee.generation.answers import TextAnswer, Tokens
from matinee.generation.model import Modality, ModelProfile
from matinee.generation.providers.http_json import Limits, ModelServer
from matinee.generation.providers.openai_style import ChatCompletions, ImageGenerations
from matinee.generation.requests import ImageRequest, TextRequest

PROFILE = ModelProfile("scribe-1", Modality.TEXT, "Apache-2.0", "licensed", False, False, True)
QUICK = Limits(seconds=1.0, answer_bytes=200_000, attempts=3)


async def _write(stand_in: StandIn, request: TextRequest | None = None) -> TextAnswer:
    async with ModelServer(stand_in.address, secret="s3cret", limits=QUICK) as server:
        asked = request or TextRequest("Say it in one line.", instructions="Be brief.")
        return await ChatCompletions(server, PROFILE).write(asked)


async def test_a_text_is_asked_for_and_its_tokens_counted(stand_in: StandIn) -> None:
    stand_in.answers = [completion("A night train, a stolen score.")]
    answer = await _write(stand_in, TextRequest("Say it.", schema={"type": "object"}))
    assert answer == TextAnswer("A night train, a stolen score.", Tokens(11, 7))
    [(path, headers, body)] = stand_in.asked
    assert path == "/v1/chat/completions"
    assert headers["authorization"] == "Bearer s3cret"
    assert body["model"] == "scribe-1"
    assert body["response_format"]["json_schema"]["schema"] == {"type": "object"}


async def test_a_picture_is_edited_within_its_mask_alone(stand_in: StandIn) -> None:
    made, source = (as_png(np.full((64, 64, 3), each, np.uint8)) for each in (200, 10))
    half = np.zeros((64, 64), np.uint8)
    half[:, 32:] = 255
    stand_in.answers = [pictures(made)]
    profile = replace(PROFILE, modality=Modality.IMAGE)
    async with ModelServer(stand_in.address, limits=QUICK) as server:
        painter = ImageGenerations(server, profile)
        asked = ImageRequest("A door", width=64, height=64, source=source, mask=as_png(half))
        answer = await painter.picture(asked)
        whole = await painter.picture(replace(asked, mask=None))
        stand_in.answers = [pictures(png(72, 64))]
        with pytest.raises(Unavailable, match="72 by 64"):
            await painter.picture(asked)
    drawn = np.asarray(Image.open(BytesIO(answer.content)))
    assert (drawn[:, :32] == 10).all()
    assert (drawn[:, 32:] == 200).all()
    assert whole.content == made
    [(path, _, form), (_, _, unmasked), _] = stand_in.asked
    assert path == "/v1/images/edits"
    assert (form["prompt"], form["size"], form["n"]) == (b"A door", b"64x64", b"1")
    assert form["image"] == source
    clear = np.asarray(Image.open(BytesIO(form["mask"])))[..., 3]
    assert np.array_equal(clear, 255 - half)
    assert "mask" not in unmasked


async def test_a_passing_failure_is_tried_again(stand_in: StandIn) -> None:
    stand_in.answers = [respond(503, b"{}"), respond(429, b"{}"), completion("At last.")]
    assert (await _write(stand_in)).text == "At last."
    assert len(stand_in.asked) == 3


async def test_a_lasting_failure_is_not_tried_without_end(stand_in: StandIn) -> None:
    stand_in.answers = [respond(500, b"{}")]
    with pytest.raises(Unavailable, match="answered 500"):
        await _write(stand_in)
    assert len(stand_in.asked) == 3


@pytest.mark.parametrize("status", [400, 401, 404, 302])
async def test_a_refusal_is_not_tried_again_and_no_redirect_followed(
    stand_in: StandIn, status: int
) -> None:
    stand_in.answers = [respond(status, b"{}")]
    with pytest.raises(Unavailable, match=f"answered {status}"):
        await _write(stand_in)
    assert len(stand_in.asked) == 1


async def _silent(writer: asyncio.StreamWriter, _body: dict[str, Any]) -> None:
    await asyncio.sleep(60)


async def _dripping(writer: asyncio.StreamWriter, _body: dict[str, Any]) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    for _ in range(600):
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.1)


@pytest.mark.parametrize("behaviour", [_silent, _dripping])
async def test_a_slow_server_costs_no_more_than_the_limit(
    stand_in: StandIn, behaviour: Any
) -> None:
    stand_in.answers = [behaviour]
    began = time.perf_counter()
    with pytest.raises(Unavailable, match="did not answer within 1 s|ReadTimeout"):
        await _write(stand_in)
    assert time.perf_counter() - began < 20


async def _endless(writer: asyncio.StreamWriter, _body: dict[str, Any]) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 4000000000\r\n\r\n")
    while True:
        writer.write(b"x" * 65_536)
        await writer.drain()


async def test_an_endless_answer_is_cut_off(stand_in: StandIn) -> None:
    stand_in.answers = [_endless]
    with pytest.raises(Unavailable, match="more than 200,000 bytes"):
        await _write(stand_in)


@pytest.mark.parametrize(
    "body",
    [
        b"", b"not json", b"[1]", b'"text"', b"{}", b'{"choices": []}', b"\xff\xfe",
        b'{"choices": [{"message": {"content": 7}}]}', b'{"choices": "x"}', b"[" * 50_000,
    ],
)  # fmt: skip
async def test_a_broken_answer_is_unavailable(stand_in: StandIn, body: bytes) -> None:
    stand_in.answers = [respond(200, body)]
    with pytest.raises(Unavailable):
        await _write(stand_in)


async def test_a_server_that_is_not_there_is_unavailable() -> None:
    async with ModelServer("http://127.0.0.1:9", limits=QUICK) as server:
        with pytest.raises(Unavailable, match="ConnectError"):
            await ChatCompletions(server, PROFILE).write(TextRequest("Say it."))


async def test_a_picture_is_not_asked_for_again_where_the_server_fails(stand_in: StandIn) -> None:
    stand_in.answers = [respond(503, b"{}")]
    async with ModelServer(stand_in.address, limits=QUICK) as server:
        painter = ImageGenerations(server, replace(PROFILE, modality=Modality.IMAGE))
        source = png(64, 64)
        for asked in (
            ImageRequest("A door", width=64, height=64),
            ImageRequest("A door", width=64, height=64, source=source),
        ):
            with pytest.raises(Unavailable, match="503"):
                await painter.picture(asked)
    assert len(stand_in.asked) == 2


async def test_a_picture_comes_inside_the_answer(stand_in: StandIn) -> None:
    stand_in.answers = [pictures(png(64, 64))]
    async with ModelServer(stand_in.address, limits=QUICK) as server:
        request = ImageRequest("a station at night", 64, 64)
        answer = await ImageGenerations(server, PROFILE).picture(request)
    assert answer.content == png(64, 64)


@pytest.mark.parametrize(
    "body",
    [
        b'{"data": []}',
        b'{"data": [{"url": "http://169.254.169.254/"}]}',
        b'{"data": [{"b64_json": "%%%"}]}',
    ],
)
async def test_an_address_in_place_of_a_picture_is_never_fetched(
    stand_in: StandIn, body: bytes
) -> None:
    stand_in.answers = [respond(200, body)]
    async with ModelServer(stand_in.address, limits=QUICK) as server:
        with pytest.raises(Unavailable, match="without a picture"):
            await ImageGenerations(server, PROFILE).picture(ImageRequest("a station", 64, 64))
    assert len(stand_in.asked) == 1
