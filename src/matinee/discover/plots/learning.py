"""A ranker of descriptions from pairs of description and title; and how well it holds. Pure.

Descriptions are parted by title into folds, so that no low-rank step has seen a title that it is
judged on. The weights are learned on cosines of such steps; those of a held fold rest on steps some
of which had seen it, so what the folds say is a little high.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matinee.discover.plots.adapting import Step, learned_step
from matinee.discover.plots.ranking import PlotRanker, learned_weights
from matinee.discover.plots.signs import SIGNS, Texts

Matrix = NDArray[np.float32]
Rows = NDArray[np.intp]
SignsOf = Callable[[int, Step], Matrix]
"""The signs of a description, by its place, with a step."""

FOLDS = 5
_NEAR, _OTHERS = 400, 200
_ROUGH = {"meaning": 1.0, "adapted": 1.0, "story": 0.6, "within_years": 0.3}


@dataclass(frozen=True, slots=True, eq=False)
class Learned:
    """The ranker, and for each description the rank of its title by one that had not seen it.

    Rank 0 is the first.
    """

    ranker: PlotRanker
    held_ranks: Rows


def learn(
    texts: Texts,
    described: Matrix,
    meant: Rows,
    known: Matrix,
    signs_of: SignsOf,
    *,
    model: str,
    seed: int = 0,
) -> Learned:
    """Learn from descriptions, whose vectors are ``described`` (n x width).

    ``meant`` is the row among ``texts`` of each one's title, ``known`` the crowd's prior of each
    row in nats.
    """
    dice = np.random.default_rng(seed)
    folds = _folds(meant, dice)
    steps = [
        learned_step(described[folds != fold], texts.matrix, meant[folds != fold], known, seed=seed)
        for fold in range(FOLDS)
    ]
    drawn = [
        _choices(signs_of(place, steps[fold]), int(meant[place]), dice)
        for place, fold in enumerate(folds.tolist())
    ]
    choices, standing = (np.stack(part) for part in zip(*drawn, strict=True))
    held = [learned_weights(choices[folds != one], standing[folds != one]) for one in range(FOLDS)]
    ranks = [
        rank_of(signs_of(place, steps[fold]) @ held[fold], int(meant[place]))
        for place, fold in enumerate(folds.tolist())
    ]
    step = learned_step(described, texts.matrix, meant, known, seed=seed)
    ranker = PlotRanker(learned_weights(choices, standing), step, model)
    return Learned(ranker, np.array(ranks, np.intp))


def rank_of(scores: Matrix, row: int) -> int:
    """How many are before a row; those that are level with it count half."""
    level = int((scores == scores[row]).sum()) - 1
    return int((scores > scores[row]).sum()) + level // 2


def _folds(meant: Rows, dice: np.random.Generator) -> Rows:
    titles, of_title = np.unique(meant, return_inverse=True)
    return dice.integers(0, FOLDS, len(titles))[of_title]


def _choices(signs: Matrix, meant: int, dice: np.random.Generator) -> tuple[Matrix, Matrix]:
    """The signs of what is meant, of titles near it and of others; and how many each stands for."""
    rough = signs @ np.array([_ROUGH.get(sign, 0.0) for sign in SIGNS], np.float32)
    order = np.argpartition(-rough, min(_NEAR, len(rough) - 1))
    near, rest = order[:_NEAR], order[_NEAR:]
    others = dice.choice(rest, min(_OTHERS, len(rest)), replace=False)
    standing = np.ones(1 + len(near) + len(others), np.float32)
    standing[1 + len(near) :] = len(rest) / max(1, len(others))
    chosen = np.concatenate([[meant], near, others])
    standing[1:][chosen[1:] == meant] = 0
    return signs[chosen], standing
