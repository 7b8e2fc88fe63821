"""A lake of its own for each test, and members who watch."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.audience.lake.lake_log import NOW, Log, older_ended

from matinee.audience.lake import jobs as lake_work
from matinee.audience.lake.rotation import LogRotation
from matinee.audience.lake.service import ViewingLake
from matinee.audience.model import EventColumns, Profile
from matinee.audience.service import AudienceService
from matinee.foundation.database import Database
from matinee.foundation.jobs import Jobs
from matinee.foundation.lake.engine import LakeEngine
from matinee.foundation.lake.model import Compute, LakeSettings
from matinee.foundation.lake.table import LakeTable
from matinee.vocabulary.ids import ProfileId, uuid7


@pytest.fixture
def jobs(database: Database) -> Jobs:
    return Jobs(database)


@pytest.fixture
def lake(database: Database, jobs: Jobs, tmp_path: Path) -> ViewingLake:
    made = ViewingLake(
        database,
        jobs,
        LakeTable(str(tmp_path / "lake" / "viewing")),
        LakeEngine(Compute.named("native")),
        LakeSettings(commit_events=300, removed_hours=0),
        clock=lambda: NOW,
    )
    lake_work.register(jobs, made, LogRotation(database, made))
    return made


@pytest.fixture
async def members(audience: AudienceService, profile: Profile) -> list[Profile]:
    others = [replace(profile, id=ProfileId(uuid7(NOW))) for _ in range(5)]
    await audience.put_members([], others)
    return [profile, *others]


@pytest.fixture
def log(audience: AudienceService, admin_url: Any) -> Log:
    """Log viewing, and wait until no transaction of the server is older than it.

    What is younger than one that still runs is left for the next time, and PostgreSQL's own
    (it analyses tables of other tests) count too.
    """

    async def logged(columns: EventColumns) -> int:
        accepted = (await audience.bulk_events(columns)).accepted
        await older_ended(admin_url)
        return accepted

    return logged
