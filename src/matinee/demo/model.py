"""The demo's values and settings, as other parts may use them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from matinee.vocabulary.ids import HouseholdId, ProfileId

Progress: TypeAlias = Callable[[str, int, int], None]
"""Told what is being taken in, how much of it is done, and how much there is."""


class DemoSettings(BaseModel):
    """The demo's settings, under ``MATINEE_DEMO__*``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    seed: int = Field(
        default=1895, ge=0, description="From which the simulated audience is drawn; see docs."
    )
    households: int = Field(
        default=600, ge=20, le=5_000, description="How many simulated households there are."
    )


@dataclass(frozen=True, slots=True)
class DemoFigures:
    """What the demo holds. ``repeated`` are the films of one IMDb id that were joined to others."""

    films: int
    titles: int
    repeated: tuple[str, ...]
    without_certificate: int
    without_runtime: int
    described: int
    ages_set: int
    households: int
    profiles: int
    events: int


@dataclass(frozen=True, slots=True)
class DemoLoad:
    """A load of the demo, begun or done: from which seed, and counting from which day."""

    seed: int
    households: int
    base_day: date
    started_at: datetime
    finished_at: datetime | None
    figures: DemoFigures | None


@dataclass(frozen=True, slots=True)
class DemoReport:
    """What :meth:`DemoService.load` found or did; ``loaded`` is False where all was there."""

    loaded: bool
    seconds: float
    load: DemoLoad


@dataclass(frozen=True, slots=True)
class Highlight:
    """A profile that is worth a visitor's look, and why, in English words."""

    profile_id: ProfileId
    household_id: HouseholdId
    household: str
    name: str
    kids: bool
    who: str
    look_for: str
