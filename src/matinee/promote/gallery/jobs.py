"""The gallery's background work: pictures for new films, and what came of those shown."""

import structlog

from matinee.foundation.jobs import Jobs, Payload, Retries
from matinee.promote.gallery.service import GalleryService

PROPOSE = "gallery.propose"
LEARN = "gallery.learn"
_log = structlog.get_logger()


def register(jobs: Jobs, gallery: GalleryService) -> None:
    """Make both known, with the times at which they run by themselves."""
    retries = Retries(attempts=3, first_wait_seconds=60)

    @jobs.task(PROPOSE, retries=retries, one_at_a_time=True, cron=gallery.settings.look_at)
    async def propose(_payload: Payload) -> None:
        await gallery.count_faces()
        films = await gallery.propose_all()
        if films:
            _log.info("pictures were proposed", films=films)

    @jobs.task(LEARN, retries=retries, one_at_a_time=True, cron=gallery.settings.learn_at)
    async def learn(_payload: Payload) -> None:
        judged = await gallery.choice.learn()
        if judged:
            _log.info("pictures were judged", showings=judged)
