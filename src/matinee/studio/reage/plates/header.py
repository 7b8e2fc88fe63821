"""What an OpenEXR file says of itself, read before any decoder is given it. Pure.

The layout is that of *OpenEXR File Layout*: a magic number, a version with flags, and attributes of
name, type, size and value. A decoder would make room for what a header claims, so what is claimed
is judged first.
"""

import struct
from typing import NoReturn

from matinee.errors import Invalid

MAGIC = b"\x76\x2f\x31\x01"
LARGEST_SIDE = 8192
_LONGEST_HEADER = 1 << 20
_MOST_ATTRIBUTES = 400
_MOST_CHANNELS = 16
_VERSION, _LONG_NAMES = 2, 0x400
_REFUSED = {0x200: "tiles", 0x800: "deep samples", 0x1000: "more than one part"}
_HALF = 1
_COMPRESSIONS = 10
"""Numbers of compressions that a decoder is asked for: none to DWAB."""


def plate_size(content: bytes, name: str) -> tuple[int, int]:
    """Width and height of a plate: scan lines of R, G and B in half floats, over its whole window.

    Raises:
        Invalid: it is none, or claims what no plate has; names the file and what does not fit.
    """
    attributes = _attributes(content, name)
    _require_lines(attributes, name)
    _require_channels(attributes, name)
    windows = [_value(attributes, each, "box2i", 16, name) for each in _WINDOWS]
    if windows[0] != windows[1]:
        _no(name, "has another data window than display window", "Write it without overscan.")
    left, top, right, bottom = struct.unpack("<4i", windows[0])
    width, height = right - left + 1, bottom - top + 1
    if not (1 <= width <= LARGEST_SIDE and 1 <= height <= LARGEST_SIDE):
        _no(name, f"claims {width} by {height} pixels", f"A side has {LARGEST_SIDE} at most.")
    return width, height


_WINDOWS = ("dataWindow", "displayWindow")


def _require_lines(attributes: dict[str, tuple[str, bytes]], name: str) -> None:
    kind = attributes.get("type", ("string", b"scanlineimage"))[1]
    if kind != b"scanlineimage":
        _no(name, f"is a {kind[:20].decode('ascii', 'replace')}", "Write it as scan lines.")
    if _value(attributes, "compression", "compression", 1, name)[0] >= _COMPRESSIONS:
        _no(name, "is compressed in a way that is not read here", "Write it with ZIP or PIZ.")


def _require_channels(attributes: dict[str, tuple[str, bytes]], name: str) -> None:
    listed = attributes.get("channels", ("", b""))[1]
    kinds: dict[bytes, int] = {}
    at = 0
    while at < len(listed) and listed[at]:
        end = listed.find(b"\0", at)
        entry = listed[end + 1 : end + 17]
        if end < 0 or len(entry) < 16:
            _no(name, "lists channels that do not fit", "Write it again.")
        kind, _, across, down = struct.unpack("<iB3x2i", entry)
        if (across, down) != (1, 1) or not 0 <= kind <= 2:
            _no(name, "has channels at less than full size", "Write them all at full size.")
        kinds[listed[at:end]] = kind
        at = end + 17
    if not 1 <= len(kinds) <= _MOST_CHANNELS:
        _no(name, f"has {len(kinds)} channels", f"A plate has 1 to {_MOST_CHANNELS}.")
    missing = [each for each in "RGB" if each.encode() not in kinds]
    if missing:
        _no(name, f"has no channel {missing[0]}", "Write R, G and B.")
    if any(kinds[each] != _HALF for each in (b"R", b"G", b"B")):
        _no(name, "holds its colour in other than half floats", "Write R, G and B as half.")


def _attributes(content: bytes, name: str) -> dict[str, tuple[str, bytes]]:
    if len(content) < 8 or content[:4] != MAGIC:
        _no(name, "is no OpenEXR file", "Write it as OpenEXR.")
    (version,) = struct.unpack_from("<I", content, 4)
    for flag, what in _REFUSED.items():
        if version & flag:
            _no(name, f"has {what}", "Write it as one part of scan lines.")
    if version & ~_LONG_NAMES != _VERSION:
        _no(name, "is of a version of OpenEXR that is not read", "Write it as version 2.")
    head = content[8:_LONGEST_HEADER]
    found: dict[str, tuple[str, bytes]] = {}
    at = 0
    while head[at : at + 1] != b"\0":
        first = head.find(b"\0", at)
        second = head.find(b"\0", first + 1)
        if first < 0 or second < 0 or len(head) < second + 5 or len(found) >= _MOST_ATTRIBUTES:
            _no(name, "has a header that does not end", "Write it again.")
        (size,) = struct.unpack_from("<i", head, second + 1)
        begins = second + 5
        if size < 0 or begins + size > len(head):
            _no(name, "has a header that does not end", "Write it again.")
        key, kind = (each.decode("ascii", "replace") for each in head[at:second].split(b"\0"))
        found[key] = (kind, head[begins : begins + size])
        at = begins + size
    return found


def _value(
    attributes: dict[str, tuple[str, bytes]], key: str, kind: str, size: int, name: str
) -> bytes:
    found = attributes.get(key)
    if found is None or found[0] != kind or len(found[1]) != size:
        _no(name, f"has no {key}", "Write it again.")
    return found[1]


def _no(name: str, what: str, remedy: str) -> NoReturn:
    raise Invalid(f"{name} {what}.", remedy=remedy, field="file", code="plate")
