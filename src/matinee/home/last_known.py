"""Members as they were last read: for the minutes in which the database is away, and to look ahead.

A page from what was known a moment ago is better than none. It is never given where the profile
itself is not known: whom something may be shown to is not guessed.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

import structlog

from matinee.audience.model import Happened, Member, empty_history
from matinee.vocabulary.ids import ProfileId

KEPT_SECONDS = 300.0
"""What a profile may be shown can have been changed elsewhere since: so long that is borne."""
_WITH_HISTORY = 1_000
_WITHOUT = 20_000
_MOST_NEWS = 20
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Known:
    """A member as read, and what this process has written of them since."""

    read_at: float
    member: Member
    news: tuple[Happened, ...] = ()

    def as_now(self, *, running: int) -> Member:
        """The member with the news, and at most so many events that ran."""
        if not self.news:
            return self.member
        history = self.member.history
        for each in self.news:
            history = history.followed_by(each, running=running)
        return Member(self.member.profile, history)


class LastKnown:
    """The newest members with their history, and many more by their profile alone."""

    def __init__(self, running: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._running = running
        self._clock = clock
        self._whole: OrderedDict[bytes, Known] = OrderedDict()
        self._profiles: OrderedDict[bytes, Known] = OrderedDict()
        self._away = False

    def keep(self, member: Member) -> None:
        """Note a member that was read just now."""
        self._away = False
        self.forget(member.profile.id)
        self._whole[member.profile.id.bytes] = Known(self._clock(), member)
        if len(self._whole) > _WITH_HISTORY:
            oldest, former = self._whole.popitem(last=False)
            without = Member(former.member.profile, empty_history())
            self._profiles[oldest] = Known(former.read_at, without)
        if len(self._profiles) > _WITHOUT:
            self._profiles.popitem(last=False)

    def knows(self, profile: bytes) -> bool:
        """Whether the profile's history is at hand."""
        return profile in self._whole

    def hear(self, profile: bytes, news: Happened) -> None:
        """Add what happened; of a member of whom too much was heard since, the history is left."""
        known = self._whole[profile]
        if len(known.news) < _MOST_NEWS:
            self._whole[profile] = Known(known.read_at, known.member, (*known.news, news))
        else:
            del self._whole[profile]

    def forget(self, profile_id: ProfileId) -> None:
        """Drop a member."""
        self._whole.pop(profile_id.bytes, None)
        self._profiles.pop(profile_id.bytes, None)

    def whole(self, profile_id: ProfileId) -> Known | None:
        """The member with a history, however long ago it was read."""
        return self._whole.get(profile_id.bytes)

    def of(self, profile_id: ProfileId) -> Member | None:
        """The member as last known, perhaps without a history; None where that is too long ago."""
        if not self._away:
            self._away = True
            _log.warning("the database is away: pages come from what was known of members")
        key = profile_id.bytes
        known = self._whole.get(key) or self._profiles.get(key)
        if known is None or self._clock() - known.read_at >= KEPT_SECONDS:
            return None
        return known.as_now(running=self._running)
