"""Vectors of meaning as they are kept and logged, a byte a number, and how alike two are.

A unit vector is kept as whole numbers, ``SCALE`` to one. Sums of their products stay below 2**24,
where single precision is exact in whatever order it adds: so a decision that is made again from its
log finds the same likeness, on any machine.
"""

import base64
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from matinee.errors import Invalid

Bytes = npt.NDArray[np.int8]
Real = npt.NDArray[np.float64]
WIDTH = 384
"""Numbers of a vector of MiniLM."""
SCALE = 512
_MOST = 127
"""A number above a quarter is cut: 384 squares of it are 6.2 million, below 2**24."""


def packed(vectors: npt.NDArray[np.floating[Any]]) -> list[str]:
    """Rows of length 1 (texts × ``WIDTH``) as text: 512 letters each."""
    whole = np.clip(np.rint(vectors * SCALE), -_MOST, _MOST).astype(np.int8)
    return [base64.b64encode(row.tobytes()).decode() for row in whole]


def rows_of(meanings: Sequence[str]) -> Bytes:
    """One row for each, of zeros where it is empty; without columns where all are."""
    table = np.zeros((len(meanings), WIDTH if any(meanings) else 0), np.int8)
    for row, each in enumerate(meanings):
        if each:
            table[row] = _read(each)
    return table


def likeness(rows: Bytes, meaning: str) -> Real:
    """The cosine of each row with a meaning, from -1 to 1; 0 for a row of zeros."""
    scene = _read(meaning).astype(np.float32)
    return (rows.astype(np.float32) @ scene).astype(np.float64) / SCALE**2


def _read(meaning: str) -> Bytes:
    try:
        row = np.frombuffer(base64.b64decode(meaning, validate=True), np.int8)
    except ValueError as error:
        raise _unreadable() from error
    if len(row) != WIDTH:
        raise _unreadable()
    return row


def _unreadable() -> Invalid:
    return Invalid(f"A meaning is {WIDTH} bytes in base 64.", field="meaning")
