"""What a member has done, as arrays, and what follows from it: pure."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from matinee.audience.log.events import KIND_CODES, EventKind
from matinee.vocabulary.id_numbers import IdNumbers, numbers_of
from matinee.vocabulary.ids import TitleId

Floats: TypeAlias = NDArray[np.float64]
Reals: TypeAlias = NDArray[np.float32]
Codes: TypeAlias = NDArray[np.uint8]

_FINISH, _THUMB, _LIST = (
    KIND_CODES[kind] for kind in (EventKind.FINISH, EventKind.THUMB, EventKind.LIST)
)


@dataclass(frozen=True, slots=True)
class Watching:
    """A title that was begun and not finished since; ``at`` is the newest sign of it."""

    title_id: TitleId
    seconds: float
    at: float


@dataclass(frozen=True, slots=True)
class Searched:
    """What a member searched for, and the title that it led to, where it did."""

    query: str
    title_id: TitleId | None
    at: datetime


@dataclass(frozen=True, slots=True)
class History:
    """A profile's meaningful events, newest first; times are seconds since 1970.

    ``kinds`` holds :attr:`EventKind.code`; ``seconds`` and ``values`` are NaN where unknown. All
    lasting events are there (finish, thumb, list) and the newest that ran (play, progress).
    ``watched`` was finished at any time, ``liked`` and ``hidden`` are the last thumbs up and down,
    ``my_list`` and ``watching`` are newest first; ``numbers`` are those of ``title_ids``.
    """

    title_ids: tuple[TitleId, ...]
    numbers: IdNumbers
    kinds: Codes
    at: Floats
    seconds: Reals
    values: Reals
    watching: tuple[Watching, ...]
    my_list: tuple[TitleId, ...]
    watched: frozenset[TitleId]
    liked: frozenset[TitleId]
    hidden: frozenset[TitleId]

    def __len__(self) -> int:
        return len(self.title_ids)

    @classmethod
    def of(
        cls,
        title_ids: Iterable[TitleId],
        kinds: Codes,
        at: Floats,
        seconds: Reals,
        values: Reals,
        *,
        numbers: IdNumbers | None = None,
    ) -> "History":
        """Work out from events, newest first, where each title stands."""
        titles = tuple(title_ids)
        finished = kinds == _FINISH
        finishes = {titles[place]: place for place in np.flatnonzero(finished)[::-1].tolist()}
        watching: list[Watching] = []
        begun: set[TitleId] = set()
        thumbs: dict[TitleId, float] = {}
        listed: dict[TitleId, float] = {}
        for place in np.flatnonzero(~finished).tolist():
            title, kind = titles[place], kinds[place]
            if kind == _THUMB:
                thumbs.setdefault(title, float(values[place]))
            elif kind == _LIST:
                listed.setdefault(title, float(values[place]))
            elif title not in begun:
                begun.add(title)
                if place < finishes.get(title, len(titles)):  # Not finished since.
                    second = float(seconds[place])
                    position = 0.0 if math.isnan(second) else second
                    watching.append(Watching(title, position, float(at[place])))
        return cls(
            title_ids=titles,
            numbers=numbers_of(titles) if numbers is None else numbers,
            kinds=kinds,
            at=at,
            seconds=seconds,
            values=values,
            watching=tuple(watching),
            my_list=tuple(title for title, value in listed.items() if value > 0),
            watched=frozenset(finishes),
            liked=frozenset(title for title, value in thumbs.items() if value > 0),
            hidden=frozenset(title for title, value in thumbs.items() if value < 0),
        )


def empty_history() -> History:
    """The history of a profile that has just been made."""
    return History.of(
        (), np.empty(0, np.uint8), np.empty(0), np.empty(0, np.float32), np.empty(0, np.float32)
    )
