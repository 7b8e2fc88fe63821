"""Experiments from plan to stop, on a real database and a real log."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.audience.reports import Clock
from tests.experiments.evenings import NOW, members, put, viewing

from matinee.audience.service import AudienceService
from matinee.audience.watching.service import WatchingService
from matinee.errors import Conflict, NotFound
from matinee.experiments.definition import Arm, Guardrail, Measure, Plan, State, StopReason
from matinee.experiments.model import ExperimentsSettings
from matinee.experiments.service import ExperimentsService
from matinee.experiments.verdicts import VerdictKind
from matinee.foundation.database import Database

DAY = timedelta(days=1)
PLAN = Plan(
    key="taller-rows",
    name="Taller rows",
    arms=(Arm("usual"), Arm("taller", what="Posters a third larger")),
    guardrails=(Guardrail(Measure.DAYS, 0.02),),
    window_days=2,
)


@pytest.fixture
def clock() -> Clock:
    clock = Clock()
    clock.now = NOW - 20 * DAY
    return clock


@pytest.fixture
def service(database: Database, watching: WatchingService, clock: Clock) -> ExperimentsService:
    settings = ExperimentsSettings(fewest_units=10, check_seconds=0, holdout_share=0)
    return ExperimentsService(database, watching, settings, clock=clock)


async def test_a_plan_is_kept_as_it_is(service: ExperimentsService) -> None:
    made = await service.plan(PLAN)
    assert made == await service.experiment(PLAN.key)
    assert (made.state, made.arms, made.guardrails) == (State.DRAFT, PLAN.arms, PLAN.guardrails)


async def test_a_key_is_used_once(service: ExperimentsService) -> None:
    await service.plan(PLAN)
    with pytest.raises(Conflict, match="already"):
        await service.plan(PLAN)


async def test_members_take_part_from_start_to_stop(
    service: ExperimentsService, audience: AudienceService
) -> None:
    (one,) = await members(audience, 1)
    await service.plan(PLAN)
    before = await service.assignments(one.id, one.household_id)
    await service.start(PLAN.key)
    during = await service.assignments(one.id, one.household_id)
    await service.stop(PLAN.key)
    after = await service.assignments(one.id, one.household_id)
    assert before.arm(PLAN.key) is after.arm(PLAN.key) is None
    assert during.arm(PLAN.key) in {"usual", "taller"}


async def test_what_is_running_or_stopped_cannot_start_again(service: ExperimentsService) -> None:
    await service.plan(PLAN)
    await service.start(PLAN.key)
    with pytest.raises(Conflict, match="not a draft"):
        await service.start(PLAN.key)
    await service.stop(PLAN.key)
    with pytest.raises(Conflict, match="not running"):
        await service.stop(PLAN.key)
    assert (await service.experiment(PLAN.key)).stop_reason is StopReason.BY_HAND


async def test_a_layer_is_full_when_it_is_full_even_for_two_at_once(
    service: ExperimentsService,
) -> None:
    for key in ("one", "two", "three"):
        await service.plan(replace(PLAN, key=key, traffic=0.4))
    tried = await asyncio.gather(
        *(service.start(key) for key in ("one", "two", "three")), return_exceptions=True
    )
    refused = [one for one in tried if isinstance(one, Conflict)]
    assert len(refused) == 1
    assert refused[0].code == "layer_full"
    started = await service.experiments(state=State.RUNNING)
    spans = sorted((one.first_bucket, one.bucket_count) for one in started)
    assert spans == [(0, 4_000), (4_000, 4_000)]


async def test_another_layer_has_room_of_its_own(service: ExperimentsService) -> None:
    await service.plan(PLAN)
    await service.plan(replace(PLAN, key="other", layer="artwork"))
    await service.start(PLAN.key)
    assert (await service.start("other")).first_bucket == 0


async def test_what_does_not_exist_is_not_found(service: ExperimentsService) -> None:
    with pytest.raises(NotFound):
        await service.read("nothing")
    await service.plan(PLAN)
    with pytest.raises(Conflict, match="not started"):
        await service.read(PLAN.key)


async def test_a_reading_rests_on_the_log_and_harm_stops_by_itself(
    service: ExperimentsService, audience: AudienceService, clock: Clock
) -> None:
    await service.plan(replace(PLAN, expected_units=200))
    started = await service.start(PLAN.key)
    clock.now = NOW
    everybody = await members(audience, 120)
    assert started.started_at is not None
    for place, one in enumerate(everybody):
        arm = (await service.assignments(one.id, one.household_id)).arms
        at = started.started_at + timedelta(hours=2 + place % 48)
        parts = [viewing(one, at, hours=0.5, arms=arm)]
        # Most who have the usual rows come again the next day.
        if arm[PLAN.key] == "usual" and place % 6:
            parts.append(viewing(one, at + DAY, hours=0.5 + place % 3 / 4, arms=arm))
        await put(audience, *parts)
    reading = await service.read(PLAN.key)
    assert reading.complete.sum() == 120
    assert reading.verdict.kind is VerdictKind.HARM
    assert await service.watch() == {PLAN.key: StopReason.HARM}
    assert (await service.experiment(PLAN.key)).state is State.STOPPED
    assert await service.watch() == {}
    # What it said then, it goes on saying.
    assert (await service.read(PLAN.key)).verdict.kind is VerdictKind.HARM
