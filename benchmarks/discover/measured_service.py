"""The whole service, and beside it the bare ``tantivy`` query that search as you type is held to.

``python -m benchmarks.discover.measured_service FOLDER`` serves the house in FOLDER on a free port
and prints its address, then what the index took to make. The bare route stands behind the same
middleware and the same door, and answers with the rows and scores of names.
"""

import json
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Annotated
from uuid import UUID

import numpy as np
import uvloop
from fastapi import APIRouter, Query, Request, Response

from benchmarks.discover.tantivy_peer import TantivyNames
from matinee.access.door import may, reach
from matinee.access.model import ObjectKind, Role, Use
from matinee.assembly.house import House, open_house
from matinee.assembly.settings import Settings
from matinee.foundation.telemetry import configure_logging
from matinee.surfaces.api.app import build_app, routers
from matinee.surfaces.api.serving import address_of, listen, serve

_LIMIT = 12


async def bare(house: House) -> APIRouter:
    """Names by tantivy's prefix and fuzzy queries, and nothing else."""
    router = APIRouter()
    shelf = await house.catalogue.shelf()
    names = TantivyNames(shelf.names, np.zeros(len(shelf), np.float32))

    @router.get("/v1/bare", dependencies=[may(Role.MEMBER)])
    async def query(request: Request, profile: UUID, q: Annotated[str, Query()]) -> Response:
        """The best rows."""
        await reach(request, Use.WATCH, ObjectKind.PROFILE, profile)
        body = json.dumps(names.rows(q, _LIMIT)).encode()
        return Response(body, media_type="application/json")

    return router


async def main(folder: Path) -> None:
    """Serve until told to stop."""
    settings = Settings(home=folder, port=0)
    configure_logging(level="warning")
    listener = listen(settings.host, settings.port)
    async with open_house(settings) as house:
        started = time.perf_counter()
        ready = asdict(await house.discover.ready(with_vectors=True))
        ready["seconds_with_vectors"] = time.perf_counter() - started
        app = build_app(settings, [await bare(house), *routers(house)])
        print(address_of(listener), flush=True)
        print(json.dumps(ready), flush=True)
        await serve(app, listener, settings)


if __name__ == "__main__":
    uvloop.run(main(Path(sys.argv[1])))
