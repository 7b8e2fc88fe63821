"""Recommendation's values and rules, as other parts may use them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from pydantic import BaseModel, ConfigDict, Field, field_validator

from matinee.audience.model import Erasure, TrainingEvents
from matinee.catalogue.model import Shelf
from matinee.recommend.acceptance import Figures, Verdict
from matinee.recommend.batch_scoring import Scored, best_titles
from matinee.recommend.history_weights import weigh_history
from matinee.recommend.model_set import ModelSet
from matinee.recommend.objectives import OBJECTIVES
from matinee.recommend.occasions import asked_at, heard_history
from matinee.recommend.progress import Progress

__all__ = [
    "OBJECTIVES",
    "TOO_LITTLE_VIEWING",
    "Figures",
    "ModelSet",
    "ModelVersion",
    "Progress",
    "RecommendSettings",
    "Scored",
    "Shelves",
    "Verdict",
    "ViewingLog",
    "asked_at",
    "best_titles",
    "heard_history",
    "weigh_history",
]

TOO_LITTLE_VIEWING = "too_little_viewing"
"""The code of the Conflict that a training on too small a log ends with."""


_MOST_WANTED = 10.0


class RecommendSettings(BaseModel):
    """Recommendation's settings, under ``MATINEE_RECOMMEND__*``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    item_limit: int = Field(
        default=8000,
        ge=2,
        le=30_000,
        description="Titles that the linear models know, the most watched first; memory and time "
        "of a training grow with its square and its cube.",
    )
    fewest_members: int = Field(
        default=3, ge=1, description="Members who must have watched a title before it is learned."
    )
    exponent: float = Field(
        default=0.8, ge=0, le=4, description="How fast older titles of a history fade, by rank."
    )
    ridge: float = Field(default=400.0, gt=0, description="EASE's regularisation.")
    diagonal_share: float = Field(
        default=0.3, ge=0, description="What popular titles are regularised by on top, as a share."
    )
    stretch: int = Field(
        default=256, ge=2, le=4096, description="Titles of a history that are learned together."
    )
    neighbours: int = Field(
        default=50, ge=1, le=500, description="Similar titles kept for each title."
    )
    shrinkage: float = Field(
        default=20.0, ge=0, description="How much must be known before titles count as similar."
    )
    sequence_passes: int = Field(
        default=20,
        ge=0,
        le=500,
        description="Passes over all histories in which the sequence model is trained, where "
        "PyTorch is installed (extra train); half a processor minute for a million events and as "
        "many thousand titles as MovieLens has, each. 0: none is trained.",
    )
    sequence_length: int = Field(
        default=200, ge=8, le=2000, description="Events of a history that the sequence model reads."
    )
    sequence_occasions: bool = Field(
        default=False,
        description="Whether the sequence model hears how events came about (what became of a "
        "title, how long after the one before, at which hour of UTC) and at which hour and on what "
        "device a page is asked for. On the demo's log, whose people have one taste at all hours, "
        "it brings nothing (recommend-timesplit).",
    )
    sequence_workers: int = Field(
        default=1,
        ge=1,
        le=256,
        description="Workers that train the sequence model together, each on one processor, under "
        "Ray Train (extra cluster): on the cluster of MATINEE_COMPUTE, or on this machine where "
        "that is `native`. Workers on several machines need the home folder on a disk that all "
        "of them mount.",
    )
    objectives: dict[str, float] = Field(
        default_factory=dict,
        description="What is wanted besides that a title is watched next: `completion`, "
        "`long_term` and `novelty`, each in log-odds for a standard deviation. Needs no training.",
    )
    herd_factor: float = Field(
        default=2.0,
        ge=0,
        description="How many times more of a title than all others members who came on one day "
        "may make before the rest is left out of training, as of fake members who push it; 0 "
        "leaves nothing out.",
    )
    half_life_days: float = Field(
        default=30.0, gt=0, description="After so many days a viewing counts half in popularity."
    )
    trend_days: float = Field(default=7.0, gt=0, description="The days in which a trend shows.")
    trend_before_days: float = Field(
        default=28.0, gt=0, description="The days before them, which a trend is measured against."
    )
    held_out: int = Field(
        default=2000, ge=10, description="Members whose last title a training is examined on."
    )
    tolerance: float = Field(
        default=0.1,
        ge=0,
        le=1,
        description="By what share of the live models' NDCG@10 new models may fall behind.",
    )
    keep_versions: int = Field(
        default=5, ge=2, le=100, description="Versions whose files are kept for a rollback."
    )
    check_seconds: float = Field(
        default=1.0, ge=0, description="How old the answer to which models are live may be."
    )

    @field_validator("objectives")
    @classmethod
    def _known(cls, objectives: dict[str, float]) -> dict[str, float]:
        """Objectives that there are, with weights that are numbers."""
        for name, weight in objectives.items():
            if name not in OBJECTIVES:
                raise ValueError(f"{name} is no objective; there are {', '.join(OBJECTIVES)}")
            if not -_MOST_WANTED <= weight <= _MOST_WANTED:
                raise ValueError(f"{name} has to weigh between -{_MOST_WANTED} and {_MOST_WANTED}")
        return objectives

    train_at: str = Field(
        default="15 4 * * *", description="When a worker trains, in the words of cron, by UTC."
    )


@dataclass(frozen=True, slots=True)
class ModelVersion:
    """One training and what became of it.

    ``until`` is the time of the newest event in it. ``erasures`` is the last erasure that it had
    taken into account. ``served`` says whether it was ever live, ``files`` whether its files are
    still there.
    """

    version: str
    made_at: datetime
    until: datetime | None
    events: int
    members: int
    titles: int
    size_bytes: int
    seconds: float
    figures: Figures
    verdict: Verdict
    erasures: int
    manifest_sha256: str
    live: bool = False
    served: bool = False
    files: bool = True
    settings: Mapping[str, Any] = field(default_factory=dict[str, Any])


class ViewingLog(Protocol):
    """Where viewing is read from; the audience is one."""

    async def training_events(self, *, after: datetime | None = None) -> TrainingEvents:
        """The meaningful events of all profiles, by profile and then by time."""
        ...

    async def erasures(self, *, after: int = 0) -> tuple[Erasure, ...]:
        """The profiles that were erased, in order from ``after`` on."""
        ...


class Shelves(Protocol):
    """Where titles are read from; the catalogue is one."""

    async def shelf(self) -> Shelf:
        """The present shelf."""
        ...
