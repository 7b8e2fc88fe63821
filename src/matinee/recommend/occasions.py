"""How an event came about: what became of it, how long after the last, at which hour, on what.

Each is a small number, a row of one table that is learned; 0 is what is not known and adds nothing.
Hours are those of UTC: a house whose members live in one country loses nothing by it.
"""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from matinee.recommend.arrays import Floats, Items, Mask, Reals
from matinee.recommend.history_weights import (
    BEGUN,
    FINISHED,
    LIKED,
    LISTED,
    recency,
    standing_history,
)

Occasions: TypeAlias = NDArray[np.uint8]
"""[events, 4]: standing, gap, hour and device, each a row of the table; 0 where unknown."""

_STANDINGS = np.array(sorted([LISTED, BEGUN, FINISHED, LIKED]), np.float32)
_GAP_HOURS = np.array([0.5, 1.5, 4, 9, 18, 30, 54, 120, 240, 720, 2160])
DEVICES = ("tv", "phone", "tablet", "web")
_SLOT_HOURS, _SLOTS = 3, 8
_DAY, _HOUR = 86_400, 3_600
_FIRST_WEEKEND_DAY = 5
_FIRST_CLOCK = 1_104_537_600.0
"""2005-01-01, before which nobody streamed. A member's history does not say which of its times are
ranks, as imports of old research data have them; all of those lie before."""

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


def heard_history(
    items: Items, kinds: NDArray[np.uint8], values: Reals, at: Floats, *, exponent: float
) -> tuple[Items, Reals, Occasions]:
    """As :func:`~matinee.recommend.history_weights.weigh_history`, and how each was left."""
    titles, strengths, places = standing_history(items, kinds, values)
    occasions = np.zeros((titles.size, COLUMNS), np.uint8)
    liked = np.flatnonzero(strengths > 0)[::-1]  # As in training: without what was disliked.
    left = at[places[liked]]
    occasions[liked] = of_events(
        strengths=strengths[liked],
        at=left,
        clocked=by_clock(left),
        members=np.zeros(liked.size, np.int64),
        devices=np.zeros(liked.size, np.uint8),
    )
    return titles, strengths * recency(titles.size, exponent), occasions


def by_clock(at: Floats) -> Mask:
    """Which times a clock can have told."""
    return at >= _FIRST_CLOCK


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
    """By the word that a client gives, up to a hyphen (``web-touch``); others are not known."""
    rows = {word: _DEVICES_FROM + place for place, word in enumerate(DEVICES)}
    return np.array([rows.get(word.partition("-")[0], 0) for word in words], np.uint8)


def _gap_rows(seconds: Floats) -> Occasions:
    place = np.searchsorted(_GAP_HOURS, seconds / _HOUR)
    return np.where(np.isnan(seconds), 0, _GAPS_FROM + place).astype(np.uint8)
