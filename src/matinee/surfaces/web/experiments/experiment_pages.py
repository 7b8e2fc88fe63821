"""Experiments on the desk: the list, one with its curve and its verdict, and a form for another."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

import numpy as np
from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from matinee.access.door import may
from matinee.access.model import Role
from matinee.assembly.house import House
from matinee.audience.watching.model import Measure
from matinee.errors import Invalid, MatineeError
from matinee.experiments.model import (
    BUCKETS,
    Arm,
    Curve,
    Guardrail,
    Plan,
    Reading,
    State,
    Verdict,
    VerdictKind,
)
from matinee.surfaces.web.experiments.plots import NARROW, WIDE, BandPlot, band_plot
from matinee.surfaces.web.languages import Tongue
from matinee.surfaces.web.rendering import Stage

SIGNS: Mapping[VerdictKind, str] = {
    VerdictKind.WAITING: "wait",
    VerdictKind.OPEN: "wait",
    VerdictKind.BETTER: "good",
    VerdictKind.WORSE: "bad",
    VerdictKind.HARM: "bad",
    VerdictKind.LOPSIDED: "bad",
}
_READ_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Look:
    """A row of the table below a curve."""

    day: datetime
    units: int
    change: float
    low: float
    high: float
    p: float


@dataclass(frozen=True, slots=True)
class DrawnCurve:
    """An arm against the control, as the page shows it; ``plots`` are by size."""

    curve: Curve
    plots: Mapping[str, BandPlot]
    looks: tuple[Look, ...]
    known: bool


def routes(house: House, stage: Stage) -> APIRouter:
    """``/desk/experiments``."""
    router = APIRouter(
        prefix="/desk/experiments", include_in_schema=False, dependencies=[may(Role.PROGRAMMER)]
    )
    service = house.laboratory.experiments

    async def listing(
        request: Request, was: Mapping[str, str], failure: MatineeError | None = None
    ) -> Response:
        tongue = stage.tongue(request)
        found = await service.experiments()
        running = [one for one in found if one.state is State.RUNNING][:_READ_AT_ONCE]
        verdicts = {one.key: (await service.read(one.key)).verdict for one in running}
        values = {
            "experiments": found,
            "verdicts": {key: worded(verdict, tongue) for key, verdict in verdicts.items()},
            "signs": {key: SIGNS[verdict.kind] for key, verdict in verdicts.items()},
            "words": gists(tongue),
            "kinds": {key: verdict.kind for key, verdict in verdicts.items()},
            "measures": measure_names(tongue),
            "was": was,
            "failure": failure,
        }
        status = 422 if failure else 200
        return stage.page("experiments/experiments.html", tongue, values, status=status)

    @router.get("")
    async def experiments_page(request: Request) -> Response:
        """Show every experiment, running ones first."""
        return await listing(request, {})

    @router.post("")
    async def plan(
        request: Request,
        key: Annotated[str, Form(max_length=63)],
        name: Annotated[str, Form(max_length=200)],
        arms: Annotated[str, Form(max_length=1_000)],
        hypothesis: Annotated[str, Form(max_length=2_000)] = "",
        measure: Annotated[Measure, Form()] = Measure.HOURS,
        window_days: Annotated[int, Form()] = 7,
        traffic: Annotated[int, Form()] = 100,
        guarded: Annotated[str, Form(pattern="|hours|plays|finishes|days")] = "",
        expected_units: Annotated[int, Form()] = 2_000,
    ) -> Response:
        """Write an experiment down."""
        was = {"key": key, "name": name, "arms": arms, "hypothesis": hypothesis}
        try:
            await service.plan(
                Plan(
                    key=key.strip(),
                    name=name.strip(),
                    arms=_arms(arms),
                    hypothesis=hypothesis.strip(),
                    measure=measure,
                    window_days=window_days,
                    traffic=traffic / 100,
                    guardrails=(Guardrail(Measure(guarded)),) if guarded else (),
                    expected_units=expected_units,
                )
            )
        except MatineeError as failure:
            return await listing(request, was, failure)
        return RedirectResponse(f"/desk/experiments/{key.strip()}", 303)

    @router.get("/{key}")
    async def experiment_page(request: Request, key: str) -> Response:
        """Show what an experiment says."""
        tongue = stage.tongue(request)
        experiment = await service.experiment(key)
        reading = None if experiment.started_at is None else await service.read(key)
        values = {
            "experiment": experiment,
            "buckets": BUCKETS,
            "held_out": service.settings.holdout_share,
            "reading": reading,
            "curves": [] if reading is None else drawn(reading, tongue),
            "verdict": None if reading is None else worded(reading.verdict, tongue),
            "sign": "wait" if reading is None else SIGNS[reading.verdict.kind],
            "gist": "" if reading is None else gists(tongue)[reading.verdict.kind],
            "measures": measure_names(tongue),
        }
        return stage.page("experiments/experiment.html", tongue, values)

    @router.post("/{key}/start")
    async def start(key: str) -> Response:
        """Let members take part."""
        await service.start(key)
        return RedirectResponse(f"/desk/experiments/{key}", 303)

    @router.post("/{key}/stop")
    async def stop(key: str) -> Response:
        """Let nobody take part any more."""
        await service.stop(key)
        return RedirectResponse(f"/desk/experiments/{key}", 303)

    return router


def drawn(reading: Reading, tongue: Tongue) -> list[DrawnCurve]:
    """Every arm's curve, laid out for wide and for narrow pages, with the rows of its table."""
    ends = [datetime.fromtimestamp(end, UTC) for end in reading.ends.tolist()]
    days = [tongue.short_day(end) for end in ends]
    return [_drawn(curve, ends, days, tongue) for curve in reading.curves]


