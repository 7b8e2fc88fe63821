"""``matinee lake``: viewing at rest, and what is read there."""

import asyncio
import json
import sys
import time
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import asdict
from typing import Annotated, Any, TypeAlias

import typer

from matinee.audience.lake.model import sequences_digest
from matinee.audience.lake.rotation import LogRotation, Rotation
from matinee.audience.lake.service import ViewingLake
from matinee.foundation.redaction import without_secrets

AsJson = Annotated[bool, typer.Option("--json", help="Write JSON instead of text.")]


Opener: TypeAlias = Callable[[], AbstractAsyncContextManager[ViewingLake]]


RotationOpener: TypeAlias = Callable[[], AbstractAsyncContextManager[LogRotation]]


def commands(open_service: Opener, open_rotation: RotationOpener) -> typer.Typer:
    """The commands under ``lake``."""
    app = typer.Typer(help="Viewing at rest in the blob store, as a Delta table.")
    _add_writing(app, open_service)
    _add_reading(app, open_service)
    _add_rotation(app, open_rotation)
    return app


def _add_writing(app: typer.Typer, open_service: Opener) -> None:
    @app.command()
    def fill(*, as_json: AsJson = False) -> None:
        """Bring to the lake what was logged since the last time."""

        async def filled() -> dict[str, Any]:
            async with open_service() as lake:
                return asdict(await lake.fill())

        told = asyncio.run(filled())
        _show(told, f"{told['events']:,} events came in {told['commits']} commits.", as_json)

    @app.command()
    def erase(*, as_json: AsJson = False) -> None:
        """Take out the events of profiles that were erased."""

        async def erased() -> dict[str, Any]:
            async with open_service() as lake:
                return {"events": await lake.erase()}

        told = asyncio.run(erased())
        _show(told, f"{told['events']:,} events were taken out.", as_json)

    @app.command()
    def tend(*, as_json: AsJson = False) -> None:
        """Compact the lake, and remove what has had its time."""

        async def tended() -> dict[str, Any]:
            async with open_service() as lake:
                return asdict(await lake.tend())

        told = asyncio.run(tended())
        sentence = (
            f"{told['files_before']} files became {told['files_after']}; "
            f"{told['rows_ended']:,} events had their time; "
            f"{told['files_removed']} files were removed."
        )
        _show(told, sentence, as_json)


def _add_reading(app: typer.Typer, open_service: Opener) -> None:
    @app.command()
    def show(*, as_json: AsJson = False) -> None:
        """Say how much the lake holds."""

        async def facts() -> dict[str, Any]:
            async with open_service() as lake:
                return {
                    "address": without_secrets(lake.table.address),
                    **asdict(await lake.facts()),
                }

        told = asyncio.run(facts())
        sentence = f"{told['rows']:,} events in {told['files']} files, {told['bytes']:,} bytes."
        _show(told, sentence, as_json)

    @app.command()
    def sequences(*, as_json: AsJson = False) -> None:
        """Read what training reads, by the engine of MATINEE_COMPUTE, and say what it is."""

        async def read() -> dict[str, Any]:
            async with open_service() as lake:
                started = time.perf_counter()
                events = await lake.training_events()
                return {
                    "engine": lake.engine.compute.name,
                    "members": len(events.profiles),
                    "titles": len(events.titles),
                    "events": len(events),
                    "sha256": sequences_digest(events),
                    "seconds": round(time.perf_counter() - started, 2),
                }

        told = asyncio.run(read())
        sentence = (
            f"{told['members']:,} members, {told['events']:,} events, sha256 {told['sha256']}; "
            f"read by {told['engine']} in {told['seconds']} s."
        )
        _show(told, sentence, as_json)


def _add_rotation(app: typer.Typer, open_service: RotationOpener) -> None:
    @app.command()
    def partitions(*, as_json: AsJson = False) -> None:
        """List the partitions of the log in PostgreSQL, and which have given way to the lake."""

        async def states() -> list[Rotation]:
            async with open_service() as rotation:
                return await rotation.states()

        _show_partitions(asyncio.run(states()), as_json)

    @app.command()
    def rotate(*, as_json: AsJson = False) -> None:
        """Take old partitions (MATINEE_LAKE__LOG_DAYS) one step on: closed, then made small."""

        async def rotated() -> list[Rotation]:
            async with open_service() as rotation:
                return await rotation.rotate()

        _show_partitions(asyncio.run(rotated()), as_json)


def _show_partitions(states: list[Rotation], as_json: bool) -> None:
    told = [
        asdict(each)
        | {
            "until": each.until.isoformat(),
            "closed_at": each.closed_at and each.closed_at.isoformat(),
        }
        for each in states
    ]
    lines = [
        f"{each.partition}: {each.stage}, {each.bytes:,} bytes"
        + (f", {each.kept:,} of {each.events:,} events kept" if each.kept is not None else "")
        for each in states
    ]
    _show(told, "\n".join(lines) or "None is old enough.", as_json)


def _show(told: object, sentence: str, as_json: bool) -> None:
    sys.stdout.write((json.dumps(told) if as_json else sentence) + "\n")
    sys.stdout.flush()
