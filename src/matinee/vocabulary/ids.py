"""Identifiers, and UUID version 7 (RFC 9562, section 5.7), whose order is the order of time."""

import os
from datetime import UTC, datetime, timedelta
from typing import NewType
from uuid import UUID

TitleId = NewType("TitleId", UUID)
PersonId = NewType("PersonId", UUID)
HouseholdId = NewType("HouseholdId", UUID)
ProfileId = NewType("ProfileId", UUID)
EventId = NewType("EventId", UUID)
RecommendationId = NewType("RecommendationId", UUID)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def uuid7(at: datetime, entropy: bytes | None = None) -> UUID:
    """A version 7 UUID for the instant ``at`` (aware, from 1970 on).

    ``entropy`` (10 bytes) makes it reproducible; without it the bits are random.
    """
    milliseconds = (at - _EPOCH) // _MILLISECOND
    noise = int.from_bytes(entropy if entropy is not None else os.urandom(10), "big")
    value = (milliseconds & (1 << 48) - 1) << 80
    value |= 0x7 << 76
    value |= (noise >> 62 & 0xFFF) << 64
    value |= 0b10 << 62
    value |= noise & (1 << 62) - 1
    return UUID(int=value)


def uuid7_time(identifier: UUID) -> datetime:
    """The instant, to the millisecond, that a version 7 UUID carries."""
    return _EPOCH + (identifier.int >> 80) * _MILLISECOND


def uuid7_floor(at: datetime) -> UUID:
    """The least UUID of the instant ``at``, or of 1970 before it: the bound of a range of ids."""
    return UUID(int=min(max((at - _EPOCH) // _MILLISECOND, 0), (1 << 48) - 1) << 80)
