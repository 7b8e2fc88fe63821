"""A double without a model, for tests: the same request is always answered the same.

It is used only where a tools file names it, and its profile says what it is.
"""

import hashlib
import json
from io import BytesIO
from typing import Any, cast

import numpy as np
from PIL import Image

from matinee.generation.answers import ImageAnswer, ReageAnswer, TextAnswer, Tokens
from matinee.generation.model import Ability, ModelProfile
from matinee.generation.requests import ImageRequest, ReageRequest, TextRequest

_DEEPEST = 8


class Deterministic:
    """Text, pictures and re-ageing from the hash of the request."""

    can = frozenset(Ability)

    def __init__(self, profile: ModelProfile) -> None:
        self.profile = profile

    async def ready(self) -> None:
        """It always is."""

    async def close(self) -> None:
        """It holds nothing."""

    async def write(self, request: TextRequest) -> TextAnswer:
        """A line that names the request's hash; with a schema, the plainest object for it."""
        digest = hashlib.sha256(request.bytes()).hexdigest()
        if request.schema is not None:
            text = json.dumps(plainest(dict(request.schema)))
        else:
            text = f"Answer {digest[:12]} to {len(request.prompt)} characters."
        return TextAnswer(text, Tokens(len(request.prompt.split()), len(text.split())))

    async def picture(self, request: ImageRequest) -> ImageAnswer:
        """A gradient of two colours; with a source, the source where the mask is black."""
        digest = hashlib.sha256(request.bytes()).digest()
        one, two = (np.frombuffer(digest[at : at + 3], np.uint8) for at in (0, 3))
        fade = np.linspace(0, 1, request.height)[:, None, None]
        rows = one * (1 - fade) + two * fade
        made = Image.fromarray(
            np.broadcast_to(rows, (request.height, request.width, 3)).astype(np.uint8)
        )
        if request.source is not None:
            source = _opened(request.source, "RGB")
            mask = Image.new("L", made.size, 128)
            if request.mask is not None:
                mask = _opened(request.mask, "L")
            made = Image.composite(made, source, mask)
        return ImageAnswer(_png(made))

    async def reage(self, request: ReageRequest) -> ReageAnswer:
        """Lighter for younger, darker for older."""
        change = float(request.from_age - request.to_age)
        frames = [np.asarray(_opened(frame, "RGB"), np.float64) for frame in request.frames]
        made = [np.clip(frame + change, 0, 255).astype(np.uint8) for frame in frames]
        return ReageAnswer(tuple(_png(Image.fromarray(frame)) for frame in made))


def plainest(schema: dict[str, Any], depth: int = 0) -> Any:
    """A value that meets a plain schema: constants, enumerations, types, lengths and bounds."""
    if "const" in schema:
        return schema["const"]
    if schema.get("enum"):
        return schema["enum"][0]
    kind = schema.get("type", "object")
    if kind == "array":
        items = cast("dict[str, Any]", schema.get("items", {"type": "string"}))
        return [plainest(items, depth + 1) for _ in range(int(schema.get("minItems", 0)))]
    if kind == "object" and depth < _DEEPEST:
        parts = cast("dict[str, dict[str, Any]]", schema.get("properties", {}))
        return {
            name: plainest(parts.get(name, {}), depth + 1) for name in schema.get("required", parts)
        }
    plain: dict[str, Any] = {
        "string": "x" * max(1, int(schema.get("minLength", 1))),
        "integer": int(schema.get("minimum", 0)),
        "number": float(schema.get("minimum", 0)),
        "boolean": False,
        "null": None,
    }
    return plain.get(str(kind), {})


def _opened(content: bytes, mode: str) -> Image.Image:
    with Image.open(BytesIO(content), formats=["PNG"]) as picture:
        return picture.convert(mode)


def _png(picture: Image.Image) -> bytes:
    written = BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()
