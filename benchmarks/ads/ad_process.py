"""One process that answers players, on a database that others share.

``python -m benchmarks.ads.ad_process URL [PORT]`` prints its address. It is the delivery of a house
with everything that stands around a request, and an audience that is made up: each profile is a
household, in one of ten territories by its number.
"""

import asyncio
import sys
from uuid import UUID

import uvloop
from fastapi import APIRouter, Response
from pydantic import SecretStr

from benchmarks.ads.booked_demand import LANGUAGES, TERRITORIES
from matinee.access.door import may
from matinee.access.model import ObjectKind, Role
from matinee.ads.breaks.service import BreakService
from matinee.ads.delivery import routes as delivery_routes
from matinee.ads.delivery.service import AdDelivery
from matinee.ads.model import AdSettings
from matinee.ads.service import AdService
from matinee.ads.viewers import Viewer
from matinee.assembly.settings import Settings
from matinee.errors import NotFound
from matinee.foundation.database import Database
from matinee.foundation.telemetry import configure_logging
from matinee.media.model import Story
from matinee.surfaces.api.app import build_app
from matinee.surfaces.api.serving import address_of, listen, serve
from matinee.vocabulary.ids import HouseholdId, ProfileId, TitleId

_OWN = may(Role.MEMBER, of=ObjectKind.PROFILE, by="profile_id")


class Everybody:
    """An audience of one profile for each household."""

    async def viewer(self, profile: ProfileId) -> Viewer:
        """Whoever is asked for."""
        place = profile.int % len(TERRITORIES)
        language = LANGUAGES[place % len(LANGUAGES)]
        return Viewer(HouseholdId(profile), TERRITORIES[place], language, kids=False)


class OneShelf:
    """A catalogue on which every title has the same genres."""

    async def genres(self, title: TitleId) -> tuple[str, ...]:
        """Those."""
        del title
        return ("genre 1", "genre 5", "genre 9")


class NoFilms:
    """Media without a film, and titles of no known age."""

    async def film(self, title: TitleId) -> UUID | None:
        """None."""
        del title

    async def story(self, film: UUID) -> Story:
        """Of none."""
        raise NotFound(f"There is no film {film}.")

    async def rate(self, film: UUID) -> float:
        """Of none."""
        raise NotFound(f"There is no film {film}.")

    async def age(self, title: TitleId, territory: str) -> int | None:
        """Not known."""
        del title, territory


def empty() -> APIRouter:
    """The door of a profile's own, as that of breaks, and an answer without a byte."""
    router = APIRouter()

    @router.get("/v1/profiles/{profile_id}/empty", dependencies=[_OWN], response_class=Response)
    async def nothing() -> Response:
        """Answer at once."""
        return Response(b"", media_type="application/xml")

    return router


async def main(url: str, port: int) -> None:
    """Serve until told to stop."""
    settings = Settings(port=port, database_url=SecretStr(url))
    configure_logging(level="error")
    database = Database(url, pool_size=5)
    ads = AdService(database, AdSettings(beacon_hours=1))
    breaks = BreakService(database, NoFilms(), NoFilms())
    delivery = AdDelivery(database, ads, Everybody(), OneShelf(), breaks)
    app = build_app(settings, [empty(), delivery_routes.routes(delivery, ads)])
    listener = listen(settings.host, settings.port)
    await ads.start()
    print(address_of(listener), flush=True)
    try:
        await serve(app, listener, settings)
    finally:
        await delivery.close()
        await database.close()


if __name__ == "__main__":
    uvloop.install()
    asyncio.run(main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 0))
