"""The whole service, and beside it a body that was made before anyone asked: what it is held to.

``python -m benchmarks.home.measured_service FOLDER`` serves the house in FOLDER on a free port and
prints its address. The prepared route stands first among all routes, behind the same middleware
and the same door as the home page.
"""

import random
import sys
from pathlib import Path

import uvloop
from fastapi import APIRouter, Response

from matinee.access.door import may
from matinee.access.model import Role
from matinee.assembly.house import open_house
from matinee.assembly.settings import Settings
from matinee.foundation.telemetry import configure_logging
from matinee.surfaces.api.app import build_app, routers
from matinee.surfaces.api.serving import address_of, listen, serve

LARGEST = 1 << 20


def prepared() -> APIRouter:
    """Bytes that were there before, cut to the size that is asked for."""
    router = APIRouter()
    material = random.Random(1).randbytes(LARGEST // 2).hex().encode()
    by_size: dict[int, bytes] = {}

    @router.get("/v1/prepared/{size}", dependencies=[may(Role.MEMBER)])
    async def of_size(size: int) -> Response:
        """The same body as ever."""
        body = by_size.get(size)
        if body is None:
            body = by_size[size] = material[:size]
        return Response(body, media_type="application/json")

    return router


async def main(folder: Path) -> None:
    """Serve until told to stop."""
    settings = Settings(home=folder, port=0)
    configure_logging(level=settings.log_level)
    listener = listen(settings.host, settings.port)
    async with open_house(settings) as house:
        app = build_app(settings, [prepared(), *routers(house)])
        print(address_of(listener), flush=True)
        await serve(app, listener, settings)


if __name__ == "__main__":
    uvloop.run(main(Path(sys.argv[1])))
