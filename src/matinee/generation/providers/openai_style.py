"""Servers that speak the widespread chat-completions and images form, local or hosted."""

import base64
import binascii
from typing import Any

import msgspec

from matinee.generation.answers import ImageAnswer, TextAnswer, Tokens
from matinee.generation.model import Ability, ModelProfile
from matinee.generation.providers.http_json import ModelServer, malformed
from matinee.generation.requests import ImageRequest, TextRequest


class _Message(msgspec.Struct):
    content: str


class _Choice(msgspec.Struct):
    message: _Message


class _Usage(msgspec.Struct):
    prompt_tokens: int = 0
    completion_tokens: int = 0


class _Completion(msgspec.Struct):
    choices: list[_Choice]
    usage: _Usage | None = None


class _Picture(msgspec.Struct):
    b64_json: str


class _Pictures(msgspec.Struct):
    data: list[_Picture]


class ChatCompletions:
    """A text model behind ``POST /v1/chat/completions``."""

    can = frozenset({Ability.SEED})

    def __init__(self, server: ModelServer, profile: ModelProfile) -> None:
        self.profile = profile
        self._server = server

    async def ready(self) -> None:
        """A server is asked when there is something to ask."""

    async def close(self) -> None:
        """Let go of the connections."""
        await self._server.close()

    async def write(self, request: TextRequest) -> TextAnswer:
        """Ask for one completion, with the schema as the response format where there is one."""
        messages = [{"role": "user", "content": request.prompt}]
        if request.instructions:
            messages.insert(0, {"role": "system", "content": request.instructions})
        body: dict[str, Any] = {
            "model": self.profile.name,
            "messages": messages,
            "max_tokens": request.max_tokens,
            "temperature": request.temperature,
        }
        if request.seed is not None:
            body["seed"] = request.seed
        if request.schema is not None:
            form = {"name": "answer", "schema": dict(request.schema), "strict": True}
            body["response_format"] = {"type": "json_schema", "json_schema": form}
        answer = await self._server.ask("/v1/chat/completions", body)
        try:
            completion = msgspec.convert(answer, _Completion)
        except msgspec.ValidationError as problem:
            raise malformed("a completion") from problem
        if not completion.choices:
            raise malformed("a completion")
        usage = completion.usage or _Usage()
        return TextAnswer(
            completion.choices[0].message.content,
            Tokens(usage.prompt_tokens, usage.completion_tokens),
        )


class ImageGenerations:
    """An image model behind ``POST /v1/images/generations``: from a prompt alone."""

    can: frozenset[Ability] = frozenset()

    def __init__(self, server: ModelServer, profile: ModelProfile) -> None:
        self.profile = profile
        self._server = server

    async def ready(self) -> None:
        """A server is asked when there is something to ask."""

    async def close(self) -> None:
        """Let go of the connections."""
        await self._server.close()

    async def picture(self, request: ImageRequest) -> ImageAnswer:
        """Ask for one picture, sent inside the answer: no address is ever fetched."""
        answer = await self._server.ask(
            "/v1/images/generations",
            {
                "model": self.profile.name,
                "prompt": request.prompt,
                "size": f"{request.width}x{request.height}",
                "n": 1,
                "response_format": "b64_json",
            },
        )
        try:
            pictures = msgspec.convert(answer, _Pictures).data
            content = base64.b64decode(pictures[0].b64_json, validate=True)
        except (msgspec.ValidationError, IndexError, binascii.Error) as problem:
            raise malformed("a picture") from problem
        return ImageAnswer(content)
