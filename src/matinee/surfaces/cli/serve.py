"""``matinee serve`` and ``matinee worker``: the processes that stay."""

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Generator
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from typing import Annotated, Any

import structlog
import typer
import uvloop

from matinee.assembly.ground import keep_running
from matinee.assembly.house import House, open_house
from matinee.assembly.settings import Settings
from matinee.errors import MatineeError
from matinee.surfaces.api.app import create_app
from matinee.surfaces.api.middleware.callers import is_loopback
from matinee.surfaces.api.serving import address_of, listen, signals_to
from matinee.surfaces.api.serving import serve as serve_app
from matinee.surfaces.cli.opening import settings_in_force
from matinee.surfaces.cli.output import AsJson, show_json, show_line
from matinee.surfaces.cli.systemd import keep_told

_log = structlog.get_logger()


def commands() -> typer.Typer:
    """The two commands."""
    app = typer.Typer()

    @app.command()
    def serve(
        *,
        host: Annotated[str | None, typer.Option(help="The address to listen on.")] = None,
        port: Annotated[int | None, typer.Option(help="The port; 0 takes a free one.")] = None,
        all_in_one: Annotated[
            bool, typer.Option("--all-in-one", help="Run background jobs in this process too.")
        ] = False,
        as_json: AsJson = False,
    ) -> None:
        """Serve pages and API until stopped; requests in flight are finished first."""
        settings = settings_in_force(host=host, port=port)

        async def ready(_house: House, address: str) -> None:
            _announce(address, settings, as_json=as_json)

        uvloop.run(serve_house(settings, all_in_one=all_in_one, ready=ready))

    @app.command()
    def worker(
        *,
        until_idle: Annotated[
            bool, typer.Option("--until-idle", help="End when no job is due.")
        ] = False,
        as_json: AsJson = False,
    ) -> None:
        """Run background jobs until stopped."""
        settings = settings_in_force()
        uvloop.run(_work(settings, until_idle=until_idle, as_json=as_json))

    return app


async def serve_house(
    settings: Settings, *, all_in_one: bool, ready: Callable[[House, str], Awaitable[None]]
) -> None:
    """Open the house, do what makes it ready, and serve it until told to stop."""
    with ended_by_signals(), closing(listen(settings.host, settings.port)) as listener:
        async with open_house(settings) as house:
            await house.operation.flags.read()
            await house.access.shares.join()
            beside = [
                keep_told(),
                keep_running(settings),
                house.operation.flags.follow(),
                house.operation.failures.follow(),
                house.access.shares.follow(),
            ]
            if all_in_one:
                beside.append(house.jobs.work(concurrency=settings.worker_concurrency))
            async with _alongside(*beside):
                await ready(house, address_of(listener))
                await _warm(house)
                async with _alongside(_make_search(house)):
                    await serve_app(create_app(house), listener, settings)


@contextmanager
def ended_by_signals() -> Generator[None]:
    """Let SIGTERM and SIGINT end this task in order: what is open is closed, and nothing raised."""
    task = asyncio.current_task()
    if task is None:
        raise RuntimeError("only a task can be ended")
    with suppress(asyncio.CancelledError), signals_to(task.cancel):
        yield


async def _warm(house: House) -> None:
    """Read what every request needs before the first one comes; without it they read it."""
    with suppress(MatineeError):
        await house.catalogue.shelf()
        await house.recommend.current()


async def _make_search(house: House) -> None:
    """Make the search index beside all else: pages are answered meanwhile, and no search waits."""
    started = time.perf_counter()
    try:
        made = await house.conversation.ready()
    except MatineeError as failure:
        _log.warning("the first search has to make its index", failure=str(failure))
        return
    seconds = round(time.perf_counter() - started, 1)
    _log.info("the search index is made", titles=made.titles, names=made.forms, seconds=seconds)


async def _work(settings: Settings, *, until_idle: bool, as_json: bool) -> None:
    concurrency = settings.worker_concurrency
    with ended_by_signals():
        async with open_house(settings) as house:
            await house.operation.flags.read()
            async with _alongside(
                keep_told(),
                keep_running(settings),
                house.operation.flags.follow(),
                house.operation.failures.follow(),
            ):
                if as_json:
                    show_json({"working": True, "concurrency": concurrency})
                else:
                    show_line(f"Working on {concurrency} jobs at a time.")
                await house.jobs.work(concurrency=concurrency, until_idle=until_idle)


def _announce(address: str, settings: Settings, *, as_json: bool) -> None:
    if not is_loopback(settings.host):
        _log.info(
            "from elsewhere, only those with an account are let in",
            address=address,
            remedy="matinee accounts create NAME --role operator",
        )
    if as_json:
        show_json({"address": address})
    else:
        show_line(f"Matinee is on {address}")


@asynccontextmanager
async def _alongside(*works: Coroutine[Any, Any, None]) -> AsyncGenerator[None]:
    tasks = [asyncio.create_task(work) for work in works]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        for end in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(end, Exception):
                _log.error("background work had ended", exc_info=end)
