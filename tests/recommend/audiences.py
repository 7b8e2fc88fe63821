"""An audience and a shelf held in memory, which satisfy what training asks of others."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid5

import numpy as np
from tests.recommend.worlds import chains

from matinee.audience.model import (
    KIND_CODES,
    Erasure,
    EventKind,
    TrainingEvents,
    Words,
    erasure_digest,
)
from matinee.catalogue.model import Shelf, ShelvedTitle, TitleKind
from matinee.foundation.blobs import Blobs
from matinee.foundation.database import Database
from matinee.recommend.histories import Histories
from matinee.recommend.model import RecommendSettings
from matinee.recommend.service import RecommendService
from matinee.vocabulary.ids import ProfileId, TitleId

_NAMES = UUID("a6a7e2a2-5b3c-4b55-9a53-1a6f3b9f6d10")
START = datetime(2026, 1, 1, tzinfo=UTC).timestamp()


def title_id(name: object) -> TitleId:
    return TitleId(uuid5(_NAMES, f"title {name}"))


def profile_id(name: object) -> ProfileId:
    return ProfileId(uuid5(_NAMES, f"profile {name}"))


@dataclass(frozen=True)
class Did:
    """One thing that a member did, so many hours after the beginning."""

    member: object
    title: object
    kind: EventKind = EventKind.FINISH
    hours: float = 0.0
    value: float = float("nan")
    by_rank: bool = False
    device: str = ""


def training_events(
    events: Iterable[Did], territories: dict[object, str] | None = None
) -> TrainingEvents:
    """As the audience hands them over: by member, then by time."""
    rows = sorted(events, key=lambda did: (str(did.member), did.hours))
    members = sorted({row.member for row in rows}, key=str)
    titles = sorted({row.title for row in rows}, key=str)
    devices = sorted({row.device for row in rows})
    return TrainingEvents(
        profiles=tuple(profile_id(member) for member in members),
        territories=tuple((territories or {}).get(member, "PT") for member in members),
        titles=tuple(title_id(title) for title in titles),
        profile=np.array([members.index(row.member) for row in rows], np.int32),
        title=np.array([titles.index(row.title) for row in rows], np.int32),
        kinds=np.array([KIND_CODES[row.kind] for row in rows], np.uint8),
        at=np.array([START + 3600 * row.hours for row in rows], np.float64),
        seconds=np.full(len(rows), np.nan, np.float32),
        values=np.array([row.value for row in rows], np.float32),
        ordered=np.array([row.by_rank for row in rows], np.bool_),
        devices=Words(
            tuple(devices), np.array([devices.index(row.device) for row in rows], np.int32)
        ),
    )


def finishing(histories: Histories, *, since: float = 0.0, called: str = "m") -> list[Did]:
    """Everyone finishes the titles of a history, one an hour."""
    return [
        Did(f"{called}{member:04}", int(item), hours=since + place)
        for member, (start, end) in enumerate(
            zip(histories.offsets[:-1], histories.offsets[1:], strict=True)
        )
        for place, item in enumerate(histories.items[start:end])
    ]


@dataclass
class WrittenLog:
    """A viewing log that a test writes."""

    events: list[Did]
    erased: list[ProfileId] = field(default_factory=list[ProfileId], kw_only=True)

    async def training_events(self, *, after: datetime | None = None) -> TrainingEvents:
        assert after is None
        return training_events(self.events)

    async def erasures(self, *, after: int = 0) -> tuple[Erasure, ...]:
        at = datetime(2026, 1, 2, tzinfo=UTC)
        numbered = enumerate(self.erased, start=1)
        return tuple(
            Erasure(number, erasure_digest(profile), at)
            for number, profile in numbered
            if number > after
        )

    def erase(self, member: object) -> None:
        self.events = [did for did in self.events if did.member != member]
        self.erased.append(profile_id(member))


@dataclass
class OneShelf:
    """A catalogue that never changes."""

    kept: Shelf

    async def shelf(self) -> Shelf:
        return self.kept


def films(titles: Iterable[object]) -> list[ShelvedTitle]:
    return [ShelvedTitle(id=title_id(title), name=str(title)) for title in titles]


def series_of(name: str, episodes: int) -> list[ShelvedTitle]:
    """A series of one season."""
    season = f"{name} season"
    return [
        ShelvedTitle(id=title_id(name), name=name, kind=TitleKind.SERIES),
        ShelvedTitle(
            id=title_id(season),
            name=season,
            kind=TitleKind.SEASON,
            parent=title_id(name),
            number=1,
        ),
        *(
            ShelvedTitle(
                id=title_id(f"{name}{number}"),
                name=f"{name}{number}",
                kind=TitleKind.EPISODE,
                parent=title_id(season),
                number=number,
            )
            for number in range(1, episodes + 1)
        ),
    ]


def shelf_of(titles: Sequence[ShelvedTitle]) -> Shelf:
    return Shelf.build(titles)


SETTINGS = RecommendSettings(ridge=5.0, check_seconds=0.0, sequence_passes=0)


def forty_films() -> OneShelf:
    return OneShelf(shelf_of(films(range(40))))


def walked_log(members: int = 150) -> WrittenLog:
    """Members who mostly go from one title to the next."""
    return WrittenLog(finishing(chains(members=members)))


def service(
    database: Database,
    blobs: Blobs,
    log: WrittenLog,
    folder: Path,
    settings: RecommendSettings = SETTINGS,
) -> RecommendService:
    return RecommendService(database, blobs, log, forty_films(), settings, folder=folder)
