"""From a member and the shelf to a page: rules, standing, taste, candidates, composition."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

import numpy as np

from matinee.audience.model import Member, Profile
from matinee.catalogue.model import Mask
from matinee.experiments.model import Draw
from matinee.home.layout.calibration import calibrated
from matinee.home.layout.composition import NO_SUBJECT, Candidates, Laid, compose
from matinee.home.layout.exploring import explore
from matinee.home.layout.groundwork import Crowd, Groundwork
from matinee.home.layout.ranking import (
    Ranking,
    Rows,
    Scores,
    among,
    first,
    rows_where,
    stretched,
)
from matinee.home.layout.row_ranking import HEAD, RowCandidate
from matinee.home.layout.standing import Standing, read_standing
from matinee.home.layout.taste import (
    Heard,
    genre_leanings,
    genre_tastes,
    genres_in_order,
    heard,
    scores_for,
)
from matinee.home.layout.variety import varied
from matinee.home.model import HomeSettings, RowKind
from matinee.vocabulary.ids import RecommendationId

_ALIKE = 200
_NOBODYS = np.empty(0, np.int32)
_EVIDENCE_TRIED = 8
_NEWEST = 400
_OF_TASTE = 0.3
"""By so much a genre row promises more that the member watches more than others do."""
_OWED_AMONG = 8
"""So far along the row of new titles eyes are taken to go."""
_CALIBRATED_AMONG = 80
_VARIED_AMONG = 60
_GENRES_COMPETE = 10
"""So many genres, those that suit best, compete with the other rows for a place on the page."""


@dataclass(frozen=True, slots=True)
class Situation:
    """A member before the shelf at one moment.

    ``watchable`` is what maturity, kids' rule and windows allow, ``lawful`` what may be put before
    the member, so in a language of theirs too and not kept back by the house, and ``fresh``
    what may be offered as new to them.
    """

    ground: Groundwork
    member: Member
    at: datetime
    watchable: Mask
    lawful: Mask
    fresh: Mask
    standing: Standing
    crowd: Crowd
    device: str = ""

    @property
    def profile(self) -> Profile:
        """Whose page it is."""
        return self.member.profile


@dataclass(frozen=True, slots=True)
class Plan:
    """A page as numbers: its rows, what their reasons rest on, and what was left to chance."""

    situation: Situation
    history: Heard
    leanings: Scores
    rows: tuple[Laid, ...]
    draws: tuple[Draw, ...] = ()


def situation_of(
    ground: Groundwork, member: Member, at: datetime, settings: HomeSettings, device: str = ""
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
    lawful = lawful & ~ground.kept_back
    standing = read_standing(
        member.history, ground, lawful=lawful, finished_share=settings.finished_share
    )
    fresh = lawful & shelf.top_level
    fresh[standing.settled] = False
    crowd = ground.crowd(profile.territory)
    return Situation(ground, member, at, watchable, lawful, fresh, standing, crowd, device)


def plan_page(
    situation: Situation,
    settings: HomeSettings,
    page_id: RecommendationId | None = None,
    *,
    held_out: bool = False,
) -> Plan:
    """Decide every row of the page; chance has a part in it only where the page has an id.

    Who is ``held_out`` sees what everyone would: what was begun, and rows that no taste has shaped.
    """
    ground, standing, crowd = situation.ground, situation.standing, situation.crowd
    personal = not (standing.is_new or held_out)
    leanings = genre_leanings(ground, crowd, standing.enjoyed if personal else _NOBODYS)
    history = heard(ground, standing, situation.at, situation.device)
    scores = scores_for(ground, crowd, history, leanings) if personal else crowd.scores
    ranking = Ranking(scores, rows_where(situation.fresh))
    untried = _untried(situation, scores, settings) if personal else _NOBODYS
    continuing = [entry.title for entry in standing.continuing if situation.lawful[entry.plays]]
    candidates = Candidates(
        lawful=situation.lawful & ground.shelf.top_level,
        fresh=situation.fresh,
        continuing=np.array(continuing, np.int32),
        picks=_picks(situation, scores, ranking, settings) if personal else _NOBODYS,
        answers=_because(situation, settings) if personal else (),
        rows=[
            _plain(RowKind.TOP, crowd.top if ground.models is not None else crowd.top[:0]),
            _plain(RowKind.TRENDING, crowd.trending),
            _new_row(situation, scores, settings, due=personal),
            *_genre_rows(
                ground, ranking, genres := genres_in_order(leanings, crowd), leanings, untried
            ),
        ],
        scores=stretched(scores) if personal else None,
        genres=_genres(ground, ranking, genres),
        untried=untried,
    )
    rows, draws = compose(candidates, settings), ()
    if page_id is not None and personal:
        rows, draws = explore(rows, ranking, scores, situation.fresh, ground, page_id, settings)
    return Plan(situation, history, leanings, rows, draws)


def _untried(situation: Situation, scores: Scores, settings: HomeSettings) -> Rows:
    """New titles that no model knows and that fit the member by what is known of them."""
    ground = situation.ground
    untried = ground.untried[situation.fresh[ground.untried]]
    if not (settings.untried_titles and untried.size) or ground.explaining is None:
        return _NOBODYS
    said = scores[ground.rows_of_items[ground.known_items]]
    return ground.explaining.fitting(said, untried, ground.traits)


def _picks(situation: Situation, scores: Scores, ranking: Ranking, settings: HomeSettings) -> Rows:
    """What suits best, in the proportions of the member's genres; then the others as they come."""
    ground = situation.ground
    begun = situation.fresh.copy()
    begun[[entry.title for entry in situation.standing.continuing]] = False
    front = ranking.first(begun, _CALIBRATED_AMONG)
    laid = calibrated(
        front,
        scores[front],
        ground.genre_shares_of[front],
        genre_tastes(ground, situation.crowd, situation.standing.enjoyed),
        size=settings.row_size,
        weight=settings.calibration,
    )
    begun[laid] = False
    return np.concatenate((laid, front[begun[front]]))


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


