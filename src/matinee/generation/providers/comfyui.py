"""Pictures by a ComfyUI server over its HTTP API: a workflow whose blanks the request fills.

The workflow is the server's own API format: a node by id, each with ``class_type`` and ``inputs``.
An input that is exactly ``$prompt``, ``$width``, ``$height``, ``$seed``, ``$source`` or ``$mask``
is a blank; which of them it has says what the tool can do. It polls ``/history``, without a socket.
"""

import asyncio
import json
import re
import secrets
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

import msgspec

from matinee.errors import Conflict, Unavailable
from matinee.generation.answers import ImageAnswer
from matinee.generation.checks import UNANSWERED
from matinee.generation.model import Ability, ModelProfile
from matinee.generation.providers.http_json import ModelServer, json_object, malformed, unavailable
from matinee.generation.requests import ImageRequest

_BLANKS = {
    "$source": Ability.SOURCE,
    "$mask": Ability.MASK,
    "$seed": Ability.SEED,
}
_PLACES = frozenset({"$prompt", "$width", "$height", *_BLANKS})
_ID = re.compile(r"^[0-9A-Za-z-]{1,64}$")
_FIRST_LOOK, _LONGEST_PAUSE = 0.1, 1.0
_PARTING_SECONDS = 2.0


class _Place(msgspec.Struct):
    filename: str
    subfolder: str = ""
    type: str = "output"


