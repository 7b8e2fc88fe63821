"""A part of a file, as players ask for it (RFC 9110, section 14)."""

import re
from collections.abc import Mapping

from fastapi import Response

_ONE_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


def part_of(size: int, asked: str) -> tuple[int, int] | None:
    """First byte and the one after the last; None where the whole is to be sent.

    Several ranges, and what is no range of bytes, are answered by the whole, as the standard lets.
    An empty part says that what is asked for lies beyond the end.
    """
    found = _ONE_RANGE.fullmatch(asked.replace(" ", ""))
    if found is None or found[1] == found[2] == "":
        return None
    if not found[1]:
        return max(0, size - int(found[2])), size
    first = int(found[1])
    if not found[2]:
        return min(first, size), size
    last = int(found[2])
    return None if last < first else (min(first, size), min(last + 1, size))


def ranged(content: bytes, media_type: str, asked: str, headers: Mapping[str, str]) -> Response:
    """The content, or the part of it that is asked for."""
    # Encoded already: packing it again would only cost time, and break the ranges.
    said = {**headers, "Accept-Ranges": "bytes", "Content-Encoding": "identity"}
    part = part_of(len(content), asked)
    if part is None:
        return Response(content, media_type=media_type, headers=said)
    first, end = part
    if first >= end:
        return Response(
            status_code=416, headers=said | {"Content-Range": f"bytes */{len(content)}"}
        )
    said["Content-Range"] = f"bytes {first}-{end - 1}/{len(content)}"
    return Response(content[first:end], 206, media_type=media_type, headers=said)
