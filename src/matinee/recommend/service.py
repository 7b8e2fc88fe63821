"""Recommendation's use cases; the only door to it besides ``model``."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from matinee.errors import Conflict, NotFound
from matinee.foundation.blobs import Blobs
from matinee.foundation.database import Database
from matinee.recommend.artefact_store import ArtefactStore
from matinee.recommend.model import (
    ModelSet,
    ModelVersion,
    Progress,
    RecommendSettings,
    Shelves,
    ViewingLog,
)
from matinee.recommend.repository import RecommendRepository
from matinee.recommend.sequence.model import LOCAL
from matinee.recommend.serving import Serving
from matinee.recommend.trainer import Trainer


def _now() -> datetime:
    return datetime.now(UTC)


def _untold(_what: str, _done: float) -> None:
    """Nobody watches."""


class RecommendService:
    """Training, versions, and the models that serve.

    ``folder`` is where this machine keeps copies of the files to map them, and trainings that were
    stopped; it may be lost. ``cluster`` is where several workers train, if the settings want such:
    ``LOCAL``, ``auto`` for the Ray cluster that this machine belongs to, or HOST:PORT.
    """

    def __init__(
        self,
        database: Database,
        blobs: Blobs,
        log: ViewingLog,
        shelves: Shelves,
        settings: RecommendSettings | None = None,
        *,
        folder: Path,
        cluster: str = LOCAL,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        self.settings = settings or RecommendSettings()
        self._database = database
        self._clock = clock
        self._repository = RecommendRepository()
        self._store = ArtefactStore(blobs, folder)
        self._serving = Serving(
            database,
            self._repository,
            self._store,
            check_seconds=self.settings.check_seconds,
            objectives=self.settings.objectives,
        )
        self._trainer = Trainer(
            database,
            self._repository,
            self._store,
            log,
            shelves,
            self.settings,
            unfinished=folder / ".unfinished",
            cluster=cluster,
            clock=clock,
            changed=self._serving.look_again,
        )

    def live(self) -> ModelSet | None:
        """The models that this process served last, without looking for newer ones."""
        return self._serving.held

    async def current(self) -> ModelSet | None:
        """The models that serve; a change is noticed within ``check_seconds``."""
        return await self._serving.current()

    async def models(self, *, limit: int = 50) -> tuple[ModelVersion, ...]:
        """Trainings, the newest first."""
        async with self._database.reading() as connection:
            return await self._repository.versions(connection, limit=limit)

    async def model(self, version: str) -> ModelVersion:
        """One training, or NotFound."""
        async with self._database.reading() as connection:
            found = await self._repository.version(connection, version)
        if found is None:
            raise NotFound(
                f"There are no models {version}.", remedy="matinee models list shows those known."
            )
        return found

    async def live_version(self) -> str | None:
        """The version that serves, or None where nothing does."""
        async with self._database.reading() as connection:
            return await self._repository.live_version(connection)

    async def train(self, *, progress: Progress = _untold, sequence: bool = True) -> ModelVersion:
        """Learn from the whole log; the new models serve when they are sound and not worse.

        Without ``sequence`` the linear models are trained alone, which takes seconds.
        """
        return await self._trainer.train(progress=progress, sequence=sequence)

    async def rollback(self, version: str | None = None) -> ModelVersion:
        """Let a former version serve: the one named, or the one that served before."""
        async with self._database.reading() as connection:
            serviceable = await self._repository.serviceable(connection)
        chosen = next(
            (
                one
                for one in serviceable
                if (one.version == version if version else not one.live and one.served)
            ),
            None,
        )
        if chosen is None:
            raise Conflict(
                f"Models {version} cannot serve." if version else "No version served before.",
                remedy="Choose an accepted version whose files are there, from matinee models "
                "list; what was learned from a profile since erased is gone.",
            )
        await self._store.fetched(chosen.version, chosen.manifest_sha256)
        async with self._database.transaction() as connection:
            await self._repository.locked_live_version(connection)
            await self._repository.serve(connection, chosen.version, at=self._clock())
        self._serving.look_again()
        return await self.model(chosen.version)