def _plain(kind: RowKind, order: Rows) -> RowCandidate:
    return RowCandidate(kind, NO_SUBJECT, order[:HEAD], lambda: order)


def _because(situation: Situation, settings: HomeSettings) -> Iterator[RowCandidate]:
    """A row for each of the newest titles that speak for the member, its titles varied."""
    finished = situation.standing.finished
    for title in finished[situation.lawful[finished]][:_EVIDENCE_TRIED].tolist():
        alike = _alike(situation.ground, title)
        front = first(alike, situation.fresh, _VARIED_AMONG)
        traits = situation.ground.traits[front]
        order = varied(front, traits, size=settings.row_size, weight=settings.variety)
        yield RowCandidate(RowKind.BECAUSE, title, order, partial(_but_first, alike, order))


def _but_first(order: Rows, front: Rows) -> Rows:
    """``order``, led by ``front``."""
    return np.concatenate((front, order[~among(order, front)]))


def _alike(ground: Groundwork, title: int) -> Rows:
    """By the members who watched both; by the facts where the models do not know the title."""
    if ground.models is None or not knows(ground, title):
        return ground.resembling(title)
    similar, _ = ground.models.similar(int(ground.items_of_rows[title]), _ALIKE)
    rows = ground.rows_of_items[similar[similar >= 0]]
    return rows[rows >= 0]


def _new_row(
    situation: Situation, scores: Scores, settings: HomeSettings, *, due: bool
) -> RowCandidate:
    """The newest titles; where the row may be ``due``, it is while its first ones are owed looks.

    No model knows what nobody has watched, so by taste alone the row would stand where few eyes
    come, and its titles would never be known. Once they had their looks, taste places it.
    """
    row = _plain(RowKind.NEW, _newest(situation, scores))
    looks = situation.ground.looks[row.head[:_OWED_AMONG]]
    # What is not new has no number, and is owed nothing.
    return replace(row, due=due and bool((looks < settings.guaranteed_looks).any()))


def _newest(situation: Situation, scores: Scores) -> Rows:
    """The newest titles; of those that are equally new, first what suits the member."""
    pool = first(situation.ground.newest, situation.fresh, _NEWEST)
    return pool[np.lexsort((-scores[pool], situation.ground.dates_newer[pool]))]


def _genre_rows(
    ground: Groundwork, ranking: Ranking, order: Rows, leanings: Scores, untried: Rows
) -> Iterator[RowCandidate]:
    """The genres that suit best; one that is watched less than by others promises less."""
    front = ranking.front
    most = max(float(leanings.max(initial=0.0)), 1e-6)
    competing = order[:_GENRES_COMPETE]
    of_front = ground.genre_masks[:, front][competing]
    for genre, held in zip(competing.tolist(), of_front, strict=True):
        carried = ground.genre_masks[genre]
        head = front[np.flatnonzero(held)[:HEAD]]
        whole = partial(_carrying, carried, ranking)
        suits = float(leanings[genre]) / most
        lean = 1.0 + _OF_TASTE * suits if suits > 0 else 1.0 - _OF_TASTE
        new = untried[carried[untried]] if untried.size else untried
        yield RowCandidate(RowKind.GENRE, genre, head, whole, lean, untried=new)


def _genres(ground: Groundwork, ranking: Ranking, order: Rows) -> Iterator[tuple[int, Rows]]:
    for genre in order.tolist():
        yield genre, _carrying(ground.genre_masks[genre], ranking)


def _carrying(carried: Mask, ranking: Ranking) -> Rows:
    return ranking.whole[carried[ranking.whole]]
