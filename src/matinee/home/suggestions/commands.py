"""``matinee suggest``: titles for every member, in a file."""

import asyncio
import json
import sys
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from matinee.home.suggestions.service import Suggested, Suggestions

Opener = Callable[[], AbstractAsyncContextManager[Suggestions]]


def commands(open_service: Opener) -> typer.Typer:
    """The command ``suggest``."""
    app = typer.Typer()

    @app.command()
    def suggest(
        to: Annotated[Path, typer.Argument(help="The Parquet file to write.")],
        *,
        titles: Annotated[int, typer.Option(min=1, max=500, help="For each member.")] = 20,
        as_json: Annotated[
            bool, typer.Option("--json", help="Write JSON instead of text.")
        ] = False,
    ) -> None:
        """Write the titles that suit each member best, of those they may watch now.

        Viewing is read from the lake, by the engine of MATINEE_COMPUTE.
        """

        async def suggested() -> Suggested:
            async with open_service() as service:
                return await service.write(to, count=titles)

        made = asyncio.run(suggested())
        sentence = (
            f"{made.suggestions:,} titles for {made.members:,} members are in {to}; "
            f"scored by {made.version} on {made.engine} in {made.seconds} s."
        )
        sys.stdout.write((json.dumps(asdict(made)) if as_json else sentence) + "\n")

    return app
