"""Pictures beside a film that its viewer lets stand still."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from matinee.ads.delivery.service import AdDelivery
from matinee.ads.model import PICTURE_SECONDS, Format, TitleBreak
from matinee.ads.sessions.model import PAUSE_ADS, WatchSession
from matinee.operation.flags.model import Switches


@dataclass(frozen=True, slots=True)
class PauseAd:
    """A picture that was decided; ``token`` is what its beacons prove."""

    creative: UUID
    name: str
    click_through: str
    token: str


class PauseAds:
    """Decides them as it decides breaks, with the same caps, budgets and reasons."""

    def __init__(self, delivery: AdDelivery, switches: Switches) -> None:
        self._delivery, self._switches = delivery, switches

    async def decide(self, session: WatchSession, last: UUID | None = None) -> PauseAd | None:
        """An ad for a pause of a session, never the one shown ``last``.

        None where none is to be had, for children, and in films without breaks. What no break of
        the film may show is not shown in its pauses.
        """
        if session.profile is None or not session.breaks:
            return None
        if not self._switches.on(PAUSE_ADS, session.profile):
            return None
        viewer, breaks = await self._delivery.met(session.profile, session.title)
        if viewer.kids:
            return None
        barred = frozenset[str]().union(*(each.without_categories for each in breaks))
        answered = await self._delivery.fill_for(
            viewer,
            session.title,
            TitleBreak(
                "pause",
                timedelta(0),
                timedelta(seconds=PICTURE_SECONDS),
                slots=1,
                without_categories=barred,
            ),
            device=session.device,
            offset_minutes=session.offset_minutes,
            without=frozenset({last}) if last else frozenset(),
            shown_as=Format.PAUSE,
            said=session.said,
        )
        return next(
            (
                PauseAd(film.id, film.name, film.click_through, token)
                for _, film, token in answered.ads
            ),
            None,
        )
