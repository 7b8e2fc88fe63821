"""Which picture a member gets, and what came of it: the policy joined to what is kept."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from matinee.audience.model import History, Profile
from matinee.audience.service import AudienceService
from matinee.catalogue.model import Shelf
from matinee.catalogue.service import CatalogueService
from matinee.errors import NotFound
from matinee.experiments.bandits.service import BanditService, Reward
from matinee.foundation.database import Database
from matinee.operation.flags.model import Switches
from matinee.promote.gallery import repository as kept
from matinee.promote.gallery.context import FEATURES, context_of
from matinee.promote.gallery.model import (
    ARTWORK_EXPLORATION,
    Brought,
    GallerySettings,
    Picture,
    PictureId,
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
from matinee.promote.likeness.service import Candidate, LikenessGate
from matinee.promote.tastes.service import genres_watched
from matinee.vocabulary.ids import ProfileId, TitleId

_AT_ONCE = 500


class PictureChoice:
    """One of a title's pictures for each member and day, and what the choice learns from it."""

    def __init__(
        self,
        database: Database,
        catalogue: CatalogueService,
        audience: AudienceService,
        bandits: BanditService,
        gate: LikenessGate,
        settings: GallerySettings,
        *,
        switches: Switches,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._catalogue = catalogue
        self._audience = audience
        self._bandits = bandits
        self._gate = gate
        self._settings = settings
        self._switches, self._clock = switches, clock

    async def picture_for(
        self, title: TitleId, profile: Profile, history: History, *, row: str
    ) -> PictureId | None:
        """The approved picture that suits a member, the same all day; None where there is none.

        Only what may be shown now, in the territory of the profile, and of that only what is locked
        if anything is: a picture that is shown no more gives way to another on the same day.
        ``row`` is where it is asked for, one of ``context.ROWS``, or it is Invalid; the day's first
        decides.
        """
        now = self._clock()
        day = now.date()
        async with self._database.reading() as connection:
            approved = (await kept.approved(connection, at=now, title=title)).get(title, ())
            shows = [each for each in approved if each.may_be_shown(now, profile.territory)]
            shown = await kept.showing(connection, title, profile.id, day) if shows else None
        closed = await self._gate.closed(
            {title: [Candidate(each.id, each.faces) for each in shows]}
        )
        shows = [each for each in shows if each.id not in closed]
        allowed = [each.id for each in shows if each.terms.locked] or [each.id for each in shows]
        if not allowed:
            return None
        if shown is not None and shown.picture_id in allowed:
            return shown.picture_id
        context = context_of(genres_watched(await self._catalogue.shelf(), history), row)
        chosen = await self._choose(title, profile.id, context, allowed)
        withdrawn = None if shown is None else shown.picture_id
        async with self._database.transaction() as connection:
            await kept.keep_showing(connection, chosen, instead_of=withdrawn)
            first = await kept.showing(connection, title, profile.id, chosen.day)
        # Another request may have been quicker: the member sees one picture, and it is on record.
        return first.picture_id if first and first.picture_id in allowed else chosen.picture_id

    async def _choose(
        self,
        title: TitleId,
        profile: ProfileId,
        context: tuple[float, ...],
        approved: Sequence[PictureId],
    ) -> Showing:
        now = self._clock()
        held_out = is_held_out(title, profile, self._settings.holdout_share)
        picture, probability = approved[0], 1.0
        explores = self._switches.on(ARTWORK_EXPLORATION, profile)
        if explores and not held_out and len(approved) > 1:
            arms = sorted(str(each.id) for each in await self._pictures(title))
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
            await kept.forget(connection, before=now - timedelta(days=self._settings.kept_days))
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
            arms = sorted(str(each.id) for each in await self._pictures(title))
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
            floor=self._settings.explored_share,
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
        return brought(shown, [each.id for each in await self._pictures(title)])

    async def _pictures(self, title: TitleId) -> tuple[Picture, ...]:
        async with self._database.reading() as connection:
            return await kept.of_title(connection, title)


def _bandit(title: TitleId, arms: int) -> str:
    # With more pictures, of a new film, by another rule or from another context it starts anew.
    return f"picture:{RULE}:{title}:{arms}:{FEATURES}"
