"""A MovieLens folder taken in whole: its titles by the catalogue, its viewing by the audience.

A rating is a finish; four stars and more are also a thumb up, two and less a thumb down.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid5

import numpy as np
from numpy.typing import NDArray

from matinee.assembly.movielens_viewing import (
    SEQUENCES,
    Viewings,
    listed_users,
    viewing_file,
    viewings,
)
from matinee.audience.model import EventColumns, EventKind, Household, Profile, TimeBasis
from matinee.audience.service import AudienceService
from matinee.catalogue.model import ImportReport, Reject
from matinee.catalogue.service import CatalogueService, Progress, RejectsFile
from matinee.vocabulary.ids import HouseholdId, ProfileId, TitleId
from matinee.vocabulary.places import EVERYWHERE

_MEMBERS = UUID("7c9f4a1e-52d1-5c0b-9b7e-3f1d2a8e6c55")
THUMB_UP_FROM, THUMB_DOWN_UP_TO = 4.0, 2.0
_USERS_AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class MovieLensReport:
    """What became of a folder. ``events`` = ``accepted`` + ``duplicates`` + ``homeless``.

    ``homeless`` events belong to profiles that were erased, which an import never brings back.
    """

    titles: ImportReport
    dataset: str
    viewing_file: str
    time_basis: str
    users: int
    viewings: int
    rejected: int
    events: int
    accepted: int
    duplicates: int
    homeless: int
    rejects_file: Path | None
    seconds: float


def _now() -> datetime:
    return datetime.now(UTC)


def profile_of(dataset: str, user: int) -> ProfileId:
    """The profile that stands for a user of a dataset."""
    return ProfileId(uuid5(_MEMBERS, f"{dataset}:profile:{user}"))


async def import_movielens(
    catalogue: CatalogueService,
    audience: AudienceService,
    folder: Path,
    *,
    dataset: str | None = None,
    open_window: bool = True,
    rejects: Path | None = None,
    progress: Progress | None = None,
    clock: Callable[[], datetime] = _now,
) -> MovieLensReport:
    """Take in titles and viewing; the same again changes nothing."""
    viewing = viewing_file(folder)
    titles = await catalogue.import_movielens(
        folder, dataset=dataset, open_window=open_window, rejects=rejects, progress=progress
    )
    default = Path(f"{titles.dataset}.viewing.rejects.jsonl")
    taking = _ViewingImport(
        audience,
        dataset=titles.dataset,
        title_of=titles.title_of,
        rejects=RejectsFile(rejects.with_name(f"viewing-{rejects.name}") if rejects else default),
        made_at=clock(),
    )
    started = time.perf_counter()
    await taking.members(listed_users(folder))
    if viewing is not None:
        size = viewing.stat().st_size
        await taking.run(viewing, None if progress is None else lambda done: progress(done, size))
    counts = taking.counts
    by_rank = viewing is not None and viewing.name == SEQUENCES
    return MovieLensReport(
        titles=titles.report,
        dataset=titles.dataset,
        viewing_file=viewing.name if viewing else "",
        time_basis=(TimeBasis.RANK if by_rank else TimeBasis.CLOCK).value,
        users=len(taking.known_users),
        viewings=counts["viewings"],
        rejected=counts["rejected"],
        events=counts["accepted"] + counts["duplicates"] + counts["homeless"],
        accepted=counts["accepted"],
        duplicates=counts["duplicates"],
        homeless=counts["homeless"],
        rejects_file=taking.rejects.path if counts["rejected"] else None,
        seconds=time.perf_counter() - started,
    )


class _ViewingImport:
    def __init__(
        self,
        audience: AudienceService,
        *,
        dataset: str,
        title_of: Mapping[int, TitleId],
        rejects: RejectsFile,
        made_at: datetime,
    ) -> None:
        self._audience = audience
        self._dataset = dataset
        self._items = np.array(sorted(title_of), np.int64)
        self._titles = [title_of[item] for item in self._items.tolist()]
        self.rejects = rejects
        self._made_at = made_at
        self.known_users: dict[int, ProfileId] = {}
        self.counts: Counter[str] = Counter()

    async def members(self, users: Iterable[int]) -> None:
        """Make a household of one profile for each user who has none yet."""
        new = [user for user in dict.fromkeys(users) if user not in self.known_users]
        for first in range(0, len(new), _USERS_AT_ONCE):
            part = new[first : first + _USERS_AT_ONCE]
            households = [self._household(user) for user in part]
            profiles = [
                self._profile(user, household)
                for user, household in zip(part, households, strict=True)
            ]
            await self._audience.put_members(households, profiles)
            self.known_users |= {
                user: profile.id for user, profile in zip(part, profiles, strict=True)
            }

    async def run(self, path: Path, progress: Callable[[int], None] | None) -> None:
        """Take in a file of ratings or of histories."""
        basis = TimeBasis.RANK if path.name == SEQUENCES else TimeBasis.CLOCK
        try:
            for part in viewings(path):
                await self._take(self._housed(part, path.name), basis)
                if progress is not None:
                    progress(part.read)
        finally:
            self.rejects.close()

    def _housed(self, part: Viewings, file: str) -> Viewings:
        for line, text in part.broken:
            self._reject(Reject(line, "", "This line is not one of viewing.", text, file))
        known = np.isin(part.items, self._items)
        for line, item in zip(
            part.lines[~known].tolist(), part.items[~known].tolist(), strict=True
        ):
            self._reject(Reject(line, "movieId", f"There is no title {item}.", str(item), file))
        self.counts["viewings"] += len(part.items) + len(part.broken)
        return Viewings(
            part.users[known],
            part.items[known],
            part.stars[known],
            part.at[known],
            part.lines[known],
            part.read,
            (),
        )

    async def _take(self, part: Viewings, basis: TimeBasis) -> None:
        if not len(part.users):
            return
        users, user_rows = np.unique(part.users, return_inverse=True)
        await self.members(users.tolist())
        title_rows = np.searchsorted(self._items, part.items)
        for kind, rows, value in self._kinds(part.stars):
            receipt = await self._audience.bulk_events(
                EventColumns(
                    profiles=[self.known_users[user] for user in users.tolist()],
                    titles=self._titles,
                    profile=user_rows[rows].astype(np.int32),
                    title=title_rows[rows].astype(np.int32),
                    kinds=np.full(len(rows), kind.code, np.uint8),
                    at=part.at[rows],
                    time_basis=basis,
                    values=None if value is None else np.full(len(rows), value, np.float32),
                )
            )
            self.counts["accepted"] += receipt.accepted
            self.counts["duplicates"] += receipt.duplicates
            self.counts["homeless"] += receipt.homeless

    def _kinds(
        self, stars: NDArray[np.float64]
    ) -> Iterator[tuple[EventKind, NDArray[np.intp], float | None]]:
        yield EventKind.FINISH, np.arange(len(stars)), None
        for rows, value in (
            (np.flatnonzero(stars >= THUMB_UP_FROM), 1.0),
            (np.flatnonzero(stars <= THUMB_DOWN_UP_TO), -1.0),
        ):
            if len(rows):
                yield EventKind.THUMB, rows, value

    def _reject(self, reject: Reject) -> None:
        self.counts["rejected"] += 1
        self.rejects.add(reject)

    def _household(self, user: int) -> Household:
        identifier = HouseholdId(uuid5(_MEMBERS, f"{self._dataset}:household:{user}"))
        return Household(identifier, f"{self._dataset} {user}", False, self._made_at)

    def _profile(self, user: int, household: Household) -> Profile:
        return Profile(
            id=profile_of(self._dataset, user),
            household_id=household.id,
            name=f"Member {user}",
            kids=False,
            maturity_limit=None,
            languages=(),
            territory=EVERYWHERE,
            simulated=False,
            created_at=self._made_at,
        )
