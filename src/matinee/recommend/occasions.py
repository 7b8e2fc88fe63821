"""How an event came about: what became of it, how long after the last, at which hour, on what.

Each is a small number, a row of one table that is learned; 0 is what is not known and adds nothing.
Hours are those of UTC: a house whose members live in one country loses nothing by it.
"""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from matinee.recommend.arrays import Floats, Mask, Reals
from matinee.recommend.history_weights import BEGUN, FINISHED, LIKED, LISTED

Occasions: TypeAlias = NDArray[np.uint8]
"""[events, 4]: standing, gap, hour and device, each a row of the table; 0 where unknown."""

_STANDINGS = np.array(sorted([LISTED, BEGUN, FINISHED, LIKED]), np.float32)
_GAP_HOURS = np.array([0.5, 1.5, 4, 9, 18, 30, 54, 120, 240, 720, 2160])
DEVICES = ("tv", "phone", "tablet", "web")
_SLOT_HOURS, _SLOTS = 3, 8
_DAY, _HOUR = 86_400, 3_600
_FIRST_WEEKEND_DAY = 5

_GAPS_FROM = 1 + len(_STANDINGS)
_HOURS_FROM = _GAPS_FROM + len(_GAP_HOURS) + 1
_DEVICES_FROM = _HOURS_FROM + 2 * _SLOTS
ROWS = _DEVICES_FROM + len(DEVICES)
"""Rows of the table; the first is 0 for good."""
COLUMNS = 4


def of_events(
    *, strengths: Reals, at: Floats, clocked: Mask, members: NDArray[np.integer], devices: Occasions
) -> Occasions:
    """Of each row, by member and then by time; ``devices`` as :func:`device_rows` gives them.

    An event whose time is only a rank has no hour, and no gap lies before or after it.
    """
    found = np.zeros((at.size, COLUMNS), np.uint8)
    found[:, 0] = _standing_rows(strengths)
    found[:, 1] = _gap_rows(np.diff(at, prepend=np.nan))
    unknown = ~clocked | np.roll(~clocked, 1) | (np.diff(members, prepend=-1) != 0)
    found[unknown, 1] = 0
    found[clocked, 2] = _hour_rows(at[clocked])
    found[:, 3] = devices
    return found


def asked_at(moment: float, device: str) -> Occasions:
    """[4]: of a request."""
    found = np.zeros(COLUMNS, np.uint8)
    found[2] = _hour_rows(np.array([moment]))[0]
    found[3] = device_rows([device])[0]
    return found


def as_heard(occasions: Occasions) -> Occasions:
    """What is read of events: all but the device, which only a request tells of itself."""
    heard = occasions.copy()
    heard[..., 3] = 0
    return heard


def as_asked(occasions: Occasions) -> Occasions:
    """What was known of events before they were: their hour and device.

    Not the gap: it is measured to the end of an event, and so would tell how long a title runs.
    """
    asked = occasions.copy()
    asked[..., :2] = 0
    return asked


def _standing_rows(strengths: Reals) -> Occasions:
    """By the strength with which an event counts."""
    place = np.searchsorted(_STANDINGS, strengths - 1e-4)
    known = (place < len(_STANDINGS)) & (strengths > 0)
    return np.where(known, 1 + place, 0).astype(np.uint8)


def _hour_rows(at: Floats) -> Occasions:
    """By the three hours of the day, at weekends and on other days; seconds since 1970."""
    slot = at % _DAY // (_HOUR * _SLOT_HOURS)
    weekend = (at // _DAY + 3) % 7 >= _FIRST_WEEKEND_DAY  # 1970 began on a Thursday.
    return (_HOURS_FROM + slot + _SLOTS * weekend).astype(np.uint8)


def device_rows(words: Sequence[str]) -> Occasions:
    """By the word that a client gives; a word of its own is not known."""
    rows = {word: _DEVICES_FROM + place for place, word in enumerate(DEVICES)}
    return np.array([rows.get(word, 0) for word in words], np.uint8)


def _gap_rows(seconds: Floats) -> Occasions:
    place = np.searchsorted(_GAP_HOURS, seconds / _HOUR)
    return np.where(np.isnan(seconds), 0, _GAPS_FROM + place).astype(np.uint8)
