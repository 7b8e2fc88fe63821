"""The gallery's use cases: propose pictures of a film, decide on them, and give each member one."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from matinee.audience.model import History
from matinee.audience.service import AudienceService
from matinee.catalogue.model import Shelf
from matinee.catalogue.service import CatalogueService
from matinee.errors import Conflict, NotFound
from matinee.experiments.bandits.service import BanditService, Reward
from matinee.foundation.blobs import Blobs
from matinee.foundation.database import Database
from matinee.media.model import Film, FilmId, FilmState
from matinee.media.service import MediaService
from matinee.operation.flags.model import AS_DECLARED, Switches
from matinee.promote.gallery import repository as kept
from matinee.promote.gallery.context import FEATURES, context_of
from matinee.promote.gallery.cropping import SHAPES
from matinee.promote.gallery.model import (
    ARTWORK_EXPLORATION,
    Brought,
    GallerySettings,
    Picture,
    PictureId,
    PictureState,
    Showing,
)
from matinee.promote.gallery.policy import (
    OUTCOME,
    RULE,
    WIDTH,
    brought,
    chance_of,
    is_held_out,
    watched_share,
)
from matinee.promote.gallery.prints import prints_of
from matinee.promote.gallery.shortlist import Candidate, moments, shortlist
from matinee.promote.previews import repository as previews
from matinee.promote.tastes.service import genres_watched
from matinee.vocabulary.ids import ProfileId, TitleId, uuid7

_AT_ONCE = 500


def _now() -> datetime:
    return datetime.now(UTC)


class GalleryService:
    """Pictures from films, from the proposal to the member."""

    def __init__(
        self,
        database: Database,
        blobs: Blobs,
        media: MediaService,
        catalogue: CatalogueService,
        audience: AudienceService,
        bandits: BanditService,
        settings: GallerySettings | None = None,
        *,
        switches: Switches = AS_DECLARED,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        self.settings = settings or GallerySettings()
        self._database = database
        self._blobs = blobs
        self._media = media
        self._catalogue = catalogue
        self._audience = audience
        self._bandits = bandits
        self._switches, self._clock = switches, clock
        self._barren: set[FilmId] = set()
        """Films in which nothing is fit; looked into once for each start of the service."""

    async def propose(self, film: FilmId) -> tuple[Picture, ...]:
        """Choose pictures of a film, crop them, and put them on the desk; Conflict if they are."""
        known = await self._media.film(film)
        if known.state is not FilmState.READY:
            raise Conflict("The film is not ready yet.", remedy="Wait until it can be played.")
        if film in await self.counts():
            raise Conflict("Pictures of this film are proposed already.", code="proposed")
        async with self._database.reading() as connection:
            held = await previews.held_back(connection, film)
        back = [(scene.begins, scene.ends) for scene in held]
        taken = await self._media.stills(film, moments(await self._media.story(film), back))
        files = {still.at: content for still, content in taken}
        chosen = shortlist([still for still, _ in taken], self.settings.proposed)
        now = self._clock()
        proposed = [_proposed(each, place, known, now) for place, each in enumerate(chosen)]
        for picture, candidate in zip(proposed, chosen, strict=True):
            for shape, content in (
                await asyncio.to_thread(prints_of, files[candidate.still.at], candidate.crops)
            ).items():
                await self._blobs.put(key_of(picture.id, shape), content)
        async with self._database.transaction() as connection:
            await kept.add(connection, proposed)
        return tuple(proposed)

    async def propose_all(self) -> int:
        """Propose for every ready film that has no pictures; for how many."""
        present = await self.counts()
        known = {*present, *self._barren}
        films = [film for film in await self._media.playable() if film not in known]
        for film in films:
            if not await self.propose(film):
                self._barren.add(film)
        return len(films)

    async def counts(self) -> dict[FilmId, dict[PictureState, int]]:
        """How many pictures of each film stand where."""
        async with self._database.reading() as connection:
            return await kept.counts(connection)

    async def pictures(self, title: TitleId) -> tuple[Picture, ...]:
        """A title's pictures, the newest film's first, the best of each first."""
        async with self._database.reading() as connection:
            return await kept.of_title(connection, title)

    async def decide(self, picture: PictureId, state: PictureState, *, by: str) -> Picture:
        """Approve a picture, reject it, or leave it open again."""
        async with self._database.transaction() as connection:
            found = await kept.one(connection, picture, hold=True)
            if found is None:
                raise _no_picture()
            await kept.note(connection, found, state, by=by, at=self._clock())
            await kept.move(connection, picture, state)
        return found

    async def undo(self, title: TitleId) -> PictureId | None:
        """Take the title's last verdict back; which picture it was of, None where there is none."""
        async with self._database.transaction() as connection:
            verdict = await kept.last_verdict(connection, title)
            if verdict is None:
                return None
            await kept.take_back(connection, verdict.number, at=self._clock())
            await kept.move(connection, verdict.picture_id, verdict.before)
        return verdict.picture_id

    async def file(
        self, picture: PictureId, shape: str, *, title: TitleId, approved_only: bool
    ) -> bytes:
        """A picture in one of its shapes, as JPEG; NotFound where members may not see it."""
        async with self._database.reading() as connection:
            found = await kept.one(connection, picture)
        hidden = found is not None and approved_only and found.state is not PictureState.APPROVED
        if found is None or found.title_id != title or hidden or shape not in SHAPES:
            raise _no_picture()
        return await self._blobs.get(key_of(picture, shape))

    async def picture_for(
        self, title: TitleId, profile: ProfileId, history: History, *, row: str
    ) -> PictureId | None:
        """The approved picture that suits a member, the same all day; None where there is none.

        ``row`` is where it is asked for, one of ``context.ROWS``, or it is Invalid; the day's first
        decides.
        """
        async with self._database.reading() as connection:
            approved = (await kept.approved(connection)).get(title, ())
            day = self._clock().date()
            shown = await kept.showing(connection, title, profile, day) if approved else None
        if not approved:
            return None
        if shown is not None and shown.picture_id in approved:
            return shown.picture_id
        chosen = await self._choose(
            title,
            profile,
            context_of(genres_watched(await self._catalogue.shelf(), history), row),
            approved,
        )
        async with self._database.transaction() as connection:
            await kept.keep_showing(connection, chosen)
        return chosen.picture_id

    async def _choose(
        self,
        title: TitleId,
        profile: ProfileId,
        context: tuple[float, ...],
        approved: Sequence[PictureId],
    ) -> Showing:
        now = self._clock()
        held_out = is_held_out(title, profile, self.settings.holdout_share)
        picture, probability = approved[0], 1.0
        explores = self._switches.on(ARTWORK_EXPLORATION, profile)
        if explores and not held_out and len(approved) > 1:
            arms = sorted(str(each.id) for each in await self.pictures(title))
            key = _bandit(title, len(arms))
            await self._ensure(key, arms)
            choice = await self._bandits.choose(
                key,
                context,
                rng=chance_of(title, profile, now.date(), "picture"),
                allowed=[str(each) for each in approved],
            )
            picture = next(each for each in approved if str(each) == choice.arm)
            probability = choice.probability
        return Showing(title, profile, now.date(), picture, probability, context, held_out, now)

    async def learn(self) -> int:
        """Judge showings that are a day old by what was watched since; how many were judged."""
        now = self._clock()
        shelf = await self._catalogue.shelf()
        rewards: defaultdict[TitleId, list[Reward]] = defaultdict(list)
        async with self._database.transaction() as connection:
            await kept.forget(connection, before=now - timedelta(days=self.settings.kept_days))
            due = await kept.unjudged(connection, before=now - OUTCOME, limit=_AT_ONCE)
            for shown in due:
                reward = await self._reward(shown, shelf)
                await kept.judge(connection, shown, reward)
                # A context that was kept when it had other rows, or none, fits no bandit of today.
                if not shown.held_out and len(shown.context) == FEATURES:
                    rewards[shown.title_id].append(
                        Reward(str(shown.picture_id), shown.context, reward)
                    )
        for title, some in rewards.items():
            arms = sorted(str(each.id) for each in await self.pictures(title))
            if len(arms) > 1:
                key = _bandit(title, len(arms))
                await self._ensure(key, arms)
                await self._bandits.learn(key, some)
        return len(due)

    async def _ensure(self, key: str, arms: Sequence[str]) -> None:
        await self._bandits.ensure(
            key,
            arms,
            features=FEATURES,
            rule=RULE,
            width=WIDTH,
            floor=self.settings.explored_share,
        )

    async def _reward(self, shown: Showing, shelf: Shelf) -> float:
        try:
            member = await self._audience.member(shown.profile_id)
        except NotFound:
            return 0.0
        row = shelf.index.get(shown.title_id)
        length = 60.0 * float(shelf.runtimes[row]) if row is not None else 0.0
        return watched_share(member.history, shown, length)

    async def report(self, title: TitleId) -> Mapping[PictureId, Brought]:
        """What each of a title's pictures brought."""
        async with self._database.reading() as connection:
            shown = await kept.showings_of(connection, title)
        return brought(shown, [each.id for each in await self.pictures(title)])