class Workflow:
    """A workflow with blanks."""

    def __init__(self, nodes: Mapping[str, Any]) -> None:
        self._nodes = json.dumps(dict(nodes))
        self.blanks = frozenset(_blanks(nodes))
        if "$prompt" not in self.blanks:
            raise Conflict(
                "The workflow has no blank for the prompt.",
                remedy="Write $prompt where the text goes, and export it in the API format.",
                code="wrong_workflow",
            )

    @classmethod
    def read(cls, file: Path) -> "Workflow":
        """The workflow of a file; Conflict where there is none."""
        try:
            nodes = json.loads(file.read_text(encoding="utf-8"))
            whole = isinstance(nodes, dict) and all("class_type" in node for node in nodes.values())
        except (OSError, ValueError, TypeError, RecursionError) as problem:
            raise Conflict(
                f"The workflow {file.name} cannot be read: {problem}.",
                remedy="Export it from ComfyUI in the API format.",
                code="wrong_workflow",
            ) from problem
        if not whole:
            raise Conflict(
                f"The workflow {file.name} is not in the API format.",
                remedy="Export it from ComfyUI in the API format.",
                code="wrong_workflow",
            )
        return cls(nodes)

    @property
    def can(self) -> frozenset[Ability]:
        """What a request may bring besides prompt and size."""
        return frozenset(ability for blank, ability in _BLANKS.items() if blank in self.blanks)

    def filled(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The nodes with every blank filled; Conflict where a value is missing."""
        missing = self.blanks - values.keys()
        if missing:
            raise Conflict(
                f"The workflow needs {', '.join(sorted(missing))}.",
                remedy="Give it, or use a tool whose workflow does without.",
                code="wrong_workflow",
            )
        nodes = json.loads(self._nodes)
        for node in nodes.values():
            inputs = node.get("inputs", {})
            for name, value in inputs.items():
                if isinstance(value, str) and value in _PLACES:
                    inputs[name] = values[value]
        return nodes


class ComfyUi:
    """An image model behind ``/prompt``, ``/history`` and ``/view``."""

    def __init__(self, server: ModelServer, profile: ModelProfile, workflow: Workflow) -> None:
        self.profile = profile
        self._server = server
        self._workflow = workflow

    async def ready(self) -> None:
        """A server is asked when there is something to ask."""

    async def close(self) -> None:
        """Let go of the connections."""
        await self._server.close()

    async def picture(self, request: ImageRequest) -> ImageAnswer:
        """Queue the workflow, wait for it, fetch its first picture, and have it forgotten.

        Whoever stops waiting takes it out of the server's queue and interrupts it.
        """
        values: dict[str, Any] = {
            "$prompt": request.prompt,
            "$width": request.width,
            "$height": request.height,
            "$seed": secrets.randbits(63) if request.seed is None else request.seed,
        }
        for blank, content in (("$source", request.source), ("$mask", request.mask)):
            if content is not None:
                values[blank] = await self._uploaded(content)
        number = await self._queued_or_abandoned(self._workflow.filled(values))
        try:
            place = await self._done(number)
            content = await self._server.fetch("GET", "/view", params=msgspec.to_builtins(place))
        except BaseException:
            await self._abandoned(number)
            raise
        await self._forgotten(number)
        return ImageAnswer(content)

    async def _uploaded(self, content: bytes) -> str:
        name = f"matinee-{uuid4().hex}.png"
        raw = await self._server.fetch(
            "POST",
            "/upload/image",
            files={"image": (name, content, "image/png")},
            data={"type": "input", "overwrite": "true"},
        )
        answer = json_object(raw)
        if answer.get("name") != name or answer.get("subfolder"):
            raise malformed("the name of what was uploaded")
        return name

    async def _queued_or_abandoned(self, nodes: dict[str, Any]) -> str:
        # The server may have queued it before its number is here: who stops waiting in between
        # waits for the number a moment longer, so that it can be taken out again.
        asked = asyncio.ensure_future(self._queued(nodes))
        try:
            return await asyncio.shield(asked)
        except asyncio.CancelledError:
            with suppress(Unavailable, TimeoutError):
                async with asyncio.timeout(_PARTING_SECONDS):
                    await self._abandoned(await asked)
            raise

    async def _queued(self, nodes: dict[str, Any]) -> str:
        # Asked once: a second time would queue a second picture.
        raw = await self._server.fetch("POST", "/prompt", attempts=1, json={"prompt": nodes})
        number = json_object(raw).get("prompt_id")
        if not isinstance(number, str) or not _ID.match(number):
            raise malformed("a number in the queue")
        return number

    async def _done(self, number: str) -> _Place:
        pause = _FIRST_LOOK
        ends = time.monotonic() + self._server.limits.seconds
        while time.monotonic() < ends:
            history = json_object(await self._server.fetch("GET", f"/history/{number}"))
            if number in history:
                return _first_picture(history[number])
            await asyncio.sleep(pause)
            pause = min(_LONGEST_PAUSE, pause * 1.5)
        raise unavailable(f"made no picture within {self._server.limits.seconds:g} s")

    async def _abandoned(self, number: str) -> None:
        async def tell() -> None:
            await self._server.fetch("POST", "/queue", attempts=1, json={"delete": [number]})
            await self._server.fetch("POST", "/interrupt", attempts=1, json={"prompt_id": number})

        with suppress(Unavailable, TimeoutError):
            async with asyncio.timeout(_PARTING_SECONDS):
                await asyncio.shield(asyncio.ensure_future(tell()))

    async def _forgotten(self, number: str) -> None:
        """Take the prompt out of the server's history, which keeps it otherwise."""
        with suppress(Unavailable):
            await self._server.fetch("POST", "/history", attempts=1, json={"delete": [number]})


def _first_picture(entry: Any) -> _Place:
    record = cast("dict[str, Any]", entry) if isinstance(entry, dict) else {}
    status = record.get("status")
    said = cast("dict[str, Any]", status).get("status_str") if isinstance(status, dict) else None
    if said == "error":
        raise Unavailable(
            "The workflow failed on the model server.",
            remedy="Look at the server's log; the workflow may name a model that it lacks.",
            code=UNANSWERED,
        )
    outputs = record.get("outputs")
    try:
        nodes = msgspec.convert(outputs, dict[str, dict[str, Any]])
        places = [
            msgspec.convert(picture, _Place)
            for node in nodes.values()
            for picture in node.get("images", [])
        ]
        return places[0]
    except (msgspec.ValidationError, IndexError, TypeError) as problem:
        raise malformed("a picture") from problem


def _blanks(nodes: Mapping[str, Any]) -> list[str]:
    return [
        value
        for node in nodes.values()
        for value in node.get("inputs", {}).values()
        if isinstance(value, str) and value in _PLACES
    ]
