"""The use cases of a watch session: begun, its playlists handed out, its breaks filled once."""

from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import structlog

from matinee.ads.breaks.beside import PLACED
from matinee.ads.consent.permissions import NOTHING_SAID, Said
from matinee.ads.creatives.service import CreativeService
from matinee.ads.delivery.service import AdDelivery
from matinee.ads.model import Format
from matinee.ads.repository import money
from matinee.ads.serving.tokens import ad_id_of
from matinee.ads.sessions import repository
from matinee.ads.sessions.dash import manifest
from matinee.ads.sessions.filling import Filling
from matinee.ads.sessions.guided import guided_playlist
from matinee.ads.sessions.model import (
    Joined,
    SessionPod,
    Showings,
    WatchSession,
    Way,
    breaks_from,
    no_session,
)
from matinee.ads.sessions.pictures import PictureAds, StandingPictures
from matinee.ads.sessions.stitched import join, stitched_playlist, stitched_words
from matinee.errors import Conflict, NotFound
from matinee.foundation.database import Database
from matinee.media.model import (
    FilmId,
    Ladder,
    Listed,
    Programme,
    master_playlist,
    media_playlist,
    words_between,
    words_of_clip,
)
from matinee.operation.flags.model import AS_DECLARED, Switches
from matinee.vocabulary.ids import ProfileId, TitleId

VALID = timedelta(hours=24)
"""How long a session's playlists are handed out, and it is remembered."""
_NOTED_AGAIN = timedelta(hours=6)
_MAIN, _DASH, _NO_WORDS = "film.m3u8", "film.mpd", "text-none.vtt"
_DASH_WORDS = "words-"
"""The subtitles of a period of DASH, whose times begin with it."""
_log = structlog.get_logger()


def _now() -> datetime:
    return datetime.now(UTC)


