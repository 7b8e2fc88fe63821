"""Beliefs as bytes and back: numbers as they are, so that a restart changes no choice."""

import io

import numpy as np

from matinee.errors import Conflict
from matinee.experiments.bandits.linear import LinearBeliefs


def written(beliefs: LinearBeliefs) -> bytes:
    """As .npz, without pickles."""
    stream = io.BytesIO()
    np.savez(
        stream,
        allow_pickle=False,
        precision=beliefs.precision,
        moment=beliefs.moment,
        squares=beliefs.squares,
        count=beliefs.count,
        ridge=np.array(beliefs.ridge),
    )
    return stream.getvalue()


def read(stored: bytes) -> LinearBeliefs:
    """The same beliefs; Conflict where the bytes are none."""
    try:
        with np.load(io.BytesIO(stored), allow_pickle=False) as kept:
            return LinearBeliefs(
                kept["precision"],
                kept["moment"],
                kept["squares"],
                kept["count"],
                float(kept["ridge"]),
            )
    except (ValueError, KeyError, OSError) as failure:
        raise Conflict(
            "A bandit's stored beliefs cannot be read.",
            remedy="Remove the bandit; whoever uses it makes it again.",
            code="unreadable_bandit",
        ) from failure
