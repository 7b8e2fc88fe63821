"""The daily production report as values: what was to be shot, what was, when, and what it cost."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from matinee.errors import Invalid
from matinee.studio.schedule.working_day import MINUTES_A_DAY, MealsPack, minutes_of

MOST_ROWS = 400
LONGEST_NOTE = 4_000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""Control characters but tab and line end, and halves of characters: PostgreSQL keeps neither."""


class Shot(StrEnum):
    """What became of a scene on its day."""

    WHOLE = "shot"
    PART = "part"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class SceneReport:
    """A strip: what became of it, the eighths that were shot, the set-ups that were made."""

    strip: str
    shot: Shot
    eighths: int = 0
    setups: int = 0


@dataclass(frozen=True, slots=True)
class CastReport:
    """When somebody (a board number) came to the place and left it, by its clocks."""

    number: str
    arrived: time | None = None
    left: time | None = None


@dataclass(frozen=True, slots=True)
class MealReport:
    """From when to when a meal was."""

    began: time
    ended: time


@dataclass(frozen=True, slots=True)
class DayReport:
    """A day as it was. Clocks before the call are after midnight. ``notes`` say why it went so."""

    call: time | None = None
    first_shot: time | None = None
    wrap: time | None = None
    scenes: tuple[SceneReport, ...] = ()
    cast: tuple[CastReport, ...] = ()
    meals: tuple[MealReport, ...] = ()
    notes: str = ""

    def __post_init__(self) -> None:
        """Refuse what no day holds."""
        if len(self.scenes) > MOST_ROWS or len(self.cast) > MOST_ROWS or len(self.meals) > 8:
            raise Invalid("A day has at most 400 scenes, 400 people and 8 meals.", field="report")
        if len(self.notes) > LONGEST_NOTE:
            raise Invalid(f"Notes have {LONGEST_NOTE:,} letters at most.", field="notes")
        if _CONTROL.search(self.notes):
            raise Invalid("Notes have no control characters but line ends.", field="notes")
        if any(not 0 <= one.eighths <= 800 or not 0 <= one.setups <= 500 for one in self.scenes):
            raise Invalid("A scene has 0 to 100 pages and 0 to 500 set-ups.", field="scenes")
        if len({one.number for one in self.cast}) != len(self.cast):
            raise Invalid("Somebody stands twice.", field="cast")
        if len({one.strip for one in self.scenes}) != len(self.scenes):
            raise Invalid("A scene stands twice.", field="scenes")

    @property
    def eighths(self) -> int:
        """What was shot."""
        return sum(one.eighths for one in self.scenes)

    @property
    def setups(self) -> int:
        """The set-ups that were made."""
        return sum(one.setups for one in self.scenes)

    @property
    def minutes(self) -> int | None:
        """From call to wrap."""
        if self.call is None or self.wrap is None:
            return None
        return (minutes_of(self.wrap) - minutes_of(self.call)) % MINUTES_A_DAY


@dataclass(frozen=True, slots=True)
class LateMeal:
    """A meal that somebody had late, by how many minutes, and what that costs."""

    number: str
    late: int
    penalty: int


def late_meals(report: DayReport, pack: MealsPack | None) -> tuple[LateMeal, ...]:
    """Meals that came late, for everybody whose times were written down.

    A meal is due so long after somebody came, and after the end of the last; whoever leaves after
    it was due and had none is paid until then. Who came more than twelve hours before the call by
    the clock came the day after.
    """
    if pack is None or report.call is None:
        return ()
    day = minutes_of(report.call)
    meals = sorted((_after(day, one.began), _after(day, one.ended)) for one in report.meals)
    times = [
        (one.number, *_stay(day, one.arrived, one.left))
        for one in report.cast
        if one.arrived is not None and one.left is not None
    ]
    return tuple(
        LateMeal(number, late, pack.penalty(late))
        for number, arrived, left in times
        for late in _lateness(pack, arrived, left, meals)
        if late > 0
    )


def _stay(call: int, arrived: time, left: time) -> tuple[int, int]:
    came = minutes_of(arrived)
    if call - came > MINUTES_A_DAY // 2:
        came += MINUTES_A_DAY
    return came, came + (minutes_of(left) - came) % MINUTES_A_DAY


def _lateness(
    pack: MealsPack, arrived: int, left: int, meals: Sequence[tuple[int, int]]
) -> Iterator[int]:
    due = arrived + pack.every
    for began, ended in meals:
        if arrived <= began < left:
            yield began - due
            due = ended + pack.every
    yield left - due


def _after(start: int, clock: time) -> int:
    """Minutes since the midnight before the day's start; what is earlier is after midnight."""
    minutes = minutes_of(clock)
    return minutes + MINUTES_A_DAY if minutes < start else minutes


@dataclass(frozen=True, slots=True)
class KeptReport:
    """A report as it is kept: of which date, its revision from 1, and who wrote it last."""

    day: date
    report: DayReport
    revision: int
    author: str
