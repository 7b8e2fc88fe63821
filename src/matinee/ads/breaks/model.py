"""The words of breaks: places in a film, the programmer's rules, and what is kept of a title."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar, Protocol
from uuid import UUID

from matinee.ads.breaks.beside import Placement, check_set
from matinee.ads.breaks.blocks import MOST_KEPT_OUT, STRICT, Block, Where
from matinee.ads.breaks.moods import Mood
from matinee.errors import Invalid
from matinee.media.model import Story
from matinee.vocabulary.ids import TitleId

HOUR = 3600.0
SAME_PLACE = 0.05
"""Seconds within which a break lies at a place: less than two frames, more than a rounding."""
FULL_SCORE = 1000
_DAY = 24 * HOUR
_LONGEST = 900.0
_MOST_OF_EACH = 100
_MOST_BREAKS, _MOST_MARKED = 60, 200
_MOST_IN_AN_HOUR = 20
_HOUR_HOLDS = f"An hour has 0 to {_MOST_IN_AN_HOUR} breaks, of 0 to 3,600 seconds together."


class Bar(StrEnum):
    """Why no break may lie at a place, whatever its score."""

    SPEECH = "inside_speech"
    SHOT = "inside_shot"
    CREDITS = "titles_or_credits"
    MARKED = "marked"


BAR_WORDS = {
    Bar.SPEECH: "somebody speaks there",
    Bar.SHOT: "it lies within a shot",
    Bar.CREDITS: "titles or credits run there",
    Bar.MARKED: "that stretch is marked to take none",
}


class Fault(StrEnum):
    """Which rule a set of breaks does not keep."""

    EARLY = "too_early"
    LATE = "too_late"
    CLOSE = "too_close"
    MANY = "too_many"
    HOUR_COUNT = "too_many_in_an_hour"
    HOUR_SECONDS = "too_long_in_an_hour"


@dataclass(frozen=True, slots=True)
class Cues:
    """What speaks for a break at a place, each from 0 to 1.

    ``scene``: a scene begins; ``apart``: no place of before is found again after; ``black``: the
    picture is black; ``soft``: a fade or a dissolve; ``quiet``: against the programme's loudness;
    ``lull``: against the half minute around; ``pause``: nobody speaks before or after; ``calm``:
    low intensity; ``change``: light, colour and sharpness before and after differ; ``held``: the
    shots beside are long; ``wide``: the shot after shows nobody near.
    """

    scene: float = 0.0
    apart: float = 0.0
    black: float = 0.0
    soft: float = 0.0
    quiet: float = 0.0
    lull: float = 0.0
    pause: float = 0.0
    calm: float = 0.0
    change: float = 0.0
    held: float = 0.0
    wide: float = 0.0


@dataclass(frozen=True, slots=True)
class Place:
    """Between two shots, or amid black: ``at`` in seconds, ``score`` in thousandths.

    ``bar`` says why no break may lie there; speech and credits bar, marked stretches bar later.
    Whatever lies within ``reach`` seconds of ``at`` is at the place: all of its black that is clear
    of speech, or, at a cut, less than two frames, for a cut is measured to a frame.
    """

    at: float
    score: int
    cues: Cues
    bar: Bar | None = None
    reach: float = SAME_PLACE


@dataclass(frozen=True, slots=True)
class Limit:
    """What breaks of an hour may come to in some territories, or for titles of some ages.

    Which, as in :class:`Where`.
    """

    __pydantic_config__: ClassVar = STRICT

    breaks_per_hour: int
    seconds_per_hour: float
    territories: frozenset[str] = frozenset()
    from_age: int = 0
    to_age: int = 99

    def __post_init__(self) -> None:
        if not _may_be(self.breaks_per_hour, self.seconds_per_hour):
            raise Invalid(_HOUR_HOLDS, field="limits")
        self.where.check("limits")

    @property
    def where(self) -> Where:
        """Of which titles."""
        return Where(self.territories, self.from_age, self.to_age)


@dataclass(frozen=True, slots=True)
class BreakRules:
    """How often and how near a film may be broken; times in seconds.

    Hours are those of the film from its start, as broadcasters count them by the clock; a part of
    an hour has its share of the seconds, and of the breaks, rounded up. ``end_seconds`` before the
    film's end there is none. ``opening_seconds`` is the length of a break before the film, 0 for
    none; it is in no hour. ``least_score`` is in thousandths. An ad beside the film that goes on
    lies ``beside_seconds`` from each break, and from the next of its like. The house's ``blocks``
    hold for every title, whatever rules of its own it has.
    """

    __pydantic_config__: ClassVar = STRICT

    first_seconds: float = 420.0
    distance_seconds: float = 480.0
    end_seconds: float = 240.0
    break_seconds: float = 60.0
    slots: int = 3
    opening_seconds: float = 0.0
    most: int = 12
    breaks_per_hour: int = 5
    seconds_per_hour: float = 360.0
    least_score: int = 300
    beside_seconds: float = 30.0
    limits: tuple[Limit, ...] = ()
    blocks: tuple[Block, ...] = ()

    def __post_init__(self) -> None:
        for name in ("first_seconds", "distance_seconds", "end_seconds", "beside_seconds"):
            if not 0 <= getattr(self, name) <= _DAY:
                raise Invalid("Seconds are 0 to 86,400.", field=name)
        if not 1 <= self.break_seconds <= _LONGEST:
            raise Invalid("A break lasts 1 to 900 seconds.", field="break_seconds")
        if not 0 <= self.opening_seconds <= _LONGEST:
            raise Invalid("A break lasts up to 900 seconds.", field="opening_seconds")
        if not 1 <= self.slots <= 20:
            raise Invalid("A break has 1 to 20 ads.", field="slots")
        if not 0 <= self.most <= _MOST_BREAKS:
            raise Invalid(f"A title has 0 to {_MOST_BREAKS} breaks.", field="most")
        if not _may_be(self.breaks_per_hour, self.seconds_per_hour):
            raise Invalid(_HOUR_HOLDS, field="seconds_per_hour")
        _check_few(self.limits, "limits")
        _check_few(self.blocks, "blocks")
        if not 0 <= self.least_score <= FULL_SCORE:
            raise Invalid("Scores are 0 to 1,000.", field="least_score")

    def in_territory(self, territory: str, age: int | None) -> "HourLimits":
        """The narrowest of what holds there; ``""`` asks for what holds everywhere."""
        kept = [each for each in self.limits if each.where.holds(territory, age)]
        return HourLimits(
            min([self.breaks_per_hour, *(each.breaks_per_hour for each in kept)]),
            min([self.seconds_per_hour, *(each.seconds_per_hour for each in kept)]),
        )


@dataclass(frozen=True, slots=True)
class HourLimits:
    """Breaks and seconds in an hour of a film."""

    breaks: int
    seconds: float

    def of_hour(self, hour: int, film_seconds: float) -> tuple[int, float]:
        """What hour number ``hour`` of a film may hold: breaks, seconds."""
        share = min(max(film_seconds - hour * HOUR, 0.0), HOUR) / HOUR
        return -int(-self.breaks * share // 1), self.seconds * share


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a film, in seconds."""

    begins: float
    ends: float

    def __post_init__(self) -> None:
        if not 0 <= self.begins < self.ends <= _DAY:
            raise Invalid("A stretch ends after it begins.", field="marked")


