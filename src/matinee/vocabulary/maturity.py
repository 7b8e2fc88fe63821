"""Maturity ratings: a board's label and the age that it stands for.

The ages follow each board's own published wording; where a label only advises, the age is the one
from which the board sees no concern. A label that is not listed has no known age.
"""

from dataclasses import dataclass

_AGES: dict[str, dict[str, int]] = {
    "MPA": {
        "G": 0,
        "PG": 8,
        "PG-13": 13,
        "R": 17,
        "NC-17": 18,
        "X": 18,
        "M": 13,
        "GP": 8,
        "M/PG": 8,
    },
    "TVPG": {"TV-Y": 0, "TV-Y7": 7, "TV-G": 0, "TV-PG": 8, "TV-14": 14, "TV-MA": 17},
    "BBFC": {"U": 0, "PG": 8, "12": 12, "12A": 12, "15": 15, "18": 18, "R18": 18},
    "FSK": {"0": 0, "6": 6, "12": 12, "16": 16, "18": 18},
    "CNC": {"TP": 0, "-10": 10, "-12": 12, "-16": 16, "-18": 18},
    "AGE": {str(age): age for age in range(22)},
}


@dataclass(frozen=True, slots=True)
class MaturityRating:
    """A label given by a board, for example MPA PG-13, and the age in years it stands for."""

    board: str
    label: str
    age: int

    @classmethod
    def known(cls, board: str, label: str) -> "MaturityRating | None":
        """The rating, or None where the board or the label is not known."""
        age = _AGES.get(board.strip().upper(), {}).get(label.strip().upper())
        if age is None:
            return None
        return cls(board.strip().upper(), label.strip().upper(), age)
