"""Servers that speak the widespread chat-completions and images form, local or hosted."""

import asyncio
import base64
import binascii
from io import BytesIO
from typing import Any

import msgspec
from PIL import Image, ImageChops

from matinee.generation.answers import ImageAnswer, TextAnswer, Tokens
from matinee.generation.model import Ability, ModelProfile
from matinee.generation.pictures import valid_png
from matinee.generation.providers.http_json import ModelServer, json_object, malformed
from matinee.generation.requests import ImageRequest, TextRequest

_MODES = ("RGB", "RGB", "L")


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
    """An image model behind ``POST /v1/images/generations`` and, where it has it, ``/edits``."""

    @staticmethod
    def can(*, edits: bool) -> frozenset[Ability]:
        """A prompt alone, or a picture and a mask as well; no seed is taken either way."""
        return frozenset({Ability.SOURCE, Ability.MASK}) if edits else frozenset()

    def __init__(self, server: ModelServer, profile: ModelProfile) -> None:
        self.profile = profile
        self._server = server

    async def ready(self) -> None:
        """A server is asked when there is something to ask."""

    async def close(self) -> None:
        """Let go of the connections."""
        await self._server.close()

    async def picture(self, request: ImageRequest) -> ImageAnswer:
        """Ask for one picture, sent inside the answer: no address is ever fetched.

        It is asked once: whoever charges by the picture may charge for one that never arrived.
        """
        asked = {
            "model": self.profile.name,
            "prompt": request.prompt,
            "size": f"{request.width}x{request.height}",
            "response_format": "b64_json",
        }
        if request.source is None:
            raw = await self._server.fetch(
                "POST", "/v1/images/generations", attempts=1, json={**asked, "n": 1}
            )
        else:
            files = {"image": ("image.png", request.source, "image/png")}
            if request.mask is not None:
                clear = await asyncio.to_thread(_clear_where_it_may_change, request.mask)
                files["mask"] = ("mask.png", clear, "image/png")
            raw = await self._server.fetch(
                "POST", "/v1/images/edits", attempts=1, files=files, data={**asked, "n": "1"}
            )
        answer = json_object(raw)
        try:
            pictures = msgspec.convert(answer, _Pictures).data
            content = base64.b64decode(pictures[0].b64_json, validate=True)
        except (msgspec.ValidationError, IndexError, binascii.Error) as problem:
            raise malformed("a picture") from problem
        if request.source is not None and request.mask is not None:
            content = await asyncio.to_thread(
                _within, content, request.source, request.mask, (request.width, request.height)
            )
        return ImageAnswer(content)


def _clear_where_it_may_change(mask: bytes) -> bytes:
    """The mask in this form's way: transparent where the picture may change."""
    with Image.open(BytesIO(mask), formats=("PNG",)) as white:
        alpha = ImageChops.invert(white.convert("L"))
    sheet = Image.new("RGBA", alpha.size)
    sheet.putalpha(alpha)
    return _png(sheet)


def _within(content: bytes, source: bytes, mask: bytes, size: tuple[int, int]) -> bytes:
    """What was made within the mask: such a model repaints the whole, and the rest is the source's.

    The answer is judged before it is opened, as the door judges it.
    """
    judged = valid_png(content, *size)
    opened = [Image.open(BytesIO(each), formats=("PNG",)) for each in (judged, source, mask)]
    made, kept, where = (one.convert(mode) for one, mode in zip(opened, _MODES, strict=True))
    return _png(Image.composite(made, kept, where))


def _png(picture: Image.Image) -> bytes:
    saved = BytesIO()
    picture.save(saved, "PNG")
    return saved.getvalue()
