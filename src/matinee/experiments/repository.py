"""All SQL on the definitions of experiments."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

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
from matinee.experiments.tables import experiments
from matinee.foundation.database import Connection

_STARTING = 7_020_010
"""The advisory lock under which buckets are handed out."""


async def add(connection: Connection, plan: Plan, *, at: datetime) -> bool:
    """Write a plan down; False where the key is taken."""
    statement = (
        upsert(experiments)
        .values(**_plan_row(plan), state=State.DRAFT, created_at=at, **_UNSTARTED)
        .on_conflict_do_nothing()
        .returning(experiments.c.key)
    )
    return (await connection.execute(statement)).first() is not None


async def put(connection: Connection, experiment: Experiment) -> bool:
    """Take in an experiment with all that became of it, for imports; False where it is there."""
    row = _plan_row(experiment) | {
        "state": experiment.state,
        "first_bucket": experiment.first_bucket,
        "bucket_count": experiment.bucket_count,
        "created_at": experiment.created_at,
        "started_at": experiment.started_at,
        "stopped_at": experiment.stopped_at,
        "stop_reason": experiment.stop_reason,
    }
    statement = upsert(experiments).values(row).on_conflict_do_nothing()
    found = await connection.execute(statement.returning(experiments.c.key))
    return found.first() is not None


async def one(connection: Connection, key: str) -> Experiment | None:
    """The experiment, if there is one."""
    row = (await connection.execute(select(experiments).where(experiments.c.key == key))).first()
    return None if row is None else _of(row)


async def listed(
    connection: Connection, *, state: State | None = None, limit: int = 500
) -> tuple[Experiment, ...]:
    """Running ones first, then by when they were made, the newest first."""
    query = select(experiments).order_by(
        experiments.c.state != State.RUNNING, experiments.c.created_at.desc(), experiments.c.key
    )
    if state is not None:
        query = query.where(experiments.c.state == state)
    return tuple(_of(row) for row in await connection.execute(query.limit(limit)))


async def hold_buckets(connection: Connection, layer: str) -> Sequence[tuple[int, int]]:
    """The buckets taken in a layer, (first, count) each.

    Until the end of the transaction nobody else may take any.
    """
    await connection.execute(select(func.pg_advisory_xact_lock(_STARTING)))
    found = await connection.execute(
        select(experiments.c.first_bucket, experiments.c.bucket_count).where(
            experiments.c.layer == layer, experiments.c.state == State.RUNNING
        )
    )
    return [(row.first_bucket, row.bucket_count) for row in found]


async def start(
    connection: Connection, key: str, *, first_bucket: int, bucket_count: int, at: datetime
) -> bool:
    """Let a draft run; False where it is none."""
    statement = (
        update(experiments)
        .where(experiments.c.key == key, experiments.c.state == State.DRAFT)
        .values(
            state=State.RUNNING,
            first_bucket=first_bucket,
            bucket_count=bucket_count,
            started_at=at,
        )
    )
    return (await connection.execute(statement)).rowcount == 1


async def stop(connection: Connection, key: str, *, reason: StopReason, at: datetime) -> bool:
    """Stop what runs; False where it does not."""
    statement = (
        update(experiments)
        .where(experiments.c.key == key, experiments.c.state == State.RUNNING)
        .values(state=State.STOPPED, stopped_at=at, stop_reason=reason)
    )
    return (await connection.execute(statement)).rowcount == 1


_UNSTARTED: dict[str, Any] = {"first_bucket": -1, "bucket_count": 0}


def _plan_row(plan: Plan) -> dict[str, Any]:
    return {
        "key": plan.key,
        "name": plan.name,
        "hypothesis": plan.hypothesis,
        "layer": plan.layer,
        "unit": plan.unit,
        "traffic": plan.traffic,
        "arms": [asdict(arm) for arm in plan.arms],
        "measure": plan.measure,
        "window_days": plan.window_days,
        "guardrails": [asdict(rail) for rail in plan.guardrails],
        "alpha": plan.alpha,
        "stops_itself": plan.stops_itself,
        "expected_units": plan.expected_units,
    }


def _of(row: Row[Any]) -> Experiment:
    return Experiment(
        key=row.key,
        name=row.name,
        hypothesis=row.hypothesis,
        layer=row.layer,
        unit=Unit(row.unit),
        traffic=row.traffic,
        arms=tuple(Arm(**arm) for arm in row.arms),
        measure=Measure(row.measure),
        window_days=row.window_days,
        guardrails=tuple(
            Guardrail(Measure(rail["measure"]), rail["tolerated"]) for rail in row.guardrails
        ),
        alpha=row.alpha,
        stops_itself=row.stops_itself,
        expected_units=row.expected_units,
        state=State(row.state),
        first_bucket=row.first_bucket,
        bucket_count=row.bucket_count,
        created_at=row.created_at,
        started_at=row.started_at,
        stopped_at=row.stopped_at,
        stop_reason=None if row.stop_reason is None else StopReason(row.stop_reason),
    )
