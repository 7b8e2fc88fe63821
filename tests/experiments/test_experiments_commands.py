"""``matinee experiments``, as someone who types them meets them."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager

import pytest
import typer
from typer.testing import CliRunner, Result

from matinee.audience.watching.service import WatchingService
from matinee.errors import Conflict, Invalid
from matinee.experiments.commands import commands
from matinee.experiments.service import ExperimentsService
from matinee.foundation.database import Database

Typed = Callable[..., Result]
PLAN = ("plan", "taller", "--name", "Taller rows", "--arm", "usual", "--arm", "taller=2")


@pytest.fixture
def typed(database_url: str) -> Typed:
    @asynccontextmanager
    async def open_service() -> AsyncGenerator[ExperimentsService]:
        database = Database(database_url, pool_size=2)
        try:
            yield ExperimentsService(database, WatchingService(database))
        finally:
            await database.close()

    app: typer.Typer = commands(open_service)

    def run(*words: str) -> Result:
        return CliRunner().invoke(app, list(words))

    return run


def test_from_plan_to_stop(typed: Typed) -> None:
    assert "There is no experiment yet" in typed("list").stdout
    assert "taller is draft: Taller rows (usual, taller)." in typed(*PLAN).stdout
    assert json.loads(typed("start", "taller", "--json").stdout)["state"] == "running"
    assert "taller  running  Taller rows" in typed("list").stdout
    said = typed("read", "taller").stdout
    assert "Nothing can be said yet" in said
    assert "usual 0, taller 0" in said
    assert json.loads(typed("read", "taller", "--json").stdout)["verdict"] == "waiting"
    assert json.loads(typed("stop", "taller", "--json").stdout)["stop_reason"] == "by hand"


def test_weights_and_guardrails_are_read(typed: Typed) -> None:
    made = json.loads(typed(*PLAN, "--guard", "days=0.02", "--json").stdout)
    assert [arm["weight"] for arm in made["arms"]] == [1.0, 2.0]
    assert made["guardrails"] == [{"measure": "days", "tolerated": 0.02}]


def test_what_is_wrong_is_said(typed: Typed) -> None:
    assert isinstance(typed(*PLAN, "--guard", "fun=0.1").exception, Invalid)
    assert isinstance(typed(*PLAN, "--guard", "days=much").exception, Invalid)
    typed(*PLAN)
    assert isinstance(typed(*PLAN).exception, Conflict)
