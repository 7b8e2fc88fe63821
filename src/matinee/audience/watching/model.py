"""Viewings, what brought them, and what the units of an experiment did: as values and arrays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from matinee.errors import Invalid

TRACED_DAYS = 30
"""How far back the first viewing of what is gone on with is looked for."""
LABELLED_DAYS = 90
"""How far back it is looked for when the holdout's label was first seen."""
HELD_OUT = "unpersonalised"
"""The arm of those whom the holdout has."""
HOLDOUT = "holdout"
"""The name under which events carry whether the always-on holdout has the member."""


class Origin(StrEnum):
    """What brought a viewing; docs/explanation/experiments.md has the rule."""

    ROW = "row"
    SEARCH = "search"
    DIRECT = "direct"
    CONTINUE = "continue"


@dataclass(frozen=True, slots=True)
class Period:
    """From ``since`` up to ``until``, and of whom: None stands for everyone.

    ``arm`` is one arm of ``experiment``; an ``experiment`` alone splits by its arms.
    """

    since: datetime
    until: datetime
    territory: str | None = None
    device: str | None = None
    experiment: str | None = None
    arm: str | None = None

    def __post_init__(self) -> None:
        if self.until <= self.since:
            raise Invalid("A period ends after it begins.", field="until")
        if self.arm is not None and self.experiment is None:
            raise Invalid("An arm is one of an experiment.", field="experiment")

    @property
    def days(self) -> float:
        """How long it is."""
        return (self.until - self.since) / timedelta(days=1)


@dataclass(frozen=True, slots=True)
class QueryCount:
    """How often a query was searched for in a period, and what became of it.

    ``query`` is in lower case; ``empty`` times it found nothing, ``led_on`` times it led on;
    the last two are of the newest part of the period.
    """

    query: str
    times: int
    members: int
    empty: int
    led_on: int
    recent: int
    recent_members: int


@dataclass(frozen=True, slots=True)
class Brought:
    """Viewings and hours, by what brought them.

    ``traced`` is the same with what was gone on with counted for what brought it in the first
    place; nothing is left under ``CONTINUE`` there.
    """

    hours: Mapping[Origin, float]
    viewings: Mapping[Origin, int]
    traced: Mapping[Origin, float]


@dataclass(frozen=True, slots=True, eq=False)
class TitleHours:
    """Hours by title: ``hours`` has the shape (titles, origins), in the order of :class:`Origin`.

    They are traced: what was gone on with counts for what brought it in the first place.
    """

    titles: tuple[UUID, ...]
    hours: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Moments:
    """Sums over members of what one source brought each of them.

    ``members`` counts those to whom it brought anything; ``squares`` sums the squares of a member's
    hours from it, ``products`` their products with all hours of the member.
    """

    members: int
    hours: float
    squares: float
    products: float


@dataclass(frozen=True, slots=True)
class Contributions:
    """What brought how much to how many: all hours, those of each origin, and of each kind of row.

    They are traced: what was gone on with counts for what brought it in the first place.
    """

    whole: Moments
    by_origin: Mapping[Origin, Moments]
    by_row: Mapping[str, Moments]


@dataclass(frozen=True, slots=True)
class Visits:
    """How soon members found something: a visit ends where nothing happens for half an hour.

    The seconds are from the first thing shown to the first play, over visits that came to one;
    None where there were none.
    """

    count: int
    with_play: int
    median_seconds: float | None
    ninth_decile_seconds: float | None


@dataclass(frozen=True, slots=True, eq=False)
class Watched:
    """All that a period's viewing comes to, whole and in parts."""

    whole: Brought
    by_day: Mapping[date, Brought]
    by_territory: Mapping[str, Brought]
    by_device: Mapping[str, Brought]
    by_arm: Mapping[str, Brought]
    contributions: Contributions
    titles: TitleHours
    visits: Visits


class Measure(StrEnum):
    """What is counted of a unit within its window."""

    HOURS = "hours"
    PLAYS = "plays"
    FINISHES = "finishes"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class Exposure:
    """Whose outcomes are asked for: the units that events of an experiment name.

    Each unit counts over ``window`` from when it was first exposed, and over as long before.
    ``by_household`` takes households for units and not profiles.
    """

    experiment: str
    since: datetime
    until: datetime
    window: timedelta
    by_household: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class UnitOutcomes:
    """One row per exposed unit.

    ``arm`` points into ``arms``; ``first`` is epoch seconds of the first exposure; ``mixed``
    marks units that events name in more than one arm. ``during`` and ``before`` have the shape
    (units, measures), in the order of :class:`Measure`.
    """

    arms: tuple[str, ...]
    arm: NDArray[np.int64]
    first: NDArray[np.float64]
    mixed: NDArray[np.bool_]
    during: NDArray[np.float64]
    before: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.arm)


@dataclass(frozen=True, slots=True, eq=False)
class HeldOut:
    """One row per profile that the always-on holdout labels, within one period.

    ``days`` is how long the label was known within the period, ``hours`` what was watched then.
    """

    held_out: NDArray[np.bool_]
    days: NDArray[np.float64]
    hours: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ViewingSums:
    """What a period's viewing comes to, as rows; who reads the log sums it.

    ``brought`` has for each of ``day``, ``territory``, ``device``, ``arm`` and ``title_id`` the
    sums by its values (empty for none), by origin and source; ``contributed`` those over members,
    by source and kind of row; ``visits`` are how many, those that came to a play, and the median
    and ninth decile of the seconds until then.
    """

    brought: Mapping[str, Sequence[Mapping[str, Any]]]
    contributed: Sequence[Mapping[str, Any]]
    visits: tuple[int, int, float | None, float | None]


class ViewingAtRest(Protocol):
    """The lake as reports read it; None where it has to be the database (nothing came yet)."""

    async def sums(self, period: Period) -> ViewingSums | None:
        """Everything about a period."""
        ...

    async def held_out(self, period: Period) -> HeldOut | None:
        """What labelled profiles watched in a period."""
        ...

    async def outcomes(self, exposure: Exposure) -> UnitOutcomes | None:
        """What every exposed unit did within its window and before it."""
        ...

    async def searches(
        self, period: Period, *, recent: datetime, fewest: int, limit: int
    ) -> list[dict[str, Any]] | None:
        """Sums by query; None where the database has all of the period."""
        ...

    async def search_places(self, period: Period) -> list[dict[str, Any]] | None:
        """How often a choice stood at which place; None where the database has all of it."""
        ...
