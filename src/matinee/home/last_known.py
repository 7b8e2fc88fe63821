"""Members as they were last read, for the minutes in which the database is away.

A page from what was known a moment ago is better than none. It is never given where the profile
itself is not known: whom something may be shown to is not guessed.
"""

import time
from collections import OrderedDict
from collections.abc import Callable

import structlog

from matinee.audience.model import Member, empty_history
from matinee.vocabulary.ids import ProfileId

KEPT_SECONDS = 300.0
"""What a profile may be shown can have been changed elsewhere since: so long that is borne."""
_WITH_HISTORY = 1_000
_WITHOUT = 20_000
_log = structlog.get_logger()


class LastKnown:
    """The newest members with their history, and many more by their profile alone."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._whole: OrderedDict[ProfileId, tuple[float, Member]] = OrderedDict()
        self._profiles: OrderedDict[ProfileId, tuple[float, Member]] = OrderedDict()
        self._away = False

    def keep(self, member: Member) -> None:
        """Note a member that was read just now."""
        self._away = False
        key = member.profile.id
        self.forget(key)
        self._whole[key] = (self._clock(), member)
        if len(self._whole) > _WITH_HISTORY:
            oldest, (kept_at, former) = self._whole.popitem(last=False)
            self._profiles[oldest] = (kept_at, Member(former.profile, empty_history()))
        if len(self._profiles) > _WITHOUT:
            self._profiles.popitem(last=False)

    def forget(self, profile_id: ProfileId) -> None:
        """Drop a member."""
        self._whole.pop(profile_id, None)
        self._profiles.pop(profile_id, None)

    def of(self, profile_id: ProfileId) -> Member | None:
        """The member as last read, perhaps without a history; None where that is too long ago."""
        if not self._away:
            self._away = True
            _log.warning("the database is away: pages come from what was known of members")
        known = self._whole.get(profile_id) or self._profiles.get(profile_id)
        if known is None or self._clock() - known[0] >= KEPT_SECONDS:
            return None
        return known[1]
