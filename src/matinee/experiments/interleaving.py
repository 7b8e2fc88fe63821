"""Team-draft interleaving: two rankings in one list, and whose titles are taken.

Radlinski, Kurup and Joachims 2008. In each round a coin decides which ranking picks first; each
then adds its best title that is not in the list yet. Every member compares both at once, so it
takes far fewer members than two arms do; it says which is preferred, not by how many hours.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from matinee.errors import Invalid
from matinee.experiments.off_policy.logged import Integers

FIRST, SECOND = 0, 1


@dataclass(frozen=True, slots=True, eq=False)
class Interleaved:
    """The list shown, and which ranking each title was picked by (``FIRST`` or ``SECOND``)."""

    titles: Integers
    teams: Integers

    def credit(self, taken: Collection[int]) -> int:
        """1 if members took more of the first's titles, -1 if more of the second's, else 0."""
        chosen = self.teams[np.isin(self.titles, np.fromiter(taken, np.int64, len(taken)))]
        return int(np.sign((chosen == FIRST).sum() - (chosen == SECOND).sum()))


def team_draft(
    first: Integers, second: Integers, *, length: int, rng: np.random.Generator
) -> Interleaved:
    """Draft up to ``length`` titles from two rankings, best first, none named twice in either."""
    for ranking in (first, second):
        if len(np.unique(ranking)) != len(ranking):
            raise Invalid("A ranking names no title twice.")
    rankings = (first.tolist(), second.tolist())
    places = [0, 0]
    there: set[int] = set()
    titles: list[int] = []
    teams: list[int] = []
    while len(titles) < length:
        order = (FIRST, SECOND) if rng.random() < 0.5 else (SECOND, FIRST)
        before = len(titles)
        for team in order:
            ranking = rankings[team]
            while places[team] < len(ranking) and ranking[places[team]] in there:
                places[team] += 1
            if places[team] < len(ranking) and len(titles) < length:
                there.add(ranking[places[team]])
                titles.append(ranking[places[team]])
                teams.append(team)
        if len(titles) == before:
            break
    return Interleaved(np.array(titles, np.int64), np.array(teams, np.int64))
