"""``matinee picture``: something taken out of a picture in a file."""

import asyncio
import json
import sys
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Annotated

import typer

from matinee.errors import Invalid
from matinee.foundation.redaction import printable
from matinee.studio.concept.model import LARGEST_PICTURE, Box, Filling
from matinee.studio.concept.service import ConceptService

AsJson = Annotated[bool, typer.Option("--json", help="Write JSON instead of text.")]
File = Annotated[Path, typer.Argument(help="A PNG or a JPEG.", dir_okay=False)]


def commands(
    open_service: Callable[[], AbstractAsyncContextManager[ConceptService]],
) -> typer.Typer:
    """The commands under ``picture``."""
    app = typer.Typer(help="Change a picture by a procedure that is no model.")

    @app.callback()
    def group() -> None:
        """Keep the name of the one command."""

    @app.command("clean-up")
    def clean_up(
        file: File,
        to: Annotated[Path, typer.Argument(help="Where to: a .png file.", dir_okay=False)],
        *,
        mask: Annotated[
            Path | None, typer.Option(help="A PNG of that size: black stays.", dir_okay=False)
        ] = None,
        box: Annotated[
            str | None, typer.Option(help="LEFT,TOP,RIGHT,BOTTOM in shares, as 0.4,0.4,0.6,0.6.")
        ] = None,
        as_json: AsJson = False,
    ) -> None:
        """Take out what is marked; what stands around it goes on. Credentials say how."""
        wish = Filling(
            _bytes(file, "picture"),
            box=None if box is None else _box(box),
            mask=None if mask is None else _bytes(mask, "mask"),
        )

        async def filled() -> bytes:
            async with open_service() as concept:
                return await concept.fill(wish)

        made = asyncio.run(filled())
        to.write_bytes(made)
        told = {"written": str(to), "bytes": len(made)}
        said = f"{len(made)} bytes written to {printable(str(to))}"
        sys.stdout.write((json.dumps(told) if as_json else said) + "\n")

    return app


def _box(text: str) -> Box:
    try:
        left, top, right, bottom = (float(side) for side in text.split(","))
    except ValueError as problem:
        raise Invalid(
            "This is no box.",
            remedy="Write four numbers from 0 to 1 with commas, as 0.4,0.4,0.6,0.6.",
            field="box",
        ) from problem
    return Box(left, top, right, bottom)


def _bytes(file: Path, field: str) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(LARGEST_PICTURE + 1)
    except OSError as problem:
        raise Invalid(
            f"{printable(str(file))} cannot be read.",
            remedy=problem.strerror or "Look at the file.",
            field=field,
        ) from problem
