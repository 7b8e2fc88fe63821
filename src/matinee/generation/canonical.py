"""The one encoding by which a request is hashed: two requests that differ never share bytes. Pure.

Every value is written as one letter for its kind, its length (or the number of its parts) in eight
bytes, and its content; the parts of a map are in the order of their names. So each value ends where
its length says, and no text can pass for the beginning of the next.
"""

import struct
from collections.abc import Mapping, Sequence
from typing import Any, cast

from matinee.errors import Invalid

DEEPEST = 64


def canonical(title: str, fields: Mapping[str, Any]) -> bytes:
    """The bytes of some named fields under a title; Invalid where a value has no form."""
    return _written(title, 0) + _written(fields, 0)


def _written(value: Any, depth: int) -> bytes:
    if depth > DEEPEST:
        raise Invalid(f"It is nested deeper than {DEEPEST} levels.", remedy="Flatten it.")
    if isinstance(value, Mapping):
        return _map(cast("Mapping[Any, Any]", value), depth)
    if isinstance(value, list | tuple):
        parts = [_written(part, depth + 1) for part in cast("Sequence[Any]", value)]
        return _counted(b"L", parts)
    kind, content = _scalar(value)
    return kind + struct.pack(">Q", len(content)) + content


def _scalar(value: Any) -> tuple[bytes, bytes]:
    match value:
        case None:
            return b"N", b""
        case bool():
            return b"T", b"1" if value else b"0"
        case int():
            return b"I", str(value).encode()
        case float():
            return b"F", struct.pack(">d", value)
        case bytes():
            return b"B", value
        case str():
            return b"S", _utf8(value)
        case _:
            raise Invalid(
                f"A {type(value).__name__} cannot stand in a request.", remedy="Write it as text."
            )


def _map(value: Mapping[Any, Any], depth: int) -> bytes:
    if not all(isinstance(name, str) for name in value):
        raise Invalid("A name in a request is a text.", remedy="Write it as text.")
    parts = [
        _written(name, depth + 1) + _written(part, depth + 1)
        for name, part in sorted(value.items())
    ]
    return _counted(b"M", parts)


def _utf8(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as problem:
        raise Invalid(
            "The text holds half a character (a lone surrogate).",
            remedy="Take it out; it is no text.",
            code="not_unicode",
        ) from problem


def _counted(kind: bytes, parts: Sequence[bytes]) -> bytes:
    return kind + struct.pack(">Q", len(parts)) + b"".join(parts)
