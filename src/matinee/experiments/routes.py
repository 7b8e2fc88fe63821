"""``/v1/experiments``, and what a member is assigned to."""

from datetime import UTC, datetime
from uuid import UUID

import numpy as np
from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from matinee.access.door import may
from matinee.access.model import ObjectKind, Role
from matinee.audience.service import AudienceService
from matinee.audience.watching.model import Measure
from matinee.experiments.definition import (
    Arm,
    Experiment,
    Guardrail,
    Plan,
    State,
    StopReason,
    Unit,
)
from matinee.experiments.reading import Curve, RailReading, Reading
from matinee.experiments.service import ExperimentsService
from matinee.vocabulary.ids import ProfileId


class ArmFacts(BaseModel):
    """One way of doing it; the first of an experiment is the control."""

    model_config = ConfigDict(extra="forbid")

    key: str
    weight: float = 1.0
    what: str = Field("", max_length=500)


class GuardrailFacts(BaseModel):
    """What no arm may lower by more than a share."""

    model_config = ConfigDict(extra="forbid")

    measure: Measure
    tolerated: float = 0.05


class NewExperiment(BaseModel):
    """An experiment to be written down; it starts when it is told to."""

    model_config = ConfigDict(extra="forbid")

    key: str
    name: str = Field(max_length=200)
    arms: list[ArmFacts] = Field(max_length=20)
    hypothesis: str = Field("", max_length=2_000)
    layer: str = "page"
    unit: Unit = Unit.PROFILE
    traffic: float = 1.0
    measure: Measure = Measure.HOURS
    window_days: int = 7
    guardrails: list[GuardrailFacts] = Field(default_factory=list[GuardrailFacts], max_length=20)
    alpha: float = 0.05
    stops_itself: bool = False
    expected_units: int = 2_000


class ExperimentFacts(NewExperiment):
    """An experiment and where it stands."""

    state: State
    created_at: datetime | None
    started_at: datetime | None
    stopped_at: datetime | None
    stop_reason: StopReason | None


class ExperimentList(BaseModel):
    """Running ones first, then the newest."""

    experiments: list[ExperimentFacts]


class LookFacts(BaseModel):
    """One look at one arm; what is not known yet is null."""

    until: datetime
    units: int
    difference: float
    low: float | None
    high: float | None
    p: float


class CurveFacts(BaseModel):
    """An arm against the control; the interval holds at all looks at once."""

    arm: str
    change: float | None
    low: float | None
    high: float | None
    p: float
    variance_explained: float
    looks: list[LookFacts]


class RailFacts(BaseModel):
    """An arm on a guardrail: ``loss`` is what it lowers the measure by for certain."""

    arm: str
    measure: Measure
    change: float | None
    loss: float
    tolerated: float
    harmed: bool


class ReadingFacts(BaseModel):
    """What an experiment says now."""

    key: str
    state: State
    verdict: str
    sentence: str
    arm: str | None
    exposed: dict[str, int]
    complete: dict[str, int]
    mixed: int
    sample_ratio_p: float
    sample_ratio_broken: bool
    curves: list[CurveFacts]
    guardrails: list[RailFacts]


class AssignmentFacts(BaseModel):
    """What a member gets; ``arms`` goes as it is into each event that follows from it."""

    held_out: bool
    arms: dict[str, str]


def routes(service: ExperimentsService, audience: AudienceService) -> APIRouter:
    """Definitions and readings for programmers, assignments for whoever shows a page."""
    router = APIRouter(prefix="/v1", tags=["experiments"])
    router.routes.extend(_definitions(service).routes)
    own = may(Role.MEMBER, of=ObjectKind.PROFILE, by="profile_id")

    @router.get("/profiles/{profile_id}/experiments", dependencies=[own])
    async def assignments(profile_id: UUID) -> AssignmentFacts:
        """Tell which arms a member has; they stay the same for as long as an experiment runs."""
        profile = await audience.profile(ProfileId(profile_id))
        given = await service.assignments(profile.id, profile.household_id)
        return AssignmentFacts(held_out=given.held_out, arms=given.arms)

    return router


