"""The peer of search-typing: ``tantivy``'s own fuzzy queries over names, and nothing else.

Every word must be there: within one edit from 3 letters, two from 6 (as Elasticsearch's AUTO does),
transpositions counted as one, the last word as a beginning. Ranked by BM25 times the logarithm of
the counts, which is how tantivy takes popularity into account.
"""

from collections.abc import Sequence

import numpy as np
import tantivy
from numpy.typing import NDArray

from matinee.discover.words.folding import words_of

_BYTES = 50_000_000


class TantivyNames:
    """An index of names in memory."""

    def __init__(self, names: Sequence[str], watched: NDArray[np.float32]) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("name", stored=False)
        builder.add_integer_field("row", stored=False, indexed=False, fast=True)
        builder.add_integer_field("watched", stored=False, indexed=False, fast=True)
        self._schema = builder.build()
        index = tantivy.Index(self._schema)
        writer = index.writer(_BYTES, 1)
        for row, (name, count) in enumerate(zip(names, watched.tolist(), strict=True)):
            words = " ".join(words_of(name))
            document = tantivy.Document(name=words, row=row, watched=int(count))
            writer.add_document(document)
        writer.commit()
        index.reload()
        self._searcher = index.searcher()

    def rows(self, query: str, limit: int = 5) -> list[int]:
        """The rows of the best names."""
        words = words_of(query)
        if not words:
            return []
        parts = [
            (tantivy.Occur.Must, self._word(word, beginning=place == len(words) - 1))
            for place, word in enumerate(words)
        ]
        found = self._searcher.search(
            tantivy.Query.boolean_query(parts), limit, weight_by_field="watched"
        )
        addresses = [address for _, address in found.hits]
        return [
            int(row)
            for row in self._searcher.fast_field_values("row", addresses)
            if row is not None
        ]

    def _word(self, word: str, *, beginning: bool) -> tantivy.Query:
        distance = 0 if len(word) < 3 else 1 if len(word) < 6 else 2
        return tantivy.Query.fuzzy_term_query(self._schema, "name", word, distance, True, beginning)
