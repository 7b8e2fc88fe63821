"""How widely viewing is spread over the catalogue: pure.

Effective catalogue size: Gomez-Uribe and Hunt, The Netflix Recommender System (2015), section on
the effective catalogue size: with the share p of each title's hours, sorted so that the most
watched come first, it is 2 Σ rank · p − 1: 1 where one title has all hours, the number of titles
where all have the same.
"""

import numpy as np

from matinee.experiments.off_policy.logged import Reals

_SMOOTHING = 0.01
"""Of the target mixed into the genres of some hours, so that a missing one costs a finite sum."""


def effective_catalogue(hours: Reals) -> float:
    """How many titles the hours are in effect spread over; 0 where there are none."""
    whole = float(hours.sum())
    if whole <= 0:
        return 0.0
    shares = np.sort(hours)[::-1] / whole
    return float(2 * (shares * np.arange(1, len(shares) + 1)).sum() - 1)


def gini(hours: Reals) -> float:
    """How unequally hours are spread over these titles: 0 evenly, towards 1 all on one."""
    whole = float(hours.sum())
    if whole <= 0 or not len(hours):
        return 0.0
    ordered = np.sort(hours)
    ranks = np.arange(1, len(ordered) + 1)
    return float((2 * ranks - len(ordered) - 1) @ ordered / (len(ordered) * whole))


def mean_popularity(hours: Reals, popularity: Reals) -> float:
    """The mean percentile of popularity of what the hours went to: 1 is the most watched title.

    ``popularity`` is any number that grows with it, one for each title. 0 where there are no hours.
    """
    whole = float(hours.sum())
    if whole <= 0:
        return 0.0
    rank = np.empty(len(popularity))
    rank[np.argsort(popularity, kind="stable")] = np.arange(1, len(popularity) + 1)
    return float((rank / len(popularity)) @ hours / whole)


def miscalibration(genres: Reals, target: Reals) -> float:
    """How far some hours by genre are from the proportions of all of them, in nats: 0 is in them.

    The divergence of Steck, "Calibrated recommendations" (RecSys 2018, section 3), with all that
    is watched as the target. 0 where there are no hours.
    """
    brought, whole = float(genres.sum()), float(target.sum())
    if brought <= 0 or whole <= 0:
        return 0.0
    watched = target > 0
    goal = target[watched] / whole
    mixture = (1 - _SMOOTHING) * genres[watched] / brought + _SMOOTHING * goal
    return float(goal @ np.log(goal / mixture))
