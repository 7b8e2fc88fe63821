"""Experiments as background work: what must stop is stopped without anybody looking."""

import structlog

from matinee.experiments.exploration.service import ExplorationService
from matinee.experiments.service import ExperimentsService
from matinee.foundation.jobs import Jobs, Payload, Retries

WATCH = "experiments.watch"
_log = structlog.get_logger()


def register(jobs: Jobs, experiments: ExperimentsService, exploration: ExplorationService) -> None:
    """Make ``experiments.watch`` known, with the times at which it runs by itself."""

    @jobs.task(
        WATCH,
        retries=Retries(attempts=3, first_wait_seconds=60),
        one_at_a_time=True,
        cron=experiments.settings.watch_at,
    )
    async def watch(_payload: Payload) -> None:
        for key, reason in (await experiments.watch()).items():
            _log.warning("an experiment was stopped", experiment=key, reason=reason.value)
        await exploration.forget_old()
