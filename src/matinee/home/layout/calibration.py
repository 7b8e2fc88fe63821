"""A list in the proportions of a member's tastes, not only of the strongest of them.

Steck, "Calibrated recommendations" (RecSys 2018): a greedy choice that weighs how well titles suit
against the Kullback-Leibler divergence between the genres of the history and those of the list.
"""

import numpy as np

from matinee.home.layout.ranking import Rows, Scores, stretched

_SMOOTHING = np.float32(0.01)
"""Of the target mixed into a list's genres, so that a genre which is missing costs a finite sum."""
_TINY = np.float32(1e-12)
"""A genre that is wanted by less of a share than this, smoothed, says nothing of a list."""


def calibrated(
    order: Rows, relevance: Scores, genres: Scores, target: Scores, *, size: int, weight: float
) -> Rows:
    """The best ``size`` of ``order``, laid so that every beginning of the list is in proportion.

    ``relevance`` is that of each candidate; ``genres`` is candidate x genre, each row's shares
    adding up to 1 (or to 0 without a genre); ``target`` are the shares to be met. ``weight`` goes
    from 0 (relevance alone) to 1 (proportions alone).
    """
    wanted = np.flatnonzero(target > _TINY / _SMOOTHING)
    goal = target[wanted]
    shares = np.ascontiguousarray(genres[:, wanted])
    worth = np.float32(1.0 - weight) * stretched(relevance)
    pull = np.float32(weight) * goal
    smoothed = _SMOOTHING / (1 - _SMOOTHING) * goal
    # The mixture times place / (1 - smoothing): a factor is the same for all candidates in the
    # logarithm, and so are the terms of the divergence that do not depend on the choice.
    shares += smoothed
    mixture = shares.copy()
    logs, gain = np.empty_like(shares), np.empty_like(worth)
    chosen: list[int] = []
    for _ in range(min(size, order.size)):
        np.log(mixture, out=logs)
        # For 80 titles of 400 genres BLAS starts no threads yet (measured), and is the quicker.
        np.dot(logs, pull, out=gain)
        gain += worth
        best = int(gain.argmax())
        worth[best] = -np.inf
        mixture += shares[best]
        chosen.append(best)
    return order[chosen]


def divergence(genres: Scores, target: Scores) -> float:
    """How far a list (title x genre shares) is from the target, in nats: 0 is in proportion."""
    wanted = target > 0
    goal = target[wanted]
    mean = genres.mean(axis=0)[wanted] if len(genres) else np.zeros(goal.size, np.float32)
    mixture = (1 - _SMOOTHING) * mean + _SMOOTHING * goal
    return float(np.sum(goal * np.log(goal / mixture)))
