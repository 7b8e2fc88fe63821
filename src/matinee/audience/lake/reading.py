"""What training reads of the lake: the question to the engine, and its answer as arrays."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import reduce
from importlib import import_module
from operator import or_
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from matinee.audience.log.columns import TrainingEvents, Words
from matinee.audience.log.events import BASIS_CODES, PLAYING, SHOWN, TimeBasis
from matinee.vocabulary.ids import ProfileId, TitleId

_READ = ("profile_id", "title_id", "kind", "at", "seconds", "value", "time_basis", "device")
_IDS = ("id", "profile_id", "title_id", "recommendation_id")
_REALS = ("seconds", "value", "probability")
_ORDER = ["profile_id", "at", "id"]
"""Total, so that every engine answers in one order."""


def of_meaning(frame: Any) -> Any:
    """Finish, thumb, list, play and progress events, in whatever order they lie."""
    return frame.where(frame["kind"] < SHOWN * 16).where(frame["title_id"].not_null())


def meaningful(frame: Any, after: datetime | None) -> Any:
    """The same from ``after`` on, by profile, then by time."""
    kept = of_meaning(frame)
    if after is not None:
        # By day as well: whole partitions stay unread.
        kept = kept.where(frame["day"] >= after.date()).where(frame["at"] >= after)
    return kept.select(*_READ, "id").sort(_ORDER).select(*_READ)


def training_events(answer: Any, territories: Mapping[str, str]) -> TrainingEvents:
    """The answer to :func:`meaningful`, of those profiles that ``territories`` names by their id.

    Who is missing there was erased; the lake may still be about to forget them.
    """
    profile = _dictionary(answer, "profile_id")
    named = profile.dictionary.to_pylist()
    known = np.array([name in territories for name in named], np.bool_)
    number = profile.indices.to_numpy()
    kept = known[number] if len(named) else np.zeros(0, np.bool_)
    places = np.cumsum(known, dtype=np.int32) - np.int32(1)
    title = _dictionary(answer, "title_id")
    who = [name for name in named if name in territories]
    return TrainingEvents(
        profiles=tuple(ProfileId(UUID(name)) for name in who),
        territories=tuple(territories[name] for name in who),
        titles=tuple(TitleId(UUID(name)) for name in title.dictionary.to_pylist()),
        profile=places[number[kept]] if len(named) else np.zeros(0, np.int32),
        title=title.indices.to_numpy()[kept].astype(np.int32),
        kinds=_numbers(answer, "kind")[kept].astype(np.uint8),
        at=answer["at"].cast("int64").to_numpy()[kept] / 1e6,
        seconds=_numbers(answer, "seconds")[kept].astype(np.float32),
        values=_numbers(answer, "value")[kept].astype(np.float32),
        ordered=_numbers(answer, "time_basis")[kept] == BASIS_CODES[TimeBasis.RANK],
        devices=_devices(answer, kept),
    )


def gone(frame: Any, profile: str, ranges: Sequence[tuple[UUID, UUID]]) -> Any:
    """A profile's events with ids in these ranges, but for those that last."""
    frame = frame.where(frame["profile_id"] == profile).where(frame["kind"] >= PLAYING * 16)
    least, beyond = (str(each) for each in (ranges[0][0], ranges[-1][1]))
    kept = frame.where(frame["id"] >= least).where(frame["id"] < beyond)
    within = [(kept["id"] >= str(first)) & (kept["id"] < str(until)) for first, until in ranges]
    return kept.where(reduce(or_, within))


def log_rows(answer: Any) -> list[dict[str, Any]]:
    """Rows of the lake as the log has them."""
    return [
        row
        | {name: row[name] and UUID(row[name]) for name in _IDS}
        # As few digits as tell it from its neighbours, as PostgreSQL gives it.
        | {name: row[name] and float(str(np.float32(row[name]))) for name in _REALS}
        | {"arms": row["arms"] and json.loads(row["arms"])}
        for row in answer.to_pylist()
    ]


def _devices(answer: Any, kept: NDArray[np.bool_]) -> Words:
    found = _dictionary(answer, "device", instead="")
    index = found.indices.to_numpy()[kept].astype(np.int32)
    return Words(tuple(found.dictionary.to_pylist()), index)


def _numbers(answer: Any, column: str) -> Any:
    # Null becomes NaN.
    return answer[column].to_numpy()


def _dictionary(answer: Any, column: str, *, instead: str | None = None) -> Any:
    # The ids as they come may have more letters together than the places of a column can count.
    arrow = import_module("pyarrow")
    words = answer[column] if instead is None else answer[column].fill_null(instead)
    encoded = words.dictionary_encode().unify_dictionaries().combine_chunks()
    return arrow.DictionaryArray.from_arrays(encoded.indices, encoded.dictionary.cast("string"))
