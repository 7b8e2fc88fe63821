"""A model's words are foreign input: they are validated before anybody sees them. Pure."""

import json
import math
import re
from collections.abc import Iterator, Mapping
from typing import Any, cast

import jsonschema_rs

from matinee.errors import Unavailable
from matinee.foundation.nesting import depth_of

REFUSED = "model_answer_refused"
UNANSWERED = "model_unavailable"
"""Nothing came of a call, or nothing that is an answer."""
DEEPEST = 64
"""Levels of an answer in JSON."""
_ISSUE = "The model's answer is not what was asked"
_UNSEEN = re.compile(
    "["
    "\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f"  # control characters but tab and line end
    "\\u202a-\\u202e\\u2066-\\u2069"  # embeddings, overrides and isolates of direction
    "\\u2028\\u2029"  # line and paragraph separators, which end a line where none is seen
    "\\ufeff\\ufff9-\\ufffb"  # byte order mark, interlinear annotation
    "\\U000e0000-\\U000e007f"  # tags: whole sentences that nobody sees
    "\\ud800-\\udfff"  # halves of characters
    "]"
)
_NAMES = {"surrogate": "half a character", "direction": "characters that turn the direction"}


def valid_text(text: str, *, longest: int) -> str:
    """Plain text of Unicode characters that can be seen, not longer than asked."""
    tidy = text.replace("\r\n", "\n").strip()
    if not tidy:
        raise refused("it is empty")
    if len(tidy) > longest:
        raise refused(f"it has {len(tidy):,} characters, not {longest:,}")
    _require_seen(tidy)
    return tidy


def valid_json(text: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    """The answer as an object that meets the schema, or :class:`Unavailable`.

    What is nested without end, names a key twice, holds a number that is none, or hides characters
    in escapes is refused before the schema is asked.
    """
    if depth_of(text) > DEEPEST:
        raise refused(f"it is nested deeper than {DEEPEST} levels")
    try:
        answer = json.loads(
            text, object_pairs_hook=_once_each, parse_constant=_no_number, parse_float=_finite
        )
    except ValueError as problem:
        raise refused("it is no JSON") from problem
    if not isinstance(answer, dict):
        raise refused("it is no object")
    for said in _texts(answer):
        _require_seen(said)
    try:
        jsonschema_rs.validate(dict(schema), answer)
    except jsonschema_rs.ValidationError as problem:
        raise refused(_short(problem.message)) from problem
    return cast("dict[str, Any]", answer)


def refused(why: str) -> Unavailable:
    """What is raised where an answer does not do; ``why`` completes the sentence."""
    return Unavailable(
        f"{_ISSUE}: {why}.",
        remedy="Try again; if it lasts, the configured model is not fit for this use.",
        code=REFUSED,
    )


def _require_seen(text: str) -> None:
    found = _UNSEEN.search(text)
    if found is not None:
        raise refused(f"it holds {_called(ord(found.group()))} (U+{ord(found.group()):04X})")


def _called(code: int) -> str:
    if 0xD800 <= code <= 0xDFFF:
        return _NAMES["surrogate"]
    if code in {*range(0x202A, 0x202F), *range(0x2066, 0x206A)}:
        return _NAMES["direction"]
    return "control characters"


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    whole = dict(pairs)
    if len(whole) != len(pairs):
        raise ValueError("a name stands twice")
    return whole


def _no_number(word: str) -> float:
    raise ValueError(f"{word} is no number")


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError("a number is too large")
    return value


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, part in cast("dict[str, Any]", value).items():
            yield name
            yield from _texts(part)
    elif isinstance(value, list):
        for part in cast("list[Any]", value):
            yield from _texts(part)


def _short(message: str) -> str:
    """The schema's complaint without what it quotes at length, and without what nobody sees."""
    return _UNSEEN.sub("", message)[:300].rstrip(".")
