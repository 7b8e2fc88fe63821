"""Where a shot lies in what was filmed: its timecode, reel and handles, as the cut knows them.

SMPTE timecode is counted by OpenTimelineIO. Pure.
"""

import re
from dataclasses import dataclass
from typing import Any, NoReturn

import opentimelineio as otio

from matinee.errors import Invalid

RATES = {
    "23.976": 24000 / 1001,
    "24": 24.0,
    "25": 25.0,
    "29.97": 30000 / 1001,
    "30": 30.0,
}
"""Pictures a second as they are said, and as they are; what CMX 3600 counts."""
_DROPPING = "29.97"
"""The rate at which timecode may leave numbers out: written with a semicolon."""
_TIMECODE = re.compile(r"([01]\d|2[0-3]):[0-5]\d:[0-5]\d[:;]\d\d")
_REEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,31}")


@dataclass(frozen=True, slots=True)
class Turnover:
    """How a shot was handed over.

    ``rate`` is one of :data:`RATES`; ``start`` the timecode of its first picture, handle and all;
    ``head`` and ``tail`` how many pictures at its begin and end are handles, which the cut does not
    show but may come to.
    """

    rate: str
    start: str
    reel: str
    head: int = 0
    tail: int = 0

    @property
    def dropping(self) -> bool:
        """Whether its timecode leaves numbers out, to keep with the clock."""
        return ";" in self.start

    @property
    def first(self) -> Any:
        """The time of its first picture: a ``RationalTime``."""
        return otio.opentime.from_timecode(self.start, RATES[self.rate])

    def at(self, frame: int) -> Any:
        """The time of a picture, from 0."""
        return self.first + otio.opentime.RationalTime(frame, RATES[self.rate])

    def timecode(self, time: Any) -> str:
        """A time as it is written at this rate."""
        return str(otio.opentime.to_timecode(time, RATES[self.rate], self.dropping))


def checked(turnover: Turnover, frames: int) -> Turnover:
    """It, where it fits a shot of so many pictures; Invalid names the field that does not."""
    if turnover.rate not in RATES:
        _no("rate", "This rate is not known.", f"Choose one of {', '.join(RATES)}.")
    if not _TIMECODE.fullmatch(turnover.start):
        _no("start", "This is no timecode.", "Write it as 01:00:00:00.")
    if turnover.dropping and turnover.rate != _DROPPING:
        _no("start", f"Only at {_DROPPING} does timecode drop numbers.", "Write colons alone.")
    try:
        said = turnover.timecode(turnover.first)
    except ValueError:
        said = ""
    if said != turnover.start:
        _no("start", "There is no picture of this number.", "Look at the rate, or the number.")
    if not _REEL.fullmatch(turnover.reel):
        _no(
            "reel",
            "A reel is named in 1 to 32 letters and digits, with . _ - between them.",
            "Name it as the camera report does.",
        )
    for name, value in (("head", turnover.head), ("tail", turnover.tail)):
        if not 0 <= value < frames:
            _no(name, "A handle is a part of the shot.", f"Give 0 to {frames - 1} pictures.")
    if turnover.head + turnover.tail >= frames:
        _no("tail", "Both handles together leave nothing of the shot.", "Shorten them.")
    return turnover


def found(rate: float, start: str, reel: str, frames: int) -> Turnover | None:
    """Where a file says that its shot lies, handles aside; None where it does not say all of it."""
    named = next((name for name, value in RATES.items() if abs(value - rate) < 1e-3), "")
    try:
        return checked(Turnover(named, start, reel), frames)
    except Invalid:
        return None


def _no(field: str, sentence: str, remedy: str) -> NoReturn:
    raise Invalid(sentence, remedy=remedy, field=field)
