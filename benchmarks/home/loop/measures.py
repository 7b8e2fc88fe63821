"""What a simulated season brought: hours, what brought them, how wide the catalogue was used."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matinee.audience.model import EventKind
from matinee.demo.simulator.log import HOME, SimulatedLog
from matinee.demo.simulator.repertoire import Repertoire

_RAN = (EventKind.PLAY, EventKind.PROGRESS, EventKind.FINISH)
AUDIENCE = 5
"""A new title has found its audience once so many members have finished it."""


@dataclass(frozen=True, slots=True)
class Season:
    """Figures of the weeks in which a service filled the pages."""

    hours: float
    hours_by_profile: NDArray[np.float64]
    recommended_share: float
    searched_share: float
    effective_catalogue: float
    finish_rate: float
    days_to_audience: float
    found_audience: float


def measure(
    log: SimulatedLog, repertoire: Repertoire, *, since: float, base: float, profiles: int
) -> Season:
    """Hours count for the weeks of the service, by what brought the title first."""
    events, hours = watched_hours(log.events)
    brought = origins(events)
    within = events["at"] >= since
    events, hours, brought = events[within], hours[within], brought[within]
    total = float(hours.sum())
    by_film = np.sort(np.bincount(events["film"], hours, minlength=len(repertoire)))[::-1] / total
    finishes = int((events["kind"] == EventKind.FINISH.code).sum())
    plays = int((events["kind"] == EventKind.PLAY.code).sum())
    per_profile = np.zeros(profiles)
    np.add.at(per_profile, events["profile"], hours)
    days, found = _audiences(log, repertoire, since=since, base=base)
    return Season(
        hours=total,
        hours_by_profile=per_profile,
        recommended_share=float(hours[brought == HOME].sum()) / total,
        searched_share=float(hours[brought != HOME].sum()) / total,
        # Gomez-Uribe and Hunt (2015), section 4.1: 1 when one title has all, N when all are equal.
        effective_catalogue=float(2 * (by_film * np.arange(1, by_film.size + 1)).sum() - 1),
        finish_rate=finishes / max(plays, 1),
        days_to_audience=days,
        found_audience=found,
    )


def watched_hours(
    events: NDArray[np.void],
) -> tuple[NDArray[np.void], NDArray[np.float64]]:
    """What ran, by member, film and time, and the hours that each event adds.

    A play says from where it goes on; what follows it adds what lies between.
    """
    ran = np.isin(events["kind"], [kind.code for kind in _RAN])
    events = events[ran]
    events = events[np.lexsort((events["at"], events["film"], events["profile"]))]
    position = events["seconds"].astype(np.float64)
    before = np.concatenate(([0.0], position[:-1]))
    before[events["kind"] == EventKind.PLAY.code] = np.inf
    return events, np.maximum(position - before, 0.0) / 3600


def origins(events: NDArray[np.void]) -> NDArray[np.int16]:
    """By which surface each film came to each member first: going on with it changes nothing."""
    first = np.maximum.accumulate(np.where(_first_of_each(events), np.arange(len(events)), 0))
    return events["surface"][first]


def _first_of_each(events: NDArray[np.void]) -> NDArray[np.bool_]:
    changes = np.ones(len(events), np.bool_)
    changes[1:] = (np.diff(events["profile"]) != 0) | (np.diff(events["film"]) != 0)
    return changes


def _audiences(
    log: SimulatedLog, repertoire: Repertoire, *, since: float, base: float
) -> tuple[float, float]:
    """Median days from opening to the fifth finish, and the share of new titles that got there.

    Titles that opened in the service's weeks; one that did not get there counts its days so far.
    """
    opened = base + repertoire.opens.astype(np.float64) * 86_400
    finish = log["kind"] == EventKind.FINISH.code
    days: list[float] = []
    found = 0
    for film in np.flatnonzero((opened >= since) & (opened < base - 14 * 86_400)).tolist():
        at = np.sort(log["at"][finish & (log["film"] == film)])
        reached = at.size >= AUDIENCE
        found += reached
        until = at[AUDIENCE - 1] if reached else base
        days.append((float(until) - float(opened[film])) / 86_400)
    return float(np.median(days)), found / max(len(days), 1)
