"""A real model server on the loopback address, which answers as badly as a test wants."""

from __future__ import annotations

import asyncio
import base64
import json
import struct
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any

import pytest
from tests.generation.room import Register, Room

from matinee.generation.lane import Bounds
from matinee.generation.model import Modality, ModelProfile
from matinee.generation.providers.http_json import Limits, ModelServer
from matinee.generation.providers.openai_style import ChatCompletions, ImageGenerations
from matinee.generation.service import GenerationService
from matinee.generation.vigil import Vigil

Behaviour = Callable[[asyncio.StreamWriter, dict[str, Any]], Awaitable[None]]


def png(width: int, height: int) -> bytes:
    """A grey PNG of this size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\x00" + b"\x80" * width) * height)
    start = b"\x89PNG\r\n\x1a\n"
    return start + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def _read(headers: dict[str, str], raw: bytes) -> dict[str, Any]:
    """A body as JSON, or the parts of a form by their names."""
    kind = headers["content-type"]
    if not kind.startswith("multipart/"):
        return json.loads(raw)
    whole = BytesParser(policy=HTTP).parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + raw)
    return {
        str(part.get_param("name", header="content-disposition")): part.get_payload(decode=True)
        for part in whole.iter_parts()
    }


def respond(status: int, body: bytes) -> bytes:
    """An HTTP answer as bytes."""
    head = f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body


def completion(text: str) -> bytes:
    """A chat completion."""
    usage = {"prompt_tokens": 11, "completion_tokens": 7}
    answer = {"choices": [{"message": {"role": "assistant", "content": text}}], "usage": usage}
    return respond(200, json.dumps(answer).encode())


def pictures(content: bytes) -> bytes:
    """An answer of the image form."""
    data = [{"b64_json": base64.b64encode(content).decode()}]
    return respond(200, json.dumps({"data": data}).encode())


@dataclass
class StandIn:
    """A model server whose answers are set by the test, and what it was asked."""

    address: str = ""
    answers: list[bytes | Behaviour] = field(default_factory=list)
    asked: list[tuple[str, dict[str, str], dict[str, Any]]] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            first, *lines = head.strip().split("\r\n")
            headers = {k.lower(): v for k, _, v in (line.partition(": ") for line in lines)}
            body = _read(headers, await reader.readexactly(int(headers["content-length"])))
            self.asked.append((first.split(" ")[1], headers, body))
            answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
            if isinstance(answer, bytes):
                writer.write(answer)
                await writer.drain()
            else:
                await answer(writer, body)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


@pytest.fixture
async def stand_in() -> AsyncIterator[StandIn]:
    """The server, listening."""
    model = StandIn()
    server = await asyncio.start_server(model.serve, "127.0.0.1", 0)
    model.address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    yield model
    server.close()


@pytest.fixture
async def room(stand_in: StandIn) -> AsyncIterator[Room]:
    """A door whose models answer from the stand-in."""
    profile = ModelProfile("scribe-1", Modality.TEXT, "Apache-2.0", "licensed", False, False, True)
    register = Register()
    async with ModelServer(stand_in.address, limits=Limits(seconds=30)) as server:
        door = GenerationService(
            register,
            register,
            register,
            text_tools={"scribe": ChatCompletions(server, profile)},
            image_tools={"painter": ImageGenerations(server, profile)},
            bounds=Bounds(seconds=30, at_once=2, waiting=3),
            vigil=Vigil(every=0.05, blind=0.2),
            book=register,
        )
        yield Room(door, register, stand_in)
