"""Pictures beside a film: while its viewer lets it stand still, and at its placements."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from matinee.access.service import TooMany
from matinee.ads.breaks.beside import Placement
from matinee.ads.delivery.service import AdDelivery
from matinee.ads.model import PICTURE_SECONDS, Format, TitleBreak
from matinee.ads.sessions.model import BESIDE_ADS, PAUSE_ADS, WatchSession
from matinee.ads.traffic.asking import HourlyLimit
from matinee.errors import NotFound
from matinee.operation.flags.model import Flag, Switches


@dataclass(frozen=True, slots=True)
class PictureAd:
    """A picture that was decided; ``token`` is what its beacons prove."""

    creative: UUID
    name: str
    click_through: str
    token: str


class TooManyPictures(TooMany):
    """A profile has asked for more pictures than anybody is shown."""

    default_code = "too_many_pictures"
    said = "This profile has asked for more pictures in this hour than anybody is shown."


class StandingPictures(Protocol):
    """Whoever knows of pictures that rest on somebody's leave."""

    async def stands(self, creative: UUID) -> bool:
        """Whether a creative may be shown at this moment."""
        ...


class PictureAds:
    """Decides them as it decides breaks, with the same caps, budgets and reasons.

    None where none is to be had, and for children. The one shown ``last`` is not shown again, nor
    what no break of the film may show. A profile that asks too often is refused, however many
    sessions it begins: what is decided takes budget whether it is shown or not. The demand in
    memory may be some seconds older than a revocation: a picture of a title's world is asked for
    once more before it is named to a player.
    """

    def __init__(
        self,
        delivery: AdDelivery,
        switches: Switches,
        standing: StandingPictures,
        clock: Callable[[], datetime],
    ) -> None:
        self._delivery, self._switches, self._standing = delivery, switches, standing
        self._clock = clock
        self._limit = HourlyLimit(delivery.settings.most_pictures_in_an_hour)

    async def pause(self, session: WatchSession, last: UUID | None = None) -> PictureAd | None:
        """An ad for a pause of a session; none in films without breaks."""
        if not session.breaks:
            return None
        still = TitleBreak("pause", timedelta(0), timedelta(seconds=PICTURE_SECONDS), slots=1)
        return await self._decided(session, still, Format.PAUSE, PAUSE_ADS, last)

    async def beside(
        self, session: WatchSession, placement_id: str, last: UUID | None = None
    ) -> PictureAd | None:
        """An ad for a placement of a session, when its player comes there."""
        found = placed(session.placements, placement_id)
        return await self._decided(session, found.asked(), found.format, BESIDE_ADS, last)

    async def _decided(
        self,
        session: WatchSession,
        asked: TitleBreak,
        shown_as: Format,
        flag: Flag,
        last: UUID | None,
    ) -> PictureAd | None:
        if session.profile is None or not self._switches.on(flag, session.profile):
            return None
        viewer, breaks = await self._delivery.met(session.profile, session.title)
        if viewer.kids:
            return None
        if wait := self._limit.wait(session.profile, self._clock()):
            raise TooManyPictures(wait)
        answered = await self._delivery.fill_for(
            viewer,
            session.title,
            _barring(asked, breaks),
            device=session.device,
            offset_minutes=session.offset_minutes,
            without=frozenset({last}) if last else frozenset(),
            shown_as=shown_as,
            said=session.said,
        )
        for _, film, token in answered.ads:
            if not film.titles or await self._standing.stands(film.id):
                return PictureAd(film.id, film.name, film.click_through, token)
        return None


def placed(placements: Iterable[Placement], placement_id: str) -> Placement:
    """One of a session's placements; NotFound where it has no such one."""
    for each in placements:
        if each.id == placement_id:
            return each
    raise NotFound(
        "This session has no such placement.",
        remedy="Begin a session that says which formats are shown.",
    )


def _barring(asked: TitleBreak, breaks: Iterable[TitleBreak]) -> TitleBreak:
    """Without the categories that any break of the film is without."""
    barred = asked.without_categories.union(*(each.without_categories for each in breaks))
    return replace(asked, without_categories=barred)
