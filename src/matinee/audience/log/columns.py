"""Events by the hundred thousand, as columns: how imports write and how training reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from matinee.audience.log.events import TimeBasis
from matinee.vocabulary.ids import ProfileId, RecommendationId, TitleId

Index: TypeAlias = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Words:
    """A column of few different words: ``vocabulary[index[i]]`` is the word of row ``i``."""

    vocabulary: tuple[str, ...]
    index: Index


@dataclass(frozen=True, slots=True)
class EventColumns:
    """Events to be taken in by an import or a simulator; all arrays have the same length.

    ``profile`` and ``title`` point into ``profiles`` and ``titles`` (``title`` -1: none);
    ``kinds`` holds :attr:`EventKind.code`; ``at`` is seconds since 1970, not before; NaN and
    position -1 stand for unknown. ``recommendation`` points into ``recommendations`` (-1: none).
    ``arms`` are JSON objects from experiment to arm, empty for none.
    ``ids`` are 16 bytes each, version 7; without them an id is derived from profile, title, kind
    and instant, so that the same import again adds nothing.
    """

    profiles: Sequence[ProfileId]
    titles: Sequence[TitleId]
    profile: Index
    title: Index
    kinds: NDArray[np.uint8]
    at: NDArray[np.float64]
    time_basis: TimeBasis
    seconds: NDArray[np.float32] | None = None
    values: NDArray[np.float32] | None = None
    probabilities: NDArray[np.float32] | None = None
    positions: NDArray[np.int16] | None = None
    devices: Words | None = None
    surfaces: Words | None = None
    rows: Words | None = None
    queries: Words | None = None
    arms: Words | None = None
    recommendations: Sequence[RecommendationId] = ()
    recommendation: Index | None = None
    ids: NDArray[np.uint8] | None = None

    def __len__(self) -> int:
        return len(self.kinds)


@dataclass(frozen=True, slots=True)
class TrainingEvents:
    """The meaningful events of every profile, by profile and then by time, oldest first.

    ``profile`` and ``title`` point into ``profiles`` and ``titles``; ``kinds`` holds
    :attr:`EventKind.code`; ``seconds`` and ``values`` are NaN where unknown; ``territories`` is
    one per profile; ``ordered`` marks events whose time is a rank and no clock's. ``devices`` are
    as clients named them, empty where they did not.
    """

    profiles: tuple[ProfileId, ...]
    territories: tuple[str, ...]
    titles: tuple[TitleId, ...]
    profile: Index
    title: Index
    kinds: NDArray[np.uint8]
    at: NDArray[np.float64]
    seconds: NDArray[np.float32]
    values: NDArray[np.float32]
    ordered: NDArray[np.bool_]
    devices: Words | None = None

    def __len__(self) -> int:
        return len(self.kinds)
