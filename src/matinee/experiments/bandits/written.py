"""Beliefs as bytes and back: numbers as they are, so that a restart changes no choice."""

import io
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matinee.errors import Conflict
from matinee.experiments.bandits.hurdle import HurdleBeliefs
from matinee.experiments.bandits.linear import LinearBeliefs

_SEEN = "seen"


def written(beliefs: LinearBeliefs | HurdleBeliefs) -> bytes:
    """As .npz, without pickles."""
    if isinstance(beliefs, HurdleBeliefs):
        arrays = _columns(beliefs.taken, "taken_") | _columns(beliefs.share, "share_")
        arrays[_SEEN] = beliefs.seen
    else:
        arrays = _columns(beliefs, "")
    stream = io.BytesIO()
    np.savez(stream, allow_pickle=False, **arrays)
    return stream.getvalue()


def read(stored: bytes) -> LinearBeliefs | HurdleBeliefs:
    """The same beliefs; Conflict where the bytes are none."""
    try:
        with np.load(io.BytesIO(stored), allow_pickle=False) as kept:
            if _SEEN not in kept:
                return _linear(kept, "")
            return HurdleBeliefs(_linear(kept, "taken_"), _linear(kept, "share_"), kept[_SEEN])
    except (ValueError, KeyError, OSError) as failure:
        raise Conflict(
            "A bandit's stored beliefs cannot be read.",
            remedy="Remove the bandit; whoever uses it makes it again.",
            code="unreadable_bandit",
        ) from failure


def _columns(beliefs: LinearBeliefs, of: str) -> dict[str, NDArray[Any]]:
    return {
        f"{of}precision": beliefs.precision,
        f"{of}moment": beliefs.moment,
        f"{of}squares": beliefs.squares,
        f"{of}count": beliefs.count,
        f"{of}ridge": np.array(beliefs.ridge),
    }


def _linear(kept: Mapping[str, NDArray[Any]], of: str) -> LinearBeliefs:
    return LinearBeliefs(
        kept[f"{of}precision"],
        kept[f"{of}moment"],
        kept[f"{of}squares"],
        kept[f"{of}count"],
        float(kept[f"{of}ridge"]),
    )
