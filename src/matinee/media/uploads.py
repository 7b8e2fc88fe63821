"""Films that arrive in pieces and survive broken lines: the state behind the tus protocol (1.0.0).

The bytes lie in a file of the home folder; the database says whose they are and how many count.
What was written beyond that, by a process that died or a line that has not been counted yet, stays:
it is the same film's bytes at their own place, and is written again by whoever goes on. To cut it
off would take away what a slower line is about to count.
"""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from matinee.errors import Conflict, Invalid, NotFound
from matinee.foundation.database import Database
from matinee.media.model import FilmId, MediaSettings, Upload
from matinee.media.repository import MediaRepository
from matinee.vocabulary.ids import TitleId, uuid7

_NOTED_EVERY = 8_000_000


class Uploads:
    """What has arrived, and where it lies."""

    def __init__(self, database: Database, settings: MediaSettings, folder: Path) -> None:
        self._database = database
        self._settings = settings
        self._folder = folder
        self._repository = MediaRepository()

    def path_of(self, upload: UUID) -> Path:
        """Where its bytes lie."""
        return self._folder / f"{upload}.film"

    async def begin(self, title: TitleId, name: str, size: int, attribution: str) -> Upload:
        """Make room for a film of ``size`` bytes; those never finished are forgotten now."""
        if not 0 < size <= self._settings.upload_limit_bytes:
            raise Invalid(
                f"A film has from 1 to {self._settings.upload_limit_bytes} bytes.",
                field="Upload-Length",
            )
        now = datetime.now(UTC)
        upload = Upload(uuid7(now), title, name[:200] or "film", size, 0, attribution, now, None)
        await asyncio.to_thread(_touch, self.path_of(upload.id))
        oldest = now - timedelta(days=self._settings.upload_days)
        async with self._database.transaction() as connection:
            gone = await self._repository.forget_uploads(connection, begun_before=oldest)
            await self._repository.put_upload(connection, upload)
        for old in gone:
            await asyncio.to_thread(self.path_of(old).unlink, missing_ok=True)
        return upload

    async def state(self, upload: UUID) -> Upload:
        """How much has arrived."""
        async with self._database.reading() as connection:
            found = await self._repository.upload(connection, upload)
        if found is None:
            raise _unknown()
        return found

    async def append(self, upload: UUID, offset: int, pieces: AsyncIterator[bytes]) -> Upload:
        """Add bytes from ``offset`` on; what arrived before a line broke counts."""
        state = await self.state(upload)
        if offset != state.received:
            raise Conflict(
                f"{state.received} bytes have arrived, not {offset}.",
                remedy="Ask how many have arrived, and go on from there.",
                code="wrong_offset",
            )
        path = self.path_of(upload)
        received = offset
        noted = offset
        try:
            with await asyncio.to_thread(path.open, "r+b") as file:
                file.seek(offset)
                async for piece in pieces:
                    if received + len(piece) > state.bytes:
                        raise Invalid("More bytes come than were announced.", field="body")
                    await asyncio.to_thread(file.write, piece)
                    received += len(piece)
                    if received - noted >= _NOTED_EVERY:
                        await asyncio.to_thread(file.flush)
                        await self._note(state, offset, received)
                        noted = received
        finally:
            await asyncio.shield(self._note(state, offset, received))
        return await self.state(upload)

    async def finish(self, upload: UUID, film: FilmId) -> None:
        """Note which film it became."""
        state = await self.state(upload)
        async with self._database.transaction() as connection:
            await self._repository.put_upload(connection, _with(state, state.received, film))

    async def _note(self, state: Upload, offset: int, received: int) -> None:
        async with self._database.transaction() as connection:
            now = await self._repository.upload(connection, state.id, lock=True)
            # Two lines may bring the same stretch: whoever is behind counts for nothing.
            if now is not None and offset <= now.received < received:
                await self._repository.put_upload(connection, _with(now, received, now.film_id))


def _with(upload: Upload, received: int, film: FilmId | None) -> Upload:
    return Upload(
        upload.id,
        upload.title_id,
        upload.name,
        upload.bytes,
        received,
        upload.attribution,
        upload.begun_at,
        film,
    )


def _touch(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)


def _unknown() -> NotFound:
    return NotFound("There is no such upload.", remedy="Begin it again.", code="unknown_upload")
