"""``matinee script kitsu``: send a draft's shots and assets to the house's Kitsu server."""

import asyncio
import json
import sys
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import asdict
from typing import Annotated
from uuid import UUID

import typer
from rich.console import Console
from rich.progress import Progress

from matinee.foundation.redaction import printable
from matinee.studio.kitsu.routes import kitsu_facts
from matinee.studio.kitsu.sending import Sent
from matinee.studio.kitsu.service import KitsuDesk

OpenDesk = Callable[[], AbstractAsyncContextManager[KitsuDesk]]


def add_kitsu(app: typer.Typer, open_desk: OpenDesk) -> typer.Typer:
    """Add the command to those on scripts."""

    @app.command("kitsu")
    def kitsu(
        script: Annotated[UUID, typer.Argument(help="The script's id.")],
        *,
        dry_run: Annotated[
            bool, typer.Option(help="Show what would go, and send nothing.")
        ] = False,
        as_json: Annotated[
            bool, typer.Option("--json", help="Write JSON instead of text.")
        ] = False,
    ) -> None:
        """Send a script's likely effects shots and their assets to Kitsu."""
        if dry_run:
            asyncio.run(_shown(open_desk, script, as_json=as_json))
            return
        sent = asyncio.run(_sent(open_desk, script))
        if as_json:
            sys.stdout.write(json.dumps(asdict(sent)) + "\n")
            return
        sys.stdout.write(
            f"New in Kitsu: {sent.assets} assets, {sent.sequences} sequences, {sent.shots} shots, "
            f"{sent.castings} castings; {sent.stood_already} stood already.\n"
        )
        if sent.no_longer_asked:
            line = f"No longer asked for: {', '.join(sent.no_longer_asked)}."
            sys.stdout.write(printable(line) + "\n")

    return app


async def _sent(open_desk: OpenDesk, script: UUID) -> Sent:
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Sending", total=None)

        def told(done: int, of: int) -> None:
            bar.update(task, completed=done, total=of)

        async with open_desk() as desk:
            return await desk.send(script, told)


async def _shown(open_desk: OpenDesk, script: UUID, *, as_json: bool) -> None:
    async with open_desk() as desk:
        facts = kitsu_facts(await desk.plan(script))
    if as_json:
        sys.stdout.write(facts.model_dump_json() + "\n")
        return
    for shot in facts.shots:
        line = f"{shot.name:<10} {shot.complexity}  {shot.description}"
        sys.stdout.write(printable(line) + "\n")
