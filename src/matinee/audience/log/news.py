"""What was just written, for those who keep histories at hand: pure."""

from collections.abc import Iterator
from typing import Protocol

import numpy as np

from matinee.audience.log.events import SHOWN
from matinee.audience.log.history import Happened
from matinee.audience.log.identifiers import keys
from matinee.audience.log.packed import Titles
from matinee.audience.log.rows import LogRows


class Listener(Protocol):
    """Somebody who keeps the histories of some profiles, named by the 16 bytes of their ids."""

    def knows(self, profile: bytes) -> bool:
        """Whether news of this profile is wanted."""
        ...

    def hear(self, profile: bytes, news: Happened) -> None:
        """Take in what happened."""
        ...


def news_for(listener: Listener, rows: LogRows, titles: Titles) -> Iterator[tuple[bytes, Happened]]:
    """The meaningful events among ``rows`` of each profile that the listener knows."""
    profiles = keys(rows.profiles)
    known = {profile for profile in set(profiles) if listener.knows(profile)}
    if not known:
        return
    places: dict[bytes, list[int]] = {}
    for place in np.flatnonzero(rows.kinds // 16 < SHOWN).tolist():
        if profiles[place] in known:
            places.setdefault(profiles[place], []).append(place)
    for profile, those in places.items():
        yield (
            profile,
            Happened(
                tuple(titles[key] for key in keys(rows.titles[those])),
                rows.kinds[those].astype(np.uint8),
                rows.at[those] / 1e6,
                rows.seconds[those].astype(np.float32),
                rows.values[those].astype(np.float32),
            ),
        )
