"""Wikipedia's films as the product searches them by description: index, vectors, texts, signs.

Everything here calls the product: its index of words, its vectors of a byte a dimension, its signs.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import tantivy
from numpy.typing import NDArray

from benchmarks.discover.descriptions import Description
from benchmarks.discover.films import Films
from benchmarks.discover.kept_vectors import KeptVectors
from matinee.discover.plots.adapting import Step
from matinee.discover.plots.recalling import MATCHED
from matinee.discover.plots.signs import Texts
from matinee.discover.priors import crowd_prior
from matinee.discover.texts.text_index import Matched, TextIndex
from matinee.discover.texts.vectors import Vectors, text_of

Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """A description as it is asked, with what the index found of it."""

    text: str
    row: int
    """The row of its film among the texts."""
    meaning: Matrix
    matched: Mapping[str, Matched]


@dataclass(frozen=True, slots=True, eq=False)
class PlotMaterial:
    """The films that have a text, and what finds them."""

    texts: Texts
    known: Matrix
    """The crowd's prior of each text's film, in nats; it is used while a step is learned only."""
    index: TextIndex
    searcher: tantivy.Searcher
    vectors: KeptVectors
    held: Vectors
    """Those of the films, by their entries."""
    rows: Mapping[int, int]
    """From rows of the shelf to rows of the texts."""

    @classmethod
    def of(cls, films: Films, only: Collection[int] | None = None) -> "PlotMaterial":
        """All films, or those at some rows of the shelf."""
        holdings, keeper = films.holdings, KeptVectors()
        directory = holdings.directory
        written = {
            entry: words
            for entry, words in directory.words.items()
            if only is None or int(holdings.row_of[entry]) in only
        }
        index = TextIndex()
        searcher = index.put(
            (entry, words, _genres(films, int(holdings.row_of[entry])))
            for entry, words in written.items()
        )
        with_text = [entry for entry, words in written.items() if text_of(words)]
        made = keeper.of([text_of(written[entry]) for entry in with_text])
        vectors = Vectors.of(dict(zip(with_text, made, strict=True)), complete=True)
        texts = Texts.of(holdings, vectors)
        of_shelf = holdings.row_of[texts.entries].tolist()
        return cls(
            texts=texts,
            known=crowd_prior(holdings, films.watched)[texts.entries],
            index=index,
            searcher=searcher,
            vectors=keeper,
            held=vectors,
            rows={row: place for place, row in enumerate(of_shelf)},
        )

    def asked(self, descriptions: Sequence[Description], letters: int | None = None) -> list[Asked]:
        """Each description, or its first letters, ready to be ranked."""
        told = [description.text[:letters] for description in descriptions]
        return [
            Asked(
                text,
                self.rows[description.row],
                meaning,
                self.index.find_by_field(self.searcher, text, MATCHED),
            )
            for description, text, meaning in zip(
                descriptions, told, self.vectors.matrix(told), strict=True
            )
        ]

    def signs(self, asked: Asked, step: Step | None) -> Matrix:
        """The product's signs of every film."""
        return self.texts.signs(asked.text, asked.meaning, asked.matched, step)


def _genres(films: Films, row: int) -> list[str]:
    shelf = films.holdings.shelf
    return [shelf.genres[code] for code in shelf.genre_of[row].indices]
