"""Identifiers by the column: text to 16 bytes, version 7 and its time, ids made from content."""

import binascii
import re
from collections.abc import Sequence
from typing import TypeAlias
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

Uuids: TypeAlias = NDArray[np.uint8]
"""16 bytes a row; all zero stands for none."""

_NONE = "00000000-0000-0000-0000-000000000000"
_WRITTEN = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_HYPHENS = np.zeros(36, np.bool_)
_HYPHENS[[8, 13, 18, 23]] = True


def parse_uuids(column: Sequence[str | None]) -> tuple[Uuids, NDArray[np.bool_]]:
    """The identifiers, and which of them are not written as RFC 9562 writes them; None is none."""
    written = [word or _NONE for word in column]
    right = _parse_all("".join(written), len(written))
    if right is not None:
        return right, np.zeros(len(written), np.bool_)
    wrong = np.array([_WRITTEN.fullmatch(word) is None for word in written], np.bool_)
    mended = "".join(_NONE if bad else word for word, bad in zip(written, wrong, strict=True))
    whole = _parse_all(mended, len(written))
    if whole is None:
        raise AssertionError("each of these was just matched")
    return whole, wrong


def _parse_all(joined: str, count: int) -> Uuids | None:
    # All at once, because one call per identifier would take most of a batch's time.
    if len(joined) != 36 * count or not joined.isascii():
        return None
    written = joined.encode()
    letters = np.frombuffer(written, np.uint8).reshape(count, 36)
    if ((letters == ord("-")) != _HYPHENS).any():
        return None
    try:
        packed = binascii.unhexlify(written.translate(None, b"-"))
    except binascii.Error:
        return None
    return np.frombuffer(packed, np.uint8).reshape(count, 16)


def pack_uuids(identifiers: Sequence[UUID]) -> Uuids:
    """The identifiers as 16 bytes each."""
    packed = b"".join(identifier.bytes for identifier in identifiers)
    return np.frombuffer(packed, np.uint8).reshape(-1, 16)


def keys(identifiers: Uuids) -> list[bytes]:
    """Each identifier as bytes, to be looked up."""
    return np.ascontiguousarray(identifiers).view("V16").ravel().tolist()


def order(identifiers: Uuids) -> NDArray[np.intp]:
    """The places of the identifiers in their order; equal ones keep theirs."""
    halves = np.ascontiguousarray(identifiers).view(">u8").astype(np.uint64)
    return np.lexsort((halves[:, 1], halves[:, 0]))


def without_repetitions(identifiers: Uuids) -> NDArray[np.bool_]:
    """Of identifiers in order, the first of each."""
    first = np.ones(len(identifiers), np.bool_)
    first[1:] = (identifiers[1:] != identifiers[:-1]).any(axis=1)
    return first


def are_given(identifiers: Uuids) -> NDArray[np.bool_]:
    """Which of them are not none."""
    return np.asarray(identifiers.any(axis=1), np.bool_)


def is_version_7(identifiers: Uuids) -> NDArray[np.bool_]:
    """Which of them have the version and the variant of RFC 9562, section 5.7."""
    return (identifiers[:, 6] >> 4 == 7) & (identifiers[:, 8] >> 6 == 2)


def version_7_milliseconds(identifiers: Uuids) -> NDArray[np.int64]:
    """The instants, in milliseconds since 1970, that they carry."""
    wide = np.zeros((len(identifiers), 8), np.uint8)
    wide[:, 2:] = identifiers[:, :6]
    return wide.view(">u8").ravel().astype(np.int64)


def version_7_from_content(milliseconds: NDArray[np.int64], *parts: NDArray[np.uint64]) -> Uuids:
    """The same version 7 id for the same instant and the same parts, otherwise another.

    The 74 bits besides the time come from the parts by the finalizer of SplitMix64 (Steele, Lea
    and Flood 2014), which is a bijection that spreads every bit.
    """
    high = _spread(milliseconds.astype(np.uint64))
    low = high ^ np.uint64(0x9E3779B97F4A7C15)
    for part in parts:
        high = _spread(high ^ part)
        low = _spread(low + _spread(part ^ np.uint64(0xD1B54A32D192ED03)))
    first = (
        milliseconds.astype(np.uint64) << np.uint64(16)
        | np.uint64(0x7000)
        | high & np.uint64(0xFFF)
    )
    second = np.uint64(1 << 63) | low >> np.uint64(2)
    both = np.stack((first, second), axis=1).astype(">u8")
    return both.view(np.uint8).reshape(-1, 16)


def _spread(words: NDArray[np.uint64]) -> NDArray[np.uint64]:
    mixed = words + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ mixed >> np.uint64(30)) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ mixed >> np.uint64(27)) * np.uint64(0x94D049BB133111EB)
    return mixed ^ mixed >> np.uint64(31)
