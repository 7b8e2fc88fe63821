"""``matinee train`` and ``matinee models``."""

import asyncio
import json
import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import AbstractAsyncContextManager, contextmanager
from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from matinee.recommend.model import ModelVersion
from matinee.recommend.service import RecommendService

AsJson = Annotated[bool, typer.Option("--json", help="Write JSON instead of text.")]
_UNBOUNDED = 10_000

OpenService = Callable[[], AbstractAsyncContextManager[RecommendService]]


def commands(open_service: OpenService) -> typer.Typer:
    """``train``, and the commands under ``models``."""
    app = typer.Typer()

    @app.command()
    def train(*, as_json: AsJson = False) -> None:
        """Learn from the whole viewing log; new models serve when they are not worse."""

        async def trained() -> ModelVersion:
            async with open_service() as recommend:
                with _progress_shown() as progress:
                    return await recommend.train(progress=progress)

        made = asyncio.run(trained())
        if as_json:
            _show_json(_plain(made))
        else:
            _show_lines(_trained_lines(made))

    app.add_typer(_models(open_service), name="models")
    return app


def _models(open_service: OpenService) -> typer.Typer:
    app = typer.Typer(help="What was learned when, how well it did, and what serves.")
    _add_list(app, open_service)
    _add_show(app, open_service)
    _add_rollback(app, open_service)
    return app


def _add_list(app: typer.Typer, open_service: OpenService) -> None:
    @app.command("list")
    def list_models(
        *,
        limit: Annotated[int, typer.Option(min=1, max=1000, help="At most so many.")] = 20,
        as_json: AsJson = False,
    ) -> None:
        """List trainings, the newest first."""

        async def listed() -> tuple[ModelVersion, ...]:
            async with open_service() as recommend:
                return await recommend.models(limit=limit)

        models = asyncio.run(listed())
        if as_json:
            _show_json([_plain(model) for model in models])
        elif models:
            _show_table(models)
        else:
            _show_lines(["Nothing is trained yet. Run matinee train."])


def _add_show(app: typer.Typer, open_service: OpenService) -> None:
    @app.command()
    def show(
        version: Annotated[str, typer.Argument(help="As matinee models list names it.")],
        *,
        as_json: AsJson = False,
    ) -> None:
        """Show one training with its figures and settings."""

        async def shown() -> ModelVersion:
            async with open_service() as recommend:
                return await recommend.model(version)

        model = _plain(asyncio.run(shown()))
        if as_json:
            _show_json(model)
        else:
            _show_lines([f"{name}: {value}" for name, value in _flat(model)])


def _add_rollback(app: typer.Typer, open_service: OpenService) -> None:
    @app.command()
    def rollback(
        version: Annotated[
            str | None, typer.Argument(help="Without one: the version that served before.")
        ] = None,
        *,
        as_json: AsJson = False,
    ) -> None:
        """Let a former version serve again; running services follow within a second."""

        async def rolled_back() -> ModelVersion:
            async with open_service() as recommend:
                return await recommend.rollback(version)

        model = asyncio.run(rolled_back())
        if as_json:
            _show_json(_plain(model))
        else:
            _show_lines([f"{model.version} serves."])


@contextmanager
def _progress_shown() -> Generator[Callable[[str, float], None]]:
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("training", total=1.0)
        yield lambda what, done: bar.update(task, description=what, completed=done)


def _trained_lines(made: ModelVersion) -> list[str]:
    figures = made.figures
    lines = [
        f"{made.version}: {made.titles} titles from {made.events} events of {made.members} members "
        f"in {made.seconds:.1f} s.",
        f"Examined on the last title of {figures.asked} members: NDCG@10 {figures.ndcg10:.4f} ± "
        f"{figures.ndcg10_error:.4f}, HR@10 {figures.hr10:.4f}; popularity alone has NDCG@10 "
        f"{figures.popularity_ndcg10:.4f}.",
        made.verdict.reason,
    ]
    if made.live:
        return [*lines, "It serves now."]
    return [*lines, "It does not serve; the former models go on."]


def _show_table(models: Sequence[ModelVersion]) -> None:
    names = ("version", "live", "titles", "events", "NDCG@10", "MB", "seconds", "verdict")
    table = Table(*names, box=None, pad_edge=False, header_style="bold")
    for model in models:
        table.add_row(
            model.version,
            "live" if model.live else "",
            str(model.titles),
            str(model.events),
            f"{model.figures.ndcg10:.4f}",
            f"{model.size_bytes / 1e6:.1f}" if model.files else "gone",
            f"{model.seconds:.1f}",
            model.verdict.reason,
        )
    width = None if sys.stdout.isatty() else _UNBOUNDED
    Console(highlight=False, markup=False, width=width).print(table)


def _plain(model: ModelVersion) -> dict[str, Any]:
    return asdict(model)


def _flat(values: dict[str, Any], under: str = "") -> Generator[tuple[str, Any]]:
    for name, value in values.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{under}{name}.")
        else:
            yield f"{under}{name}", value


def _show_json(value: Any) -> None:
    sys.stdout.write(json.dumps(value, default=str, ensure_ascii=False) + "\n")


def _show_lines(lines: Sequence[str]) -> None:
    sys.stdout.write("\n".join(lines) + "\n")
