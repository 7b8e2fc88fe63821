"""The home page's use cases; the only door to it besides ``model``."""

import asyncio
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID

from matinee.audience.model import Member
from matinee.audience.service import AudienceService
from matinee.catalogue.model import Shelf
from matinee.catalogue.service import CatalogueService
from matinee.errors import NotFound, Unavailable
from matinee.experiments.model import Assignments
from matinee.home.draw_buffer import DrawBuffer
from matinee.home.last_known import LastKnown
from matinee.home.layout.composition import Laid
from matinee.home.layout.groundwork import Groundwork
from matinee.home.layout.opening import openers
from matinee.home.layout.planning import Plan, Situation, plan_page, plan_similar, situation_of
from matinee.home.model import (
    NOTHING_DECIDED,
    DrawLog,
    HomePage,
    HomeSettings,
    Models,
    Programme,
    Programmes,
    Recommender,
    Row,
    Translate,
    Trials,
)
from matinee.home.rendering import Speech, page_json, page_of, row_json, row_of
from matinee.home.words import wording
from matinee.home.words.reasons import Explained, explain_alike
from matinee.vocabulary.ids import ProfileId, RecommendationId, TitleId, uuid7
from matinee.vocabulary.places import Territory

_COUNTED_EVERY_SECONDS = 60.0
"""How often it is counted what members watch, without models, and how new titles were seen."""

_LANGUAGES_KEPT = 64
_NO_TRIALS = Assignments({}, held_out=False)
_NEW_AT_MOST = 2_000