def _drawn(curve: Curve, ends: list[datetime], days: list[str], tongue: Tongue) -> DrawnCurve:
    told = curve.comparison
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = np.where(told.control_mean > 0, 1 / told.control_mean, np.nan)
        low, high = told.lower * scale, told.upper * scale
    change = told.relative
    plots = {
        size: band_plot(days, change, low, high, width=width, say=tongue.axis_change)
        for size, width in (("wide", WIDE), ("narrow", NARROW))
    }
    known = np.flatnonzero(np.isfinite(low) & np.isfinite(high))
    looks = tuple(
        Look(
            ends[place],
            int(told.count[place]),
            float(change[place]),
            float(low[place]),
            float(high[place]),
            float(told.p[place]),
        )
        for place in known[::-1]
    )
    return DrawnCurve(curve, plots, looks, known=bool(len(known)))


def worded(verdict: Verdict, tongue: Tongue) -> str:
    """The verdict's sentence in the page's language."""
    arguments = dict(verdict.said.arguments)
    if "measure" in arguments:
        arguments["measure"] = measure_names(tongue)[Measure(arguments["measure"])].lower()
    return tongue.say(verdict.said.message).format(**arguments)


def gists(tongue: Tongue) -> Mapping[VerdictKind, str]:
    """A verdict in two or three words."""
    return {
        VerdictKind.WAITING: tongue.say("Too early"),
        VerdictKind.OPEN: tongue.say("No difference shown"),
        VerdictKind.BETTER: tongue.say("Better"),
        VerdictKind.WORSE: tongue.say("Worse"),
        VerdictKind.HARM: tongue.say("Harm"),
        VerdictKind.LOPSIDED: tongue.say("Not to be believed"),
    }


def measure_names(tongue: Tongue) -> Mapping[Measure, str]:
    """What each measure is called."""
    return {
        Measure.HOURS: tongue.say("Hours watched"),
        Measure.PLAYS: tongue.say("Plays"),
        Measure.FINISHES: tongue.say("Titles finished"),
        Measure.DAYS: tongue.say("Days with viewing"),
    }


def _arms(written: str) -> tuple[Arm, ...]:
    """One arm a line: a key, and after a colon what it is."""
    arms: list[Arm] = []
    for line in written.splitlines():
        key, _, what = line.partition(":")
        if key.strip():
            arms.append(Arm(key.strip(), what=what.strip()))
    if len(arms) < 2:
        raise Invalid("An experiment has at least two arms, one on each line.", field="arms")
    return tuple(arms)
