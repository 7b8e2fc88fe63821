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
        watching: list[Watching] = []
        begun: set[TitleId] = set()
        watched: set[TitleId] = set()
        thumbs: dict[TitleId, float] = {}
        listed: dict[TitleId, float] = {}
        events = zip(
            titles, kinds.tolist(), at.tolist(), seconds.tolist(), values.tolist(), strict=True
        )
        for title, kind, instant, second, value in events:
            if kind == _FINISH:
                watched.add(title)
            elif kind == _THUMB:
                thumbs.setdefault(title, value)
            elif kind == _LIST:
                listed.setdefault(title, value)
            elif title not in begun:
                begun.add(title)
                if title not in watched:
                    position = 0.0 if math.isnan(second) else second
                    watching.append(Watching(title, position, instant))
        return cls(
            title_ids=titles,
            numbers=numbers_of(titles) if numbers is None else numbers,
            kinds=kinds,
            at=at,
            seconds=seconds,
            values=values,
            watching=tuple(watching),
            my_list=tuple(title for title, value in listed.items() if value > 0),
            watched=frozenset(watched),
            liked=frozenset(title for title, value in thumbs.items() if value > 0),
            hidden=frozenset(title for title, value in thumbs.items() if value < 0),
        )


def empty_history() -> History:
    """The history of a profile that has just been made."""
    return History.of(
        (), np.empty(0, np.uint8), np.empty(0), np.empty(0, np.float32), np.empty(0, np.float32)
    )
