"""A training from beginning to end: read, learn, examine, judge, keep, publish, tidy up."""

import asyncio
import secrets
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import structlog

from matinee.errors import Conflict
from matinee.foundation.database import Database
from matinee.recommend import artefact
from matinee.recommend.acceptance import Verdict, judge
from matinee.recommend.artefact_store import ArtefactStore
from matinee.recommend.herds import DAY
from matinee.recommend.model import (
    TOO_LITTLE_VIEWING,
    ModelSet,
    ModelVersion,
    Progress,
    RecommendSettings,
    Shelves,
    ViewingLog,
)
from matinee.recommend.repository import RecommendRepository
from matinee.recommend.training import Rival, Trained, train
from matinee.recommend.viewing import Viewing, viewing_of

_log = structlog.get_logger()
_ALL = 1_000_000


@dataclass(frozen=True, slots=True)
class _Live:
    """What serves while a training runs: its record, and its models where they can be read."""

    version: ModelVersion
    models: ModelSet | None


class Trainer:
    """Makes versions. ``changed`` is called when another version serves, or none.

    ``unfinished`` is the folder from which a training goes on that was stopped on the same log,
    ``cluster`` where several workers train the sequence model.
    """

    def __init__(
        self,
        database: Database,
        repository: RecommendRepository,
        store: ArtefactStore,
        log: ViewingLog,
        shelves: Shelves,
        settings: RecommendSettings,
        *,
        unfinished: Path,
        cluster: str,
        clock: Callable[[], datetime],
        changed: Callable[[], None],
    ) -> None:
        self._database = database
        self._repository = repository
        self._store = store
        self._log_of_viewing = log
        self._shelves = shelves
        self._settings = settings
        self._linear_alone = settings.model_copy(update={"sequence_passes": 0})
        self._unfinished = unfinished
        self._cluster = cluster
        self._clock = clock
        self._changed = changed

    async def train(self, *, progress: Progress, sequence: bool = True) -> ModelVersion:
        """Learn from the whole log; the new models serve when they are sound and not worse.

        Without ``sequence`` the linear models are trained alone, which takes seconds.
        """
        started, at = time.perf_counter(), self._clock()
        live = await self._live()
        progress("reading the log", 0.0)
        erasures = await self._erasures()
        viewing = await self._viewing()
        version = f"{at:%Y%m%dT%H%M%S}-{secrets.token_hex(3)}"
        erased = live is not None and live.version.erasures < erasures
        try:
            settings = self._settings if sequence else self._linear_alone
            trained = await self._trained(viewing, settings, version, at, live, progress)
        except Conflict as too_little:
            if erased and too_little.code == TOO_LITTLE_VIEWING:
                await self._withdrawn()
            raise
        verdict = judge(
            trained.figures,
            None if live is None else live.version.figures,
            side_by_side=trained.side_by_side,
            tolerance=self._settings.tolerance,
            erased=erased,
        )
        remarks = f"{verdict.reason} {trained.remark} {_of_herds(viewing)}"
        verdict = replace(verdict, reason=" ".join(remarks.split()))
        made = _record(trained, viewing, verdict, at=at, erasures=erasures, settings=self._settings)
        progress("keeping the files", 0.95)
        made = await self._kept(made, trained.models)
        made = replace(made, seconds=time.perf_counter() - started)
        made = await self._published(made, at)
        await self._tidied()
        progress("done", 1.0)
        return made

    async def _trained(
        self,
        viewing: Viewing,
        settings: RecommendSettings,
        version: str,
        at: datetime,
        live: _Live | None,
        progress: Progress,
    ) -> Trained:
        """Train in a thread, which stops at its next step when this is cancelled."""
        cancelled = threading.Event()

        def told(what: str, done: float) -> None:
            if cancelled.is_set():
                raise InterruptedError
            progress(what, 0.05 + 0.9 * done)

        try:
            return await asyncio.to_thread(
                train,
                viewing,
                settings,
                version=version,
                now=at.timestamp(),
                rival=None if live is None else _rival(live),
                progress=told,
                unfinished=self._unfinished,
                cluster=self._cluster,
            )
        except asyncio.CancelledError:
            cancelled.set()
            raise

    async def _withdrawn(self) -> None:
        """Let nothing serve: what was learned has to go, and nothing can take its place."""
        async with self._database.transaction() as connection:
            await self._repository.locked_live_version(connection)
            await self._repository.serve_nothing(connection)
            versions = await self._repository.versions(connection, limit=_ALL)
        self._changed()
        await self._without_files([one.version for one in versions if one.files])

    async def _live(self) -> _Live | None:
        async with self._database.reading() as connection:
            pointer = await self._repository.live_version(connection)
            version = pointer and await self._repository.version(connection, pointer)
        if not version:
            return None
        try:
            models = await self._store.models(version.version, version.manifest_sha256)
        except Conflict as broken:
            _log.error("live models cannot be compared with", reason=str(broken))
            models = None
        return _Live(version, models)

    async def _viewing(self) -> Viewing:
        shelf = await self._shelves.shelf()
        events = await self._log_of_viewing.training_events()
        return await asyncio.to_thread(
            viewing_of,
            events,
            shelf,
            item_limit=self._settings.item_limit,
            fewest_members=self._settings.fewest_members,
            herd_factor=self._settings.herd_factor,
        )

    async def _erasures(self) -> int:
        """How far the list of erasures goes; read before the log, so never further than it."""
        erased = await self._log_of_viewing.erasures()
        return max((erasure.sequence for erasure in erased), default=0)

    async def _kept(self, made: ModelVersion, models: ModelSet) -> ModelVersion:
        """Write the files, store them, and read them back from the store as a server will."""
        with tempfile.TemporaryDirectory(prefix="matinee-models-") as folder:
            files = Path(folder)
            manifest = await asyncio.to_thread(
                artefact.write, models, files, {"made_at": made.made_at, **asdict(made.figures)}
            )
            if not made.verdict.accepted:
                return replace(made, manifest_sha256=manifest, files=False)
            try:
                size = await self._store.put(made.version, files)
                await self._store.fetched(made.version, manifest)
            except Conflict as broken:
                await self._store.remove(made.version)
                verdict = Verdict(False, broken.sentence)
                return replace(made, manifest_sha256=manifest, files=False, verdict=verdict)
        return replace(made, manifest_sha256=manifest, size_bytes=size)

    async def _published(self, made: ModelVersion, at: datetime) -> ModelVersion:
        """Record the training and, in the same transaction, let it serve."""
        async with self._database.transaction() as connection:
            pointer = await self._repository.locked_live_version(connection)
            serving = pointer and await self._repository.version(connection, pointer)
            if serving and made.verdict.accepted and serving.made_at > at:
                verdict = Verdict(False, f"Newer models, {pointer}, went live meanwhile.")
                made = replace(made, verdict=verdict)
            await self._repository.add(connection, made)
            if made.verdict.accepted:
                await self._repository.serve(connection, made.version, at=at)
        self._changed()
        return replace(made, live=made.verdict.accepted, served=made.verdict.accepted)

    async def _tidied(self) -> None:
        """Remove files that will not serve again, and those from which a profile was erased."""
        async with self._database.reading() as connection:
            versions = await self._repository.versions(connection, limit=_ALL)
            serviceable = await self._repository.serviceable(connection)
        live = next((one for one in serviceable if one.live), None)
        forgotten = [
            one.version
            for place, one in enumerate(serviceable)
            if live is not None
            and not one.live
            and (place >= self._settings.keep_versions or one.erasures < live.erasures)
        ]
        refused = [one.version for one in versions if one.files and not one.verdict.accepted]
        await self._without_files(forgotten + refused)
        await self._store.remove_abandoned({one.version for one in versions if one.files})

    async def _without_files(self, versions: Sequence[str]) -> None:
        for version in versions:
            await self._store.remove(version)
        async with self._database.transaction() as connection:
            await self._repository.without_files(connection, versions)


