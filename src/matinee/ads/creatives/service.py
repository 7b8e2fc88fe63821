"""From a file that somebody brings to an ad that can be joined to a programme."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import structlog

from matinee.ads.creatives import repository as spots
from matinee.ads.creatives.model import (
    Conditioning,
    Dossier,
    Master,
    Stage,
    check_length,
)
from matinee.ads.creatives.pictures import FRAMES, ad_picture
from matinee.ads.delivery.outside import Outside, PassingFault
from matinee.ads.model import (
    PICTURE_SECONDS,
    AdSettings,
    Approval,
    Creative,
    Format,
    Rendition,
)
from matinee.ads.repository import demand
from matinee.errors import Invalid, NotFound, Unavailable
from matinee.foundation.blobs import Blobs
from matinee.foundation.database import Connection, Database
from matinee.foundation.jobs import Jobs
from matinee.media.model import Ladder, SpotFacts
from matinee.media.service import MediaService

__all__ = ["AHEAD", "CONDITION", "FRAMES", "CreativeService", "store_of"]
PICTURE = "image/jpeg"
CONDITION = "ads.condition"
AHEAD = "ads.condition_ahead"
IN_USE = timedelta(days=30)
"""Ladders that no title asked for in so long are conditioned for no more."""
MOST_FAULTS = 12
"""How often an address may not answer before its creative is refused: the better part of an hour,
since a job tries three times and the look ahead brings another every ten minutes."""
_log = structlog.get_logger()
_KINDS = {
    ".m3u8": "application/vnd.apple.mpegurl",
    ".m4s": "video/iso.segment",
    ".mp4": "video/mp4",
}


def _now() -> datetime:
    return datetime.now(UTC)


class CreativeService:
    """Takes films of creatives in, and has them conditioned by jobs."""

    def __init__(
        self,
        database: Database,
        blobs: Blobs,
        jobs: Jobs,
        media: MediaService,
        outside: Outside,
        settings: AdSettings,
        folder: Path,
        *,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        self.settings = settings
        self._database, self._blobs, self._jobs = database, blobs, jobs
        self._media, self._outside, self._clock = media, outside, clock
        self._folder = folder

    async def bring(
        self, creative: Creative, pieces: AsyncIterator[bytes], *, name: str = ""
    ) -> Creative:
        """Take a new creative with its film; it waits for approval.

        Invalid where the film is too large, is no film, or is not as long as ``creative`` says:
        then nothing is kept.
        """
        path = self._folder / f"{uuid4()}.film"
        try:
            await self._received(path, pieces)
            facts = await self._looked_into(path, creative.duration)
            store = _master_store(creative.id)
            await self._blobs.put(store, path)
        finally:
            await asyncio.to_thread(path.unlink, missing_ok=True)
        made = replace(creative, approval=Approval.PENDING, master=True)
        async with self._database.transaction() as connection:
            await demand.put_creative(connection, made)
            master = Master(made.id, store, name[:200], facts, self._clock())
            await spots.put_master(connection, master)
        return made

    async def bring_picture(
        self, creative: Creative, content: bytes, shown_as: Format = Format.PAUSE
    ) -> Creative:
        """Take a new creative that is a picture of a format; it waits for approval.

        Invalid where it is no such picture, or a companion of no film of the same advertiser: then
        nothing is kept.
        """
        if (shown_as is Format.COMPANION) != (creative.accompanies is not None):
            raise Invalid(
                "A companion, and nothing else, names the film that it stands beside.",
                field="accompanies",
            )
        if creative.accompanies is not None:
            await self._check_accompanied(creative, creative.accompanies)
        drawn, width, height = await asyncio.to_thread(ad_picture, content, shown_as)
        await self._blobs.put(_picture_store(creative.id), drawn)
        address = f"{self.settings.public_url}/v1/ads/pictures/{creative.id}"
        made = replace(
            creative,
            format=shown_as,
            duration=timedelta(seconds=PICTURE_SECONDS),
            renditions=(Rendition(address, PICTURE, width, height, bitrate=0),),
            approval=Approval.PENDING,
        )
        async with self._database.transaction() as connection:
            await demand.put_creative(connection, made)
        return made

    async def _check_accompanied(self, creative: Creative, film: UUID) -> None:
        async with self._database.reading() as connection:
            found = await demand.creative(connection, film)
        own = found is not None and found.advertiser_id == creative.advertiser_id
        if found is None or not own or found.format is not Format.LINEAR:
            raise Invalid(
                "There is no such film of this advertiser.",
                remedy="List the campaign's creatives.",
                field="accompanies",
            )

    async def picture(self, creative: UUID) -> tuple[bytes, str]:
        """The picture of a creative, and its media type; NotFound without one."""
        return await self._blobs.get(_picture_store(creative)), PICTURE

    async def dossiers(self, creatives: Collection[UUID]) -> dict[UUID, Dossier]:
        """What is known of the files of some creatives, and how far each is."""
        async with self._database.reading() as connection:
            masters = await spots.list_masters(connection, creatives)
            steps = await spots.conditionings(connection, creatives)
        return {
            each: Dossier(masters.get(each), [one for one in steps if one.creative_id == each])
            for each in creatives
        }

    async def original(self, creative: UUID) -> tuple[bytes, str]:
        """The film as it was brought, for review, and its media type."""
        async with self._database.reading() as connection:
            found = (await spots.list_masters(connection, [creative])).get(creative)
        if found is None:
            raise NotFound("This creative has no film here.", remedy="List the creatives.")
        kind = "video/webm" if "webm" in found.facts.film.container else "video/mp4"
        return await self._blobs.get(found.store), kind

    async def file(self, creative: UUID, ladder: str, name: str) -> tuple[bytes, str]:
        """A file of a conditioned creative, and its media type."""
        kind = _KINDS.get(Path(name).suffix)
        if kind is None or "/" in name or "/" in ladder:
            raise NotFound("There is no such file of this creative.")
        return await self._blobs.get(f"{store_of(creative, ladder)}/{name}"), kind

    async def conditioned(
        self, creatives: Collection[UUID], ladder: str
    ) -> dict[UUID, Conditioning]:
        """Those of some creatives that are ready for a ladder."""
        async with self._database.reading() as connection:
            found = await spots.conditionings(connection, creatives)
        return {
            each.creative_id: each
            for each in found
            if each.ladder == ladder and each.stage is Stage.READY
        }

    async def close(self) -> None:
        """Let go of connections."""
        await self._outside.close()

    # Conditioning.

    async def note_ladder(self, ladder: Ladder) -> None:
        """A title of such a ladder has breaks: what is booked is made fit for it ahead."""
        async with self._database.transaction() as connection:
            await spots.note_ladder(connection, ladder, self._clock())
            await self.demand_changed(connection)

    async def demand_changed(self, connection: Connection) -> None:
        """Look ahead soon; on the caller's transaction."""
        await self._jobs.enqueue(connection, AHEAD, unless_waiting=AHEAD)

    async def approved(self, connection: Connection, creative: UUID) -> None:
        """Try again what was refused of it; on the caller's transaction."""
        await spots.wait_again(connection, creative, self._clock())

    async def want(self, creatives: Collection[UUID], ladder: Ladder) -> None:
        """Have some creatives conditioned that were asked for now."""
        async with self._database.transaction() as connection:
            await spots.note_ladder(connection, ladder, self._clock())
            await self._want(connection, [(each, ladder.key) for each in sorted(creatives)])

    async def look_ahead(self) -> int:
        """Have all that is booked and approved made fit for all ladders in use; how many wait."""
        async with self._database.transaction() as connection:
            booked = {
                creative
                for item in await demand.active_line_items(connection)
                for creative in item.creatives
            }
            films = [
                each
                for each in await demand.list_creatives(connection)
                if each.id in booked
                and each.serves
                and not each.tag
                and each.format is Format.LINEAR
            ]
            ladders = await spots.list_ladders(connection, self._clock() - IN_USE)
            pairs = [
                (film.id, ladder.key)
                for film in films
                for ladder in ladders
                if ladder.key not in film.ladders
            ]
            return await self._want(connection, pairs)

    async def condition(self, creative_id: UUID, key: str) -> None:
        """Make one creative fit for one ladder; what is at fault with it is kept, not raised.

        Unavailable where its address does not answer now, for as long as that is tried again.
        """
        async with self._database.reading() as connection:
            creative = await demand.creative(connection, creative_id)
            ladder = await spots.ladder(connection, key)
        if creative is None or ladder is None or key in creative.ladders:
            return
        path = self._folder / f"{uuid4()}.film"
        done = Conditioning(creative_id, key, Stage.REFUSED, "", None, self._clock())
        try:
            await self._fetched(creative, path)
            made = await self._media.spots.condition(
                path,
                ladder,
                seconds=creative.duration.total_seconds(),
                store=store_of(creative_id, key),
            )
            done = replace(done, stage=Stage.READY, made=made, at=self._clock())
        except PassingFault as fault:
            await self._count(creative_id, key, fault)
            done = replace(
                done, reason=f"{fault.sentence} It was tried {MOST_FAULTS} times.", at=self._clock()
            )
        except Invalid as refusal:
            done = replace(done, reason=refusal.sentence, at=self._clock())
            _log.info("a creative was refused", creative=str(creative_id), reason=done.reason)
        finally:
            await asyncio.to_thread(path.unlink, missing_ok=True)
        async with self._database.transaction() as connection:
            await spots.settle(connection, done)
            await demand.changed(connection)

    async def _count(self, creative: UUID, key: str, fault: PassingFault) -> None:
        """Raise Unavailable, unless the fault has passed for too long to be a passing one."""
        async with self._database.transaction() as connection:
            faults = await spots.note_fault(
                connection, creative, key, fault.sentence, self._clock()
            )
        if faults < MOST_FAULTS:
            raise Unavailable(fault.sentence, remedy="It is tried again.") from fault

    async def _want(self, connection: Connection, pairs: Sequence[tuple[UUID, str]]) -> int:
        waiting = await spots.want(connection, pairs, self._clock())
        for creative, key in waiting:
            await self._jobs.enqueue(
                connection,
                CONDITION,
                {"creative": str(creative), "ladder": key},
                unless_waiting=f"{creative}:{key}",
            )
        return len(waiting)

    async def _fetched(self, creative: Creative, path: Path) -> None:
        """The film as it was brought; else from its own address, once, and kept."""
        async with self._database.reading() as connection:
            master = (await spots.list_masters(connection, [creative.id])).get(creative.id)
        await asyncio.to_thread(path.parent.mkdir, parents=True, exist_ok=True)
        if master is not None:
            await asyncio.to_thread(path.write_bytes, await self._blobs.get(master.store))
            return
        # A playlist is no film, and names files that nobody has judged.
        files = [each for each in creative.renditions if each.media_type.startswith("video/")]
        best = max(files, key=lambda each: each.bitrate, default=None)
        if best is None:
            raise Invalid(
                "This creative has no file with its whole film.",
                remedy="Add one as video/mp4 or video/webm; a playlist alone is not fetched.",
                field="renditions",
            )
        await asyncio.to_thread(path.write_bytes, await self._outside.fetch(best.address))
        facts = await self._looked_into(path, creative.duration)
        store = _master_store(creative.id)
        await self._blobs.put(store, path)
        async with self._database.transaction() as connection:
            master = Master(creative.id, store, best.address[-200:], facts, self._clock())
            await spots.put_master(connection, master)

    async def _received(self, path: Path, pieces: AsyncIterator[bytes]) -> None:
        await asyncio.to_thread(path.parent.mkdir, parents=True, exist_ok=True)
        room = await asyncio.to_thread(shutil.disk_usage, path.parent)
        most = min(self.settings.creative_bytes, room.free // 2)
        arrived = 0
        with await asyncio.to_thread(path.open, "xb") as file:
            async for piece in pieces:
                arrived += len(piece)
                if arrived > most:
                    raise Invalid(
                        f"A creative's film has at most {most:,} bytes.",
                        remedy="Bring it at a lower rate: it is encoded anew in any case.",
                        code="creative_too_large",
                        field="film",
                    )
                await asyncio.to_thread(file.write, piece)

    async def _looked_into(self, path: Path, booked: timedelta) -> SpotFacts:
        facts = await self._media.spots.look_into(path)
        check_length(facts, booked)
        return facts


def store_of(creative: UUID, ladder: str) -> str:
    """Where a conditioned creative lies in the blobs."""
    return f"creatives/{creative}/{ladder}"


def _picture_store(creative: UUID) -> str:
    return f"creatives/{creative}/pause.jpg"


def _master_store(creative: UUID) -> str:
    return f"creatives/{creative}/master"
