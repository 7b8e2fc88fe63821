"""Experiments' use cases: plan, start, assign, read, stop; the only door besides ``model``."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from matinee.audience.watching.model import Exposure
from matinee.audience.watching.service import WatchingService
from matinee.errors import Conflict, NotFound, Unavailable
from matinee.experiments import repository as definitions
from matinee.experiments.allocation import BUCKETS, Assignments, assign, free_buckets
from matinee.experiments.definition import Experiment, Plan, State, StopReason, Unit
from matinee.experiments.model import ExperimentsSettings
from matinee.experiments.reading import Reading, read_experiment
from matinee.experiments.verdicts import VerdictKind
from matinee.foundation.database import Database
from matinee.vocabulary.ids import HouseholdId, ProfileId

_STOPS = {
    VerdictKind.LOPSIDED: StopReason.SAMPLE_RATIO,
    VerdictKind.HARM: StopReason.HARM,
    VerdictKind.BETTER: StopReason.DECIDED,
    VerdictKind.WORSE: StopReason.DECIDED,
}


def _now() -> datetime:
    return datetime.now(UTC)


class ExperimentsService:
    """Definitions, assignments and readings."""

    def __init__(
        self,
        database: Database,
        watching: WatchingService,
        settings: ExperimentsSettings | None = None,
        *,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        self.settings = settings or ExperimentsSettings()
        self._database = database
        self._watching = watching
        self._clock = clock
        self._running: tuple[Experiment, ...] = ()
        self._looked_at = -float("inf")

    async def plan(self, plan: Plan) -> Experiment:
        """Write an experiment down; Conflict where its key is taken."""
        async with self._database.transaction() as connection:
            if not await definitions.add(connection, plan, at=self._clock()):
                raise Conflict(
                    f"There is an experiment {plan.key} already.",
                    remedy="Give it another key: arms are drawn by it, so a key is used once.",
                    code="key_taken",
                    field="key",
                )
        return await self.experiment(plan.key)

    async def take_in(self, experiment: Experiment) -> bool:
        """Take in one that ran elsewhere, or in a simulation; False where its key is there."""
        async with self._database.transaction() as connection:
            added = await definitions.put(connection, experiment)
        self._look_again()
        return added

    async def experiment(self, key: str) -> Experiment:
        """The experiment, or NotFound."""
        async with self._database.reading() as connection:
            found = await definitions.one(connection, key)
        if found is None:
            raise NotFound(
                f"There is no experiment {key}.", remedy="GET /v1/experiments lists those known."
            )
        return found

    async def experiments(self, *, state: State | None = None) -> tuple[Experiment, ...]:
        """Running ones first, then the newest."""
        async with self._database.reading() as connection:
            return await definitions.listed(connection, state=state)

    async def start(self, key: str) -> Experiment:
        """Let members take part; Conflict where its layer has not that many free buckets."""
        experiment = await self.experiment(key)
        wanted = max(1, round(experiment.traffic * BUCKETS))
        async with self._database.transaction() as connection:
            if experiment.state is not State.DRAFT:
                raise _no_draft(experiment)
            taken = await definitions.hold_buckets(connection, experiment.layer)
            first = free_buckets(taken, wanted)
            if first is None:
                raise Conflict(
                    f"The layer {experiment.layer} has no {experiment.traffic:.0%} of its members "
                    "free in one piece.",
                    remedy="Stop another experiment of the layer, ask for less traffic, or take "
                    "another layer if the two cannot get into each other's way.",
                    code="layer_full",
                )
            started = await definitions.start(
                connection, key, first_bucket=first, bucket_count=wanted, at=self._clock()
            )
            if not started:
                raise _no_draft(experiment)
        self._look_again()
        return await self.experiment(key)

    async def stop(self, key: str, reason: StopReason = StopReason.BY_HAND) -> Experiment:
        """Let nobody take part any more; Conflict where it does not run."""
        experiment = await self.experiment(key)
        async with self._database.transaction() as connection:
            if not await definitions.stop(connection, key, reason=reason, at=self._clock()):
                raise Conflict(f"{key} is {experiment.state}, not running.", code="not_running")
        self._look_again()
        return await self.experiment(key)

    async def assignments(self, profile: ProfileId, household: HouseholdId) -> Assignments:
        """What a member gets; asks the database once in ``check_seconds``, else only hashes.

        Whoever shows something because of it writes ``arms`` into the events that follow: a member
        counts for an experiment from the first event that names it.
        """
        return assign(
            profile,
            household,
            await self.running(),
            holdout_share=self.settings.holdout_share,
            season=self.settings.holdout_season,
        )

    async def running(self) -> tuple[Experiment, ...]:
        """Those that members take part in, as of at most ``check_seconds`` ago."""
        if time.monotonic() - self._looked_at >= self.settings.check_seconds:
            try:
                self._running = await self.experiments(state=State.RUNNING)
            except Unavailable:
                # While the database is away, those that ran go on, once they are known.
                if self._looked_at == -float("inf"):
                    raise
            self._looked_at = time.monotonic()
        return self._running

    async def read(self, key: str) -> Reading:
        """What an experiment says now, or said when it was stopped; Conflict before it starts."""
        experiment = await self.experiment(key)
        if experiment.started_at is None:
            raise Conflict(f"{key} has not started yet.", code="not_started")
        # Units that were taken in until the end go on for their window.
        window = timedelta(days=experiment.window_days)
        ended = (experiment.stopped_at or self._clock()) + window
        until = min(self._clock(), ended) if experiment.stopped_at else self._clock()
        outcomes = await self._watching.outcomes(
            Exposure(
                experiment=key,
                since=experiment.started_at,
                until=until,
                window=window,
                by_household=experiment.unit is Unit.HOUSEHOLD,
            )
        )
        return read_experiment(
            experiment,
            outcomes,
            until=until,
            fewest=self.settings.fewest_units,
            ratio_alpha=self.settings.ratio_alpha,
        )

    async def watch(self) -> dict[str, StopReason]:
        """Read everything that runs, and stop what must stop; what was stopped, and why."""
        stopped: dict[str, StopReason] = {}
        for experiment in await self.experiments(state=State.RUNNING):
            reading = await self.read(experiment.key)
            reason = _STOPS.get(reading.verdict.kind)
            if reason is None or (reason is StopReason.DECIDED and not experiment.stops_itself):
                continue
            await self.stop(experiment.key, reason)
            stopped[experiment.key] = reason
        return stopped

    def _look_again(self) -> None:
        self._looked_at = -float("inf")


def _no_draft(experiment: Experiment) -> Conflict:
    return Conflict(
        f"{experiment.key} is not a draft any more.",
        remedy="What ran once is not started again; plan another, with another key.",
        code="not_a_draft",
    )
