"""What an experiment is: its arms, whom it takes in, what it measures, what it must not harm."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from matinee.audience.watching.model import HOLDOUT, Measure
from matinee.errors import Invalid

_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
MOST_ARMS = 8
MOST_GUARDRAILS = 4


class Unit(StrEnum):
    """What is put into an arm as a whole: the unit of randomisation and of analysis."""

    PROFILE = "profile"
    HOUSEHOLD = "household"


class State(StrEnum):
    """Where an experiment stands."""

    DRAFT = "draft"
    RUNNING = "running"
    STOPPED = "stopped"


class StopReason(StrEnum):
    """Why an experiment was stopped."""

    BY_HAND = "by hand"
    DECIDED = "decided"
    HARM = "harm"
    SAMPLE_RATIO = "sample ratio"


@dataclass(frozen=True, slots=True)
class Arm:
    """One way of doing it; the first of an experiment's arms is the control."""

    key: str
    weight: float = 1.0
    what: str = ""

    def __post_init__(self) -> None:
        check_key(self.key, "arms")
        if not 0 < self.weight <= 1000:
            raise Invalid("An arm's weight is above 0 and at most 1000.", field="arms")


@dataclass(frozen=True, slots=True)
class Guardrail:
    """A measure that no arm may lower by more than ``tolerated``, a share of the control's."""

    measure: Measure
    tolerated: float = 0.05

    def __post_init__(self) -> None:
        if not 0 <= self.tolerated < 1:
            raise Invalid("A tolerated loss lies from 0 up to 1.", field="guardrails")


@dataclass(frozen=True, slots=True)
class Plan:
    """An experiment as it is written down before anybody takes part.

    ``traffic`` is the share of the layer's units that are taken in. ``window_days`` is over how
    many days from a unit's first exposure the measure runs. ``alpha`` is the risk of calling equal
    arms different, over all looks and all arms. ``stops_itself`` ends the experiment once it is
    decided; harm and a wrong sample ratio always end it. ``expected_units`` is about how many units
    both arms of a comparison will have together: the intervals are tightest there, and since they
    hold at every look, it has to be fixed beforehand.
    """

    key: str
    name: str
    arms: tuple[Arm, ...]
    hypothesis: str = ""
    layer: str = "page"
    unit: Unit = Unit.PROFILE
    traffic: float = 1.0
    measure: Measure = Measure.HOURS
    window_days: int = 7
    guardrails: tuple[Guardrail, ...] = ()
    alpha: float = 0.05
    stops_itself: bool = False
    expected_units: int = 2_000

    def __post_init__(self) -> None:
        check_key(self.key, "key")
        check_key(self.layer, "layer")
        if self.key == HOLDOUT:
            raise Invalid("The holdout is always there under this name.", field="key")
        if not self.name.strip() or len(self.name) > 200 or not self.name.isprintable():
            raise Invalid("A name has 1 to 200 letters.", field="name")
        if not 2 <= len(self.arms) <= MOST_ARMS:
            raise Invalid(f"An experiment has 2 to {MOST_ARMS} arms.", field="arms")
        if len({arm.key for arm in self.arms}) != len(self.arms):
            raise Invalid("No two arms have the same key.", field="arms")
        self._check_numbers()

    @property
    def control(self) -> Arm:
        """What the others are compared with."""
        return self.arms[0]

    def _check_numbers(self) -> None:
        if not 0 < self.traffic <= 1:
            raise Invalid("Traffic is a share above 0, up to 1.", field="traffic")
        if not 1 <= self.window_days <= 90:
            raise Invalid("A window has 1 to 90 days.", field="window_days")
        if not 0.0001 <= self.alpha <= 0.5:
            raise Invalid("Alpha lies from 0.0001 to 0.5.", field="alpha")
        if not 100 <= self.expected_units <= 1_000_000_000:
            raise Invalid("At least 100 units are expected.", field="expected_units")
        if len(self.guardrails) > MOST_GUARDRAILS:
            raise Invalid(f"There are at most {MOST_GUARDRAILS} guardrails.", field="guardrails")
        if len({rail.measure for rail in self.guardrails}) != len(self.guardrails):
            raise Invalid("A measure is guarded once.", field="guardrails")


@dataclass(frozen=True, slots=True)
class Experiment(Plan):
    """A plan and what became of it; ``first_bucket`` is -1 before it starts."""

    state: State = State.DRAFT
    first_bucket: int = -1
    bucket_count: int = 0
    created_at: datetime | None = None
    started_at: datetime | None = None
    stopped_at: datetime | None = None
    stop_reason: StopReason | None = None

    def takes_in(self, bucket: int) -> bool:
        """Whether a bucket of its layer is its own."""
        return 0 <= bucket - self.first_bucket < self.bucket_count


def check_key(key: str, field: str) -> None:
    """A key is written into events, addresses and salts: small letters, digits and hyphens."""
    if not _KEY.fullmatch(key):
        raise Invalid(
            "A key has 1 to 63 small letters, digits and hyphens.",
            remedy="Such as because-rows-above.",
            field=field,
        )
