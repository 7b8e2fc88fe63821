"""The words of titles, found by BM25 (Robertson & Zaragoza 2009) in ``tantivy``.

A query is made of terms, never read in tantivy's query language, so there is nothing to inject.
The index lies in memory; what has changed is written over what it was.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
import tantivy
from numpy.typing import NDArray

from matinee.catalogue.model import TitleWords
from matinee.discover.words.empty_words import EMPTY_WORDS
from matinee.discover.words.folding import words_of

FIELDS: Mapping[str, float] = {"name": 2.0, "people": 1.5, "keywords": 1.2, "story": 1.0}
"""Fields, and what a word in each counts."""

_DESCRIBING: Mapping[str, float] = {"name": 0.1, "people": 0.3, "keywords": 0.3, "story": 1.0}
"""The same where a plot is described: most of its words are in names by chance."""

MOST_WORDS = 200
"""Different words of a query that are looked for: the first ones."""
_LONGEST_WORD = 40
_WRITER_BYTES = 50_000_000
_ANALYSER = "english"
_PHRASE_BOOST = 2.0
_MOST_PHRASES = 12
_FUZZY_BOOST = 0.4
_FUZZY_FROM = 5
_FEW_WORDS = 4
"""Queries of so few words are also taken as beginnings and misspellings of words."""


@dataclass(frozen=True, slots=True)
class Matched:
    """Entries by how well their words fit, best first."""

    entries: NDArray[np.int32]
    scores: NDArray[np.float32]


NOTHING = Matched(np.empty(0, np.int32), np.empty(0, np.float32))


class TextIndex:
    """One index; a :class:`tantivy.Searcher` of it is a picture that later writes do not change."""

    def __init__(self) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("entry", stored=False, indexed=True, fast=True)
        for field in FIELDS:
            builder.add_text_field(field, stored=False, tokenizer_name=_ANALYSER)
        self.schema = builder.build()
        self._index = tantivy.Index(self.schema)
        self._index.register_tokenizer(_ANALYSER, analyser())

    def put(self, titles: Iterable[tuple[int, TitleWords, Sequence[str]]]) -> tantivy.Searcher:
        """Write titles (entry, words, genres) over what was there; the picture afterwards."""
        writer = self._index.writer(_WRITER_BYTES, 1)
        for entry, words, genres in titles:
            writer.delete_documents_by_term("entry", entry)
            writer.add_document(_document(entry, words, genres))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        return self._index.searcher()

    def find(
        self, searcher: tantivy.Searcher | None, query: str, limit: int, *, phrases: bool = True
    ) -> Matched:
        """At most ``limit`` entries that have words of the query; none without a picture."""
        if searcher is None:
            return NOTHING
        return fetched(searcher, text_query(self.schema, query, phrases=phrases), limit)

    def find_by_field(
        self, searcher: tantivy.Searcher | None, query: str, limit: int
    ) -> Mapping[str, Matched]:
        """For each field at most ``limit`` entries that have words of the query in it."""
        if searcher is None:
            return dict.fromkeys(FIELDS, NOTHING)
        terms = list(dict.fromkeys(terms_of(query)))
        return {
            field: fetched(searcher, _in_field(self.schema, field, terms), limit)
            for field in FIELDS
        }


def text_query(schema: tantivy.Schema, query: str, *, phrases: bool = True) -> tantivy.Query | None:
    """Any word counts, wherever it stands; neighbours that stay together count more.

    A description (:func:`describes`) is looked for in the story above all.
    """
    terms = terms_of(query)
    if not terms:
        return None
    if len(terms) > _MOST_PHRASES:
        return _describing(schema, list(dict.fromkeys(terms)))
    parts = [_anywhere(schema, term) for term in dict.fromkeys(terms)]
    if phrases:
        parts += _neighbours(schema, terms)
    if len(terms) <= _FEW_WORDS:
        parts += _misspelled(schema, terms)
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, part) for part in parts])


def describes(query: str) -> bool:
    """Whether a query is so long that it tells of a plot."""
    return len(terms_of(query)) > _MOST_PHRASES


def _describing(schema: tantivy.Schema, terms: Sequence[str]) -> tantivy.Query:
    found = [(_in_field(schema, field, terms), weight) for field, weight in _DESCRIBING.items()]
    return tantivy.Query.boolean_query(
        [(tantivy.Occur.Should, _boosted(query, weight)) for query, weight in found if query]
    )


def _in_field(schema: tantivy.Schema, field: str, terms: Sequence[str]) -> tantivy.Query | None:
    if not terms:
        return None
    found = [tantivy.Query.term_query(schema, field, term) for term in terms]
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, part) for part in found])


def _neighbours(schema: tantivy.Schema, terms: Sequence[str]) -> list[tantivy.Query]:
    fields = (("name", _PHRASE_BOOST * FIELDS["name"]), ("story", _PHRASE_BOOST))
    return [
        _boosted(tantivy.Query.phrase_query(schema, field, [first, second]), weight)
        for first, second in pairwise(terms)
        if first != second
        for field, weight in fields
    ]


def _misspelled(schema: tantivy.Schema, terms: Sequence[str]) -> list[tantivy.Query]:
    return [
        _boosted(
            tantivy.Query.fuzzy_term_query(schema, field, term, 1, True, term == terms[-1]),
            _FUZZY_BOOST,
        )
        for term in dict.fromkeys(terms)
        if len(term) >= _FUZZY_FROM
        for field in ("name", "people", "story")
    ]


def terms_of(query: str) -> list[str]:
    """The query's words as the index knows them: folded, and cut to their stems.

    Empty words are left out, except where there are no others.
    """
    written = [word for word in words_of(query) if len(word) <= _LONGEST_WORD]
    words = [word for word in written if word not in EMPTY_WORDS] or written
    terms = [term for word in words for term in _stemmer().analyze(word)]
    distinct = dict.fromkeys(terms)
    if len(distinct) <= MOST_WORDS:
        return terms
    kept = set(list(distinct)[:MOST_WORDS])
    return [term for term in terms if term in kept]


def fetched(searcher: tantivy.Searcher, query: tantivy.Query | None, limit: int) -> Matched:
    """The entries of the best documents."""
    if query is None or limit < 1:
        return NOTHING
    hits = searcher.search(query, limit, count=False).hits
    entries = searcher.fast_field_values("entry", [address for _, address in hits])
    scores = [score for score, _ in hits]
    return Matched(np.array(entries, np.int32), np.array(scores, np.float32))


def analyser() -> tantivy.TextAnalyzer:
    """Words in lower case, cut to their English stems."""
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.stemmer("english"))
        .build()
    )


@cache
def _stemmer() -> tantivy.TextAnalyzer:
    return analyser()


def _anywhere(schema: tantivy.Schema, term: str) -> tantivy.Query:
    fields = [
        _boosted(tantivy.Query.term_query(schema, field, term), weight)
        for field, weight in FIELDS.items()
    ]
    return tantivy.Query.disjunction_max_query(fields, 0.1)


def _boosted(query: tantivy.Query, weight: float) -> tantivy.Query:
    return tantivy.Query.boost_query(query, weight)


def _document(entry: int, words: TitleWords, genres: Sequence[str]) -> tantivy.Document:
    return tantivy.Document(
        entry=entry,
        name=_folded(words.names),
        people=_folded(person.name for person in words.people),
        keywords=_folded((*words.keywords, *genres)),
        story=_folded(words.synopses),
    )


def _folded(texts: Iterable[str]) -> str:
    return " ".join(" ".join(words_of(text)) for text in texts)
