"""Jobs at their times, by a clock that may jump: procrastinate's, taught to distrust it.

procrastinate keeps the latest time for which it enqueued each job, and enqueues what comes after. A
clock that is two days ahead for a minute would have it enqueue every time of those days, and then
nothing for two days.
"""

from collections.abc import Iterable
from typing import Any

import structlog
from procrastinate import App
from procrastinate.periodic import PeriodicDeferrer, PeriodicRegistry
from procrastinate.worker import Worker

from matinee.errors import Unavailable
from matinee.foundation.clock import HouseClock

_log = structlog.get_logger()


class Deferrer(PeriodicDeferrer):
    """Enqueues nothing while the clock is off, and goes on where it was once it is right."""

    def __init__(self, clock: HouseClock, registry: PeriodicRegistry, **given: Any) -> None:
        super().__init__(registry, **given)
        self._clock = clock

    def get_previous_tasks(self, at: float) -> Iterable[Any]:
        """What is due at ``at`` (Unix time); times that are still to come were never enqueued."""
        self.last_defers = {key: time for key, time in self.last_defers.items() if time <= at}
        return super().get_previous_tasks(at)

    async def defer_jobs(self, jobs_to_defer: Iterable[Any]) -> None:
        """Enqueue them. Times are noted as they are taken, so what is not taken is due again."""
        try:
            await self._clock.check()
        except Unavailable as off:
            _log.warning("nothing is enqueued at its time", reason=off.sentence)
            return
        await super().defer_jobs(jobs_to_defer)


class _ClockedWorker(Worker):
    app: "ClockedApp"

    async def _periodic_deferrer(self) -> None:
        app = self.app
        await Deferrer(app.clock, app.periodic_registry, **app.periodic_defaults).worker()


class ClockedApp(App):
    """procrastinate's, with workers that look at ``clock`` before they enqueue."""

    clock: HouseClock

    def _worker(self, **kwargs: Any) -> Worker:
        given: dict[str, Any] = {**self.worker_defaults, **kwargs}
        return _ClockedWorker(app=self, **given)
