"""Which of the 400 films may be shown where and when: invented licences, varied as real ones are.

All days count from the demo's base day, so that on the day of loading something is new, something
will soon leave, and something is held back in a territory. Every other film is open everywhere.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

NEW = 24
"""Films that came within the last four weeks, six at a time."""
LEAVING = 12
"""Films that leave everywhere 5 to 16 days after the base day."""
HELD_BACK = 16
"""Films that come to one territory later than to the others, since another service has them."""
_HELD_BACK_IN = ("FR", "DE", "GB", "JP", "BR", "US", "IT", "ES")
_OLDEST_DAYS = 900
_NEWEST_DAYS = 60
HELD_BACK_DAYS = 75


@dataclass(frozen=True, slots=True)
class Licence:
    """Days from the base day, negative before it; ``held_back`` is a territory that must wait."""

    opens: int
    closes: int | None = None
    held_back: str | None = None


def licences(imdb_ids: Sequence[str], *, seed: int) -> dict[str, Licence]:
    """A licence for each film; the same seed draws the same lots."""
    drawn = sorted(
        imdb_ids, key=lambda imdb: hashlib.sha256(f"{seed}:licence:{imdb}".encode()).digest()
    )
    spread = _OLDEST_DAYS - _NEWEST_DAYS
    made: dict[str, Licence] = {}
    for place, imdb in enumerate(drawn):
        after_new = place - NEW
        if after_new < 0:
            made[imdb] = Licence(opens=-7 * (1 + place % 4))
            continue
        opens = -(_NEWEST_DAYS + after_new * spread // max(1, len(drawn) - NEW))
        if after_new < LEAVING:
            made[imdb] = Licence(opens=opens, closes=5 + after_new)
        elif after_new < LEAVING + HELD_BACK:
            territory = _HELD_BACK_IN[after_new % len(_HELD_BACK_IN)]
            made[imdb] = Licence(opens=opens, held_back=territory)
        else:
            made[imdb] = Licence(opens=opens)
    return made


def instant(base_day: date, days: int) -> datetime:
    """Midnight UTC, ``days`` after the base day."""
    return datetime.combine(base_day, time(), UTC) + timedelta(days=days)
