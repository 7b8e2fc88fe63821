"""The rules of profiles that are typing just now, so that not every letter asks the database."""

import time
from collections import OrderedDict

from matinee.audience.model import Profile
from matinee.audience.service import AudienceService
from matinee.vocabulary.ids import ProfileId

_KEPT = 4096


class Rules:
    """Profiles as they were read at most so many seconds ago."""

    def __init__(self, audience: AudienceService, seconds: float) -> None:
        self._audience = audience
        self._seconds = seconds
        self._known: OrderedDict[ProfileId, tuple[float, Profile]] = OrderedDict()

    async def of(self, profile_id: ProfileId) -> Profile:
        """The profile, or NotFound."""
        known, now = self._known.get(profile_id), time.monotonic()
        if known and now - known[0] < self._seconds:
            return known[1]
        self._known.pop(profile_id, None)
        profile = await self._audience.profile(profile_id)
        self._known[profile_id] = (now, profile)
        while len(self._known) > _KEPT:
            self._known.popitem(last=False)
        return profile
