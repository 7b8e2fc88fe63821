"""From a member and the shelf to a page: rules, standing, taste, candidates, composition."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from matinee.audience.model import Member, Profile
from matinee.catalogue.model import Mask
from matinee.home.layout.composition import Candidates, Laid, compose
from matinee.home.layout.groundwork import Crowd, Groundwork
from matinee.home.layout.ranking import Rows, Scores, best_first, first, rows_where
from matinee.home.layout.standing import Standing, read_standing
from matinee.home.layout.taste import Heard, genre_leanings, genres_in_order, heard, scores_for
from matinee.home.model import HomeSettings, RowKind

_ALIKE = 200
_EVIDENCE_TRIED = 8
_NEWEST = 400


@dataclass(frozen=True, slots=True)
class Situation:
    """A member before the shelf at one moment.

    ``watchable`` is what maturity, kids' rule and windows allow, ``lawful`` what may be put before
    the member, so in a language of theirs too, and ``fresh`` what may be offered as new to them.
    """

    ground: Groundwork
    member: Member
    at: datetime
    watchable: Mask
    lawful: Mask
    fresh: Mask
    standing: Standing
    crowd: Crowd

    @property
    def profile(self) -> Profile:
        """Whose page it is."""
        return self.member.profile


@dataclass(frozen=True, slots=True)
class Plan:
    """A page as numbers: its rows, and what their reasons rest on."""

    situation: Situation
    history: Heard
    leanings: Scores
    rows: tuple[Laid, ...]


def situation_of(
    ground: Groundwork, member: Member, at: datetime, settings: HomeSettings
) -> Situation:
    """Apply the rules of maturity, kids, window and language, and read the history."""
    shelf, profile = ground.shelf, member.profile
    watchable = shelf.watchable(
        territory=profile.territory,
        at=at,
        kids=profile.kids,
        maturity_limit=profile.maturity_limit,
    )
    lawful = watchable & shelf.speaks(profile.languages) if profile.languages else watchable
    standing = read_standing(
        member.history, ground, lawful=lawful, finished_share=settings.finished_share
    )
    fresh = lawful & shelf.top_level
    fresh[standing.settled] = False
    crowd = ground.crowd(profile.territory)
    return Situation(ground, member, at, watchable, lawful, fresh, standing, crowd)


def plan_page(situation: Situation, settings: HomeSettings) -> Plan:
    """Decide every row of the page."""
    ground, standing, crowd = situation.ground, situation.standing, situation.crowd
    leanings = genre_leanings(ground, crowd, standing.enjoyed)
    history = heard(ground, standing)
    scores = crowd.scores if standing.is_new else scores_for(ground, crowd, history, leanings)
    ranking = best_first(scores, rows_where(situation.fresh))
    continuing = [entry.title for entry in standing.continuing if situation.lawful[entry.plays]]
    candidates = Candidates(
        lawful=situation.lawful & ground.shelf.top_level,
        fresh=situation.fresh,
        continuing=np.array(continuing, np.int32),
        picks=ranking[:0] if standing.is_new else ranking,
        because=_because(situation),
        trending=crowd.trending,
        newest=_newest(situation, scores),
        genres=_genres(ground, ranking, genres_in_order(leanings, crowd)),
    )
    return Plan(situation, history, leanings, compose(candidates, settings))


def plan_similar(situation: Situation, title: int, settings: HomeSettings) -> tuple[Laid, bool]:
    """The titles most like one that may be offered, and whether members or the facts say so."""
    ground = situation.ground
    free = situation.fresh.copy()
    free[title] = False
    by_members = knows(ground, title)
    found = first(_alike(ground, title), free, settings.row_size)
    if by_members and found.size < settings.shortest_row:
        by_members = False
        found = first(ground.resembling(title), free, settings.row_size)
    return Laid(RowKind.SIMILAR, title, found), by_members


def knows(ground: Groundwork, title: int) -> bool:
    """Whether the models can say what members who watched a title watch besides."""
    return ground.models is not None and ground.items_of_rows[title] >= 0


def _because(situation: Situation) -> Iterator[tuple[int, Rows]]:
    finished = situation.standing.finished
    for title in finished[situation.lawful[finished]][:_EVIDENCE_TRIED].tolist():
        yield title, _alike(situation.ground, title)


def _alike(ground: Groundwork, title: int) -> Rows:
    """By the members who watched both; by the facts where the models do not know the title."""
    if ground.models is None or not knows(ground, title):
        return ground.resembling(title)
    similar, _ = ground.models.similar(int(ground.items_of_rows[title]), _ALIKE)
    rows = ground.rows_of_items[similar[similar >= 0]]
    return rows[rows >= 0]


def _newest(situation: Situation, scores: Scores) -> Rows:
    """The newest titles; of those that are equally new, first what suits the member."""
    pool = first(situation.ground.newest, situation.fresh, _NEWEST)
    return pool[np.lexsort((-scores[pool], situation.ground.dates_newer[pool]))]


def _genres(ground: Groundwork, ranking: Rows, order: Rows) -> Iterator[tuple[int, Rows]]:
    for genre in order.tolist():
        yield genre, ranking[ground.genre_masks[genre][ranking]]
