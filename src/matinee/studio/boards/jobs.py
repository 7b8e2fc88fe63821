"""What is left of deleted boards is destroyed in the background."""

import structlog

from matinee.foundation.jobs import Jobs, Payload, Retries
from matinee.studio.boards.removal import RemovalService

DESTROY = "studio.boards_destroy"
_log = structlog.get_logger()


def register(jobs: Jobs, removal: RemovalService) -> None:
    """Make ``studio.boards_destroy`` known: once an hour."""

    @jobs.task(DESTROY, retries=Retries(attempts=1), one_at_a_time=True, cron="23 * * * *")
    async def destroy(_payload: Payload) -> None:
        for board in await removal.destroy():
            _log.info("a deleted board was destroyed", board=str(board))
