"""What a player is answered: the breaks of a title as VMAP, and the ads of a break as VAST."""

import asyncio
import contextlib
import secrets
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import structlog

from matinee.ads.breaks.beside import PLACED, Placement
from matinee.ads.breaks.blocks import ShutOut
from matinee.ads.breaks.placing import Beside
from matinee.ads.breaks.service import BreakService
from matinee.ads.consent.permissions import NOTHING_SAID, Said, permissions
from matinee.ads.delivery.ad_texts import AdTexts
from matinee.ads.delivery.break_marks import vmap_of
from matinee.ads.delivery.buying import OutsideBuyers
from matinee.ads.delivery.lately import Lately
from matinee.ads.delivery.outside import AGENT, OpenNetwork, Outside
from matinee.ads.delivery.unwinding import Unfilled, Unwound, inline_of, unwind
from matinee.ads.model import (
    HOURS_A_WEEK,
    AdSettings,
    BreakRequest,
    Format,
    TitleBreak,
)
from matinee.ads.repository import title_breaks
from matinee.ads.service import AdService
from matinee.ads.serving.desk import Answered
from matinee.ads.vast.answer import Elsewhere, Served, Version, answer
from matinee.ads.vast.document import write_vast
from matinee.ads.vast.macros import Moment
from matinee.ads.viewers import TitleGenres, Viewer, Viewers
from matinee.errors import Invalid, MatineeError, NotFound
from matinee.foundation.database import Database
from matinee.vocabulary.ids import ProfileId, TitleId

_OVERLAYS = (Format.OVERLAY,)
"""Of the formats beside a film, VAST knows this one."""
_log = structlog.get_logger()


def _now() -> datetime:
    return datetime.now(UTC)


