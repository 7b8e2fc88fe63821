"""A small server of the Open Inference Protocol: it ages by light, well or badly, and counts."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Answer = Callable[[asyncio.StreamWriter], Awaitable[None]]
Instead = bytes | Answer | dict[str, Any]
"""An answer as bytes of HTTP, by writing it, or as what is changed in the right one."""


def http(status: int, body: bytes, *more: str) -> bytes:
    lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}", *more]
    return "\r\n".join([*lines, "", ""]).encode() + body


@dataclass
class InferenceServer:
    """Adds ``gain`` times the years between the ages, in hundredths, to every pixel."""

    name: str = "reager-1"
    version: str | None = "3"
    side: int = -1
    gain: float = 1.0
    rows: bool = False
    said: dict[str, Any] = field(default_factory=dict)
    """What is changed in what it says of its model."""
    metadata: bytes | None = None
    instead: list[Instead] = field(default_factory=list)
    """How the next frames are answered; the last of them for ever."""
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    frames: list[NDArray[np.float32]] = field(default_factory=list)
    seen: Callable[[int], Awaitable[None]] | None = None
    """Called with how many frames it was shown, before it answers."""
    address: str = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                first, *lines = head.strip().split("\r\n")
                method, target, _ = first.split(" ")
                headers = {k.lower(): v for k, _, v in (line.partition(": ") for line in lines)}
                body = await reader.readexactly(int(headers.get("content-length", 0)))
                self.asked.append((method, target, headers))
                if method == "GET":
                    writer.write(http(200, self.metadata or json.dumps(self._told()).encode()))
                else:
                    await self._infer(writer, json.loads(body))
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    def _told(self) -> dict[str, Any]:
        place = [self.side, self.side]
        return {
            "name": self.name,
            "versions": ["2", "3"],
            "platform": "onnxruntime_onnx",
            "inputs": [{"name": "face", "datatype": "FP32", "shape": [-1, 5, *place]}],
            "outputs": [{"name": "change", "datatype": "FP32", "shape": [-1, 3, *place]}],
            **self.said,
        }

    async def _infer(self, writer: asyncio.StreamWriter, body: dict[str, Any]) -> None:
        [given] = body["inputs"]
        shown = np.array(given["data"], np.float32).reshape(given["shape"])
        self.frames.append(shown)
        if self.seen is not None:
            await self.seen(len(self.frames))
        made = np.repeat(self.gain * (shown[:, 3:4] - shown[:, 4:5]), 3, axis=1)
        output = {
            "name": "change",
            "datatype": "FP32",
            "shape": list(made.shape),
            "data": (made if self.rows else made.ravel()).tolist(),
        }
        answer = {"model_name": self.name, "model_version": self.version, "outputs": [output]}
        instead: Instead = {}
        if self.instead:
            instead = self.instead.pop(0) if len(self.instead) > 1 else self.instead[0]
        if isinstance(instead, bytes):
            writer.write(instead)
        elif isinstance(instead, dict):
            changes = {name: value for name, value in instead.items() if name in output}
            answer |= {name: value for name, value in instead.items() if name not in output}
            output |= changes
            writer.write(http(200, json.dumps(answer).encode()))
        else:
            await instead(writer)


@asynccontextmanager
async def listening(model: InferenceServer) -> AsyncGenerator[InferenceServer]:
    """The server at a loopback address of its own."""
    server = await asyncio.start_server(model.serve, "127.0.0.1", 0)
    model.address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield model
    finally:
        server.close()
