"""Jobs at their times while the clock jumps."""

from __future__ import annotations

from datetime import UTC, datetime

from procrastinate import App
from procrastinate.testing import InMemoryConnector

from matinee.foundation.clock import HouseClock
from matinee.foundation.jobs.schedule import Deferrer

NOON, MINUTE, DAY = 1_767_268_801.0, 60.0, 86_400.0


async def test_a_clock_that_was_days_ahead_enqueues_nothing_then_and_all_of_it_after() -> None:
    now = {"wall": NOON, "steady": 0.0}
    right = {"now": NOON}

    async def there() -> datetime:
        return datetime.fromtimestamp(right["now"], UTC)

    clock = HouseClock(there, wall=lambda: now["wall"], steady=lambda: now["steady"])
    queue = InMemoryConnector()
    app = App(connector=queue)

    @app.periodic(cron="* * * * *")
    @app.task(name="test.each_minute")
    def each_minute(timestamp: int) -> None:
        """Nothing."""

    deferrer = Deferrer(clock, app.periodic_registry)

    async def ticked(*, ahead: float = 0.0) -> int:
        before = len(queue.jobs)
        now["wall"] = right["now"] + ahead
        await deferrer.defer_jobs(deferrer.get_previous_tasks(at=now["wall"]))
        return len(queue.jobs) - before

    def pass_on() -> None:
        right["now"] += MINUTE
        now["steady"] += MINUTE

    assert await ticked() == 1
    pass_on()
    assert await ticked(ahead=2 * DAY) == 0
    pass_on()
    assert await ticked() == 2  # What was due meanwhile comes as well.
    # A jump that nobody noticed in time: it is forgotten as soon as the clock is right.
    deferrer.last_defers = dict.fromkeys(deferrer.last_defers, int(NOON + 2 * DAY))
    pass_on()
    assert await ticked() == 1
