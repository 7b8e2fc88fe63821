"""Services that fill the same page: chance, popularity, EASE, and the home page itself.

The home page is there three times: for everybody, for nobody (what the held-out see, whom no taste
shapes a page for), and with a holdout, as a service would run it. Each learns once a week from the
log that its own pages brought about, and knows at every visit what the member has just done. None
sees the simulator's tastes.
"""

from abc import ABC, abstractmethod
from datetime import UTC, datetime
from typing import Protocol, cast
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from benchmarks.home.loop.attention import glances
from benchmarks.home.loop.house_of_films import HouseOfFilms
from benchmarks.home.loop.memory import Memory
from matinee.audience.model import EventKind
from matinee.demo.simulator.log import LogBook
from matinee.demo.simulator.pages import Glances, WeekOfPages
from matinee.demo.simulator.parameters import Parameters
from matinee.demo.simulator.showing import ByFame
from matinee.demo.simulator.visits import Visits
from matinee.home.layout.groundwork import Groundwork
from matinee.home.layout.planning import plan_page, situation_of
from matinee.home.model import HomeSettings, RowKind
from matinee.home.model import Models as PageModels
from matinee.recommend.model import ModelSet, RecommendSettings, weigh_history
from matinee.recommend.training import train
from matinee.recommend.viewing import viewing_of
from matinee.vocabulary.ids import RecommendationId, TitleId

Ints = NDArray[np.int64]
Reals = NDArray[np.floating]
ROWS, ROW_SIZE, EXAMINED = 14, 20, 8
_RAN = tuple(kind.code for kind in (EventKind.PLAY, EventKind.PROGRESS, EventKind.FINISH))
_LINEAR = {"sequence_passes": 0}
_NO_FILMS = np.empty(0, np.int64)


class Filling(Protocol):
    """How a service fills one page."""

    def learn(self, memory: Memory, now: float) -> None:
        """A week has passed."""
        ...

    def page(self, profile: int, memory: Memory, allowed: NDArray[np.bool_], at: float, /) -> Ints:
        """Films by row and place, at most :data:`ROWS` x :data:`EXAMINED`, -1 fills up."""
        ...


class Service:
    """Fills the simulated audience's pages; before ``from_week`` chance and fame fill them."""

    def __init__(
        self,
        filling: Filling,
        parameters: Parameters,
        affinity: Reals,
        *,
        from_week: int,
        base: float,
    ) -> None:
        self._filling = filling
        self._parameters = parameters
        self._affinity = affinity
        self._from_week = from_week
        self._start = base - 7 * 86_400.0 * parameters.weeks
        self._by_fame = ByFame(parameters)
        self._book: LogBook | None = None
        self._memory = Memory()

    def begin_week(self, page: WeekOfPages, book: LogBook) -> None:
        """Learn from everything so far."""
        self._book = book
        if page.week >= self._from_week:
            self._memory.take(book)
            self._filling.learn(self._memory, self._start + page.week * 7 * 86_400.0)

    def look(
        self, page: WeekOfPages, visits: Visits, group: Ints, rng: np.random.Generator
    ) -> Glances:
        """Fill each visitor's page, and let the eye wander over it."""
        if page.week < self._from_week or not len(visits):
            return self._by_fame.look(page, visits, group, rng)
        self._memory.take(cast("LogBook", self._book))
        shown = np.stack(
            [
                self._filling.page(profile, self._memory, page.watchable[own], at)
                for profile, own, at in zip(
                    visits.profile.tolist(), group.tolist(), visits.at.tolist(), strict=True
                )
            ]
        )
        affinity = self._affinity[visits.profile[:, None, None], shown]
        return glances(shown, np.ones(shown.shape), affinity, self._parameters, rng)


class _Ranked(ABC):
    """A service that puts one ranking into rows."""

    def page(self, profile: int, memory: Memory, allowed: NDArray[np.bool_], _at: float) -> Ints:
        """The ranking, twenty titles to a row, without what was seen, begun or refused."""
        own = memory.of(profile)
        free = allowed.copy()
        if len(own):
            settled = np.isin(own["kind"], _RAN) | (own["value"] < 0)
            free[own["film"][settled]] = False
        scores = np.where(free, self.scores(own), -np.inf)
        wanted = min(ROWS * ROW_SIZE, int(free.sum()))
        best = np.argpartition(-scores, wanted - 1)[:wanted] if wanted else _NO_FILMS
        best = best[np.argsort(-scores[best], kind="stable")]
        page = np.full(ROWS * ROW_SIZE, -1)
        page[: best.size] = best
        return page.reshape(ROWS, ROW_SIZE)[:, :EXAMINED]

    @abstractmethod
    def scores(self, own: NDArray[np.void], /) -> Reals:
        """How much each film of the repertoire is wanted."""


class ByChance(_Ranked):
    """Any title that may be shown."""

    def __init__(self, films: int, rng: np.random.Generator) -> None:
        self._films, self._rng = films, rng

    def learn(self, memory: Memory, now: float) -> None:
        """Chance learns nothing."""

    def scores(self, _own: NDArray[np.void]) -> Reals:
        """New numbers at every visit."""
        return self._rng.random(self._films)


