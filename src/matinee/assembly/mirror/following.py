"""The mirror brought up to now: every minute by a worker, and before each backup."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

import structlog

from matinee.access.administration import Accounts
from matinee.assembly.ground import database_url
from matinee.assembly.mirror import repository, withdrawn
from matinee.assembly.mirror.keys import KeyMirror
from matinee.assembly.settings import Settings
from matinee.audience.service import AudienceService
from matinee.clearance.record.service import RecordService
from matinee.foundation.jobs import Jobs, Payload, Retries

MIRROR = "house.mirror-keys"
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Followed:
    """What the mirror holds, and what this look changed in it."""

    keys: int
    added: int
    destroyed: int
    withdrawn: int
    """Lines on the list of what must not come back."""


async def mirror(
    settings: Settings,
    record: RecordService,
    audience: AudienceService,
    people: Accounts,
    folder: Path,
) -> Followed:
    """Bring keys and the list of what was taken back to where the house is now.

    Conflict where the folder is another house's, or a signing key another one; Unavailable where
    it cannot be written to.
    """
    kept = KeyMirror(folder.absolute())
    house = await asyncio.to_thread(repository.identity, database_url(settings))
    # In this order: a key that goes in between is on the list, and destroyed after a restore.
    found = await asyncio.to_thread(kept.follow, settings.home / "keys", house=house)
    lines = await withdrawn.note(record, audience, people, kept.withdrawn)
    return Followed(found.keys, found.added, found.destroyed, lines)


def register(
    jobs: Jobs,
    settings: Settings,
    record: RecordService,
    audience: AudienceService,
    people: Accounts,
) -> None:
    """Make ``house.mirror-keys`` known, where the settings name a mirror."""
    folder = settings.key_mirror
    if folder is None:
        return

    @jobs.task(MIRROR, retries=Retries(attempts=1), one_at_a_time=True, cron="* * * * *")
    async def follow(_payload: Payload) -> None:
        followed = await mirror(settings, record, audience, people, folder)
        if followed.destroyed:
            _log.info("keys were destroyed in the mirror too", keys=followed.destroyed)
