"""Small real shelves, members and models that the tests of the page are played on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID, uuid5

import numpy as np
from numpy.typing import NDArray

from matinee.audience.model import EventKind, History, Member, Profile
from matinee.catalogue.model import AvailabilityWindow, ShelvedTitle, TitleKind
from matinee.vocabulary.ids import HouseholdId, ProfileId, TitleId
from matinee.vocabulary.places import EVERYWHERE, Language, Territory
from matinee.vocabulary.window import Window

NOW = datetime(2026, 3, 1, 20, tzinfo=UTC)
ALWAYS = (AvailabilityWindow(EVERYWHERE, Window()),)
_NAMES = UUID("3d6d3f8e-6a52-4d0c-9d5e-0f6f2f8f3a11")


def title_id(name: str) -> TitleId:
    return TitleId(uuid5(_NAMES, name))


def film(
    name: str,
    *genres: str,
    year: int | None = 2000,
    age: int | None = 0,
    minutes: int | None = 100,
    windows: tuple[AvailabilityWindow, ...] = ALWAYS,
    audio: tuple[Language, ...] = (),
) -> ShelvedTitle:
    return ShelvedTitle(
        id=title_id(name),
        name=name,
        year=year,
        runtime_minutes=minutes,
        genres=genres,
        ages={} if age is None else {EVERYWHERE: age},
        windows=windows,
        audio=audio,
    )


def series(name: str, *genres: str, seasons: Sequence[int]) -> list[ShelvedTitle]:
    """A series of so many episodes in each season; windows and age come from the series."""
    made = [
        ShelvedTitle(
            id=title_id(name),
            name=name,
            kind=TitleKind.SERIES,
            year=2010,
            genres=genres,
            ages={EVERYWHERE: 0},
            windows=ALWAYS,
        )
    ]
    for season, episodes in enumerate(seasons, start=1):
        below = f"{name} {season}"
        made.append(
            ShelvedTitle(
                id=title_id(below),
                name=below,
                kind=TitleKind.SEASON,
                parent=title_id(name),
                number=season,
            )
        )
        made += [
            ShelvedTitle(
                id=title_id(f"{below}x{episode}"),
                name=f"{below}x{episode}",
                kind=TitleKind.EPISODE,
                parent=title_id(below),
                number=episode,
                runtime_minutes=50,
            )
            for episode in range(1, episodes + 1)
        ]
    return made


@dataclass(frozen=True)
class Did:
    """One thing that a member did; ``at`` is seconds since 1970."""

    kind: EventKind
    title: TitleId
    at: float
    seconds: float = float("nan")
    value: float = float("nan")


def history_of(events: Iterable[Did]) -> History:
    newest_first = sorted(events, key=lambda event: -event.at)
    return History.of(
        [event.title for event in newest_first],
        np.array([event.kind.code for event in newest_first], np.uint8),
        np.array([event.at for event in newest_first], np.float64),
        np.array([event.seconds for event in newest_first], np.float32),
        np.array([event.value for event in newest_first], np.float32),
    )


def member(
    *events: Did,
    kids: bool = False,
    maturity_limit: int | None = None,
    languages: tuple[Language, ...] = (),
    territory: Territory = EVERYWHERE,
) -> Member:
    profile = Profile(
        id=ProfileId(UUID(int=7)),
        household_id=HouseholdId(UUID(int=8)),
        name="Ana",
        kids=kids,
        maturity_limit=maturity_limit,
        languages=languages,
        territory=territory,
        simulated=False,
        created_at=NOW,
    )
    return Member(profile, history_of(events))


@dataclass(frozen=True)
class GivenModels:
    """Models whose numbers the test gives: item × item weights, and how popular each item is."""

    title_ids: tuple[UUID, ...]
    ease_weights: NDArray[np.float32]
    watched: NDArray[np.float32]
    version: str = "given"
    recency_exponent: float = 0.5
    growth: float = 0.0
    novelty: float = 0.0
    hears: bool = False

    def scores(
        self,
        titles: NDArray[np.int32],
        weights: NDArray[np.float32],
        _occasions: NDArray[np.uint8] | None = None,
        _asked_at: NDArray[np.uint8] | None = None,
    ) -> NDArray[np.float32]:
        """Each weight for novelty lifts what few watch."""
        said = weights @ self.ease_weights[titles] - self.novelty * self.watched
        return said.astype(np.float32)

    def weighing(self, wanted: Mapping[str, float]) -> GivenModels:
        return replace(self, novelty=wanted.get("novelty", 0.0))

    @property
    def weighs(self) -> bool:
        return True

    def similar(self, item: int, k: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        order = np.argsort(-self.ease_weights[item], kind="stable")
        order = order[order != item][:k].astype(np.int32)
        return order, self.ease_weights[item][order]

    def popularity(self, territory: Territory) -> NDArray[np.float32]:
        return self.watched if territory == EVERYWHERE else self.watched[::-1]

    def trending(self, territory: Territory) -> NDArray[np.float32]:
        """The last item grows, the others do not."""
        grown = np.zeros_like(self.popularity(territory))
        grown[-1:] = self.growth
        return grown


def models_of(titles: Sequence[UUID], seed: int = 1) -> GivenModels:
    random = np.random.default_rng(seed)
    weights = random.random((len(titles), len(titles))).astype(np.float32)
    np.fill_diagonal(weights, 0)
    return GivenModels(tuple(titles), weights, random.random(len(titles)).astype(np.float32))