class ShownPictures:
    """Forgets which pictures a profile was shown, when the profile is erased."""

    name = "pictures shown"

    def __init__(self, database: Database) -> None:
        self._database = database

    async def forget(self, profile_id: ProfileId) -> None:
        """Drop all of them."""
        async with self._database.transaction() as connection:
            await kept.forget(connection, profile=profile_id)


def _proposed(candidate: Candidate, place: int, film: Film, at: datetime) -> Picture:
    return Picture(
        id=PictureId(uuid7(at)),
        title_id=film.title_id,
        film_id=film.id,
        place=place,
        film_seconds=candidate.still.at,
        score=candidate.score,
        reasons=candidate.reasons,
        cuts={crop.shape: round(crop.cut, 4) for crop in candidate.crops},
        state=PictureState.PROPOSED,
        proposed_at=at,
    )


def key_of(picture: PictureId, shape: str) -> str:
    """Where the blob of a picture's shape lies."""
    return f"pictures/{picture}/{shape}.jpg"


def _bandit(title: TitleId, arms: int) -> str:
    # With more pictures, of a new film, by another rule or from another context it starts anew.
    return f"picture:{RULE}:{title}:{arms}:{FEATURES}"


def _no_picture() -> NotFound:
    return NotFound("There is no such picture.", remedy="Ask for the title's pictures again.")
