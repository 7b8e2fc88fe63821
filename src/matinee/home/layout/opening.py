"""Titles for a member of whom nothing is known to choose from: well known, and unlike each other.

What everybody has an opinion of tells little where all of it is alike, so the best known are chosen
for variety as well. Pure.
"""

from matinee.home.layout.planning import Situation
from matinee.home.layout.ranking import Rows, best_first, first, rows_where
from matinee.home.layout.variety import varied

OFFERED = 24
_AMONG = 160
"""The best known of these are chosen from."""
_VARIETY = 0.6


def openers(situation: Situation, offered: int = OFFERED) -> Rows:
    """At most so many titles that the member may watch and has not judged, best known first."""
    free = situation.fresh.copy()
    free[situation.standing.enjoyed] = False
    order = best_first(situation.crowd.scores, rows_where(free))
    front = first(order, free, _AMONG)
    traits = situation.ground.traits[front]
    return varied(front, traits, size=offered, weight=_VARIETY)
