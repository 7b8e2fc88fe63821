"""The words of a watch session: where its breaks lie, how ads come into it, what was decided."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from matinee.ads.breaks.beside import Placement
from matinee.ads.consent.permissions import NOTHING_SAID, Said
from matinee.ads.model import TitleBreak
from matinee.ads.viewers import Viewer
from matinee.errors import NotFound
from matinee.media.model import Conditioned, FilmId, Programme
from matinee.operation.flags.model import Flag
from matinee.vocabulary.ids import ProfileId, TitleId
from matinee.vocabulary.wording import Wording

PAUSE_ADS = Flag(
    name="ads.pause",
    switches=Wording("A picture is shown beside a film that its viewer lets stand still."),
    stays=Wording(
        "The breaks of the film. Caps, consent and the rules for children hold either way."
    ),
    owner="ads",
)
BESIDE_ADS = Flag(
    name="ads.beside",
    switches=Wording("Pictures are shown over or beside a film that goes on."),
    stays=Wording(
        "The film's breaks and pauses. Caps, consent and the rules for children hold either way."
    ),
    owner="ads",
)
_APART = timedelta(minutes=1)


class Way(StrEnum):
    """How ads come into a film: the player fetches them beside it, or they lie in its playlist."""

    GUIDED = "guided"
    STITCHED = "stitched"


@dataclass(frozen=True, slots=True)
class WatchSession:
    """A film begun by somebody. Decisions are told the ``viewer``, never the ``profile``.

    The profile's rights are asked again with each playlist; None in sessions that were begun before
    it was kept, and those are over. ``offset_minutes`` is the player's distance from UTC;
    ``breaks`` are those that this viewer meets, by time; ``ladder`` is that of the film, empty
    where it has no breaks. It was begun at the place ``begun_from`` of the film, and that is where
    the break before the film lies in it. ``said`` are the strings of consent that its player handed
    over: they hold for every decision of the session. ``placements`` are those that this viewer
    meets and this player can show.
    """

    id: UUID
    viewer: Viewer
    title: TitleId
    film: FilmId
    way: Way
    device: str
    offset_minutes: int
    breaks: tuple[TitleBreak, ...]
    ladder: str
    begun_at: datetime
    profile: ProfileId | None = None
    begun_from: timedelta = timedelta(0)
    said: Said = NOTHING_SAID
    placements: tuple[Placement, ...] = ()


@dataclass(frozen=True, slots=True)
class SessionCompanion:
    """The picture beside an ad: pixels, and where it leads; told of under the ad's ``token``."""

    creative: UUID
    name: str
    width: int
    height: int
    click_through: str


@dataclass(frozen=True, slots=True)
class SessionAd:
    """An ad decided for a session: its ``token`` is what beacons prove, ``film`` what is played."""

    creative: UUID
    name: str
    token: str
    click_through: str
    film: Conditioned
    companion: SessionCompanion | None = None


@dataclass(frozen=True, slots=True)
class SessionPod:
    """What a break of a session was filled with, in order."""

    ads: tuple[SessionAd, ...] = ()

    @property
    def seconds(self) -> float:
        """How long it plays."""
        return sum(each.film.seconds for each in self.ads)


@dataclass(frozen=True, slots=True)
class Joined:
    """A break in a stitched film.

    ``asked`` is where the programmer laid it and ``at`` the segment boundary that it came to, both
    in seconds of the film; ``begins`` in seconds of what is played.
    """

    place: int
    asked: float
    at: float
    begins: float
    pod: SessionPod


class Showings(Protocol):
    """The catalogue and media, as far as sessions may ask them."""

    async def film(self, profile: ProfileId, title: TitleId) -> FilmId:
        """The film of a title; Denied where the profile may not watch it, NotFound without one."""
        ...

    async def check(self, profile: ProfileId, title: TitleId) -> None:
        """Denied where the profile may not watch the title now, NotFound where it was erased."""
        ...

    async def programme(self, film: FilmId) -> Programme:
        """Its package."""
        ...

    async def words(self, film: FilmId, language: str) -> str:
        """The whole of its subtitles in a language, as WebVTT."""
        ...

    def address(self, film: FilmId) -> str:
        """Where players find the files of its package, for some hours; it ends with a slash."""
        ...


def no_session() -> NotFound:
    """For one that is over, that there never was, or that another household began: all alike."""
    return NotFound("There is no such session.", remedy="Begin to watch again.")


def breaks_from(breaks: Sequence[TitleBreak], begun_from: timedelta) -> tuple[TitleBreak, ...]:
    """The breaks of a film that is begun at a place, by time.

    Those before the film come to lie there, unless another break lies within a minute: nobody
    wants to meet two on end.
    """
    if not begun_from:
        return tuple(breaks)
    others = [each for each in breaks if each.at]
    if all(abs(each.at - begun_from) > _APART for each in others):
        others += [replace(each, at=begun_from) for each in breaks if not each.at]
    return tuple(sorted(others, key=lambda each: each.at))


def before_and_after(pods: Sequence[tuple[int, SessionPod]], place: int) -> frozenset[UUID]:
    """The creatives that end the break before ``place`` and begin the one after it.

    ``pods`` are those that were decided so far, with their places. None of these creatives may be
    shown in the break, so that no ad follows on itself.
    """
    filled = sorted((at, pod) for at, pod in pods if pod.ads)
    before = [pod.ads[-1].creative for at, pod in filled if at < place]
    after = [pod.ads[0].creative for at, pod in filled if at > place]
    return frozenset([*before[-1:], *after[:1]])
