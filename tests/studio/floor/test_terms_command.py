"""``matinee schedule terms``: what a file does not name stays as it was."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

import typer
from typer.testing import CliRunner

from matinee.studio.floor.commands import add_floor
from matinee.studio.schedule.filing import ScheduleFile, record_of
from matinee.studio.schedule.model import Rules

_ID = str(UUID(int=1))


class HeldTerms:
    """A schedule of which only the terms are asked for."""

    def __init__(self) -> None:
        rules, at = record_of(Rules(most_days=7)), datetime(2026, 1, 1, tzinfo=UTC)
        self.file = ScheduleFile(UUID(int=1), UUID(int=1), "Night", {}, rules, {"1": 5}, at)

    async def schedule(self, _production: UUID, _identifier: UUID) -> ScheduleFile:
        return self.file

    async def set_terms(
        self, _production: UUID, _identifier: UUID, *, rules: Rules, deals: Mapping[str, int]
    ) -> ScheduleFile:
        self.file = replace(self.file, rules=record_of(rules), deals=deals)
        return self.file


def test_a_file_that_names_deals_alone_leaves_the_rules_as_they_are(tmp_path: Path) -> None:
    held = HeldTerms()

    @asynccontextmanager
    async def opened() -> AsyncGenerator[SimpleNamespace]:
        yield SimpleNamespace(schedules=held)

    app = add_floor(typer.Typer(), opened)  # pyright: ignore[reportArgumentType]
    file = tmp_path / "terms.json"
    for given, days, deals in (
        ({"deals": {"1": 9}}, 7, {"1": 9}),
        ({"rules": {"most_days": 8}}, 8, {"1": 9}),
    ):
        file.write_text(json.dumps(given))
        done = CliRunner().invoke(app, ["terms", _ID, _ID, "--keep", str(file), "--json"])
        assert done.exit_code == 0, done.output
        assert (held.file.rules["most_days"], held.file.deals) == (days, deals)
