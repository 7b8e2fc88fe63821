"""Instants as PostgreSQL hands them out: epoch seconds, infinite where a side is open."""

import math
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def instant(seconds: float) -> datetime | None:
    """The instant, exact to the microsecond, or None where it is infinite."""
    if math.isinf(seconds):
        return None
    return _EPOCH + timedelta(microseconds=round(seconds * 1_000_000))
