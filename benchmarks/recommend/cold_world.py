"""What is learned without hidden titles, and where these are placed: by content, then by plays."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from benchmarks.recommend.cold_titles import Hidden, Moments, moments_of_others
from matinee.recommend.arrays import Floats, Items, Reals
from matinee.recommend.histories import Histories
from matinee.recommend.newcomers import ContentMap, moved_by_plays
from matinee.recommend.sequence.served import ServedSequence

_PASSED_BY = 2_000


@dataclass(frozen=True, eq=False)
class World:
    """What was learned without the hidden titles, and what is known of all."""

    learned: Histories
    served: ServedSequence
    features: Reals

    @cached_property
    def counts(self) -> Items:
        """How often each title is watched; hidden ones never."""
        found = np.bincount(self.learned.items, minlength=self.learned.item_count)
        return found.astype(np.int32)

    @cached_property
    def warm(self) -> Items:
        """The titles that are watched."""
        return np.flatnonzero(self.counts).astype(np.int32)

    @cached_property
    def passed_by(self) -> "Read":
        """A sample of histories that led to some title that is not hidden."""
        return self.read(moments_of_others(self.learned, count=_PASSED_BY, seed=5))

    def read(self, moments: Moments) -> "Read":
        """The states of histories, and the log-sum of what all titles that are left score there."""
        arrays = self.served.arrays
        states = self.served.states(moments.past)
        logits = states @ arrays.titles.T + arrays.popularity
        logits[moments.past.seen()] = -np.inf
        logits[:, self.counts == 0] = -np.inf
        most = logits.max(axis=1, keepdims=True)
        totals = most[:, 0] + np.log(np.exp(logits - most).sum(axis=1))
        return Read(states, totals.astype(np.float64))


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """States [moments, width] and log-sums [moments]."""

    states: Reals
    totals: Floats


@dataclass(frozen=True, eq=False)
class Newcomers:
    """Hidden titles in a world that has read the histories which ask for them."""

    world: World
    hidden: Hidden

    @cached_property
    def asked(self) -> Reals:
        """The states of what is asked."""
        return self.world.served.states(self.hidden.asked.past)

    @cached_property
    def played(self) -> Read:
        """The histories that led to the first plays."""
        return self.world.read(self.hidden.plays)

    def begun(self, ridge: float) -> Reals:
        """[hidden, width + 1]: by content alone."""
        world, arrays = self.world, self.world.served.arrays
        warm = world.warm
        made = ContentMap.fit(
            world.features[warm], arrays.titles[warm], arrays.popularity[warm], ridge=ridge
        )
        return made.of(world.features[self.hidden.titles])

    def moved(self, begun: Reals, plays: int, prior: float) -> Reals:
        """[hidden, width + 1]: after so many plays of each."""
        passed, played = self.world.passed_by, self.played
        moved = begun.copy()
        for row, title in enumerate(self.hidden.titles.tolist()):
            first = np.flatnonzero(self.hidden.plays.targets == title)[:plays]
            margin = passed.states @ begun[row, :-1] + begun[row, -1] - passed.totals
            moved[row] = moved_by_plays(
                begun[row],
                played=played.states[first],
                passed_by=passed.states,
                played_total=played.totals[first],
                passed_total=passed.totals,
                # As many looks as the beginning would have needed for so many plays.
                looks=first.size / max(float(np.exp(margin).sum()), 1e-6),
                prior=prior,
            )
        return moved

    def said(self, places: Reals) -> Reals:
        """Moment x item: hidden titles by their place, the others as the network says."""
        arrays = self.world.served.arrays
        scores = self.asked @ arrays.titles.T + arrays.popularity
        scores[:, self.hidden.titles] = self.asked @ places[:, :-1].T + places[:, -1]
        return scores
