"""A title with an approved picture, a production with a performer, and an advertiser with a jar."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import numpy as np
from PIL import Image, ImageDraw

from matinee.assembly.house import House
from matinee.catalogue.model import TitleRecord
from matinee.clearance.record import shapes
from matinee.media.model import FilmId
from matinee.promote.gallery import repository as gallery
from matinee.promote.gallery.model import Picture, PictureId, PictureState
from matinee.promote.gallery.prints import key_of
from matinee.vocabulary.ids import TitleId, uuid7

BY = "Ines Prata"
YES = {f"P{number}": "yes" for number in range(1, 6)}
RED = (196, 24, 32)


def jar(width: int = 200, height: int = 320) -> bytes:
    """A red jar on nothing, as PNG."""
    picture = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle((20, 40, width - 20, height - 10), 30, fill=(*RED, 255))
    drawn = io.BytesIO()
    picture.save(drawn, "PNG")
    return drawn.getvalue()


def harbour() -> bytes:
    """A picture as the gallery keeps them: a dusk with a light at the left, as JPEG."""
    down = np.linspace(30, 120, 360)[:, None, None] * np.ones((1, 640, 3))
    pixels = (down * np.array([0.5, 0.8, 1.1])).astype(np.uint8)
    pixels[150:190, 80:120] = (250, 220, 140)
    drawn = io.BytesIO()
    Image.fromarray(pixels).save(drawn, "JPEG", quality=90)
    return drawn.getvalue()


@dataclass
class Clock:
    """The record's and the blends' clock, ahead of the wall's where a test says so."""

    ahead: timedelta = timedelta(0)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@dataclass
class World:
    """Who asks, and for what."""

    house: House
    client: httpx.AsyncClient
    clock: Clock
    titles: list[TitleId]
    picture: PictureId
    production: str = ""
    performer: str = ""
    campaign: UUID | None = None

    async def json(self, method: str, path: str, *, status: int = 200, **body: Any) -> Any:
        answer = await self.client.request(method, path, json=body or None)
        assert answer.status_code == status, answer.text
        return answer.json()

    async def ask(self, *, status: int = 201, **change: Any) -> Any:
        """Ask for the title's picture with its performer, from in an hour on."""
        body = {
            "production": self.production,
            "picture": str(self.picture),
            "performers": [self.performer],
            "territories": ["PT"],
            "starts_at": (self.clock() + timedelta(hours=1)).isoformat(),
            "principles": YES,
        }
        path = f"/v1/ads/titles/{self.titles[0]}/blend-grants"
        return await self.json("POST", path, status=status, **(body | change))

    async def approve(self, grant: Any) -> None:
        """Counsel's yes to all that was asked, and the time at which it holds."""
        for each in grant["uses"]:
            touched = "third_party_ip" if each["of"] == "title" else "likeness"
            scope = ["final", touched]
            path = f"/v1/clearance/uses/{each['use']}/approval"
            await self.json("POST", path, status=201, scope=scope)
        self.clock.ahead += timedelta(hours=1, seconds=1)

    async def consent(self, **change: Any) -> UUID:
        """The performer's consent to be in advertisements in Portugal."""
        now = self.clock()
        paper = await self.house.record.keep_document(b"paper")
        body = {
            "performer": self.performer,
            "document": paper,
            "signed_at": now,
            "starts": now,
            "expires": now + timedelta(days=30),
            "separate": True,
            "conspicuous": True,
            "specific": True,
            "productions": [self.production],
            "uses": ["advertisement"],
            "territories": ["PT", "ES"],
            "languages": ["*"],
            "description": "In pictures that advertise soup, while the film stands still.",
        }
        given = shapes.NewConsent.model_validate(body | change)
        return UUID((await self.house.record.add_consent(given, by=BY)).key)

    async def make(self, grant: Any, *, product: bytes | None = None, **change: str) -> Any:
        """Ask for a picture to be made: the answer."""
        told = {"grant": grant["id"], "name": "Harbour soup", "line": "Warm as the harbour lights"}
        return await self.client.post(
            f"/v1/ads/blends/{self.campaign}",
            params=told | change,
            content=jar() if product is None else product,
            headers={"Content-Type": "image/png"},
        )

    async def say(self, blend: str, side: str, approval: str, *, status: int = 200) -> Any:
        """A side's word."""
        own = f"campaigns/{self.campaign}/blends" if side == "advertiser" else "blend-reviews"
        path = f"/v1/ads/{own}/{blend}/word"
        return await self.json("PUT", path, status=status, approval=approval)

    async def shown(self, blend: str) -> httpx.Response:
        """What a player is given."""
        return await self.client.get(f"/v1/ads/pictures/{blend}")


async def build_world(house: House, client: httpx.AsyncClient) -> World:
    """All of it, with nothing asked yet."""
    records = [
        TitleRecord(name=name, year=2001, genres=("Drama",), external_ids={"own": name})
        for name in ("The harbour", "Another film")
    ]
    await house.catalogue.put_titles(records, source="test", open_window=True)
    shelf = await house.catalogue.shelf()
    titles = [TitleId(shelf.ids[shelf.names.index(each.name)]) for each in records]
    now = datetime.now(UTC)
    picture = Picture(
        id=PictureId(uuid7(now)),
        title_id=titles[0],
        film_id=FilmId(uuid7(now)),
        place=0,
        film_seconds=12.0,
        score=0.5,
        reasons={},
        cuts={},
        state=PictureState.APPROVED,
        proposed_at=now,
        faces=0,
    )
    async with house.database.transaction() as connection:
        await gallery.add(connection, [picture])
    await house.blobs.put(key_of(picture.id, "wide"), harbour())
    clock = Clock()
    house.record.recorder.clock = clock
    house.blends.making.clock = clock
    world = World(house, client, clock, titles, picture.id)
    made = await house.record.add_production(shapes.NewProduction(title="The harbour"), by=BY)
    performer = {"name": "Clara Nunes", "date_of_birth": "1990-02-03", "guild": "SAG-AFTRA"}
    cast = await house.record.add_performer(shapes.NewPerformer.model_validate(performer), by=BY)
    world.production, world.performer = made.key, cast.key
    seller = await house.ads.add_advertiser("Soup & Sons")
    world.campaign = (await house.ads.add_campaign(seller.id, "Soup")).id
    return world
