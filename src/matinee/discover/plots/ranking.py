"""Titles by how likely a description is of them: a weighted sum of signs.

The weights are learned as a choice among all titles (ListNet's top one, Cao et al. 2007): those
that lie near, and a draw of the others that stands for the rest of them (sampled softmax, Jean et
al. 2015). A ranker is a file of 50 KB; the one that ships was made
by ``python -m benchmarks.discover.plot_training``, of descriptions of which it holds no word.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from matinee.discover.plots.adapting import Step
from matinee.discover.plots.signs import SIGNS

Matrix = NDArray[np.float32]
Weights = NDArray[np.float32]

_PENALTY = 1e-4
_ROUNDS = 80
_UNLEARNED = {"meaning": 1.0, "story": 0.3}
"""Meaning and words alone; chosen on descriptions of which no figure is made."""


@dataclass(frozen=True, slots=True, eq=False)
class PlotRanker:
    """``weights`` of :data:`SIGNS`; ``step`` and weights hold for vectors of ``model`` alone."""

    weights: Weights
    step: Step | None
    model: str

    def scores(self, signs: Matrix) -> Matrix:
        """One score a title."""
        return signs @ self.weights

    def write(self, file: Path) -> None:
        """Keep it, with half precision.

        Raises:
            ValueError: it has learned nothing that could be kept.
        """
        if self.step is None:
            raise ValueError("A ranker without a step is not kept.")
        np.savez_compressed(
            file,
            signs=np.array(SIGNS),
            weights=self.weights,
            down=self.step.down.astype(np.float16),
            up=self.step.up.astype(np.float16),
            model=np.array(self.model),
        )

    @classmethod
    def read(cls, file: Path) -> "PlotRanker":
        """A ranker that was written.

        Raises:
            ValueError: it was made for other signs.
        """
        with np.load(file, allow_pickle=False) as kept:
            if tuple(kept["signs"].tolist()) != SIGNS:
                raise ValueError(f"{file} was made for other signs.")
            step = Step(kept["down"].astype(np.float32), kept["up"].astype(np.float32))
            return cls(kept["weights"], step, str(kept["model"]))


def ranker_for(model: str) -> PlotRanker:
    """The one that ships, or for vectors of another model one that has learned nothing."""
    shipped = _shipped()
    return shipped if shipped.model == model else unlearned(model)


def unlearned(model: str) -> PlotRanker:
    """Meaning and words of the story, fused as standard scores."""
    weights = np.array([_UNLEARNED.get(sign, 0.0) for sign in SIGNS], np.float32)
    return PlotRanker(weights, None, model)


def learned_weights(signs: Matrix, standing: Matrix) -> Weights:
    """The weights that make the first of each row of choices (n x choices x signs) the likeliest.

    ``standing`` (n x choices) is for how many titles each choice stands, 0 where it is none.
    """
    with np.errstate(divide="ignore"):
        offsets = np.log(standing)
    of_first = signs[:, 0].sum(axis=0, dtype=np.float64)

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = signs @ weights.astype(np.float32) + offsets
        scores -= scores.max(axis=1, keepdims=True)
        likely = np.exp(scores)
        likely /= likely.sum(axis=1, keepdims=True)
        slope = np.einsum("ij,ijk->k", likely, signs) - of_first
        cost = -np.log(np.maximum(likely[:, 0], 1e-30)).mean() + _PENALTY * (weights @ weights)
        return float(cost), slope / len(signs) + 2 * _PENALTY * weights

    start = np.zeros(signs.shape[2], np.float64)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": _ROUNDS})
    return np.asarray(found.x, np.float32)


@cache
def _shipped() -> PlotRanker:
    with as_file(files("matinee.discover.plots").joinpath("learned.npz")) as file:
        return PlotRanker.read(file)
