"""EASE: a linear model of items on items in closed form (Steck 2019, arXiv 1905.03375)."""

import numpy as np
from scipy.linalg import cho_factor
from scipy.linalg.lapack import dpotri

from matinee.recommend.arrays import Floats, Reals
from matinee.recommend.histories import Histories


def co_occurrence(histories: Histories) -> Floats:
    """Item × item: how many members have both, strengths multiplied."""
    matrix = histories.matrix().astype(np.float64)
    return np.asarray((matrix.T @ matrix).todense())


def ease(gram: Floats, *, ridge: float) -> Reals:
    """The weights B that least change X by X B, with a zero diagonal: −P / diag(P), P = (G + λI)⁻¹.

    In double precision, by Cholesky; ``gram`` is left as it was.
    """
    regularised = gram + ridge * np.eye(len(gram))
    factor, lower = cho_factor(regularised, lower=True, overwrite_a=True, check_finite=False)
    half, _ = dpotri(factor, lower=lower, overwrite_c=True)
    precision = np.tril(half) + np.tril(half, -1).T
    weights = precision / -np.diag(precision)
    np.fill_diagonal(weights, 0.0)
    return weights.astype(np.float32)
