from __future__ import annotations

import pytest
from tests.audience.reports import KnownBut

from matinee.audience.model import AudienceSettings
from matinee.audience.service import AudienceService
from matinee.audience.watching.service import WatchingService
from matinee.foundation.database import Database


@pytest.fixture
def audience(database: Database) -> AudienceService:
    """An audience with room for many in a household, whose catalogue knows every title."""
    return AudienceService(database, KnownBut(), AudienceSettings(profiles_per_household=1_000))


@pytest.fixture
def watching(database: Database) -> WatchingService:
    """Reads the log in sums, and keeps nothing."""
    return WatchingService(database, keep_seconds=0)
