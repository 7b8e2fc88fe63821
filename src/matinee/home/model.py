"""The words of the home page: rows, placements and their reasons; and its settings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Protocol
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from matinee.experiments.model import Assignments, Draw
from matinee.home.programme import (
    MOST_WEIGHT,
    NOTHING_DECIDED,
    InForce,
    Programme,
    Programmes,
)
from matinee.vocabulary.ids import HouseholdId, ProfileId, RecommendationId, TitleId
from matinee.vocabulary.places import Territory
from matinee.vocabulary.wording import Translate, Wording

__all__ = [
    "MOST_WEIGHT",
    "NOTHING_DECIDED",
    "HomePage",
    "HomeSettings",
    "InForce",
    "Models",
    "Placement",
    "Programme",
    "Programmes",
    "Recommender",
    "Row",
    "RowKind",
    "Translate",
    "Wording",
]


TOP_TITLES = 10
"""So many of the most watched titles of a territory stand in the row that names them."""


class RowKind(StrEnum):
    """What a row is about."""

    CONTINUE = "continue"
    PICKS = "picks"
    BECAUSE = "because"
    TOP = "top"
    TRENDING = "trending"
    NEW = "new"
    GENRE = "genre"
    SIMILAR = "similar"


@dataclass(frozen=True, slots=True)
class Placement:
    """A title in a row, and why it stands there.

    ``probability`` is that with which it was put there: 1 where nothing is left to chance.
    ``resume`` is what plays: the title itself, or the episode of a series. ``progress`` is the
    share of it already seen, where that is known.
    """

    title_id: TitleId
    position: int
    reason: Wording
    resume: TitleId
    probability: float = 1.0
    progress: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the page; ``key`` names it within the page, the same from one visit to the next."""

    kind: RowKind
    key: str
    heading: Wording
    items: tuple[Placement, ...]
    recommendation_id: RecommendationId


@dataclass(frozen=True, slots=True)
class HomePage:
    """What a member sees. ``model`` is the version of the models behind it, or None without any.

    ``arms`` are the experiments that the member takes part in; events repeat them as they are.
    """

    profile_id: ProfileId
    recommendation_id: RecommendationId
    rows: tuple[Row, ...]
    model: str | None
    welcome: Wording | None = None
    arms: Mapping[str, str] = field(default_factory=dict[str, str])


class Models(Protocol):
    """What the page asks of the models; an item is a title, by its place in ``title_ids``."""

    @property
    def version(self) -> str:
        """By which the models are known."""
        ...

    @property
    def title_ids(self) -> tuple[UUID, ...]:
        """The titles that the models know."""
        ...

    @property
    def recency_exponent(self) -> float:
        """With which the k-th newest title of a history counts (1 + k) ** −exponent."""
        ...

    @property
    def ease_weights(self) -> NDArray[np.float32]:
        """Item × item: how much having watched the first speaks for the second."""
        ...

    @property
    def hears(self) -> bool:
        """Whether it matters how titles were watched, and when and on what a page is asked for."""
        ...

    def scores(
        self,
        titles: NDArray[np.int32],
        weights: NDArray[np.float32],
        occasions: NDArray[np.uint8] | None = None,
        asked_at: NDArray[np.uint8] | None = None,
        /,
    ) -> NDArray[np.float32]:
        """How much a history of items, each with a weight, speaks for every item."""
        ...

    def similar(self, item: int, k: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """The ``k`` items most watched by the same members, best first, with their scores."""
        ...

    def popularity(self, territory: Territory) -> NDArray[np.float32]:
        """How much members of a territory watch every item lately."""
        ...

    def trending(self, territory: Territory) -> NDArray[np.float32]:
        """How far each item's last days exceed what is expected, in standard deviations."""
        ...

    def weighing(self, wanted: Mapping[str, float], /) -> "Models":
        """The same models, wanting so much of each objective besides."""
        ...

    @property
    def weighs(self) -> bool:
        """Whether objectives move anything."""
        ...


class Recommender(Protocol):
    """Where the models are kept; ``recommend`` is one."""

    async def current(self) -> Models | None:
        """The models that serve now, or None before the first training."""
        ...


class Trials(Protocol):
    """Who gets what; ``experiments`` is one."""

    async def assignments(self, profile: ProfileId, household: HouseholdId) -> Assignments:
        """The arms of a member, and whether the member is held out."""
        ...


class DrawLog(Protocol):
    """Where what was left to chance is kept; ``experiments`` is one."""

    async def log(self, draws: Sequence[Draw]) -> None:
        """Keep the draws with their candidates."""
        ...


def places(value: object) -> object:
    """Read places from words separated by commas, as settings write them."""
    if isinstance(value, str):
        return tuple(int(part) for part in value.split(",") if part.strip())
    return value


class HomeSettings(BaseModel):
    """How the page is laid out."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    row_size: int = Field(default=20, ge=4, le=100, description="Titles in a full row.")
    shortest_row: int = Field(
        default=4, ge=1, le=20, description="A row that would hold fewer titles is left out."
    )
    full_rows: int = Field(
        default=8, ge=1, le=40, description="Genre rows are added until so many rows are full."
    )
    most_rows: int = Field(default=14, ge=1, le=60, description="No page has more rows than this.")
    because_rows: int = Field(
        default=2, ge=0, le=5, description="Most rows of the kind Because you watched."
    )
    calibration: float = Field(
        default=0.5,
        ge=0,
        le=1,
        description="How much the picks keep to the proportions of a member's genres (1: only).",
    )
    variety: float = Field(
        default=0.3,
        ge=0,
        le=1,
        description="How much the titles of a Because row shall differ from each other (1: only).",
    )
    explored_positions: Annotated[tuple[int, ...], BeforeValidator(places)] = Field(
        default=(4, 11),
        description="Places of the picks that are left to chance, counted from 0, separated by "
        "commas; none: nothing is explored.",
    )
    explored_among: int = Field(
        default=30, ge=2, le=200, description="Titles further down that compete for such a place."
    )
    exploration_temperature: float = Field(
        default=0.25,
        gt=0,
        le=100,
        description="How evenly they are drawn: 0.1 mostly the best, 10 nearly all alike.",
    )
    new_days: int = Field(
        default=28, ge=0, le=365, description="So long after its window opened a title is new."
    )
    untried_titles: int = Field(
        default=1,
        ge=0,
        le=2,
        description="New titles that no model knows which the picks, and each row of a genre, may "
        "hold where they fit the member by what is known of them.",
    )
    guaranteed_looks: int = Field(
        default=300, ge=0, le=1_000_000, description="Impressions that every new title gets."
    )
    new_title_share: float = Field(
        default=0.5,
        ge=0,
        le=1,
        description="The share of the explored places that goes to new titles until they had them.",
    )
    history: int = Field(
        default=500, ge=10, le=5000, description="So many newest events of a member are read."
    )
    finished_share: float = Field(
        default=0.95, gt=0.5, le=1.0, description="Seen so far, a title counts as finished."
    )