@dataclass(frozen=True, slots=True)
class PlacedBreak:
    """A break of a draft; ``id`` stays when it is moved, ``locked`` ones are not chosen away.

    ``moods`` are those that somebody gave the scene before it; they stay when it is moved.
    """

    id: str
    at: float
    seconds: float
    slots: int
    locked: bool = False
    moods: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 1 <= len(self.id) <= 60 or not 0 <= self.at <= _DAY:
            raise Invalid("A break has an id, and lies within a day of its film.", field="breaks")
        if not 0 < self.seconds <= _LONGEST or not 1 <= self.slots <= 20:
            raise Invalid("A break has up to 900 seconds and 1 to 20 ads.", field="breaks")


@dataclass(frozen=True, slots=True)
class Draft:
    """Breaks as they are to be; ``rules`` are the title's own, or None for the house's.

    ``placements`` are of ads over or beside the film: they break nothing. ``kept_out`` are
    advertisers of whom the title holds no ad of any format.
    """

    breaks: tuple[PlacedBreak, ...] = ()
    rules: BreakRules | None = None
    marked: tuple[Stretch, ...] = ()
    placements: tuple[Placement, ...] = ()
    kept_out: frozenset[UUID] = frozenset()

    def __post_init__(self) -> None:
        check_kept_out(self.kept_out)
        if len(self.breaks) > _MOST_BREAKS:
            raise Invalid(f"A title has 0 to {_MOST_BREAKS} breaks.", field="breaks")
        if len(self.marked) > _MOST_MARKED:
            raise Invalid(f"Up to {_MOST_MARKED} stretches are marked.", field="marked")
        check_set(self.placements)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is kept of a title's breaks besides where they lie.

    ``rules`` of its own, or None for the house's; ``marked`` stretches take none; ``scores`` are
    those of the breaks when they were saved, by id; ``placements`` lie beside the breaks, and
    ``kept_out`` are advertisers of whom it holds no ad.
    """

    rules: BreakRules | None = None
    marked: tuple[Stretch, ...] = ()
    locked: frozenset[str] = frozenset()
    scores: dict[str, int] = field(default_factory=dict[str, int])
    seconds: float = 0.0
    version: int = 0
    placements: tuple[Placement, ...] = ()
    kept_out: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class FilmPlaces:
    """All places of a title's film, by time, how long it is, and its scenes with their moods."""

    seconds: float
    places: Sequence[Place]
    scenes: Sequence[Stretch] = ()
    moods: Sequence[tuple[Mood, ...]] = ()

    def moods_before(self, at: float) -> tuple[Mood, ...]:
        """Those suggested of the scene that ends, or goes on, at a time; none at the beginning."""
        begun = bisect_left([scene.begins + SAME_PLACE for scene in self.scenes], at)
        return self.moods[begun - 1] if 0 < begun <= len(self.moods) else ()


