"""What bringing viewing to the lake, and reading it there, has to say."""

import hashlib
from dataclasses import dataclass

import numpy as np

from matinee.audience.log.columns import TrainingEvents

SOURCE = "matinee.audience.events"
"""By which the lake's commits say how far the log has been read."""

SOURCE_BEFORE = "matinee.audience.events.before"
"""The same for rows from before each named its transaction; :data:`DONE` when all have come."""

DONE = 2**62

FILL, ERASE, TEND, ROTATE = "lake.fill", "lake.erase", "lake.tend", "lake.rotate"


@dataclass(frozen=True, slots=True)
class Filled:
    """How many events came, in how many commits; ``position`` is what of the log is next."""

    events: int
    commits: int
    position: int


def sequences_digest(events: TrainingEvents) -> str:
    """SHA-256 of who watched what, how and when, in order: equal exactly for equal sequences."""
    told = hashlib.sha256()
    titles = np.array([title.bytes for title in events.titles], "V16")
    profiles = np.array([profile.bytes for profile in events.profiles], "V16")
    columns = (profiles[events.profile], titles[events.title]) if len(events) else ()
    for column in (*columns, events.kinds, events.at, events.seconds, events.values):
        told.update(np.ascontiguousarray(column).tobytes())
    return told.hexdigest()
