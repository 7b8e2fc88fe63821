"""The stripboard as values: strips, the cast, the calendar, the rules, and an order of days."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from matinee.errors import Invalid
from matinee.studio.schedule.working_day import Hours

EIGHTHS_A_PAGE = 8
MOST_STRIPS = 2_000
MOST_DAYS = 366


class Side(StrEnum):
    """Where a scene plays."""

    INTERIOR = "int"
    EXTERIOR = "ext"


class Light(StrEnum):
    """Under which sky it plays; what is neither is shot by day."""

    DAY = "day"
    NIGHT = "night"


@dataclass(frozen=True, slots=True)
class Strip:
    """One scene on the board, or a banner, which is words and nothing to shoot.

    ``cast`` holds board numbers; ``eighths`` its length; ``elements`` pairs of category and name.
    ``minutes`` is how long it takes to shoot where a person said so; None: it is estimated.
    """

    id: str
    scene: str
    description: str
    set_name: str
    side: Side
    light: Light
    eighths: int
    cast: tuple[str, ...] = ()
    location: str = ""
    elements: tuple[tuple[str, str], ...] = ()
    banner: str = ""
    minutes: int | None = None

    @property
    def needs_night(self) -> bool:
        """Whether it can only be shot after dark: an exterior that plays at night."""
        return self.side is Side.EXTERIOR and self.light is Light.NIGHT

    @property
    def needs_daylight(self) -> bool:
        """Whether it can only be shot by day."""
        return self.side is Side.EXTERIOR and self.light is Light.DAY


@dataclass(frozen=True, slots=True)
class CastMember:
    """Who is paid by the day.

    ``rate`` is what a day costs, in whole units of the production's money (or a weight).
    ``drops_after``: with that many days between two days of work the contract allows a drop and a
    pick-up, once, and the days between are not paid; None where it does not. ``away`` are dates.
    """

    number: str
    name: str
    rate: int = 1
    drops_after: int | None = None
    away: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class ShootCalendar:
    """When the first day is, and on which days nobody shoots (weekdays by ISO: Monday is 1)."""

    starts: date
    weekdays_off: frozenset[int] = frozenset({6, 7})
    holidays: frozenset[date] = frozenset()

    def dates(self, count: int) -> tuple[date, ...]:
        """The dates of the first ``count`` days of shooting."""
        if len(self.weekdays_off & set(range(1, 8))) == 7:
            raise Invalid("A week needs a day on which work is done.", field="weekdays_off")
        found: list[date] = []
        day = self.starts
        while len(found) < count:
            if day.isoweekday() not in self.weekdays_off and day not in self.holidays:
                found.append(day)
            day += timedelta(days=1)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Engagement:
    """Days of somebody beside those on the board: of travel each way, and of fittings before.

    ``travel_share`` and ``fitting_share`` say what such a day costs, in percent of the rate.
    """

    travel: int = 0
    fittings: int = 0
    travel_share: int = 100
    fitting_share: int = 100

    def __post_init__(self) -> None:
        """Refuse what nobody would sign."""
        for name in ("travel", "fittings"):
            if not 0 <= getattr(self, name) <= 14:
                raise Invalid("There are 0 to 14 such days.", field=name)
        for name in ("travel_share", "fitting_share"):
            if not 0 <= getattr(self, name) <= 200:
                raise Invalid("A share is 0 to 200 percent.", field=name)


@dataclass(frozen=True, slots=True)
class Rules:
    """What a board must keep to.

    ``eighths_a_day`` is passed only by a day of one scene. ``locked`` gives strips their day (from
    0); ``in_order`` are pairs of strips of which the first is shot on an earlier day or the same;
    ``apart`` pairs that are never on one day. ``turnaround``: after a night's work no daylight
    exterior on the next date. ``move_cost`` is what one more set on a day costs, ``day_cost``
    what a day costs whoever works on it, up to the last. ``hours`` None: nothing is said of time,
    light, meals and minors, and nothing is asked of a board about them. ``engagements`` are by
    board number. Strips of the ``second_unit`` are shot beside the others, on the same days, by
    another crew: they have pages and hours of their own, and share nobody of the cast with them.
    """

    eighths_a_day: int = 5 * EIGHTHS_A_PAGE
    most_days: int = 60
    turnaround: bool = True
    move_cost: int = 2
    day_cost: int = 10
    locked: Mapping[str, int] = field(default_factory=dict[str, int])
    in_order: tuple[tuple[str, str], ...] = ()
    apart: tuple[tuple[str, str], ...] = ()
    hours: Hours | None = None
    engagements: Mapping[str, Engagement] = field(default_factory=dict[str, Engagement])
    second_unit: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """Refuse what no board could keep to."""
        if not 1 <= self.eighths_a_day <= 80 * EIGHTHS_A_PAGE:
            raise Invalid("A day has an eighth of a page to 80 pages.", field="eighths_a_day")
        if not 1 <= self.most_days <= MOST_DAYS:
            raise Invalid(f"There are 1 to {MOST_DAYS} days.", field="most_days")
        for name, cost in (("move_cost", self.move_cost), ("day_cost", self.day_cost)):
            if not 0 <= cost <= 1_000_000:
                raise Invalid("It costs 0 to 1,000,000.", field=name)


@dataclass(frozen=True, slots=True)
class Board:
    """An order of shooting: ids of strips by day, and those that are not scheduled."""

    days: tuple[tuple[str, ...], ...]
    boneyard: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RedFlag:
    """A rule that is broken: the day (from 0), which rule, and what it is in words."""

    day: int
    rule: str
    words: str


@dataclass(frozen=True, slots=True)
class ShootingScript:
    """All that is scheduled: the strips, the cast by number, the calendar, the rules."""

    strips: Mapping[str, Strip]
    cast: Mapping[str, CastMember]
    calendar: ShootCalendar
    rules: Rules = field(default_factory=Rules)

    def __post_init__(self) -> None:
        """Refuse strips with people who are not in the cast, and more than a board can hold."""
        if len(self.strips) > MOST_STRIPS:
            raise Invalid(f"A board holds {MOST_STRIPS:,} strips at most.", field="strips")
        for strip in self.strips.values():
            for number in strip.cast:
                if number not in self.cast:
                    raise Invalid(
                        f"Scene {strip.scene} needs number {number}, who is not in the cast.",
                        field="cast",
                    )
