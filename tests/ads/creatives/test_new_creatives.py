"""A creative from its file to a programme: skipped at first, conditioned behind, then shown."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from tests.ads.bookings import Clock, Stand
from tests.ads.creatives.drawn_ads import draw_ad, pieces_of

from matinee.ads.creatives import jobs as conditioning
from matinee.ads.creatives.model import Stage
from matinee.ads.creatives.service import AHEAD, CONDITION, MOST_FAULTS, CreativeService
from matinee.ads.delivery.outside import PassingFault
from matinee.ads.model import AdSettings, Approval, Campaign, Creative, Rendition
from matinee.ads.service import AdService
from matinee.errors import Invalid, Unavailable
from matinee.foundation.blobs import Blobs
from matinee.foundation.database import Database
from matinee.foundation.jobs import Jobs
from matinee.media.model import Ladder, MediaSettings
from matinee.media.packaging.renditions import renditions_for
from matinee.media.service import MediaService

LADDER = Ladder(tuple(renditions_for(192, 108)), 24.0, -23.0)


class Addresses:
    """The world, as a dictionary."""

    def __init__(self) -> None:
        self.bodies: dict[str, bytes] = {}

    async def fetch(self, address: str) -> bytes:
        """What lies there; where nothing does, the address does not answer."""
        if address not in self.bodies:
            raise PassingFault("The address does not answer.", code="vast_300")
        return self.bodies[address]

    async def close(self) -> None:
        """There is nothing to let go of."""


class Workshop:
    """A process of ads with its creatives and its jobs."""

    def __init__(self, database: Database, blobs: Blobs, home: Path) -> None:
        self.clock, self.addresses = Clock(), Addresses()
        self.jobs = Jobs(database)
        settings = AdSettings(creative_bytes=1_000_000)
        media = MediaService(database, blobs, self.jobs, MediaSettings(), home)
        self.creatives = CreativeService(
            database, blobs, self.jobs, media, self.addresses, settings, home, clock=self.clock
        )
        conditioning.register(self.jobs, self.creatives)
        ads = AdService(database, settings, clock=self.clock, ahead=self.creatives)
        self.stand = Stand(ads, self.clock)

    async def brought(self, campaign: Campaign, path: Path, seconds: int = 3) -> Creative:
        """Bring a film and approve it."""
        creative = replace(await self._plain(campaign, seconds), renditions=())
        made = await self.creatives.bring(creative, pieces_of(path), name=path.name)
        assert made.approval is Approval.PENDING
        return await self.stand.ads.approve(made.id, Approval.APPROVED)

    async def _plain(self, campaign: Campaign, seconds: int) -> Creative:
        film = await self.stand.film(campaign, seconds)
        return replace(film, id=uuid4(), approval=Approval.PENDING)

    async def shown(self) -> tuple[int, frozenset[object], dict[str, int]]:
        """Ads of a break in a programme, which were new, and why others were skipped."""
        await self.stand.ads.exchange()
        request = self.stand.request(ladder=LADDER.key)
        answered = self.stand.ads.desk.decide(request, explain=True)
        return len(answered.ads), answered.new, dict(answered.decision.skipped)


@pytest.fixture
async def workshop(database: Database, blobs: Blobs, tmp_path: Path) -> Workshop:
    made = Workshop(database, blobs, tmp_path / "home")
    await made.stand.ads.start()
    return made


async def test_the_first_request_skips_a_new_creative_and_the_second_plays_it(
    workshop: Workshop, tmp_path: Path
) -> None:
    campaign = await workshop.stand.campaign()
    film = await workshop.brought(campaign, draw_ad(tmp_path / "ad.mp4"))
    await workshop.stand.line_item(campaign, film)
    ads, new, skipped = await workshop.shown()
    assert (ads, new, skipped) == (0, {film.id}, {"NEW_CREATIVE": 1})
    await workshop.creatives.want([film.id], LADDER)
    await workshop.jobs.work(until_idle=True)
    ads, new, skipped = await workshop.shown()
    assert (ads, new, skipped) == (1, frozenset(), {})
    dossier = (await workshop.creatives.dossiers([film.id]))[film.id]
    [ready] = dossier.conditioned
    assert ready.made is not None
    assert ready.made.loudness is not None
    assert ready.made.loudness.integrated <= -22.5
    body, kind = await workshop.creatives.file(film.id, LADDER.key, "ad.m3u8")
    assert (body[:7], kind) == (b"#EXTM3U", "application/vnd.apple.mpegurl")


async def test_what_is_booked_is_conditioned_ahead_for_the_ladders_in_use(
    workshop: Workshop,
) -> None:
    await workshop.creatives.note_ladder(LADDER)
    campaign = await workshop.stand.campaign()
    film = await workshop.stand.film(campaign)
    assert await workshop.creatives.look_ahead() == 0
    await workshop.stand.line_item(campaign, film)
    assert [job.task for job in await workshop.jobs.listing()] == [AHEAD]
    assert await workshop.creatives.look_ahead() == 1
    assert await workshop.creatives.look_ahead() == 1
    assert [job.task for job in await workshop.jobs.listing()] == [CONDITION, AHEAD]


async def test_a_film_of_another_length_is_refused_and_nothing_is_kept(
    workshop: Workshop, tmp_path: Path
) -> None:
    campaign = await workshop.stand.campaign()
    with pytest.raises(Invalid, match=r"lasts 2\.0\d s; 3 s were booked") as refusal:
        await workshop.brought(campaign, draw_ad(tmp_path / "ad.mp4", seconds=2.0))
    assert refusal.value.code == "creative_duration"
    assert [each.master for each in await workshop.stand.ads.creatives(campaign.advertiser_id)] == [
        False
    ]


async def test_a_film_that_is_too_large_or_no_film_is_refused(
    workshop: Workshop, tmp_path: Path
) -> None:
    campaign = await workshop.stand.campaign()
    path = tmp_path / "ad.mp4"
    path.write_bytes(b"\0" * 1_000_001)
    with pytest.raises(Invalid) as refusal:
        await workshop.brought(campaign, path)
    assert refusal.value.code == "creative_too_large"
    path.write_bytes(b"#EXTM3U\nfile:///etc/passwd\n")
    with pytest.raises(Invalid, match="no film"):
        await workshop.brought(campaign, path)


async def test_a_film_at_an_address_is_fetched_and_one_of_another_length_stays_out(
    workshop: Workshop, tmp_path: Path
) -> None:
    campaign = await workshop.stand.campaign()
    film = await workshop.stand.film(campaign, seconds=3)
    await workshop.stand.line_item(campaign, film)
    address = film.renditions[0].address
    workshop.addresses.bodies[address] = draw_ad(tmp_path / "a.mp4", seconds=2).read_bytes()
    await workshop.creatives.want([film.id], LADDER)
    await workshop.jobs.work(until_idle=True)
    ads, _, skipped = await workshop.shown()
    assert (ads, skipped) == (0, {"NEW_CREATIVE": 1})
    dossier = (await workshop.creatives.dossiers([film.id]))[film.id]
    assert [(one.stage, one.reason) for one in dossier.conditioned] == [
        (Stage.REFUSED, "The film lasts 2.00 s; 3 s were booked.")
    ]


async def test_an_address_that_does_not_answer_is_tried_again_but_not_for_ever(
    workshop: Workshop, tmp_path: Path
) -> None:
    film = await workshop.stand.film(await workshop.stand.campaign(), seconds=3)
    await workshop.creatives.want([film.id], LADDER)

    async def tried() -> tuple[Stage, str, bool]:
        """Where it stands then and why, and whether the job comes again."""
        again = False
        try:
            await workshop.creatives.condition(film.id, LADDER.key)
        except Unavailable:
            again = True
        [one] = (await workshop.creatives.dossiers([film.id]))[film.id].conditioned
        return one.stage, one.reason, again

    silent = "The address does not answer."
    waiting = (Stage.WAITING, silent, True)
    refused = (Stage.REFUSED, f"{silent} It was tried {MOST_FAULTS} times.", False)
    assert [await tried() for _ in range(MOST_FAULTS)] == [waiting] * (MOST_FAULTS - 1) + [refused]
    await workshop.stand.ads.approve(film.id, Approval.APPROVED)
    assert await tried() == waiting
    # What answers with something else than was booked is refused at once.
    drawn = draw_ad(tmp_path / "a.mp4", seconds=2)
    workshop.addresses.bodies[film.renditions[0].address] = drawn.read_bytes()
    assert await tried() == (Stage.REFUSED, "The film lasts 2.00 s; 3 s were booked.", False)


async def test_a_playlist_is_never_fetched_in_place_of_a_film(
    workshop: Workshop, tmp_path: Path
) -> None:
    plain = await workshop.stand.film(await workshop.stand.campaign(), seconds=3)
    [file] = plain.renditions
    lists = Rendition("https://m.example/a.m3u8", "application/x-mpegURL", 1920, 1080, 90_000)
    workshop.addresses.bodies[lists.address] = b"#EXTM3U\n"
    workshop.addresses.bodies[file.address] = draw_ad(tmp_path / "a.mp4", seconds=2).read_bytes()
    reasons = dict[int, str]()
    for files in ((file, lists), (lists,)):
        film = replace(plain, id=uuid4(), renditions=files)
        await workshop.stand.ads.put_creative(film)
        await workshop.creatives.want([film.id], LADDER)
        await workshop.creatives.condition(film.id, LADDER.key)
        [one] = (await workshop.creatives.dossiers([film.id]))[film.id].conditioned
        reasons[len(files)] = one.reason
    assert reasons == {
        2: "The film lasts 2.00 s; 3 s were booked.",
        1: "This creative has no file with its whole film.",
    }