class AdDelivery:
    """Joins decisions with who watches what; keeps its process in step with the others."""

    def __init__(
        self,
        database: Database,
        ads: AdService,
        viewers: Viewers,
        titles: TitleGenres,
        breaks: BreakService,
        outside: Outside | None = None,
        *,
        buyers: OutsideBuyers | None = None,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        self._database, self._ads = database, ads
        self._outside, self._buyers = outside or OpenNetwork(), buyers
        self._texts = AdTexts(ads.settings.public_url)
        self._titles, self._clock, self._chosen = titles, clock, breaks
        age = ads.settings.snapshot_seconds
        self._viewers = Lately(viewers.viewer, seconds=age)
        self._genres = Lately(titles.genres, seconds=age)
        self._breaks = Lately(self._read_breaks, seconds=age)
        self._met = Lately(self._read_met, seconds=age)
        self._beside = Lately(self._read_beside, seconds=age)
        self._shut_out = Lately(self._read_shut_out, seconds=age)
        breaks.tell(self._forget_breaks)
        self._keeping: asyncio.Task[None] | None = None
        self._counting: asyncio.Task[None] | None = None
        self._starting = asyncio.Lock()
        self._telling = set[asyncio.Task[None]]()

    @property
    def settings(self) -> AdSettings:
        """Those of ads."""
        return self._ads.settings

    async def set_breaks(self, title: TitleId, breaks: Sequence[TitleBreak]) -> None:
        """The breaks of a title, in the order of their times; NotFound without the title."""
        await self._titles.genres(title)
        ordered = tuple(sorted(breaks, key=lambda each: each.at))
        async with self._database.transaction() as connection:
            await title_breaks.put(connection, title, ordered)
        self._forget_breaks(title)

    def _forget_breaks(self, title: TitleId) -> None:
        self._breaks.forget(title)
        self._met.forget_all()
        self._beside.forget_all()
        self._shut_out.forget_all()

    async def breaks(self, title: TitleId) -> tuple[TitleBreak, ...]:
        """The breaks of a title, as of seconds ago; none where nobody set any."""
        return await self._breaks.of(title)

    async def _read_breaks(self, title: TitleId) -> tuple[TitleBreak, ...]:
        async with self._database.reading() as connection:
            return await title_breaks.of(connection, title)

    async def _read_met(self, where: tuple[TitleId, str]) -> tuple[TitleBreak, ...]:
        title, territory = where
        return await self._chosen.breaks_of(title, territory)

    async def _read_beside(self, where: tuple[TitleId, str]) -> Beside:
        title, territory = where
        return await self._chosen.beside(title, territory)

    async def _read_shut_out(self, where: tuple[TitleId, str]) -> ShutOut:
        title, territory = where
        return await self._chosen.shut_out(title, territory)

    async def met(
        self, profile: ProfileId, title: TitleId
    ) -> tuple[Viewer, tuple[TitleBreak, ...]]:
        """Who watches, and the breaks that they meet: as many as their territory allows.

        A child's profile meets none. NotFound without the profile or the title.
        """
        viewer = await self._viewers.of(profile)
        await self._genres.of(title)
        return viewer, () if viewer.kids else await self._met.of((title, viewer.territory))

    async def beside(
        self,
        viewer: Viewer,
        title: TitleId,
        breaks: Sequence[TitleBreak],
        formats: Collection[Format],
    ) -> tuple[Placement, ...]:
        """The placements of some formats that a viewer meets beside these ``breaks``.

        A child meets none.
        """
        if viewer.kids or not formats:
            return ()
        known = await self._beside.of((title, viewer.territory))
        return known.met((each.at.total_seconds() for each in breaks), formats)

    async def has_ads(self, profile: ProfileId, title: TitleId) -> bool:
        """Whether a profile meets any within a title, of whatever format."""
        viewer, breaks = await self.met(profile, title)
        return bool(breaks or await self.beside(viewer, title, breaks, PLACED))

    async def vmap(
        self, profile: ProfileId, title: TitleId, *, version: Version, overlays: bool = False
    ) -> bytes:
        """Where the breaks of a title lie for a profile, each with the address of its answer.

        A child's profile has none; a territory with narrower limits has fewer. With ``overlays``
        there are also the places of those, for players that can show them.
        """
        viewer, breaks = await self.met(profile, title)
        wanted = _OVERLAYS if overlays else ()
        placed = await self.beside(viewer, title, breaks, wanted)
        asked = f"/v1/profiles/{profile}/titles/{title}/ads/vast"
        address = f"{self.settings.public_url}{asked}"
        return vmap_of(breaks, address, version=version, beside=placed)

    async def vmap_of_title(self, title: TitleId, *, version: Version) -> bytes:
        """All breaks of a title, for another system: it writes the profile for PROFILE."""
        asked = f"/v1/profiles/PROFILE/titles/{title}/ads/vast"
        address = f"{self.settings.public_url}{asked}"
        return vmap_of(await self.breaks(title), address, version=version)

    async def vast(
        self,
        profile: ProfileId,
        title: TitleId,
        break_id: str,
        *,
        version: Version,
        device: str = "",
        offset_minutes: int = 0,
        unwinding: bool = False,
        said: Said = NOTHING_SAID,
    ) -> bytes:
        """The ads of one break, or of the first, decided now, with what outside buyers bid.

        For the place of an overlay, its picture.

        With ``unwinding``, other servers' wrappers are followed here, for players that cannot: what
        leads to no ad, or to one that was not booked, is left out and told to whoever asked for it.
        """
        if not break_id and not await self.breaks(title):
            await self._genres.of(title)
            return self._texts.document([], version=version)
        viewer, chosen, stands = await self._place(profile, title, break_id)
        request = await self._request(
            viewer, title, chosen, device=device, offset_minutes=offset_minutes, said=said
        )
        if stands is not None:
            shown = await self._ads.decide(replace(request, format=Format.OVERLAY))
            return self._texts.pictures(shown.ads, stands, version=version)
        answered, bought = await self._sold(request, chosen, said)
        unwound = unwinding and any(film.tag for _, film, _ in answered.ads)
        if not unwound and not bought:
            return self._texts.document(
                answered.ads, answered.names, answered.companions, version=version
            )
        ads: list[Served | Elsewhere | None] = [
            self._texts.served(*each, beside)
            for each, beside in zip(answered.ads, answered.companions, strict=True)
        ]
        if unwound:
            ads = list(await asyncio.gather(*(self._unwound(each) for each in ads if each)))
        for place, offer, _ in answered.outside:
            if offer.id in bought:
                ads.insert(place, bought[offer.id])
        return write_vast(answer([each for each in ads if each is not None], version=version))

    async def check_tag(self, address: str, duration: timedelta) -> Unwound | Unfilled:
        """What another server's tag leads to just now; nobody is told of an impression."""
        return await unwind(
            self._outside, address, values=self._moment().values(), duration=duration
        )

    async def fill(
        self,
        profile: ProfileId,
        title: TitleId,
        break_id: str,
        *,
        device: str = "",
        offset_minutes: int = 0,
    ) -> Answered:
        """The decision on one break; ``offset_minutes`` is the player's distance from UTC."""
        viewer, chosen, _ = await self._place(profile, title, break_id)
        return await self.fill_for(
            viewer, title, chosen, device=device, offset_minutes=offset_minutes
        )

    async def fill_for(
        self,
        viewer: Viewer,
        title: TitleId,
        chosen: TitleBreak,
        *,
        device: str = "",
        offset_minutes: int = 0,
        ladder: str = "",
        without: frozenset[UUID] = frozenset(),
        shown_as: Format = Format.LINEAR,
        said: Said = NOTHING_SAID,
    ) -> Answered:
        """The decision on a break for a viewer; ``offset_minutes`` as before.

        Where ads are joined to a programme of a ``ladder``, creatives that are not conditioned to
        it are skipped, and named in the answer. ``without`` are those shown last.
        """
        request = await self._request(
            viewer, title, chosen, device=device, offset_minutes=offset_minutes, said=said
        )
        return await self._ads.decide(
            replace(request, format=shown_as, ladder=ladder, without_creatives=without)
        )

    async def _place(
        self, profile: ProfileId, title: TitleId, break_id: str
    ) -> tuple[Viewer, TitleBreak, timedelta | None]:
        """A break, or the place of an overlay with how long it stands."""
        viewer = await self._viewers.of(profile)
        known = await self.breaks(title)
        chosen = next((one for one in known if break_id in {one.id, ""}), None)
        if chosen is not None:
            return viewer, chosen, None
        _, met = await self.met(profile, title)
        for each in await self.beside(viewer, title, met, _OVERLAYS):
            if each.id == break_id:
                return viewer, each.asked(), timedelta(seconds=each.seconds)
        raise NotFound("There is no such break.", remedy="Ask for the title's VMAP again.")

    async def _request(
        self,
        viewer: Viewer,
        title: TitleId,
        chosen: TitleBreak,
        *,
        device: str,
        offset_minutes: int,
        said: Said,
    ) -> BreakRequest:
        """What is asked of a decision, which does not know a household that refused caps."""
        genres = await self._genres.of(title)
        shut = await self._shut_out.of((title, viewer.territory))
        await self._in_step()
        allowed = permissions(said, territory=viewer.territory)
        now = self._clock()
        local = now + timedelta(minutes=offset_minutes)
        return BreakRequest(
            at=now,
            household=viewer.household if allowed.caps else None,
            duration=chosen.duration,
            slots=chosen.slots,
            territory=viewer.territory,
            language=viewer.language,
            device=device,
            title=title,
            genres=genres,
            moods=chosen.moods,
            hour=(local.weekday() * 24 + local.hour) % HOURS_A_WEEK,
            floor=chosen.floor,
            without_categories=chosen.without_categories | shut.categories,
            without_advertisers=shut.advertisers,
            age=shut.age,
            meaning=chosen.meaning,
            kids=viewer.kids,
            history=allowed.history,
        )

    async def _sold(
        self, request: BreakRequest, chosen: TitleBreak, said: Said
    ) -> tuple[Answered, Mapping[UUID, Served]]:
        """The decision, with what outside buyers bid where there are any; and their ads."""
        if self._buyers is None:
            return await self._ads.decide(request), {}
        allowed = permissions(said, territory=request.territory)
        auction = await self._buyers.ask(request, chosen, said, allowed)
        answered = await self._ads.decide(request, auction.offers)
        return answered, await auction.settle(answered)

    async def close(self) -> None:
        """Stop keeping in step, and write what is left."""
        async with contextlib.AsyncExitStack() as rest:
            rest.push_async_callback(self._outside.close)
            if self._buyers is not None:
                rest.push_async_callback(self._buyers.close)
            if self._keeping is not None:
                tasks = [each for each in (self._keeping, self._counting) if each is not None]
                self._keeping = self._counting = None
                for each in tasks:
                    each.cancel()
                await asyncio.wait(tasks)
                await self._ads.close()

    async def _in_step(self) -> None:
        async with self._starting:
            if self._keeping is None:
                await self._ads.start()
                self._keeping = asyncio.create_task(
                    self._again(self._ads.exchange, "ads could not exchange")
                )
                # Beside it: leases do not wait for a count of weeks.
                self._counting = asyncio.create_task(
                    self._again(self._ads.count_odds, "the odds of creatives could not be counted")
                )

    async def _again(self, act: Callable[[], Awaitable[None]], failed: str) -> None:
        while True:
            await asyncio.sleep(self.settings.snapshot_seconds)
            try:
                await act()
            except MatineeError as error:
                # A later turn tries again. Without exchanges leases run out and nothing is placed;
                # without counts creatives are drawn by the last ones.
                _log.warning(failed, error=str(error))
            except Exception:
                # Whatever it was, a process that stopped here would place no ad until it ends.
                _log.exception(failed)

    def _moment(self) -> Moment:
        return Moment(at=self._clock(), cache_busting=secrets.randbelow(10**8), server_agent=AGENT)

    async def _unwound(self, each: Served | Elsewhere) -> Served | None:
        if isinstance(each, Served):
            return each
        found = await unwind(
            self._outside,
            each.address,
            values=self._moment().values(),
            duration=each.duration,
        )
        if isinstance(found, Unfilled):
            _log.info("a tag led to no ad", line_item=each.line_item, code=int(found.code))
            self._telling.add(telling := asyncio.create_task(self._tell(found.tell)))
            telling.add_done_callback(self._telling.discard)
            return None
        return inline_of(each, found)

    async def _tell(self, addresses: Sequence[str]) -> None:
        for address in addresses:
            with contextlib.suppress(Invalid):
                await self._outside.fetch(address)