class HomeService:
    """What a member sees first, and beside a title; the history is read at every request."""

    def __init__(
        self,
        catalogue: CatalogueService,
        audience: AudienceService,
        recommend: Recommender,
        settings: HomeSettings | None = None,
        *,
        trials: Trials | None = None,
        draws: DrawLog | None = None,
        programmes: Programmes | None = None,
    ) -> None:
        self._catalogue = catalogue
        self._audience = audience
        self._recommend = recommend
        self._settings = settings or HomeSettings()
        self._prepared: Groundwork | None = None
        self._prepared_at = 0.0
        self._speeches: dict[str, Speech] = {}
        self._preparing = asyncio.Lock()
        self._last_known = LastKnown()
        self._trials = trials
        self._programmes = programmes
        self._draws = None if draws is None else DrawBuffer(draws)

    async def close(self) -> None:
        """Write what still waits to be logged."""
        if self._draws is not None:
            await self._draws.close()

    async def page(self, profile_id: ProfileId, at: datetime, device: str = "") -> HomePage:
        """The page as values, for pages drawn by a server; ``device`` as events name it."""
        page_id = RecommendationId(uuid7(at))
        plan, arms = await self._plan(profile_id, at, page_id, device)
        return page_of(plan, page_id, arms)

    async def preview(
        self, profile_id: ProfileId, at: datetime, programme: Programme
    ) -> tuple[HomePage, HomePage]:
        """The member's page as it is, and as it would be; nothing is left to chance or logged."""
        ground = await self._ground()
        member = await self._audience.member(profile_id, limit=self._settings.history)
        pages: list[HomePage] = []
        for laid_on in (ground, ground.under(programme)):
            situation = situation_of(laid_on, member, at, self._settings)
            plan = await asyncio.to_thread(plan_page, situation, self._settings)
            pages.append(page_of(plan, RecommendationId(uuid7(at))))
        return pages[0], pages[1]

    async def page_json(
        self,
        profile_id: ProfileId,
        at: datetime,
        locale: str = "en",
        translate: Translate | None = None,
        device: str = "",
    ) -> bytes:
        """The same page as JSON, its sentences put into the language of ``locale``."""
        page_id = RecommendationId(uuid7(at))
        plan, arms = await self._plan(profile_id, at, page_id, device)
        return page_json(plan, page_id, self._speech(locale, translate), arms)

    async def openers(self, profile_id: ProfileId, at: datetime) -> tuple[TitleId, ...]:
        """Titles for a new member to choose from: well known, allowed, and unlike each other."""
        situation = await self._situation(profile_id, at)
        ids = situation.ground.shelf.ids
        return tuple(TitleId(ids[row]) for row in openers(situation).tolist())

    async def most_watched(self, territory: Territory) -> tuple[TitleId, ...]:
        """The titles that a territory watches most, as its row has them; none without models."""
        ground = await self._ground()
        if ground.models is None:
            return ()
        return tuple(TitleId(ground.shelf.ids[row]) for row in ground.crowd(territory).top.tolist())

    async def more_like_this(self, profile_id: ProfileId, title_id: TitleId, at: datetime) -> Row:
        """Titles like one that the member may watch, as a row; NotFound for others."""
        situation = await self._situation(profile_id, at)
        title = int(situation.ground.roots[_shown(situation, title_id)])
        return self._similar(situation, title, RecommendationId(uuid7(at)))

    async def more_like_this_json(
        self,
        profile_id: ProfileId,
        title_id: TitleId,
        at: datetime,
        locale: str = "en",
        translate: Translate | None = None,
    ) -> bytes:
        """The same row as JSON."""
        situation = await self._situation(profile_id, at)
        title = int(situation.ground.roots[_shown(situation, title_id)])
        laid, explained = self._alike(situation, title)
        speech = self._speech(locale, translate)
        return row_json(situation.ground, laid, explained, uuid7(at), {}, speech)

    def _speech(self, locale: str, translate: Translate | None) -> Speech:
        """The language of an answer; what is said in it is kept for the next."""
        known = self._speeches.get(locale)
        if known is None or known.translate is not translate:
            if len(self._speeches) >= _LANGUAGES_KEPT:
                self._speeches.clear()
            known = self._speeches[locale] = Speech(locale, translate)
        return known

    def _similar(
        self, situation: Situation, title: int, recommendation_id: RecommendationId
    ) -> Row:
        laid, explained = self._alike(situation, title)
        return row_of(situation.ground.shelf, laid, explained, recommendation_id, {})

    def _alike(self, situation: Situation, title: int) -> tuple[Laid, Explained]:
        shelf = situation.ground.shelf
        laid, by_members = plan_similar(situation, title, self._settings)
        return laid, Explained(
            key=f"similar:{shelf.ids[title]}",
            heading=wording.more_like(shelf.names[title]),
            reasons=explain_alike(shelf.names, laid, by_members=by_members),
        )

    async def _plan(
        self, profile_id: ProfileId, at: datetime, page_id: RecommendationId, device: str
    ) -> tuple[Plan, Mapping[str, str]]:
        """The page, and the arms that go with it; what chance decided goes to its log."""
        situation = await self._situation(profile_id, at, device)
        assigned = _NO_TRIALS
        if self._trials is not None:
            household = situation.profile.household_id
            assigned = await self._trials.assignments(profile_id, household)
        logged = self._draws is not None and self._draws.has_room
        plan = plan_page(
            situation, self._settings, page_id if logged else None, held_out=assigned.held_out
        )
        if self._draws is not None:
            self._draws.add(plan.draws)
        return plan, assigned.arms

    async def _situation(self, profile_id: ProfileId, at: datetime, device: str = "") -> Situation:
        ground = await self._ground()
        return situation_of(ground, await self._member(profile_id), at, self._settings, device)

    async def _member(self, profile_id: ProfileId) -> Member:
        """The member as it is now; as it was last known while the database is away."""
        try:
            member: Member = await self._audience.member(profile_id, limit=self._settings.history)
        except Unavailable:
            known = self._last_known.of(profile_id)
            if known is None:
                raise
            return known
        except NotFound:
            self._last_known.forget(profile_id)
            raise
        self._last_known.keep(member)
        return member

    async def _ground(self) -> Groundwork:
        """What is the same for all; while it is made anew, those who ask get the old."""
        shelf, models = await self._catalogue.shelf(), await self._recommend.current()
        programme = NOTHING_DECIDED
        if self._programmes is not None:
            programme = await self._programmes.current()
        ground = self._prepared
        if ground is not None and (self._preparing.locked() or self._fits(ground, shelf, models)):
            return self._under(ground, programme)
        async with self._preparing:
            ground = self._prepared
            if ground is None or not self._fits(ground, shelf, models):
                try:
                    ground = await self._with_looks(await self._made_for(shelf, models))
                except Unavailable:
                    # What was counted before is as good while nothing new can be counted.
                    if ground is None:
                        raise
                self._prepared, self._prepared_at = ground, time.monotonic()
            return self._under(ground, programme)

    def _under(self, ground: Groundwork, programme: Programme) -> Groundwork:
        """The groundwork as the house decided it, made once for each decision."""
        if ground.programme == programme:
            return ground
        decided = ground.under(programme)
        if self._prepared is ground:
            self._prepared = decided
        return decided

    async def _made_for(self, shelf: Shelf, models: Models | None) -> Groundwork:
        """The groundwork at hand where only looks have to be counted again, else a new one."""
        ground = self._prepared
        if ground is not None and models is not None and self._is_of(ground, shelf, models):
            return ground
        counts = await self._audience.most_watched() if models is None else None
        return await asyncio.to_thread(Groundwork.of, shelf, models, counts)

    async def _with_looks(self, ground: Groundwork) -> Groundwork:
        """Count how often the new titles have been seen, to know what they are still owed."""
        since = datetime.now(UTC) - timedelta(days=self._settings.new_days)
        new = ground.new_titles(since.timestamp())[:_NEW_AT_MOST]
        return ground.with_looks(await self._audience.impressions(new, since=since), new)

    def _fits(self, ground: Groundwork, shelf: Shelf, models: Models | None) -> bool:
        counted_lately = time.monotonic() - self._prepared_at < _COUNTED_EVERY_SECONDS
        return counted_lately and self._is_of(ground, shelf, models)

    @staticmethod
    def _is_of(ground: Groundwork, shelf: Shelf, models: Models | None) -> bool:
        return ground.shelf is shelf and ground.trained is models


def _shown(situation: Situation, title_id: UUID) -> int:
    row = situation.ground.shelf.index.get(title_id, -1)
    if row < 0 or not situation.watchable[row]:
        raise NotFound(
            "There is no such title for this profile.",
            remedy="Choose one from the profile's home page.",
        )
    return row
