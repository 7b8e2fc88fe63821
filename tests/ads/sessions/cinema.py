"""A short film that was really taken in, with breaks, and two advertisers whose ads are films."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
from PIL import Image
from tests.ads.creatives.drawn_ads import draw_ad

from matinee.assembly.house import House
from matinee.catalogue.model import TitleRecord
from matinee.media.model import FilmState
from matinee.vocabulary.ids import TitleId
from matinee.vocabulary.places import Language, Territory

BREAKS = [
    {"id": "pre", "at_seconds": 0, "duration_seconds": 6, "slots": 2},
    {"id": "mid", "at_seconds": 4.6, "duration_seconds": 6, "slots": 2},
]
SECONDS = 10.0


@dataclass(frozen=True)
class Cinema:
    """Who asks, for which title, and what is billed to whom."""

    client: httpx.AsyncClient
    house: House
    title: UUID
    profile: UUID
    campaigns: list[UUID]

    async def json(self, method: str, path: str, **body: Any) -> Any:
        answer = await self.client.request(method, path, json=body or None)
        assert answer.status_code < 300, answer.text
        return answer.json()

    async def get(self, path: str) -> bytes:
        answer = await self.client.get(path)
        assert answer.status_code == 200, answer.text
        return answer.content

    async def begin(self, way: str = "guided", **told: Any) -> dict[str, Any]:
        return await self.json(
            "POST", f"/v1/profiles/{self.profile}/titles/{self.title}/watch", way=way, **told
        )

    async def conditioned(self) -> None:
        """Let the jobs run that conditioning waits for, and decisions hear of it."""
        await self.house.jobs.work(until_idle=True)
        await self.house.ads.exchange()

    async def impressions(self) -> int:
        stretch = {"start": "2000-01-01T00:00:00Z", "end": "2100-01-01T00:00:00Z"}
        billed = 0
        for campaign in self.campaigns:
            asked = f"/v1/ads/campaigns/{campaign}/invoice"
            account = (await self.client.get(asked, params=stretch)).json()
            billed += sum(line["impressions"] for line in account["lines"])
        return billed


async def open_cinema(
    client: httpx.AsyncClient,
    house: House,
    folder: Path,
    *,
    breaks: Sequence[Mapping[str, Any]] = BREAKS,
    seconds: float = SECONDS,
    spot_seconds: float = 2.0,
    cuts: Sequence[float] = (),
) -> Cinema:
    """Take the film in, book both advertisers' ads; nothing is conditioned yet."""
    await house.catalogue.put_titles(
        [TitleRecord(name="A film", year=2001, runtime_minutes=1)], source="test", open_window=True
    )
    shelf = await house.catalogue.shelf()
    title = shelf.ids[shelf.names.index("A film")]
    film = draw_ad(
        folder / "film.mp4", seconds=seconds, level=0.1, size=(192, 108), rate=24, cuts=cuts
    )
    words = folder / "film.srt"
    words.write_text(
        "1\n00:00:01,000 --> 00:00:02,000\nBefore.\n\n2\n00:00:06,000 --> 00:00:07,000\nAfter.\n"
    )
    added = await house.media.add(TitleId(title), film, subtitles={"en": words}, by_job=False)
    await house.media.take_in(added.id)
    assert (await house.media.film(added.id)).state is FilmState.READY
    household = await house.audience.create_household("Ferreira")
    viewer = await house.audience.create_profile(
        household.id, "Ana", kids=False, languages=(Language("pt"),), territory=Territory("PT")
    )
    client.headers["User-Agent"] = "Players/1.0 (SmartTV)"
    cinema = Cinema(client, house, title, viewer.id, [])
    await cinema.json("PUT", f"/v1/ads/titles/{title}/breaks", breaks=breaks)
    for number, name in enumerate(("Soup", "Tea")):
        spot = draw_ad(folder / f"{name}.mp4", seconds=spot_seconds, level=0.4 + 0.3 * number)
        cinema.campaigns.append(await _booked(cinema, name, spot, spot_seconds))
    await house.ads.exchange()
    return cinema


async def _booked(cinema: Cinema, name: str, spot: Path, seconds: float) -> UUID:
    seller = await cinema.house.ads.add_advertiser(f"{name} & Sons")
    campaign = await cinema.house.ads.add_campaign(seller.id, name)
    answer = await cinema.client.post(
        f"/v1/ads/spots/{campaign.id}",
        params={
            "name": name,
            "duration_seconds": seconds,
            "click_through": "https://soup.example/",
        },
        content=spot.read_bytes(),
        headers={"Content-Type": "video/mp4"},
    )
    assert answer.status_code == 201, answer.text
    return await _running(cinema, campaign.id, answer.json()["id"])


SIZES = {"pause": (1280, 720), "overlay": (728, 90), "squeeze": (1280, 720)}


async def book_picture(cinema: Cinema, path: Path, shown_as: str = "pause") -> UUID:
    """A further advertiser's picture for a format."""
    Image.new("RGB", SIZES[shown_as], (40, 90, 70)).save(path)
    seller = await cinema.house.ads.add_advertiser(f"Posters & Sons ({shown_as})")
    campaign = await cinema.house.ads.add_campaign(seller.id, "Posters")
    answer = await cinema.client.post(
        f"/v1/ads/stills/{campaign.id}",
        params={
            "name": "A poster",
            "click_through": "https://posters.example/",
            "format": shown_as,
        },
        content=path.read_bytes(),
        headers={"Content-Type": "image/png"},
    )
    assert answer.status_code == 201, answer.text
    assert answer.json()["format"] == shown_as
    cinema.campaigns.append(await _running(cinema, campaign.id, answer.json()["id"]))
    return UUID(answer.json()["id"])


async def book_companion(cinema: Cinema, path: Path) -> UUID:
    """An approved picture beside the first advertiser's film."""
    campaign = await cinema.house.ads.campaign(cinema.campaigns[0])
    [film] = await cinema.house.ads.creatives(campaign.advertiser_id)
    Image.new("RGB", (300, 250), (90, 40, 40)).save(path)
    answer = await cinema.client.post(
        f"/v1/ads/stills/{campaign.id}",
        params={"name": "A bowl", "format": "companion", "accompanies": str(film.id)},
        content=path.read_bytes(),
        headers={"Content-Type": "image/png"},
    )
    assert answer.status_code == 201, answer.text
    approval = f"/v1/ads/creatives/{answer.json()['id']}/approval"
    await cinema.json("PUT", approval, approval="approved")
    return UUID(answer.json()["id"])


async def _running(cinema: Cinema, campaign: UUID, film: str) -> UUID:
    """Approve a creative, and book it in a campaign that runs."""
    await cinema.json("PUT", f"/v1/ads/creatives/{film}/approval", approval="approved")
    now = datetime.now(UTC)
    await cinema.json(
        "POST",
        f"/v1/ads/campaigns/{campaign}/line-items",
        name="Evenings",
        bid="20",
        goal_kind="impressions",
        goal="1000",
        start=(now - timedelta(days=1)).isoformat(),
        end=(now + timedelta(days=7)).isoformat(),
        state="active",
        creatives=[film],
    )
    await cinema.json("PUT", f"/v1/ads/campaigns/{campaign}/state", state="active")
    return campaign
