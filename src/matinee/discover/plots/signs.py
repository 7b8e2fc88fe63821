"""What speaks for each title that a description is of it. Arrays in, arrays out.

BM25 of a field and cosines are taken as standard scores over all titles that have a text, since
their sizes differ from one description to the next. How often a title is watched is no sign here:
what somebody has forgotten the name of need not be well known.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matinee.discover.indexing.holdings import Holdings
from matinee.discover.plots.adapting import Step
from matinee.discover.plots.years import told_years
from matinee.discover.texts.text_index import FIELDS, Matched
from matinee.discover.texts.vectors import Vectors, text_of

Matrix = NDArray[np.float32]

SIGNS = (
    "meaning", "adapted", "name", "people", "keywords", "story",
    "within_years", "after_years", "apart_from_years", "length", "age", "age_squared",
)  # fmt: skip
"""The columns of a matrix of signs."""
_FIRST_FILMS = 1900
_SLACK = 1
"""A year that is told may be wrong by so many."""
_FARTHEST = 30.0


@dataclass(frozen=True, slots=True, eq=False)
class Texts:
    """The titles that have a text, a row each: entry, vector, year, and letters of the text."""

    entries: NDArray[np.int32]
    matrix: Matrix
    years: Matrix
    lengths: Matrix

    @classmethod
    def of(cls, holdings: Holdings, vectors: Vectors) -> "Texts":
        """Read once of a picture of the catalogue; titles that are gone are left out."""
        directory = holdings.directory
        known = vectors.entries < len(directory)
        known[known] &= holdings.row_of[vectors.entries[known]] >= 0
        entries = vectors.entries[known]
        letters = [len(text_of(directory.words[entry])) for entry in entries.tolist()]
        return cls(
            entries=entries,
            # A mask copies; of 35,000 texts that would be 53 MB held twice.
            matrix=vectors.matrix if known.all() else vectors.matrix[known],
            years=holdings.shelf.years[holdings.row_of[entries]].astype(np.float32),
            lengths=np.log1p(np.array(letters, np.float32)),
        )

    def signs(
        self, text: str, meaning: Matrix, matched: Mapping[str, Matched], step: Step | None
    ) -> Matrix:
        """A row of :data:`SIGNS` for each of these titles.

        ``meaning`` is the vector of ``text``, ``matched`` what each field of the index found of
        it; without a step the adapted cosine is 0 for all.
        """
        signs = np.zeros((len(self.entries), len(SIGNS)), np.float32)
        signs[:, 0] = _standard(self.matrix @ meaning)
        if step is not None:
            signs[:, 1] = _standard(self.matrix @ step.taken(meaning[None])[0])
        for column, field in enumerate(FIELDS, start=2):
            signs[:, column] = _standard(self._placed(matched[field]))
        told = told_years(text)
        if told is not None:
            first, last = told
            apart = np.maximum(np.maximum(first - self.years, self.years - last), 0)
            signs[:, 6] = apart <= _SLACK
            signs[:, 7] = self.years > last + _SLACK
            signs[:, 8] = np.minimum(apart, _FARTHEST) / 10
        age = (self.years - _FIRST_FILMS) / 50
        signs[:, 9], signs[:, 10], signs[:, 11] = self.lengths, age, age * age
        return signs

    def _placed(self, matched: Matched) -> Matrix:
        scores = np.zeros(len(self.entries), np.float32)
        places = np.searchsorted(self.entries, matched.entries)
        places = np.minimum(places, max(0, len(self.entries) - 1))
        here = self.entries[places] == matched.entries if len(self.entries) else places < 0
        scores[places[here]] = matched.scores[here]
        return scores


def _standard(scores: Matrix) -> Matrix:
    if not len(scores):
        return scores
    return ((scores - scores.mean()) / (scores.std() + np.float32(1e-6))).astype(np.float32)
