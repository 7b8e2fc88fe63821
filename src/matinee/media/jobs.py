"""Taking in films as background work; a job whose worker died goes on where its steps ended."""

from uuid import UUID

import structlog

from matinee.foundation.jobs import Jobs, Payload, Retries
from matinee.media.model import FilmId
from matinee.media.service import INGEST, MediaService

_log = structlog.get_logger()


def register(jobs: Jobs, media: MediaService) -> None:
    """Make ``media.ingest`` known; one film at a time, since one fills a machine."""

    @jobs.task(INGEST, retries=Retries(attempts=3, first_wait_seconds=30), one_at_a_time=True)
    async def ingest(payload: Payload) -> None:
        film = FilmId(UUID(payload["film"]))
        await media.take_in(film)
        _log.info("the film can be played", film=str(film))
