from __future__ import annotations

import pytest

from matinee.assembly.settings import Settings
from matinee.audience.model import AudienceSettings
from matinee.experiments.model import ExperimentsSettings


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """A house that says something of few members, and holds nobody out by itself."""
    return settings.model_copy(
        update={
            "audience": AudienceSettings(profiles_per_household=1_000),
            "experiments": ExperimentsSettings(holdout_share=0, fewest_units=30),
        }
    )
