"""What the choice of a picture may know: a member's tastes, and the row of the title."""

from collections.abc import Sequence

import numpy as np

from matinee.errors import Invalid
from matinee.promote.tastes.model import TASTES

ROWS = ("hero", "title")
"""Where a picture of the gallery stands: the top of the home page, and the title's own page."""
FEATURES = 1 + len(TASTES) + len(ROWS) - 1
_FEWEST = 3
"""Titles from which the shares of genres say something."""


def context_of(genres: Sequence[Sequence[str]], row: str) -> tuple[float, ...]:
    """From the genres of each title that a member has watched, and one of ``ROWS``.

    1, then a share for each taste, then 1 for the row; the last row is known by all zeros. The
    shares of a short history are pulled towards nothing known. Invalid for any other row.
    """
    if row not in ROWS:
        raise Invalid(f"No picture stands in a row {row}.", field="row")
    counts = np.array([sum(taste in each for each in genres) for taste in TASTES], np.float64)
    stands = [float(row == each) for each in ROWS[:-1]]
    return (1.0, *(counts / (len(genres) + _FEWEST)).tolist(), *stands)
