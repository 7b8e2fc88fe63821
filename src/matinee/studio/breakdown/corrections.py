"""What a person said of an element, and how it teaches this production's tagger at once.

A correction or an acceptance is a vote on a word: *this is a prop*, *this is nothing*. The
majority of the votes on a word holds everywhere in the production, and weighs on words that mean
nearly the same and that no list knows. What a person decided for one element is never changed by
the tagger.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from matinee.studio.breakdown.grammar import Phrase
from matinee.studio.breakdown.lexicon import lexicon
from matinee.studio.breakdown.model import Category, Correction, Found, Method
from matinee.studio.breakdown.nouns import NOTHING, Verdict
from matinee.studio.breakdown.things import WEIGHED

Vectors = Callable[[Sequence[str]], NDArray[np.float32]]

NEAR = 0.75
"""Cosine from which a vote weighs on another word."""
_FOR_A_KNOWN_WORD = 2
"""Votes that outweigh the lists: a bucket is a prop in one scene and dressing in the next."""
_WORTH = 0.3
"""The chance of being right below which a suggestion is left out. One lowers F1 below half of the
F1 that is reached (0.38 on the demo); less is asked, since the chance is told from few votes.
Chosen on draws over the demo's whole script."""
_KIND_HELD = 6.0
"""Votes that the tagger's own confidence in a kind of suggestion counts for."""
_WORD_HELD = 2.0
"""Votes that the chance of its kind counts for, of a word; both chosen on the demo's first half."""
_BY_WORDS = frozenset({Method.LEXICON, Method.EMBEDDING, Method.CORRECTION})
_BY_NOUNS = _BY_WORDS | {Method.GRAMMAR, Method.EXAMPLES}
_OF_NO_WORD = frozenset({Category.STUNTS, Category.LABOR, Category.WRANGLERS})
"""What is told by a deed or a duty: of its word alone nothing is known. *Falls* is a stunt once."""


class Lessons:
    """The votes of one production, word by word."""

    def __init__(
        self,
        corrections: Sequence[Correction],
        vectors: Vectors | None = None,
        *,
        by_use: bool = False,
    ) -> None:
        """``by_use``: what is said of props, dressing and clothes moves how things are weighed."""
        self._left = WEIGHED if by_use else frozenset[Category]()
        votes: defaultdict[str, Counter[Category | None]] = defaultdict(Counter)
        for correction in corrections:
            if correction.head and correction.was not in _OF_NO_WORD:
                votes[correction.head.lower()][correction.category] += 1
        self._of: dict[str, Category | None] = {}
        for word, told in votes.items():
            (first, most), *rest = told.most_common(2)
            clear = not rest or most > rest[0][1]
            if clear and most >= (_FOR_A_KNOWN_WORD if word in lexicon().nouns else 1):
                self._of[word] = first
        self._record = _Record(corrections)
        self._words = [word for word, category in self._of.items() if category is not None]
        self._vectors = vectors
        self._known = vectors(self._words) if vectors and self._words else None
        self._near: dict[str, Category | None] = {}

    def __len__(self) -> int:
        return len(self._of)

    def taught(self, phrase: Phrase) -> Verdict | None:
        """The category of a phrase whose word a person has put somewhere."""
        for start in range(len(phrase.words)):
            word = " ".join(phrase.words[start:])
            category = self._of.get(word)
            if category is not None and category not in self._left and word not in NOTHING:
                why = f"'{word}' was put under {category.label} in this production"
                return Verdict(category, phrase.name, 0.9, why, Method.CORRECTION, word)
        return None

    def applied(self, found: Sequence[Found]) -> tuple[Found, ...]:
        """What was found, as a person has taught it to be seen."""
        if not self._of and not self._record:
            return tuple(found)
        self.look_up({one.head for one in found if one.method in _BY_NOUNS and one.head})
        return tuple(kept for one in found if (kept := self._apply(one)) is not None)

    def look_up(self, heads: set[str]) -> None:
        """Find the neighbours of many words at once; :meth:`applied` then knows them."""
        new = sorted(head for head in heads if head not in self._of and head not in self._near)
        if not new or self._known is None or self._vectors is None:
            return
        likeness = self._vectors(new) @ self._known.T
        for head, row in zip(new, likeness, strict=True):
            best = int(np.argmax(row))
            self._near[head] = self._of[self._words[best]] if row[best] >= NEAR else None

    def _apply(self, one: Found) -> Found | None:
        if one.category in self._left and self._of.get(one.head) in {None, *self._left}:
            return one  # its use has been weighed, with all that was said
        by_its_word = one.method in _BY_NOUNS and one.category not in _OF_NO_WORD
        if by_its_word and one.head in self._of:
            return self._own(one, self._of[one.head])
        if not self._record.is_worth(one):
            return None
        if not by_its_word or not one.head:
            return one
        near = self._near.get(one.head)
        if near is None or one.method is Method.LEXICON:
            return one  # a neighbour's vote does not outweigh a word that is known itself
        why = f"like what was put under {near.label} in this production"
        return replace(one, category=near, confidence=0.6, why=why, method=Method.CORRECTION)

    @staticmethod
    def _own(one: Found, category: Category | None) -> Found | None:
        if category is None:
            return None
        if category is one.category:
            return replace(one, confidence=max(one.confidence, 0.9))
        why = f"'{one.head}' was put under {category.label} in this production"
        return replace(one, category=category, confidence=0.9, why=why, method=Method.CORRECTION)


class _Record:
    """How often each kind of suggestion, and each word of it, was right in this production.

    A kind is a method and a category. Two estimates stand on one another (beta priors): the kind's
    chance begins at the tagger's confidence, a word's at its kind's. So it is with services, but
    that one of which nothing was said stays: a production that lists no tutor may well list the
    armourer. A suggestion that is right less often than half of the F1 of the whole list lowers
    that F1; well below, it is left out.
    """

    def __init__(self, corrections: Sequence[Correction]) -> None:
        self._told: Counter[tuple[Method, Category, str]] = Counter()
        self._right: Counter[tuple[Method, Category, str]] = Counter()
        for correction in corrections:
            if correction.method is not None and correction.was is not None:
                right = correction.category is correction.was
                for head in ("", correction.head.lower()):
                    kind = (correction.method, correction.was, head)
                    self._told[kind] += 1
                    self._right[kind] += right

    def __bool__(self) -> bool:
        return bool(self._told)

    def is_worth(self, one: Found) -> bool:
        """Whether a suggestion is likelier to help than to harm; so, where nothing was told."""
        kind = (one.method, one.category, "")
        word = (one.method, one.category, one.head.lower())
        unspoken = one.category is Category.LABOR and not self._told[word]
        if unspoken or not self._told[kind]:
            return True
        chance = self._after(kind, one.confidence, _KIND_HELD)
        return self._after(word, chance, _WORD_HELD) >= _WORTH

    def _after(self, told: tuple[Method, Category, str], before: float, held: float) -> float:
        """The mean of a beta distribution that held ``before`` by ``held`` votes."""
        return (held * before + self._right[told]) / (held + self._told[told])
