"""The repertoire of the simulated audience as the house knows it: shelf, members, histories.

The service sees what a real one would: titles with their windows and ages, and what members did.
What they truly like stays with the simulator.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from matinee.audience.model import History, Member, Profile, TrainingEvents, Words
from matinee.catalogue.model import AvailabilityWindow, Shelf, ShelvedTitle
from matinee.demo.members import members
from matinee.demo.simulator.people import DEVICES
from matinee.demo.simulator.population import Population
from matinee.demo.simulator.repertoire import Repertoire
from matinee.demo.windows import instant
from matinee.vocabulary.ids import TitleId
from matinee.vocabulary.places import EVERYWHERE, Language, Territory
from matinee.vocabulary.window import Window

_LONG_OPEN = -9_000


@dataclass(frozen=True)
class HouseOfFilms:
    """``row_of_film`` leads from the repertoire to the shelf, ``film_of_row`` back."""

    shelf: Shelf
    row_of_film: NDArray[np.int64]
    film_of_row: NDArray[np.int64]
    profiles: tuple[Profile, ...]

    @classmethod
    def of(
        cls, repertoire: Repertoire, population: Population, *, seed: int, base_day: date
    ) -> "HouseOfFilms":
        """Build the shelf and the profiles; ids follow the order of the repertoire."""
        base = instant(base_day, 0)
        titles = [_title(repertoire, film, base) for film in range(len(repertoire))]
        shelf = Shelf.build(titles)
        row_of_film = np.array([shelf.index[title.id] for title in titles])
        film_of_row = np.empty(len(titles), np.int64)
        film_of_row[row_of_film] = np.arange(len(titles))
        profiles = members(population, seed=seed, base_day=base_day).profiles
        return cls(shelf, row_of_film, film_of_row, profiles)

    def member(self, profile: int, events: NDArray[np.void]) -> Member:
        """A profile with what it did, oldest first."""
        newest = events[::-1]
        ids = self.shelf.ids
        history = History.of(
            [TitleId(ids[row]) for row in self.row_of_film[newest["film"]].tolist()],
            newest["kind"].copy(),
            newest["at"].copy(),
            newest["seconds"].copy(),
            newest["value"].copy(),
        )
        return Member(self.profiles[profile], history)

    def training_events(self, events: NDArray[np.void]) -> TrainingEvents:
        """What everybody did, as the audience hands it to a training."""
        ordered = events[np.lexsort((events["at"], events["profile"]))]
        return TrainingEvents(
            profiles=tuple(profile.id for profile in self.profiles),
            territories=tuple(str(profile.territory) for profile in self.profiles),
            titles=tuple(TitleId(one) for one in self.shelf.ids),
            profile=ordered["profile"].astype(np.int32),
            title=self.row_of_film[ordered["film"]].astype(np.int32),
            kinds=ordered["kind"].copy(),
            at=ordered["at"].copy(),
            seconds=ordered["seconds"].copy(),
            values=ordered["value"].copy(),
            ordered=np.zeros(len(ordered), np.bool_),
            devices=Words(("", *DEVICES), ordered["device"].astype(np.int32) + 1),
        )


def _title(repertoire: Repertoire, film: int, base: datetime) -> ShelvedTitle:
    opens = int(repertoire.opens[film])
    start = None if opens < _LONG_OPEN else base + timedelta(days=opens)
    held_back = repertoire.held_back[film]
    windows = [AvailabilityWindow(EVERYWHERE, Window(start, None))]
    if held_back is not None:
        windows.append(AvailabilityWindow(Territory(held_back), Window(base, None)))
    age = int(repertoire.ages[film])
    return ShelvedTitle(
        id=UUID(int=film + 1),
        name=repertoire.names[film],
        year=int(repertoire.years[film]),
        runtime_minutes=round(float(repertoire.minutes[film])),
        genres=tuple(
            genre
            for genre, has in zip(repertoire.genres, repertoire.genre_of[film], strict=True)
            if has
        ),
        ages={} if age < 0 else {EVERYWHERE: age},
        windows=tuple(windows),
        audio=tuple(Language(tag) for tag in sorted(repertoire.languages[film])),
    )
