"""Why each row and each title stands there, in words; titles with the same reason share it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from matinee.home.layout.composition import Laid
from matinee.home.layout.content import closest
from matinee.home.layout.exploring import PICKS_KEY
from matinee.home.layout.planning import Plan, knows
from matinee.home.layout.ranking import among
from matinee.home.layout.taste import strongest_evidence
from matinee.home.model import RowKind, Wording
from matinee.home.words import wording

_RANKS_NAMED = 100
_VOICES = 50
_YEARS_APART = 10


@dataclass(frozen=True, slots=True)
class Explained:
    """A row's key and heading, and one reason for each of its titles."""

    key: str
    heading: Wording
    reasons: Sequence[Wording]


def explain(plan: Plan, row: Laid) -> Explained:
    """Put a row into words."""
    return _EXPLANATIONS[row.kind](plan, row)


def explain_alike(names: Sequence[str], row: Laid, *, by_members: bool) -> Sequence[Wording]:
    """Why titles stand beside the one that the row is about."""
    name = names[row.subject]
    reason = wording.watched_together(name) if by_members else wording.resembles(name)
    return [reason] * row.titles.size


def _continue(plan: Plan, row: Laid) -> Explained:
    names = plan.situation.ground.shelf.names
    resumes = {entry.title: entry for entry in plan.situation.standing.continuing}
    reasons: list[Wording] = []
    for title in row.titles.tolist():
        entry = resumes[title]
        if entry.is_next:
            reasons.append(wording.next_episode(names[title], names[entry.plays]))
        else:
            reasons.append(wording.begun(entry.share))
    return Explained("continue", wording.CONTINUE, reasons)


def _picks(plan: Plan, row: Laid) -> Explained:
    situation = plan.situation
    names = situation.ground.shelf.names
    evidence = strongest_evidence(
        situation.ground, plan.history, situation.lawful, row.titles
    ).tolist()
    by_title = {title: wording.goes_with(names[title]) for title in set(evidence) if title >= 0}
    reasons = [by_title.get(title, wording.FITS) for title in evidence]
    for place in np.flatnonzero(among(row.titles, situation.ground.untried)).tolist():
        reasons[place] = _by_facts(plan, int(row.titles[place]))
    for place in row.chances:
        reasons[place] = wording.TO_LEARN
    return Explained(PICKS_KEY, wording.top_picks(situation.profile.name), reasons)


def _by_facts(plan: Plan, title: int) -> Wording:
    """Why a title is among the picks that nobody has watched: one of the history is like it."""
    situation = plan.situation
    ground, enjoyed = situation.ground, situation.standing.enjoyed[:_VOICES]
    years = ground.shelf.years.astype(np.int32)
    shares = (ground.genre_masks[:, enjoyed] & ground.genre_masks[:, [title]]).any(axis=0)
    near = (years[enjoyed] > 0) & (np.abs(years[enjoyed] - years[title]) <= _YEARS_APART)
    like = closest(ground.traits, title, enjoyed[situation.lawful[enjoyed] & shares & near])
    return wording.FITS if like is None else wording.resembles(ground.shelf.names[like])


def _because(plan: Plan, row: Laid) -> Explained:
    ground, standing = plan.situation.ground, plan.situation.standing
    title = row.subject
    return Explained(
        f"because:{ground.shelf.ids[title]}",
        wording.because(ground.shelf.names[title], liked=title in standing.liked),
        explain_alike(ground.shelf.names, row, by_members=knows(ground, title)),
    )


def _top(plan: Plan, row: Laid) -> Explained:
    places = plan.situation.crowd.places[row.titles].tolist()
    return Explained("top", wording.TOP, [wording.ranked(place + 1) for place in places])


def _trending(plan: Plan, row: Laid) -> Explained:
    situation = plan.situation
    if situation.ground.models is None:
        return Explained("trending", wording.WELL_KNOWN, [wording.MANY_KNOW] * row.titles.size)
    crowd = situation.crowd
    facts = zip(crowd.rising[row.titles].tolist(), crowd.places[row.titles].tolist(), strict=True)
    reasons = [_popularity(rising=rising, place=place) for rising, place in facts]
    return Explained("trending", wording.TRENDING, reasons)


def _popularity(*, rising: bool, place: int) -> Wording:
    if rising:
        return wording.RISING
    return wording.ranked(place + 1) if place < _RANKS_NAMED else wording.MANY_KNOW


def _new(plan: Plan, row: Laid) -> Explained:
    shelf = plan.situation.ground.shelf
    facts = zip(shelf.opened_at[row.titles].tolist(), shelf.years[row.titles].tolist(), strict=True)
    return Explained("new", wording.NEW, [_newness(opened, year) for opened, year in facts])


def _newness(opened_at: float, year: int) -> Wording:
    if opened_at > 0:
        return wording.here_since(opened_at)
    return wording.made_in(year) if year else wording.LISTED


def _genre(plan: Plan, row: Laid) -> Explained:
    situation = plan.situation
    genre = situation.ground.shelf.genres[row.subject]
    if situation.standing.is_new or plan.leanings[row.subject] <= 0:
        heading, reason = wording.genre_plain(genre), wording.best_known(genre)
    else:
        heading, reason = wording.genre_suits(genre), wording.watches_genre(genre)
    return Explained(f"genre:{genre}", heading, [reason] * row.titles.size)


_EXPLANATIONS: dict[RowKind, Callable[[Plan, Laid], Explained]] = {
    RowKind.CONTINUE: _continue,
    RowKind.PICKS: _picks,
    RowKind.BECAUSE: _because,
    RowKind.TOP: _top,
    RowKind.TRENDING: _trending,
    RowKind.NEW: _new,
    RowKind.GENRE: _genre,
}
