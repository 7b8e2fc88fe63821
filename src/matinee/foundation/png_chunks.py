"""What a PNG claims of its chunks, looked at before a decoder makes room for it. Pure.

Layout: PNG specification, section 5.3. Of a chunk that claims four gigabytes OpenCV makes room for
four gigabytes, however short the file is.
"""

_SIGNATURE, _AROUND = 8, 12
"""Bytes of the file's signature; of a chunk's length, name and check sum."""
_END = b"IEND"


def require_whole_chunks(png: bytes) -> None:
    """Raise ValueError unless every chunk lies within the file, and the last one ends it."""
    at = _SIGNATURE
    while at + _AROUND <= len(png):
        name = png[at + 4 : at + 8]
        at += _AROUND + int.from_bytes(png[at : at + 4], "big")
        if name == _END and at <= len(png):
            return
    raise ValueError("it is cut off")