def clock(seconds: float) -> str:
    """A time of a film, such as 0:09:43.208."""
    minutes, rest = divmod(round(seconds * 1000), 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest // 1000:02}.{rest % 1000:03}"


def check_kept_out(advertisers: frozenset[UUID]) -> None:
    """Invalid where there are too many."""
    if len(advertisers) > MOST_KEPT_OUT:
        raise Invalid(f"Up to {MOST_KEPT_OUT} advertisers are kept out.", field="kept_out")


def _check_few(rules: Sequence[Limit | Block], field: str) -> None:
    if len(rules) > _MOST_OF_EACH:
        raise Invalid(f"There are up to {_MOST_OF_EACH} {field}.", field=field)


def _may_be(breaks: int, seconds: float) -> bool:
    return 0 <= breaks <= _MOST_IN_AN_HOUR and 0 <= seconds <= HOUR


class FilmStories(Protocol):
    """Media, as far as breaks may ask it."""

    async def film(self, title: TitleId) -> UUID | None:
        """The newest film of a title that was looked into, if there is one."""
        ...

    async def story(self, film: UUID) -> Story:
        """What was found in it."""
        ...

    async def rate(self, film: UUID) -> float:
        """Its frames a second."""
        ...


class TitleAges(Protocol):
    """The catalogue, as far as breaks may ask it."""

    async def age(self, title: TitleId, territory: str) -> int | None:
        """From which age a title is rated there (``""``: everywhere), None where unknown.

        NotFound without the title.
        """
        ...
