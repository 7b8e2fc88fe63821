"""A draft's shots and assets told to the house's Kitsu server, at once or by a job."""

import asyncio
from uuid import UUID

import structlog

from matinee.errors import Conflict
from matinee.foundation.database import Database
from matinee.foundation.jobs import Jobs, Payload, Retries
from matinee.studio.kitsu.plan import KitsuPlan, kitsu_plan
from matinee.studio.kitsu.sending import Progress, Sent, send
from matinee.studio.service import StudioService
from matinee.studio.vfx.listing import vfx_shots

SEND = "studio.kitsu"
_log = structlog.get_logger()


def _untold(done: int, of: int) -> None:
    """Nobody watches a job."""
    del done, of


class KitsuDesk:
    """Reads what the studio has stored; writes to Kitsu alone."""

    def __init__(self, database: Database, jobs: Jobs, studio: StudioService) -> None:
        self._database, self._jobs, self._studio = database, jobs, studio

    async def plan(self, identifier: UUID) -> KitsuPlan:
        """What would be sent of a draft."""
        sheet = await self._studio.sheet(identifier)
        return kitsu_plan(sheet, vfx_shots(sheet))

    async def ask(self, identifier: UUID) -> KitsuPlan:
        """Have a draft sent soon; what will go.

        Raises:
            Conflict: the house names no Kitsu server.
        """
        self._server()
        plan = await self.plan(identifier)
        async with self._database.transaction() as connection:
            await self._jobs.enqueue(
                connection, SEND, {"draft": str(identifier)}, unless_waiting=f"{SEND} {identifier}"
            )
        return plan

    async def send(self, identifier: UUID, told: Progress = _untold) -> Sent:
        """Send a draft now.

        Raises:
            Conflict: the house names no Kitsu server.
            MatineeError: as :func:`matinee.studio.kitsu.sending.send` says.
        """
        host, token = self._server()
        draft = await self._studio.draft(identifier)
        title = await self._studio.productions.title(draft.production)
        plan = await self.plan(identifier)
        return await asyncio.to_thread(send, plan, title, host=host, token=token, told=told)

    def _server(self) -> tuple[str, str]:
        settings = self._studio.settings
        if not settings.kitsu_host or settings.kitsu_token is None:
            raise Conflict(
                "This house names no Kitsu server.",
                remedy="Set MATINEE_STUDIO__KITSU_HOST and MATINEE_STUDIO__KITSU_TOKEN.",
                code="no_kitsu",
            )
        return settings.kitsu_host, settings.kitsu_token.get_secret_value()


def register(jobs: Jobs, kitsu: KitsuDesk) -> None:
    """Make ``studio.kitsu`` known."""

    @jobs.task(SEND, retries=Retries(attempts=3, first_wait_seconds=30), one_at_a_time=True)
    async def send_draft(payload: Payload) -> None:
        sent = await kitsu.send(UUID(payload["draft"]))
        _log.info(
            "sent to Kitsu", draft=payload["draft"], assets=sent.assets, shots=sent.shots,
            castings=sent.castings,
        )  # fmt: skip
