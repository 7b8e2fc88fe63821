"""A turn of description vectors towards the films that were meant, learned from pairs. Pure.

Somebody's memory of a film and an encyclopaedia's text of it differ in kind. A low-rank step
(Hu et al. 2021) q + q·A·B brings the one near the other; it is learned by InfoNCE (van den Oord et
al. 2018) with every film of a draw as the choices, and Adam. The crowd's prior stands beside the
cosine while it is learned, so that the step does not learn which films are well known.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]
Rows = NDArray[np.intp]

RANK = 32
EPOCHS, BATCH, DRAWN = 8, 256, 12_000
_RATE, _DECAY, _WARMTH = 1e-3, 0.1, 20.0
_FIRST, _SECOND, _LEAST = 0.9, 0.999, 1e-8


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """``down`` (width x rank) and ``up`` (rank x width) of a step."""

    down: Matrix
    up: Matrix

    def taken(self, vectors: Matrix) -> Matrix:
        """Vectors (n x width) after the step, of length 1."""
        moved = vectors + (vectors @ self.down) @ self.up
        lengths = np.linalg.norm(moved, axis=1, keepdims=True)
        return (moved / np.maximum(lengths, 1e-9)).astype(np.float32)


def learned_step(
    described: Matrix, films: Matrix, meant: Rows, known: Matrix, *, seed: int = 0
) -> Step:
    """The step that is learned from descriptions (n x width) of films (m x width).

    ``meant`` is the row of each description's film, ``known`` the crowd's prior of each film in
    nats. ``seed`` draws the order and the films that are chosen among.
    """
    dice = np.random.default_rng(seed)
    width = described.shape[1]
    parts: list[Matrix] = [
        np.zeros((width, RANK), np.float32),
        (0.05 * dice.standard_normal((RANK, width))).astype(np.float32),
    ]
    means = [np.zeros_like(part) for part in parts]
    squares = [np.zeros_like(part) for part in parts]
    bias, count = np.float32(0.5), 0
    for _ in range(EPOCHS):
        among = np.union1d(meant, dice.choice(len(films), min(DRAWN, len(films)), replace=False))
        choices, prior = films[among], known[among]
        places = np.searchsorted(among, meant)
        for batch in np.array_split(dice.permutation(len(meant)), -(-len(meant) // BATCH)):
            asked = described[batch]
            low = asked @ parts[0]
            scores = _WARMTH * ((asked + low @ parts[1]) @ choices.T) + bias * prior
            scores -= scores.max(axis=1, keepdims=True)
            np.exp(scores, out=scores)
            scores /= scores.sum(axis=1, keepdims=True)
            scores[np.arange(len(batch)), places[batch]] -= 1
            scores /= len(batch)
            back = _WARMTH * (scores @ choices)
            bias -= np.float32(0.2) * np.float32((scores @ prior).sum())
            slopes = [asked.T @ (back @ parts[1].T), low.T @ back]
            count += 1
            for place, slope in enumerate(slopes):
                means[place] += (1 - _FIRST) * (slope - means[place])
                squares[place] += (1 - _SECOND) * (slope * slope - squares[place])
                fair = np.sqrt(squares[place] / (1 - _SECOND**count)) + _LEAST
                move = means[place] / (1 - _FIRST**count) / fair + _DECAY * parts[place]
                parts[place] -= np.float32(_RATE) * move
    return Step(parts[0], parts[1])
