"""``matinee errors``: what failed unforeseen, in requests and in jobs."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Annotated, TypeVar

import typer

from matinee.operation.failures.model import Standing
from matinee.operation.failures.service import FailureService
from matinee.surfaces.cli.opening import opener
from matinee.surfaces.cli.output import AsJson, show_json, show_line, show_table

_COLUMNS = ("id", "times", "last_at", "standing", "source", "name", "kind", "place", "request_id")
_Identifier = Annotated[str, typer.Argument(help="Its id in the list.")]
_Answer = TypeVar("_Answer")


def commands() -> typer.Typer:
    """The commands under ``errors``."""
    app = typer.Typer(help="Errors: what failed unforeseen, in requests and in jobs.")

    @app.command("list")
    def list_errors(
        *,
        standing: Annotated[Standing | None, typer.Option(help="Only these.")] = None,
        as_json: AsJson = False,
    ) -> None:
        """List errors by kind and place, the last seen first."""
        found = _ask(lambda failures: failures.overview(standing))
        rows = [asdict(group) for group in found.groups]
        if as_json:
            show_json({"counts": found.counts, "errors": rows})
        else:
            show_table(_COLUMNS, rows, empty="There are no such errors.")

    @app.command()
    def judge(
        error_id: _Identifier,
        standing: Annotated[Standing, typer.Argument(help="How it stands from now on.")],
        *,
        as_json: AsJson = False,
    ) -> None:
        """Acknowledge an error, resolve it, or open it again."""
        _ask(lambda failures: failures.judge(error_id, standing))
        _say(error_id, f"is {standing}", as_json=as_json)

    @app.command()
    def undo(error_id: _Identifier, *, as_json: AsJson = False) -> None:
        """Put an error back to where it stood before."""
        _ask(lambda failures: failures.undo(error_id))
        _say(error_id, "stands as before", as_json=as_json)

    return app


def _say(error_id: str, said: str, *, as_json: bool) -> None:
    if as_json:
        show_json({"id": error_id, "said": said})
    else:
        show_line(f"{error_id} {said}.")


def _ask(question: Callable[[FailureService], Awaitable[_Answer]]) -> _Answer:
    async def asked() -> _Answer:
        async with opener(lambda house: house.operation.failures)() as failures:
            return await question(failures)

    return asyncio.run(asked())
