"""What the choice of a picture may know: a member's tastes, and the row of the title."""

from collections.abc import Sequence

import numpy as np

TASTES = (
    "Comedy",
    "Drama",
    "Action",
    "Thriller",
    "Romance",
    "Animation",
    "Documentary",
    "Horror",
)
ROWS = ("hero", "title", "picks", "genre", "other")
"""Where a picture may stand; every row that is not named is another."""
FEATURES = 1 + len(TASTES) + len(ROWS) - 1
MIXED = "mixed"
"""The group of those who watch no genre more than the others, or nothing yet."""
_FEWEST = 3
"""Titles from which the shares of genres say something."""
_LEADING = 0.2
"""From this share on a genre names a member's group."""
_PLACES = {"picks": "picks", "because": "picks", "genre": "genre"}


def place_of(row_kind: str) -> str:
    """Which of ``ROWS`` a row of the home page counts as."""
    return _PLACES.get(row_kind, "other")


def context_of(genres: Sequence[Sequence[str]], row: str) -> tuple[float, ...]:
    """From the genres of each title that a member has watched, and one of ``ROWS``.

    1, then a share for each taste, then 1 for the row; the last row is known by all zeros. The
    shares of a short history are pulled towards nothing known.
    """
    counts = np.array([sum(taste in each for each in genres) for taste in TASTES], np.float64)
    stands = [float(row == each) for each in ROWS[:-1]]
    return (1.0, *(counts / (len(genres) + _FEWEST)).tolist(), *stands)


def group_of(context: Sequence[float]) -> str:
    """The taste group that a context belongs to: its leading genre, or ``MIXED``."""
    shares = context[1 : 1 + len(TASTES)]
    leading = max(range(len(TASTES)), key=lambda place: shares[place])
    return TASTES[leading] if shares[leading] >= _LEADING else MIXED


def row_of(context: Sequence[float]) -> str:
    """The row that a context names."""
    stands = context[1 + len(TASTES) :]
    return next((row for row, here in zip(ROWS, stands, strict=False) if here), ROWS[-1])