class ByPopularity(_Ranked):
    """What was played most in the last four weeks."""

    def __init__(self, films: int) -> None:
        self._plays = np.zeros(films)

    def learn(self, memory: Memory, now: float) -> None:
        """Count again."""
        events = memory.all()
        lately = events["at"] > now - 28 * 86_400.0
        played = events["film"][(events["kind"] == EventKind.PLAY.code) & lately]
        self._plays = np.bincount(played, minlength=self._plays.size).astype(np.float64)

    def scores(self, _own: NDArray[np.void]) -> Reals:
        """The same for everybody."""
        return self._plays


class _Learning:
    """What trains the house's own models, as the worker does every night.

    Where the sequence model would have no say, it is not trained.
    """

    def __init__(self, films: HouseOfFilms, *, sequence: bool) -> None:
        self._films = films
        self._models: ModelSet | None = None
        settings = RecommendSettings()
        self.settings = settings if sequence else settings.model_copy(update=_LINEAR)

    def learn(self, memory: Memory, now: float) -> None:
        """Train on everything so far."""
        viewing = viewing_of(
            self._films.training_events(memory.all()),
            self._films.shelf,
            item_limit=self.settings.item_limit,
            fewest_members=self.settings.fewest_members,
        )
        self._models = train(
            viewing, self.settings, version="loop", now=now, rival=None, progress=_silent
        ).models


class ByEase(_Learning, _Ranked):
    """The scores of EASE with decay, in one ranking."""

    def __init__(self, films: HouseOfFilms) -> None:
        super().__init__(films, sequence=False)

    def learn(self, memory: Memory, now: float) -> None:
        """Train, and see which item is which film."""
        super().learn(memory, now)
        models = cast("ModelSet", self._models)
        rows = [self._films.shelf.index[title] for title in models.title_ids]
        self._film_of_item = self._films.film_of_row[rows]
        self._item_of_film = np.full(len(self._films.shelf), -1, np.int32)
        self._item_of_film[self._film_of_item] = np.arange(len(rows), dtype=np.int32)
        self._crowd = np.zeros(len(self._films.shelf))
        self._crowd[self._film_of_item] = models.popular[0]

    def scores(self, own: NDArray[np.void]) -> Reals:
        """By the history as the models were taught to hear one; without any, by the crowd."""
        models = cast("ModelSet", self._models)
        newest = own[::-1]
        items, weights = weigh_history(
            self._item_of_film[newest["film"]],
            newest["kind"].copy(),
            newest["value"].copy(),
            exponent=models.recency_exponent,
        )
        if not items.size:
            return self._crowd
        scores = np.full(len(self._films.shelf), -1e6)
        scores[self._film_of_item] = models.scores(items, weights)
        return scores


class ByHome(_Learning):
    """The home page itself, on the models that the house trains, with its explored places."""

    def __init__(
        self,
        films: HouseOfFilms,
        settings: HomeSettings | None = None,
        *,
        held_out: NDArray[np.bool_] | None = None,
    ) -> None:
        self._settings = settings or HomeSettings()
        self._held_out = np.zeros(len(films.profiles), np.bool_) if held_out is None else held_out
        super().__init__(films, sequence=not self._held_out.all())
        self._ground: Groundwork | None = None
        self._pages = 0
        self._looked_at = -1

    def learn(self, memory: Memory, now: float) -> None:
        """Train, and make what all members share."""
        super().learn(memory, now)
        self._ground = Groundwork.of(self._films.shelf, cast("PageModels", self._models))

    def _look(self, memory: Memory, at: float) -> None:
        """Count how often the new titles were seen."""
        ground = cast("Groundwork", self._ground)
        ids = self._films.shelf.ids
        opened = self._films.shelf.opened_at
        new = [
            TitleId(ids[row])
            for row in self._films.shelf.index.values()
            if at - self._settings.new_days * 86_400 < opened[row] <= at
        ]
        looks = {
            TitleId(ids[self._films.row_of_film[film]]): count
            for film, count in memory.impressions.items()
        }
        self._ground = ground.with_looks(looks, new)

    def page(self, profile: int, memory: Memory, _allowed: NDArray[np.bool_], at: float) -> Ints:
        """The rows of the page, but for what the member went on with before looking around."""
        if memory.mark != self._looked_at:
            self._look(memory, at)
            self._looked_at = memory.mark
        ground = cast("Groundwork", self._ground)
        member = self._films.member(profile, memory.of(profile))
        situation = situation_of(ground, member, datetime.fromtimestamp(at, UTC), self._settings)
        self._pages += 1
        page_id = RecommendationId(UUID(int=self._pages << 64 | 1 << 63))
        page = np.full((ROWS, EXAMINED), -1)
        held_out = bool(self._held_out[profile])
        plan = plan_page(situation, self._settings, page_id, held_out=held_out)
        for place, row in enumerate(plan.rows[:ROWS]):
            if row.kind is not RowKind.CONTINUE:
                films = self._films.film_of_row[row.titles[:EXAMINED]]
                page[place, : films.size] = films
        return page


def _silent(_what: str, _done: float) -> None:
    """Nobody watches."""
