"""Events as PostgreSQL packs them, big-endian and one value per column, turned into arrays."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from matinee.audience.log.columns import TrainingEvents, Words
from matinee.audience.log.events import BASIS_CODES, TimeBasis
from matinee.audience.log.history import History
from matinee.audience.log.identifiers import keys
from matinee.vocabulary.id_numbers import id_numbers
from matinee.vocabulary.ids import ProfileId, TitleId

_POSTGRES_EPOCH_MICROSECONDS = 946_684_800_000_000
_MOST_KEPT = 500_000


@dataclass(frozen=True, slots=True)
class PackedEvents:
    """The columns of some events, each in the form of PostgreSQL's send functions."""

    titles: bytes
    kinds: bytes
    at: bytes
    seconds: bytes
    values: bytes


class Titles(dict[bytes, TitleId]):
    """Each title's id as one object: made once, and equal by being the same."""

    def __missing__(self, key: bytes) -> TitleId:
        if len(self) >= _MOST_KEPT:
            self.clear()
        made = self[key] = TitleId(UUID(bytes=key))
        return made


def history_of(packed: PackedEvents, titles: Titles) -> History:
    """The events as a history, newest first; of those at one instant the last written leads."""
    at = _times(packed.at)
    newest = np.argsort(at, kind="stable")[::-1]
    packed_titles = np.frombuffer(packed.titles, np.uint8).reshape(-1, 16)[newest]
    return History.of(
        map(titles.__getitem__, keys(packed_titles)),
        np.frombuffer(packed.kinds, ">i2")[newest].astype(np.uint8),
        at[newest],
        np.frombuffer(packed.seconds, ">f4")[newest].astype(np.float32),
        np.frombuffer(packed.values, ">f4")[newest].astype(np.float32),
        numbers=id_numbers(packed.titles)[newest],
    )


@dataclass(frozen=True, slots=True)
class PackedProfile:
    """All events of one profile, with what says whether their times are only ranks.

    ``devices`` are their words, a line for each.
    """

    id: UUID
    territory: str
    events: PackedEvents
    bases: bytes
    devices: str


def training_events_of(profiles: Sequence[PackedProfile], titles: Titles) -> TrainingEvents:
    """Every profile's events, by profile and then by time."""
    counts = [len(profile.bases) // 2 for profile in profiles]
    profile = np.repeat(np.arange(len(profiles), dtype=np.int32), counts)
    at = _times(b"".join(packed.events.at for packed in profiles))
    order = np.lexsort((at, profile))
    vocabulary, title = _indexed(b"".join(packed.events.titles for packed in profiles))
    kinds = np.frombuffer(b"".join(packed.events.kinds for packed in profiles), ">i2")
    bases = np.frombuffer(b"".join(packed.bases for packed in profiles), ">i2")
    return TrainingEvents(
        profiles=tuple(ProfileId(packed.id) for packed in profiles),
        territories=tuple(packed.territory for packed in profiles),
        titles=tuple(map(titles.__getitem__, vocabulary)),
        profile=profile,
        title=title[order],
        kinds=kinds[order].astype(np.uint8),
        at=at[order],
        seconds=_reals(b"".join(packed.events.seconds for packed in profiles))[order],
        values=_reals(b"".join(packed.events.values for packed in profiles))[order],
        ordered=bases[order] == BASIS_CODES[TimeBasis.RANK],
        devices=_words("\n".join(packed.devices for packed in profiles), order),
    )


_Floats: TypeAlias = NDArray[np.float64]


def _times(packed: bytes) -> _Floats:
    # Added before the division, so that the result is that of ``datetime.timestamp``.
    return (np.frombuffer(packed, ">i8").astype(np.int64) + _POSTGRES_EPOCH_MICROSECONDS) / 1e6


def _reals(packed: bytes) -> NDArray[np.float32]:
    return np.frombuffer(packed, ">f4").astype(np.float32)


def _words(lines: str, order: NDArray[np.intp]) -> Words:
    """The different words of so many lines, in an order."""
    if not order.size:
        return Words((), np.empty(0, np.int32))
    places: dict[str, int] = {}
    index = [places.setdefault(word, len(places)) for word in lines.split("\n")]
    return Words(tuple(places), np.array(index, np.int32)[order])


def _indexed(packed: bytes) -> tuple[list[bytes], NDArray[np.int32]]:
    """The different identifiers in their order, and for each one given its place there."""
    # Sorting 16 bytes is slow, so a number stands for each; should two ever share a number, the
    # slow way is taken.
    halves = np.frombuffer(packed, np.uint64).reshape(-1, 2)
    number = id_numbers(packed)
    _, first, index = np.unique(number, return_index=True, return_inverse=True)
    if not np.array_equal(halves[first][index], halves):
        _, first, index = np.unique(
            halves.view("V16").ravel(), return_index=True, return_inverse=True
        )
    return keys(halves[first].view(np.uint8).reshape(-1, 16)), index.astype(np.int32)
