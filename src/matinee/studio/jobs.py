"""A draft's OCR, its analysis, and its tagging anew after a decision, as background work."""

from uuid import UUID

import structlog

from matinee.foundation.jobs import Jobs, Payload, Retries
from matinee.studio.service import ANALYSE, RECOGNISE, RETAG, StudioService

_log = structlog.get_logger()


def register(jobs: Jobs, studio: StudioService) -> None:
    """Make ``studio.recognise``, ``studio.analyse`` and ``studio.retag`` known."""

    @jobs.task(RECOGNISE, retries=Retries(attempts=2, first_wait_seconds=5), one_at_a_time=True)
    async def recognise(payload: Payload) -> None:
        draft = await studio.recognise(UUID(payload["draft"]))
        _log.info("script read by OCR", draft=str(draft.id), scenes=draft.scenes)

    @jobs.task(ANALYSE, retries=Retries(attempts=3, first_wait_seconds=5), one_at_a_time=True)
    async def analyse(payload: Payload) -> None:
        draft = await studio.analyse(UUID(payload["draft"]))
        _log.info("script analysed", draft=str(draft.id), scenes=draft.scenes)

    @jobs.task(RETAG, retries=Retries(attempts=3, first_wait_seconds=5), one_at_a_time=True)
    async def retag(payload: Payload) -> None:
        draft = await studio.retag(UUID(payload["draft"]))
        _log.info("script tagged again", draft=str(draft.id))
