"""The whole service on a real socket, in a thread, for a browser to look at."""

import asyncio
import socket
import threading
from collections.abc import Coroutine, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

import uvicorn
from tests.surfaces.web.films import films

from matinee.assembly.house import House, open_house
from matinee.assembly.settings import Settings
from matinee.surfaces.api.app import build_app, create_app, routers
from matinee.surfaces.api.errors import as_json
from matinee.surfaces.web.pages import error_page, pages
from matinee.surfaces.web.rendering import Stage

Answer = TypeVar("Answer")


@dataclass
class Site:
    """Where it is, and a way to ask its services."""

    address: str
    house: House
    loop: asyncio.AbstractEventLoop
    titles: dict[str, UUID]

    def ask(self, question: Coroutine[Any, Any, Answer]) -> Answer:
        """Run ``question`` where the service runs; four minutes are for a busy machine."""
        return asyncio.run_coroutine_threadsafe(question, self.loop).result(240)


@contextmanager
def serving(settings: Settings, stage: Stage | None = None) -> Generator[Site]:
    """Serve with a catalogue of real films until the block ends."""
    ready: list[Site] = []
    failed: list[BaseException] = []
    begun = threading.Event()
    ended: list[uvicorn.Server] = []

    async def serve() -> None:
        async with open_house(settings) as house:
            await house.catalogue.put_titles(films(), source="test")
            shelf = await house.catalogue.shelf()
            titles = dict(zip(shelf.names, shelf.ids, strict=True))
            listener = socket.create_server(("127.0.0.1", 0))
            app = create_app(house) if stage is None else _with(house, stage)
            config = uvicorn.Config(app, log_config=None, ws="none", lifespan="off")
            server = uvicorn.Server(config)
            ended.append(server)
            address = f"http://127.0.0.1:{listener.getsockname()[1]}"
            ready.append(Site(address, house, asyncio.get_running_loop(), titles))
            begun.set()
            await server.serve([listener])

    def run() -> None:
        try:
            asyncio.run(serve())
        except BaseException as failure:
            failed.append(failure)
            raise
        finally:
            begun.set()

    thread = threading.Thread(target=run, name="site")
    thread.start()
    begun.wait(60)
    try:
        if not ready:
            raise AssertionError("the service did not start") from failed[0]
        yield ready[0]
    finally:
        for server in ended:
            server.should_exit = True
        thread.join(30)


def _with(house: House, stage: Stage) -> Any:
    """The service with other languages: its pages come first, so that they are the ones found."""
    parts = [pages(house, stage), *routers(house)]
    return build_app(house.settings, parts, page=error_page(as_json, stage))
