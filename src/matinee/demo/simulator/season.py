"""Evening after evening: who comes, looks, chooses and watches, in the order of time."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from matinee.audience.model import EventKind
from matinee.demo.simulator.choosing import in_mind, reluctance, would_play
from matinee.demo.simulator.log import CONTINUE_ROW, HOME, LIST, LIST_ROW, SEARCH, LogBook
from matinee.demo.simulator.pages import Glances, WeekOfPages, viewers, week_of_pages
from matinee.demo.simulator.parameters import Parameters
from matinee.demo.simulator.people import Kind
from matinee.demo.simulator.population import Population
from matinee.demo.simulator.repertoire import Repertoire
from matinee.demo.simulator.screening import Ending, Screening, run
from matinee.demo.simulator.showing import ByFame, Showing
from matinee.demo.simulator.tastes import Vogue
from matinee.demo.simulator.visits import Visits

Ints: TypeAlias = NDArray[np.int64]
Reals: TypeAlias = NDArray[np.float64]
Mask: TypeAlias = NDArray[np.bool_]

_RESUMED_FROM, _RESUMED_WITHIN = 0.04, 21 * 86_400.0


class Season:
    """Lets everybody come and watch; keeps what carries over from one visit to the next."""

    def __init__(
        self,
        repertoire: Repertoire,
        population: Population,
        affinity: NDArray[np.float32],
        vogue: Vogue,
        parameters: Parameters,
        rng: np.random.Generator,
        showing: Showing | None = None,
    ) -> None:
        self.book = LogBook()
        self._showing = showing or ByFame(parameters)
        self.viewers = viewers(population, repertoire)
        self._repertoire = repertoire
        self._affinity = affinity
        self._vogue = vogue
        self._parameters = parameters
        self._rng = rng
        self._kid = np.array([plan.kind is Kind.KID for plan in population.profiles])
        shape = affinity.shape
        self._seen = np.zeros(shape, np.bool_)
        self._listed = np.zeros(shape, np.bool_)
        self._begun_film = np.full(shape[0], -1)
        self._begun_share = np.zeros(shape[0])
        self._begun_at = np.zeros(shape[0])

    def live(self, visits: Visits) -> None:
        """Week by week; within a week every profile's first visit, then every second, and so on."""
        for week in range(self._parameters.weeks):
            page = week_of_pages(
                week,
                self._repertoire,
                self._vogue,
                self.viewers,
                self._affinity,
                self._parameters,
            )
            self._showing.begin_week(page, self.book)
            rows = np.flatnonzero(visits.week == week)
            turn = _turns(visits.profile[rows])
            for number in range(turn.max(initial=-1) + 1):
                for follow_up in self._visit(visits.take(rows[turn == number]), page):
                    if len(follow_up):
                        self._visit(follow_up, page)

    def _visit(self, visits: Visits, page: WeekOfPages) -> list[Visits]:
        """Resume, or take from one's list, or ask for something, or look around; who goes on."""
        rng, parameters, count = self._rng, self._parameters, len(visits)
        can = page.watchable[self.viewers.group[visits.profile]]
        begun = self._begun_film[visits.profile]
        fresh = visits.at - self._begun_at[visits.profile] < _RESUMED_WITHIN
        resuming = (begun >= 0) & fresh & can[np.arange(count), np.maximum(begun, 0)]
        resuming &= rng.random(count) < parameters.resume
        wishes = self._listed[visits.profile] & ~self._seen[visits.profile]
        listing = (
            ~resuming & (wishes & can).any(axis=1) & (rng.random(count) < parameters.from_list)
        )
        asking = ~resuming & ~listing & (rng.random(count) < parameters.intent)
        looking = ~resuming & ~listing & ~asking
        self._resume(visits.take(np.flatnonzero(resuming)))
        self._from_list(visits.take(np.flatnonzero(listing)), page)
        browsing = visits.take(np.flatnonzero(looking))
        found, after_looking = self._browse(browsing, page)
        asks = ~found & (rng.random(len(found)) < parameters.intent_after_nothing)
        return [
            after_looking,
            self._ask(visits.take(np.flatnonzero(asking)), page),
            self._ask(browsing.take(np.flatnonzero(asks)), page),
        ]

    def _resume(self, visits: Visits) -> None:
        film, share = self._begun_film[visits.profile], self._begun_share[visits.profile]
        self._screen(visits, film, visits.at + 8, HOME, row=CONTINUE_ROW, begun=share)

    def _from_list(self, visits: Visits, page: WeekOfPages) -> None:
        wishes = self._listed[visits.profile] & ~self._seen[visits.profile]
        film = self._in_mind(visits, page, among=wishes)
        ending = self._screen(visits, film, visits.at + 12, LIST, row=LIST_ROW)
        drawn = self._rng.random(len(visits))
        done = ending.finished & (drawn < self._parameters.unlisted_when_finished)
        self._list(visits.take(np.flatnonzero(done)), film[done], ending.at[done] + 20, value=0.0)

    def _ask(self, visits: Visits, page: WeekOfPages) -> Visits:
        """Type a name and play it."""
        everything = np.ones((len(visits), len(self._repertoire)), np.bool_)
        film = self._in_mind(visits, page, among=everything)
        number = self.book.new_pages(len(visits))
        asked = visits.at + self._rng.uniform(5, 30, len(visits))
        self.book.write(
            EventKind.SEARCH,
            profile=visits.profile,
            film=-1,
            at=asked,
            device=visits.device,
            surface=SEARCH,
            page=number,
            query=film,
        )
        ending = self._screen(visits, film, asked + 9, SEARCH, page=number)
        return self._follow_up(visits, ending)

    def _browse(self, visits: Visits, page: WeekOfPages) -> tuple[Mask, Visits]:
        """Look around and play the first that appeals enough; which visits did; who goes on."""
        group = self.viewers.group[visits.profile]
        shown = self._showing.look(page, visits, group, self._rng)
        own = visits.profile[:, None]
        affinity = self._affinity[own, shown.film]
        unwilling = reluctance(
            self._seen[own, shown.film], self._kid[visits.profile], self._parameters
        )
        would = (shown.film >= 0) & would_play(affinity, unwilling, self._parameters, self._rng)
        found = np.asarray(would.any(axis=1))
        chosen = np.where(found, would.argmax(axis=1), shown.film.shape[1])
        number = self.book.new_pages(len(visits))
        last = self._impressions(visits, shown, chosen, number)
        rows = np.flatnonzero(found)
        place = chosen[rows]
        ending = self._screen(
            visits.take(rows),
            shown.film[rows, place],
            last[rows] + 4,
            HOME,
            row=shown.row[rows, place],
            position=shown.position[rows, place],
            page=number[rows],
            probability=shown.probability[rows, place],
        )
        return found, self._follow_up(visits.take(rows), ending)

    def _impressions(self, visits: Visits, shown: Glances, chosen: Ints, number: Ints) -> Reals:
        """Take down what was looked at up to the choice; when each visitor was done looking."""
        places = np.arange(shown.film.shape[1])[None]
        seen = (shown.film >= 0) & (places <= chosen[:, None])
        glance = self._rng.uniform(1.2, 5.0, seen.shape) * seen
        at = visits.at[:, None] + 2 + glance.cumsum(axis=1)
        who, place = np.nonzero(seen)
        film, profile = shown.film[who, place], visits.profile[who]
        affinity = self._affinity[profile, film]
        self.book.write(
            EventKind.IMPRESSION,
            profile=profile,
            film=film,
            at=at[who, place],
            device=visits.device[who],
            surface=HOME,
            row=shown.row[who, place],
            position=shown.position[who, place],
            page=number[who],
            probability=shown.probability[who, place],
            affinity=affinity,
        )
        keeps = self._rng.random(len(who)) < self._parameters.listed
        keeps &= (affinity > self._parameters.listed_taste) & (place < chosen[who])
        keeps &= ~self._listed[profile, film] & ~self._seen[profile, film]
        kept = np.flatnonzero(keeps)
        self._list(visits.take(who[kept]), film[kept], at[who, place][kept] + 0.8, value=1.0)
        return at[:, -1]

    def _list(self, visits: Visits, film: Ints, at: Reals, *, value: float) -> None:
        self._listed[visits.profile, film] = value > 0
        self.book.write(
            EventKind.LIST,
            profile=visits.profile,
            film=film,
            at=at,
            device=visits.device,
            surface=HOME if value > 0 else LIST,
            value=value,
            affinity=self._affinity[visits.profile, film],
        )

    def _in_mind(self, visits: Visits, page: WeekOfPages, *, among: Mask) -> Ints:
        parameters, own = self._parameters, visits.profile
        fame = parameters.intent_popularity * self._vogue.fame + self._vogue.drift[page.week]
        return in_mind(
            self._affinity[own],
            reluctance(self._seen[own], self._kid[own], parameters),
            fame,
            among & page.watchable[self.viewers.group[own]],
            parameters,
            self._rng,
        )

    def _screen(
        self,
        visits: Visits,
        film: Ints,
        at: Reals,
        surface: int,
        *,
        row: Ints | int = -1,
        position: Ints | int = 0,
        page: Ints | None = None,
        probability: Reals | float = np.nan,
        begun: Reals | float = 0.0,
    ) -> Ending:
        count = len(visits)
        films = Screening(
            profile=visits.profile,
            film=film,
            at=at,
            hour=visits.hour,
            kid=self._kid[visits.profile],
            device=visits.device,
            surface=surface,
            row=np.broadcast_to(row, count),
            position=np.broadcast_to(position, count),
            page=self.book.new_pages(count) if page is None else page,
            probability=np.broadcast_to(probability, count),
            affinity=self._affinity[visits.profile, film].astype(np.float64),
            minutes=self._repertoire.minutes[film].astype(np.float64),
            begun=np.broadcast_to(begun, count),
        )
        ending = run(films, self._parameters, self.book, self._rng)
        self._seen[visits.profile, film] |= ending.finished
        left = ~ending.finished & ~ending.bored & (ending.share > _RESUMED_FROM)
        self._begun_film[visits.profile] = np.where(left, film, -1)
        self._begun_share[visits.profile] = ending.share
        self._begun_at[visits.profile] = ending.at
        return ending

    def _follow_up(self, visits: Visits, ending: Ending) -> Visits:
        """Who, after being bored or still being a child, looks for something else at once."""
        drawn = self._rng.random(len(visits))
        again = ending.bored & (drawn < self._parameters.another_after_boredom)
        again |= (
            ending.finished
            & self._kid[visits.profile]
            & (drawn < self._parameters.another_for_kids)
        )
        rows = np.flatnonzero(again)
        return visits.take(rows).later(ending.at[rows] + 45)


def _turns(profile: Ints) -> Ints:
    """For each visit, how many visits of the same profile come before it."""
    order = np.argsort(profile, kind="stable")
    ordered = profile[order]
    starts = np.flatnonzero(np.diff(ordered, prepend=-1))
    turn = np.empty(len(profile), np.int64)
    turn[order] = np.arange(len(profile)) - np.repeat(starts, np.diff(starts, append=len(profile)))
    return turn
