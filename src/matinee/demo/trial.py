"""The experiment that the simulated log carries: two arms that are the same, so none may win.

The simulator's pages know no experiment, and an effect that somebody put in would prove nothing.
Equal arms prove that measuring does not cry wolf, on a log with the shape of a real one.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypeAlias

import msgspec
import numpy as np
from numpy.typing import NDArray

from matinee.audience.model import Profile, Words
from matinee.audience.watching.model import Measure
from matinee.demo.windows import instant
from matinee.experiments.model import (
    BUCKETS,
    Arm,
    Experiment,
    ExperimentsSettings,
    Guardrail,
    State,
    assign,
)

Ints: TypeAlias = NDArray[np.int64]
_DAYS = 42


def equal_arms(base_day: date) -> Experiment:
    """The experiment, running since six weeks before ``base_day``."""
    started = instant(base_day, 0) - timedelta(days=_DAYS)
    return Experiment(
        key="two-equal-arms",
        name="Two equal arms",
        hypothesis="Both arms are the same page. An experiment that finds a difference here "
        "measures wrongly.",
        arms=(
            Arm("usual", what="The simulated page"),
            Arm("also-usual", what="The same simulated page"),
        ),
        layer="demo",
        measure=Measure.HOURS,
        window_days=7,
        guardrails=(Guardrail(Measure.DAYS, 0.1), Guardrail(Measure.FINISHES, 0.1)),
        expected_units=1_200,
        state=State.RUNNING,
        first_bucket=0,
        bucket_count=BUCKETS,
        created_at=started,
        started_at=started,
    )


def arm_words(
    profiles: Sequence[Profile],
    experiment: Experiment,
    settings: ExperimentsSettings,
    *,
    profile: NDArray[np.int32],
    at: NDArray[np.float64],
) -> Words:
    """The arms of each event: ``profile`` is a row of ``profiles``, ``at`` seconds since 1970."""
    keys = [arm.key for arm in experiment.arms]
    given = [
        assign(
            one.id,
            one.household_id,
            [experiment],
            holdout_share=settings.holdout_share,
            season=settings.holdout_season,
        ).arm(experiment.key)
        for one in profiles
    ]
    place = np.array([0 if arm is None else 1 + keys.index(arm) for arm in given], np.int32)
    begun = 0.0 if experiment.started_at is None else experiment.started_at.timestamp()
    written = [msgspec.json.encode({experiment.key: key}).decode() for key in keys]
    return Words(("", *written), np.where(at >= begun, place[profile], 0).astype(np.int32))
