"""What a production says of its hours: the working day, the pace, places, ages, packs of rules.

Where nothing of this is said, time plays no part in a board. The figures of a pace are this
house's own beginning, no norm: a production puts its own in their place.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from matinee.errors import Invalid

MINUTES_A_DAY = 24 * 60
MOST_PACKS = 20
MOST_PLACES = 200


@dataclass(frozen=True, slots=True)
class Pace:
    """How long shooting takes. A scene's set-ups are its pages × what a page of its kind needs.

    ``dialogue`` and ``action`` are set-ups a page; ``setup`` minutes a set-up; ``night`` minutes
    more for an exterior at night; ``extra`` minutes more for a scene with an element of a category.
    """

    dialogue: float = 5.0
    action: float = 8.0
    setup: int = 20
    night: int = 30
    extra: Mapping[str, int] = field(
        default_factory=lambda: {
            "Stunts": 60,
            "Special Effects": 45,
            "Animals": 30,
            "Vehicles": 20,
            "Background Actors": 20,
            "Visual Effects": 20,
        }
    )

    def __post_init__(self) -> None:
        """Refuse what no crew could keep to."""
        for name, value in (("dialogue", self.dialogue), ("action", self.action)):
            if not 0 < value <= 100:
                raise Invalid("A page needs more than 0 and at most 100 set-ups.", field=name)
        minutes = {"setup": self.setup, "night": self.night, **self.extra}
        for name, value in minutes.items():
            if not (0 if name != "setup" else 1) <= value <= MINUTES_A_DAY:
                raise Invalid("It takes minutes of one day.", field=name)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the sun is read: degrees north and east, and the clocks by their IANA name."""

    latitude: float
    longitude: float
    zone: str

    def __post_init__(self) -> None:
        """Refuse what is not on this earth."""
        if not -90 <= self.latitude <= 90:
            raise Invalid("A latitude is -90 to 90 degrees.", field="latitude")
        if not -180 <= self.longitude <= 180:
            raise Invalid("A longitude is -180 to 180 degrees.", field="longitude")
        try:
            ZoneInfo(self.zone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise Invalid(
                f"There are no clocks {self.zone!r}.",
                remedy="Write a name of the IANA's, such as Europe/Berlin.",
                field="zone",
            ) from error


@dataclass(frozen=True, slots=True)
class AgeBand:
    """What holds below an age: minutes at the place and at work, the first and the last hour."""

    below: int
    at_place: int
    work: int
    earliest: time = time(7)
    latest: time = time(22)

    def __post_init__(self) -> None:
        """Refuse hours that are none."""
        if not 1 <= self.below <= 21:
            raise Invalid("A band ends below an age of 1 to 21.", field="below")
        if not 0 <= self.work <= self.at_place <= MINUTES_A_DAY:
            raise Invalid("Work is within the time at the place, in minutes.", field="work")


@dataclass(frozen=True, slots=True)
class MinorsPack:
    """Hours of minors by age, in force from a day on and, where it ends, until another."""

    name: str
    in_force: date
    bands: tuple[AgeBand, ...]
    until: date | None = None
    source: str = ""

    def band(self, age: int) -> AgeBand | None:
        """The narrowest band that an age is in; None for an adult."""
        fitting = [band for band in self.bands if age < band.below]
        return min(fitting, key=lambda band: band.below, default=None)


@dataclass(frozen=True, slots=True)
class MealsPack:
    """When a meal is due, and what lateness costs, in force from a day on.

    ``every`` minutes after the call and after the last meal; it ``lasts`` minutes. ``penalties``
    are paid to each for the first, second … ``step`` minutes begun, the last of them from then on.
    """

    name: str
    in_force: date
    every: int = 360
    lasts: int = 30
    penalties: tuple[int, ...] = ()
    step: int = 30
    until: date | None = None
    source: str = ""

    def __post_init__(self) -> None:
        """Refuse a day without end of meals."""
        if not 60 <= self.every <= MINUTES_A_DAY:
            raise Invalid("A meal is due after 60 to 1,440 minutes.", field="every")
        if not 5 <= self.lasts <= 240:
            raise Invalid("A meal lasts 5 to 240 minutes.", field="lasts")
        if not 1 <= self.step <= 240:
            raise Invalid("A penalty is by 1 to 240 minutes.", field="step")
        if len(self.penalties) > 20 or not all(0 <= one <= 1_000_000 for one in self.penalties):
            raise Invalid("At most 20 penalties of 0 to 1,000,000.", field="penalties")

    def penalty(self, late: int) -> int:
        """What so many minutes of lateness cost for one person."""
        begun = -(-max(0, late) // self.step)
        if not self.penalties or not begun:
            return 0
        more = max(0, begun - len(self.penalties))
        return sum(self.penalties[:begun]) + more * self.penalties[-1]


class _Dated(Protocol):
    @property
    def in_force(self) -> date: ...
    @property
    def until(self) -> date | None: ...


Pack = TypeVar("Pack", bound=_Dated)


def pack_on(packs: Sequence[Pack], day: date) -> Pack | None:
    """The pack in force on a day: of those that have begun and not ended, the latest."""
    held = [one for one in packs if one.in_force <= day and (one.until is None or day <= one.until)]
    return max(held, key=lambda one: one.in_force, default=None)


@dataclass(frozen=True, slots=True)
class Hours:
    """The working day and all that it is measured by.

    ``day`` is from call to wrap, meals in it; ``first_shot`` from the call to the first shot,
    ``wrap`` from the last shot to the wrap; ``move`` for another set on the same day; ``rest`` from
    the wrap to the next call; all in minutes. ``call`` and ``night_call`` (days with exteriors at
    night) are clocks of the place.
    ``spoken`` says how much of a strip is dialogue, in percent; ``setups`` how many set-ups it
    has, where somebody counted; ``ages`` are by board number, on the first day of shooting.
    ``places`` are by a strip's location, "" for all others.
    """

    call: time = time(7)
    night_call: time = time(17)
    rest: int = 0
    day: int = 12 * 60
    first_shot: int = 60
    wrap: int = 30
    move: int = 45
    pace: Pace = field(default_factory=Pace)
    spoken: Mapping[str, int] = field(default_factory=dict[str, int])
    setups: Mapping[str, int] = field(default_factory=dict[str, int])
    places: Mapping[str, Place] = field(default_factory=dict[str, Place])
    ages: Mapping[str, int] = field(default_factory=dict[str, int])
    minors: tuple[MinorsPack, ...] = ()
    meals: tuple[MealsPack, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a day in which nothing could be shot."""
        for name in ("first_shot", "wrap", "move", "rest"):
            if not 0 <= getattr(self, name) <= MINUTES_A_DAY:
                raise Invalid("It takes 0 to 1,440 minutes.", field=name)
        if not self.first_shot + self.wrap < self.day <= MINUTES_A_DAY:
            raise Invalid(
                "A day is longer than its beginning and end together, and has 1,440 minutes.",
                field="day",
            )
        for name, most in (("spoken", 100), ("setups", 500), ("ages", 120)):
            told: Mapping[str, int] = getattr(self, name)
            if any(not 0 <= value <= most for value in told.values()):
                raise Invalid(f"Each is 0 to {most}.", field=name)
        if len(self.minors) + len(self.meals) > MOST_PACKS or len(self.places) > MOST_PLACES:
            raise Invalid(
                f"At most {MOST_PACKS} packs and {MOST_PLACES} places are kept.", field="hours"
            )

    def place_of(self, location: str) -> Place | None:
        """Where a strip of this location is shot; None where nobody said."""
        return self.places.get(location) or self.places.get("")


def minutes_of(clock: time) -> int:
    """Minutes since midnight."""
    return clock.hour * 60 + clock.minute


def clock_words(minutes: int) -> str:
    """Minutes since midnight as a clock has them; after midnight it begins anew."""
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


def length_words(minutes: int) -> str:
    """``95`` as ``1 h 35``."""
    return f"{minutes // 60} h {minutes % 60:02d}" if minutes >= 60 else f"{minutes} min"
