"""``matinee experiments``: plan, start, read and stop."""

import asyncio
import json
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import asdict
from typing import Annotated

import typer

from matinee.audience.watching.model import Measure
from matinee.errors import Invalid
from matinee.experiments.definition import Arm, Experiment, Guardrail, Plan
from matinee.experiments.reading import Reading
from matinee.experiments.service import ExperimentsService

AsJson = Annotated[bool, typer.Option("--json", help="Write JSON instead of text.")]
Key = Annotated[str, typer.Argument(help="By which the experiment is known.")]
OpenService = Callable[[], AbstractAsyncContextManager[ExperimentsService]]


def commands(open_service: OpenService) -> typer.Typer:
    """The commands under ``experiments``."""
    app = typer.Typer(help="Experiments: plan, start, read, stop.")
    _add_plan(app, open_service)
    _add_changes(app, open_service)
    _add_readings(app, open_service)
    return app


def _add_plan(app: typer.Typer, open_service: OpenService) -> None:
    @app.command()
    def plan(
        key: Key,
        name: Annotated[str, typer.Option(help="What it is called.")],
        arm: Annotated[
            list[str], typer.Option(help="KEY or KEY=WEIGHT; the first is the control.")
        ],
        *,
        measure: Annotated[Measure, typer.Option(help="What it is judged by.")] = Measure.HOURS,
        guard: Annotated[
            list[str] | None, typer.Option(help="MEASURE=SHARE that may be lost at most.")
        ] = None,
        window_days: Annotated[int, typer.Option(help="Days that a member counts for.")] = 7,
        traffic: Annotated[float, typer.Option(help="The share of members taken in.")] = 1.0,
        layer: Annotated[str, typer.Option(help="Where no two overlap.")] = "page",
        as_json: AsJson = False,
    ) -> None:
        """Write an experiment down; it starts when it is told to."""
        wanted = Plan(
            key=key,
            name=name,
            arms=tuple(Arm(word, weight) for word, weight in _pairs(arm, 1.0)),
            measure=measure,
            guardrails=tuple(
                Guardrail(_measure(word), share) for word, share in _pairs(guard or [], 0.05)
            ),
            window_days=window_days,
            traffic=traffic,
            layer=layer,
        )

        async def planned() -> Experiment:
            async with open_service() as service:
                return await service.plan(wanted)

        _show_one(asyncio.run(planned()), as_json=as_json)


def _add_changes(app: typer.Typer, open_service: OpenService) -> None:
    @app.command()
    def start(key: Key, *, as_json: AsJson = False) -> None:
        """Let members take part."""

        async def started() -> Experiment:
            async with open_service() as service:
                return await service.start(key)

        _show_one(asyncio.run(started()), as_json=as_json)

    @app.command()
    def stop(key: Key, *, as_json: AsJson = False) -> None:
        """Let nobody take part any more."""

        async def stopped() -> Experiment:
            async with open_service() as service:
                return await service.stop(key)

        _show_one(asyncio.run(stopped()), as_json=as_json)


def _add_readings(app: typer.Typer, open_service: OpenService) -> None:
    @app.command("list")
    def list_experiments(*, as_json: AsJson = False) -> None:
        """List experiments, running ones first."""

        async def listed() -> tuple[Experiment, ...]:
            async with open_service() as service:
                return await service.experiments()

        found = asyncio.run(listed())
        if as_json:
            _write(json.dumps([asdict(one) for one in found], default=str))
            return
        lines = [f"{one.key}  {one.state}  {one.name}" for one in found]
        _write("\n".join(lines or ["There is no experiment yet; see matinee experiments plan."]))

    @app.command()
    def read(key: Key, *, as_json: AsJson = False) -> None:
        """Say what an experiment shows; ask as often as you like."""

        async def said() -> Reading:
            async with open_service() as service:
                return await service.read(key)

        _show_reading(key, asyncio.run(said()), as_json=as_json)


def _pairs(words: Sequence[str], otherwise: float) -> list[tuple[str, float]]:
    pairs: list[tuple[str, float]] = []
    for word in words:
        name, _, number = word.partition("=")
        try:
            pairs.append((name, float(number) if number else otherwise))
        except ValueError as failure:
            raise Invalid(f"{number} is no number.", remedy="Write NAME=NUMBER.") from failure
    return pairs


def _measure(word: str) -> Measure:
    try:
        return Measure(word)
    except ValueError as failure:
        known = ", ".join(Measure)
        raise Invalid(f"{word} is no measure.", remedy=f"Take one of {known}.") from failure


def _show_one(one: Experiment, *, as_json: bool) -> None:
    if as_json:
        _write(json.dumps(asdict(one), default=str))
        return
    arms = ", ".join(arm.key for arm in one.arms)
    _write(f"{one.key} is {one.state}: {one.name} ({arms}).")


def _show_reading(key: str, reading: Reading, *, as_json: bool) -> None:
    exposed = dict(zip(reading.arms, reading.exposed[-1].tolist(), strict=True))
    if as_json:
        told = {
            "key": key,
            "verdict": reading.verdict.kind,
            "sentence": reading.verdict.said.text(),
            "exposed": exposed,
            "sample_ratio_p": reading.ratio_p,
        }
        _write(json.dumps(told))
        return
    taken_in = ", ".join(f"{arm} {count:,}" for arm, count in exposed.items())
    _write(f"{reading.verdict.said.text()}\nMembers taken in: {taken_in}.")


def _write(text: str) -> None:
    sys.stdout.write(text + "\n")