def _definitions(service: ExperimentsService) -> APIRouter:
    router = APIRouter(
        prefix="/v1/experiments", tags=["experiments"], dependencies=[may(Role.PROGRAMMER)]
    )

    @router.get("")
    async def list_experiments(state: State | None = None) -> ExperimentList:
        """List experiments, running ones first."""
        found = await service.experiments(state=state)
        return ExperimentList(experiments=list(map(_facts, found)))

    @router.post("", status_code=201)
    async def plan_experiment(asked: NewExperiment) -> ExperimentFacts:
        """Write an experiment down."""
        return _facts(await service.plan(_plan(asked)))

    @router.get("/{key}")
    async def experiment(key: str) -> ExperimentFacts:
        """Show what an experiment is and where it stands."""
        return _facts(await service.experiment(key))

    @router.post("/{key}/start")
    async def start_experiment(key: str) -> ExperimentFacts:
        """Let members take part."""
        return _facts(await service.start(key))

    @router.post("/{key}/stop")
    async def stop_experiment(key: str) -> ExperimentFacts:
        """Let nobody take part any more."""
        return _facts(await service.stop(key))

    @router.get("/{key}/reading")
    async def read_experiment(key: str) -> ReadingFacts:
        """Say what an experiment shows; it may be asked as often as one likes."""
        return _reading(await service.experiment(key), await service.read(key))

    return router


def _plan(asked: NewExperiment) -> Plan:
    given = asked.model_dump(exclude={"arms", "guardrails"})
    return Plan(
        **given,
        arms=tuple(Arm(**arm.model_dump()) for arm in asked.arms),
        guardrails=tuple(Guardrail(**rail.model_dump()) for rail in asked.guardrails),
    )


def _facts(one: Experiment) -> ExperimentFacts:
    return ExperimentFacts(
        key=one.key,
        name=one.name,
        arms=[ArmFacts(key=arm.key, weight=arm.weight, what=arm.what) for arm in one.arms],
        hypothesis=one.hypothesis,
        layer=one.layer,
        unit=one.unit,
        traffic=one.traffic,
        measure=one.measure,
        window_days=one.window_days,
        guardrails=[
            GuardrailFacts(measure=rail.measure, tolerated=rail.tolerated)
            for rail in one.guardrails
        ],
        alpha=one.alpha,
        stops_itself=one.stops_itself,
        expected_units=one.expected_units,
        state=one.state,
        created_at=one.created_at,
        started_at=one.started_at,
        stopped_at=one.stopped_at,
        stop_reason=one.stop_reason,
    )


def _reading(experiment: Experiment, reading: Reading) -> ReadingFacts:
    last = reading.exposed[-1].tolist()
    return ReadingFacts(
        key=experiment.key,
        state=experiment.state,
        verdict=reading.verdict.kind.value,
        sentence=reading.verdict.said.text(),
        arm=reading.verdict.arm,
        exposed=dict(zip(reading.arms, last, strict=True)),
        complete=dict(zip(reading.arms, reading.complete.tolist(), strict=True)),
        mixed=reading.mixed,
        sample_ratio_p=reading.ratio_p,
        sample_ratio_broken=reading.ratio_broken,
        curves=[_curve(reading, curve) for curve in reading.curves],
        guardrails=[_rail(rail) for rail in reading.rails],
    )


def _curve(reading: Reading, curve: Curve) -> CurveFacts:
    told = curve.comparison
    low, high = curve.bounds
    looks = zip(
        reading.ends, told.count, told.difference, told.lower, told.upper, told.p, strict=True
    )
    return CurveFacts(
        arm=curve.arm,
        change=_known(curve.change),
        low=_known(low),
        high=_known(high),
        p=float(told.p[-1]),
        variance_explained=float(told.explained[-1]),
        looks=[
            LookFacts(
                until=datetime.fromtimestamp(end, UTC),
                units=int(units),
                difference=float(difference),
                low=_known(lower),
                high=_known(upper),
                p=float(p),
            )
            for end, units, difference, lower, upper, p in looks
        ],
    )


def _rail(rail: RailReading) -> RailFacts:
    return RailFacts(
        arm=rail.arm,
        measure=rail.measure,
        change=_known(rail.change),
        loss=rail.loss,
        tolerated=rail.tolerated,
        harmed=rail.harmed,
    )


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
