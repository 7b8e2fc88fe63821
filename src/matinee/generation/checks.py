"""A model's output is foreign input: it is validated before anybody sees it. Pure."""

import json
import struct
from collections.abc import Mapping
from typing import Any

import jsonschema_rs

from matinee.errors import Unavailable
from matinee.generation.requests import ImageRequest

_PNG = b"\x89PNG\r\n\x1a\n"
_ISSUE = "The model's answer is not what was asked"


def valid_json(text: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    """The answer as an object that meets the schema, or :class:`Unavailable`."""
    try:
        answer = json.loads(text)
    except ValueError as problem:
        raise _refused("it is no JSON") from problem
    if not isinstance(answer, dict):
        raise _refused("it is no object")
    try:
        jsonschema_rs.validate(dict(schema), answer)
    except jsonschema_rs.ValidationError as problem:
        raise _refused(problem.message) from problem
    return answer


def valid_text(text: str, *, longest: int) -> str:
    """Plain text without control characters, not longer than asked."""
    if not text.strip():
        raise _refused("it is empty")
    if len(text) > longest:
        raise _refused(f"it has {len(text):,} characters, not {longest:,}")
    if any(ord(letter) < 32 and letter not in "\n\t" for letter in text):
        raise _refused("it holds control characters")
    return text.strip()


def valid_png(content: bytes, request: ImageRequest) -> bytes:
    """A PNG of the size that was asked for, by its header (PNG specification, section 11.2.2)."""
    if len(content) < 33 or not content.startswith(_PNG) or content[12:16] != b"IHDR":
        raise _refused("it is no PNG")
    width, height = struct.unpack(">II", content[16:24])
    if (width, height) != (request.width, request.height):
        asked = f"{request.width} by {request.height}"
        raise _refused(f"it is {width} by {height} pixels, not {asked}")
    return content


def _refused(why: str) -> Unavailable:
    return Unavailable(
        f"{_ISSUE}: {why}.",
        remedy="Try again; if it lasts, the configured model is not fit for this use.",
        code="model_answer_refused",
    )