def _rival(live: _Live) -> Rival | None:
    if live.models is None or live.version.until is None:
        return None
    return Rival(live.models, live.version.until.timestamp())


def _of_herds(viewing: Viewing) -> str:
    """What was left out because members who came together pushed a title."""
    if not viewing.herds:
        return ""
    name, herd = viewing.herds[0]
    day = datetime.fromtimestamp(herd.day * DAY, UTC).date().isoformat()
    left_out = sum(one.seen - one.allowed for _, one in viewing.herds)
    _log.warning("viewing was left out of a training", viewings=left_out, herds=len(viewing.herds))
    return (
        f"Left out: {left_out} viewings by members who came together, most of {name}, "
        f"{herd.seen} by those of {day}, of which {herd.allowed} count."
    )


def _record(
    trained: Trained,
    viewing: Viewing,
    verdict: Verdict,
    *,
    at: datetime,
    erasures: int,
    settings: RecommendSettings,
) -> ModelVersion:
    return ModelVersion(
        version=trained.models.version,
        made_at=at,
        until=datetime.fromtimestamp(float(viewing.at.max()), UTC),
        events=viewing.events,
        members=int((viewing.histories().lengths > 0).sum()),
        titles=len(trained.models),
        size_bytes=0,
        seconds=0.0,
        figures=trained.figures,
        verdict=verdict,
        erasures=erasures,
        manifest_sha256="",
        settings=settings.model_dump(),
    )
