"""A small server that speaks ComfyUI's HTTP API, well or badly, and counts what it is asked."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

Answer = Callable[["ComfyServer", asyncio.StreamWriter, str], Awaitable[None]]
NUMBER = "8c6cf1b4-0000-4000-8000-000000000001"


@dataclass
class ComfyServer:
    """``looks`` is how often history is empty first; ``instead`` answers a path another way."""

    picture: bytes
    looks: int = 1
    instead: dict[str, bytes | Answer] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    workflows: list[dict[str, Any]] = field(default_factory=list)
    uploads: list[bytes] = field(default_factory=list)
    deleted: list[tuple[str, Any]] = field(default_factory=list)
    queued: asyncio.Event = field(default_factory=asyncio.Event)
    interrupted: asyncio.Event = field(default_factory=asyncio.Event)
    address: str = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                first, *lines = head.strip().split("\r\n")
                method, target, _ = first.split(" ")
                headers = {k.lower(): v for k, _, v in (line.partition(": ") for line in lines)}
                body = await reader.readexactly(int(headers.get("content-length", 0)))
                self.asked.append((method, target))
                await self._answer(writer, method, target, body)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _answer(
        self, writer: asyncio.StreamWriter, method: str, target: str, body: bytes
    ) -> None:
        path = urlsplit(target).path
        for start, other in self.instead.items():
            if path.startswith(start) and method == ("POST" if start == "/prompt" else "GET"):
                if isinstance(other, bytes):
                    self._send(writer, other)
                else:
                    await other(self, writer, target)
                return
        if path == "/prompt":
            self.workflows.append(json.loads(body)["prompt"])
            self.queued.set()
            self._send_json(writer, {"prompt_id": NUMBER, "number": 1, "node_errors": {}})
        elif path == "/upload/image":
            name = body.split(b'filename="')[1].split(b'"')[0].decode()
            self.uploads.append(body)
            self._send_json(writer, {"name": name, "subfolder": "", "type": "input"})
        elif path.startswith("/history/"):
            self.looks -= 1
            self._send_json(writer, {} if self.looks >= 0 else {NUMBER: done()})
        elif path == "/view":
            assert parse_qs(urlsplit(target).query)["filename"] == ["made.png"]
            self._send(writer, self.picture)
        else:
            self.deleted.append((path, json.loads(body)))
            if path == "/interrupt":
                self.interrupted.set()
            self._send(writer, b"")

    def _send_json(self, writer: asyncio.StreamWriter, value: Any) -> None:
        self._send(writer, json.dumps(value).encode())

    @staticmethod
    def _send(writer: asyncio.StreamWriter, body: bytes) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)


def done(**change: Any) -> dict[str, Any]:
    """A history entry of a workflow that ended well."""
    image = {"filename": "made.png", "subfolder": "", "type": "temp"}
    status = {"status_str": "success", "completed": True, "messages": []}
    return {"outputs": {"9": {"images": [image]}}, "status": status, **change}