class WatchSessions:
    """Joins a film's package with the decisions on its breaks, for one viewing of it."""

    def __init__(
        self,
        database: Database,
        delivery: AdDelivery,
        creatives: CreativeService,
        showings: Showings,
        standing: StandingPictures,
        *,
        switches: Switches = AS_DECLARED,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        self._database, self._delivery, self._creatives = database, delivery, creatives
        self._filling = Filling(database, delivery, creatives)
        self.pictures = PictureAds(delivery, switches, standing, clock)
        self._showings, self._clock = showings, clock
        self._noted = dict[str, datetime]()

    async def begin(
        self,
        profile: ProfileId,
        title: TitleId,
        *,
        way: Way = Way.GUIDED,
        device: str = "",
        offset_minutes: int = 0,
        begun_from: timedelta = timedelta(0),
        said: Said = NOTHING_SAID,
        shows: Collection[Format] = (),
    ) -> WatchSession:
        """Begin to watch, at a place of the film; nothing is decided yet.

        ``shows`` are the formats beside breaks and pauses that the player can show. What is
        ``said`` of consent holds for all of the session's decisions; whoever changes their mind
        begins another.

        Raises:
            Denied: the profile may not watch the title.
            NotFound: there is no such profile, title or film.
        """
        film = await self._showings.film(profile, title)
        viewer, breaks = await self._delivery.met(profile, title)
        ladder = await self._ladder(film) if breaks else None
        met = breaks_from(breaks, begun_from) if ladder else ()
        session = WatchSession(
            id=uuid4(),
            viewer=viewer,
            title=title,
            film=film,
            way=way,
            device=device,
            offset_minutes=offset_minutes,
            breaks=met,
            ladder=ladder.key if ladder else "",
            begun_at=self._clock(),
            profile=profile,
            begun_from=begun_from,
            said=said,
            placements=await self._delivery.beside(viewer, title, met, shows),
        )
        async with self._database.transaction() as connection:
            await repository.add(connection, session)
        if ladder is not None:
            await self._note(ladder)
        return session

    async def watch(
        self,
        profile: ProfileId,
        title: TitleId,
        *,
        begun_from: timedelta,
        held: UUID | None = None,
        way: Way = Way.GUIDED,
        device: str = "",
        offset_minutes: int = 0,
    ) -> WatchSession | None:
        """The session of a player that begins or goes on; None where it meets no ads.

        It can show all formats. ``held`` is the one that the player has: it keeps it as long as
        its playlists are given out.
        """
        film = await self._showings.film(profile, title)
        if held is not None:
            async with self._database.reading() as connection:
                kept = await repository.session(connection, held, self._clock() - VALID)
            if kept is not None and (kept.profile, kept.film, kept.way) == (profile, film, way):
                return kept
        if not await self._delivery.has_ads(profile, title):
            return None
        left = await self._left(profile, title, film, begun_from, way)
        begun = left or await self.begin(
            profile,
            title,
            way=way,
            device=device,
            offset_minutes=offset_minutes,
            begun_from=begun_from,
            shows=PLACED,
        )
        return begun if begun.breaks or begun.placements else None

    async def seen(self, session: WatchSession) -> frozenset[int]:
        """The places of the breaks of which each ad was told to have ended."""
        async with self._database.reading() as connection:
            pods = await repository.pods(connection, session.id)
            ads = {place: {ad_id_of(each.token) for each in pod.ads} for place, pod in pods.items()}
            over = await money.ended(connection, [each for pod in ads.values() for each in pod])
        return frozenset(place for place, pod in ads.items() if pod and pod <= over)

    async def session(self, session_id: UUID) -> WatchSession:
        """One that is still valid; NotFound when its time is over."""
        since = self._clock() - VALID
        async with self._database.reading() as connection:
            found = await repository.session(connection, session_id, since)
        if found is None or found.profile is None:
            raise no_session()
        return found

    async def playlist(self, session: WatchSession, name: str) -> str:
        """A playlist of the session, its DASH manifest (``film.mpd``), or a stretch of subtitles.

        Playlists are called as in the package.

        Raises:
            Conflict: DASH of a session whose ads are not stitched.
            Denied: the profile may not watch the title any more.
            NotFound: there is no such file, or the profile was erased.
        """
        if session.profile is None:
            raise no_session()
        await self._showings.check(session.profile, session.title)
        programme = await self._showings.programme(session.film)
        if name == _MAIN:
            return _main(programme)
        if name == _DASH:
            joined = await self.joined(session)
            return manifest(session, programme, joined, self._showings.address(session.film))
        languages = {each.playlist: each.language for each in programme.texts}
        if name in languages:
            return await self._words(session, programme, languages[name])
        if name.endswith(".vtt") and session.way is Way.STITCHED:
            return await self._stretch(session, programme, name)
        segments = _segments(programme, name.removesuffix(".m3u8"))
        folder = self._showings.address(session.film)
        if session.way is Way.GUIDED:
            return guided_playlist(session, segments, folder, await self.seen(session))
        joined = await self._joined(session, programme)
        track = name.removesuffix(".m3u8")
        return stitched_playlist(track, segments, joined, ladder=session.ladder, folder=folder)

    async def pod(self, session: WatchSession, place: int) -> SessionPod:
        """The ads of a break of a guided session, decided when they are asked for first.

        Asked again it answers the same ads. A break that stayed empty is decided anew, so that a
        creative which was new the first time plays the next.
        """
        if not 0 <= place < len(session.breaks):
            raise NotFound("This session has no such break.", remedy="Read its playlist again.")
        filled = await self._filling.filled(session, [place], keeping_empty=False)
        await self._want(session, filled.new)
        return filled.pods[place]

    async def joined(self, session: WatchSession) -> tuple[Joined, ...]:
        """Where the ads of a stitched session lie."""
        if session.way is not Way.STITCHED:
            raise Conflict(
                "The ads of this session are not stitched into its film.",
                remedy="Begin a session in the stitched way.",
                code="not_stitched",
            )
        return await self._joined(session, await self._showings.programme(session.film))

    async def forget(self) -> None:
        """Remove the sessions that are over."""
        async with self._database.transaction() as connection:
            await repository.forget(connection, self._clock() - VALID)

    async def _left(
        self, profile: ProfileId, title: TitleId, film: FilmId, begun_from: timedelta, way: Way
    ) -> WatchSession | None:
        """The session of this way that a profile left lately and goes on with.

        None where it should begin anew: it was left too long ago for its beacons, film, viewer or
        what was said of consent are another, the break before the film was neither seen nor lies
        there, or somebody who had come further watches from the start again.
        """
        since = self._clock() - timedelta(hours=self._delivery.settings.beacon_hours) / 2
        async with self._database.reading() as connection:
            found = await repository.latest(connection, profile, title, since)
        if found is None or found.way is not way:
            return None
        viewer, _ = await self._delivery.met(profile, title)
        if (found.viewer, found.film, found.said) != (viewer, film, NOTHING_SAID):
            return None
        seen = await self.seen(found)
        opening = {at for at, each in enumerate(found.breaks) if each.at == found.begun_from}
        if not begun_from:
            goes_on = not found.begun_from and seen <= opening
        else:
            goes_on = opening <= seen or begun_from == found.begun_from
        return found if goes_on else None

    async def _joined(self, session: WatchSession, programme: Programme) -> tuple[Joined, ...]:
        """All breaks of a stitched session, decided together: its playlist may not change later."""
        places = range(len(session.breaks))
        filled = await self._filling.filled(session, places, keeping_empty=True)
        await self._want(session, filled.new)
        pods = [filled.pods[place] for place in places]
        return join(session, pods, next(iter(programme.pictures.values())))

    async def _want(self, session: WatchSession, new: frozenset[UUID]) -> None:
        if new:
            programme = await self._showings.programme(session.film)
            await self._creatives.want(new, programme.ladder)

    async def _ladder(self, film: FilmId) -> Ladder | None:
        try:
            return (await self._showings.programme(film)).ladder
        except Conflict as refusal:
            # Its loudness is not known, so no ad can be held to it: it plays without.
            _log.warning("a film plays without breaks", film=str(film), reason=refusal.sentence)
            return None

    async def _note(self, ladder: Ladder) -> None:
        now = self._clock()
        if now - self._noted.get(ladder.key, now - _NOTED_AGAIN) >= _NOTED_AGAIN:
            self._noted[ladder.key] = now
            await self._creatives.note_ladder(ladder)

    async def _words(self, session: WatchSession, programme: Programme, language: str) -> str:
        if session.way is Way.GUIDED:
            whole = f"{self._showings.address(session.film)}text-{language}.vtt"
            return media_playlist([Listed(whole, programme.seconds, "")])
        joined = await self._joined(session, programme)
        return stitched_words(session, language, joined, programme.seconds)

    async def _stretch(self, session: WatchSession, programme: Programme, name: str) -> str:
        """``text-LANGUAGE.PLACE.vtt``: the subtitles before the PLACE-th break that has ads.

        ``words-LANGUAGE.PLACE.vtt`` are the same with the times of that stretch.
        """
        if name == _NO_WORDS:
            return words_between("", 0.0, 0.0)
        whole, _, place = name.removesuffix(".vtt").rpartition(".")
        rebased = whole.startswith(_DASH_WORDS)
        language = whole.removeprefix(_DASH_WORDS if rebased else "text-")
        joined = await self._joined(session, programme)
        bounds = [0.0, *(each.at for each in joined), programme.seconds]
        known = {each.language for each in programme.texts}
        if language not in known or not place.isdigit() or int(place) + 1 >= len(bounds):
            raise _no_file()
        webvtt = await self._showings.words(session.film, language)
        begins, ends = bounds[int(place)], bounds[int(place) + 1]
        if rebased:
            return words_of_clip(webvtt, [(begins, ends)]) or "WEBVTT\n"
        return words_between(webvtt, begins, ends)


def _main(programme: Programme) -> str:
    """The playlist that names the others, as in the package; they lie beside it."""
    return master_playlist(
        [(each.rendition, each.codecs.partition(",")[0], each.bits) for each in programme.streams],
        sound="sound.m3u8" if programme.sound else None,
        subtitles=programme.texts,
        rate=programme.rate,
    )


def _segments(programme: Programme, track: str) -> tuple[Listed, ...]:
    found = programme.sound if track == "sound" else programme.pictures.get(track, ())
    if not found:
        raise _no_file()
    return found


def _no_file() -> NotFound:
    return NotFound("There is no such file in this session.", remedy="Read its playlist again.")
