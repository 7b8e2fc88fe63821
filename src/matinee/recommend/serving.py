"""The models that this process serves, kept in step with the pointer in the database."""

import asyncio
import time
from dataclasses import replace

import structlog

from matinee.errors import MatineeError, Unavailable
from matinee.foundation.database import Database
from matinee.recommend.artefact_store import ArtefactStore
from matinee.recommend.model_set import ModelSet
from matinee.recommend.objectives import Objectives
from matinee.recommend.repository import RecommendRepository

_log = structlog.get_logger()
_TRIED_AGAIN_AFTER = 60.0


class Serving:
    """Holds one model set and swaps it by reference; whoever holds the former keeps it."""

    def __init__(
        self,
        database: Database,
        repository: RecommendRepository,
        store: ArtefactStore,
        *,
        check_seconds: float,
        objectives: Objectives,
    ) -> None:
        self._database = database
        self._repository = repository
        self._store = store
        self._check_seconds = check_seconds
        self._objectives = objectives
        self._held: ModelSet | None = None
        self._pointer: str | None = None
        self._looked_at = -float("inf")
        self._failed_at: dict[str, float] = {}
        self._looking = asyncio.Lock()

    @property
    def held(self) -> ModelSet | None:
        """What serves now in this process, without looking."""
        return self._held

    async def current(self) -> ModelSet | None:
        """What serves; the pointer is looked at once it is older than ``check_seconds``.

        While another caller fetches new models, the former are returned at once.
        """
        if not self._due() or (self._looking.locked() and self._held is not None):
            return self._held
        async with self._looking:
            if self._due():
                try:
                    await self._look()
                except Unavailable:
                    # While the database is away, what serves goes on serving.
                    if self._held is None and self._looked_at == -float("inf"):
                        raise
                    self._looked_at = time.monotonic()
        return self._held

    def look_again(self) -> None:
        """Let the next caller look, however young the last answer is."""
        self._looked_at = -float("inf")

    def _due(self) -> bool:
        return time.monotonic() - self._looked_at >= self._check_seconds

    async def _look(self) -> None:
        async with self._database.reading() as connection:
            pointer = await self._repository.live_version(connection)
        self._looked_at = time.monotonic()
        if pointer is None:
            self._held = self._pointer = None
        elif self._held is None or pointer != self._pointer:
            await self._fetch(pointer)

    async def _fetch(self, pointer: str) -> None:
        """Take the live version; where it is broken keep the former, or else find one that served.

        A version that could not be had is tried again after a minute.
        """
        async with self._database.reading() as connection:
            versions = await self._repository.serviceable(connection)
        for version in versions:
            if version.version != pointer and self._held is not None:
                return
            failed_at = self._failed_at.get(version.version, -float("inf"))
            if time.monotonic() - failed_at < _TRIED_AGAIN_AFTER:
                continue
            try:
                models = await self._store.models(version.version, version.manifest_sha256)
            except MatineeError as failure:
                self._failed_at[version.version] = time.monotonic()
                _log.error("models refused", version=version.version, reason=str(failure))
                continue
            self._held = replace(models, wanted=self._objectives)
            self._looked_at = time.monotonic()
            if version.version == pointer:
                self._pointer = pointer
            _log.info("models serve", version=version.version, titles=len(models))
            await self._store.keep_copies_of({version.version, pointer})
            return
