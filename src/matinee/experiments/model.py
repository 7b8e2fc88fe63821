"""The values and rules of experiments, as other parts may use them."""

from pydantic import BaseModel, ConfigDict, Field

from matinee.experiments.allocation import (
    BUCKETS,
    PERSONALISED,
    Assignments,
    arm_of,
    assign,
    bucket,
    lot,
)
from matinee.experiments.bandits.choosing import Rule, propensities
from matinee.experiments.bandits.hurdle import HurdleBeliefs
from matinee.experiments.bandits.linear import LinearBeliefs
from matinee.experiments.definition import (
    Arm,
    Experiment,
    Guardrail,
    Plan,
    State,
    StopReason,
    Unit,
)
from matinee.experiments.exploration.draws import Draw, Slot, draw, generator_of
from matinee.experiments.exploration.mixtures import (
    Chances,
    epsilon_mixture,
    softmax,
    thompson,
    with_guaranteed_looks,
)
from matinee.experiments.interleaving import Interleaved, team_draft
from matinee.experiments.off_policy.intervals import Interval, binomial_interval
from matinee.experiments.reading import Curve, RailReading, Reading
from matinee.experiments.sequential.comparison import ArmTotals, Comparison, compare
from matinee.experiments.sequential.mixture import rho_for
from matinee.experiments.verdicts import Sentence, Verdict, VerdictKind

__all__ = [
    "BUCKETS",
    "PERSONALISED",
    "Arm",
    "ArmTotals",
    "Assignments",
    "Chances",
    "Comparison",
    "Curve",
    "Draw",
    "Experiment",
    "ExperimentsSettings",
    "Guardrail",
    "HurdleBeliefs",
    "Interleaved",
    "Interval",
    "LinearBeliefs",
    "Plan",
    "RailReading",
    "Reading",
    "Rule",
    "Sentence",
    "Slot",
    "State",
    "StopReason",
    "Unit",
    "Verdict",
    "VerdictKind",
    "arm_of",
    "assign",
    "binomial_interval",
    "bucket",
    "compare",
    "draw",
    "epsilon_mixture",
    "generator_of",
    "lot",
    "propensities",
    "rho_for",
    "softmax",
    "team_draft",
    "thompson",
    "with_guaranteed_looks",
]


class ExperimentsSettings(BaseModel):
    """The settings of experiments, under ``MATINEE_EXPERIMENTS__*``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    holdout_share: float = Field(
        default=0.02,
        ge=0,
        le=0.5,
        description="The share of profiles whose pages are never personalised, so that what "
        "personalising brings can be measured.",
    )
    holdout_season: str = Field(
        default="1",
        min_length=1,
        max_length=40,
        description="Another word draws another holdout; change it when the same profiles have "
        "been held out for long enough.",
    )
    check_seconds: float = Field(
        default=5.0, ge=0, le=3600, description="How old the list of running experiments may be."
    )
    fewest_units: int = Field(
        default=100,
        ge=10,
        description="So many units of an arm must be through their window before it speaks.",
    )
    ratio_alpha: float = Field(
        default=0.001,
        gt=0,
        lt=0.5,
        description="The risk of calling fair arms lopsided, over all looks.",
    )
    watch_at: str = Field(
        default="40 * * * *",
        description="When a worker reads the running experiments and stops what must stop, in "
        "the words of cron, by UTC.",
    )
    kept_draws_days: int = Field(
        default=90,
        ge=1,
        le=3650,
        description="How long candidate sets are kept that were drawn from.",
    )
    measured_seconds: float = Field(
        default=60.0, ge=0, le=86_400, description="How old the measured share of viewing may be."
    )
