"""What a person said of an element, and how it teaches this production's tagger at once.

A correction or an acceptance is a vote on a word: *this is a prop*, *this is nothing*. The
majority of the votes on a word holds everywhere in the production, and weighs on words that mean
nearly the same and that no list knows. What a person decided for one element is never changed by
the tagger.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matinee.studio.breakdown.grammar import Phrase
from matinee.studio.breakdown.lexicon import lexicon
from matinee.studio.breakdown.model import Category, Correction, Found, Method
from matinee.studio.breakdown.nouns import NOTHING, Verdict
from matinee.studio.breakdown.proof import parts
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
_USUAL = 0.7
"""The tagger's usual confidence, which a vote does not keep."""
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

    Nothing is left out that the production does not prove (:mod:`proof`): corrected scenes that the
    others foretell have to gain more by leaving the word out than they lose. Where a word proves
    nothing yet, its kind has to.
    """

    def __init__(self, corrections: Sequence[Correction]) -> None:
        by_kind: defaultdict[_Kind, defaultdict[int, list[_Vote]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for number, one in enumerate(corrections):
            if one.method is not None and one.was is not None:
                scene = -1 - number if one.scene is None else one.scene
                vote = _Vote(one.head.lower(), right=one.category is one.was)
                by_kind[one.method, one.was][scene].append(vote)
        self._of = {
            kind: _Tally(kind[1], [vote for scene in scenes.values() for vote in scene])
            for kind, scenes in by_kind.items()
        }
        self._gain = {
            kind: _gains(kind[1], list(scenes.values())) for kind, scenes in by_kind.items()
        }

    def __bool__(self) -> bool:
        return bool(self._of)

    def is_worth(self, one: Found) -> bool:
        """Whether a suggestion is likelier to help than to harm; so, where nothing is proved."""
        kind, head = (one.method, one.category), one.head.lower()
        if kind not in self._of or self._of[kind].is_worth(head, one.confidence):
            return True
        gain = self._gain[kind]
        return (gain.get(head) or sum(gain.values())) <= 0


_Kind = tuple[Method, Category]


class _Vote(NamedTuple):
    head: str
    right: bool


class _Tally:
    """The votes on one kind of suggestion."""

    def __init__(self, category: Category, votes: Sequence[_Vote]) -> None:
        self._of_services = category is Category.LABOR
        self._all = len(votes), sum(vote.right for vote in votes)
        self._told = Counter(vote.head for vote in votes)
        self._right = Counter(vote.head for vote in votes if vote.right)

    def is_worth(self, head: str, confidence: float) -> bool:
        """Whether a suggestion by this word is right often enough to be made."""
        if self._of_services and not self._told[head]:
            return True
        told, right = self._all
        kind = (_KIND_HELD * confidence + right) / (_KIND_HELD + told)
        word = (_WORD_HELD * kind + self._right[head]) / (_WORD_HELD + self._told[head])
        return word >= _WORTH


def _gains(category: Category, scenes: Sequence[Sequence[_Vote]]) -> dict[str, float]:
    """By word, what scenes that the others foretell gain where it is not suggested, in F1."""
    gain: defaultdict[str, float] = defaultdict(float)
    for held, others in parts(scenes):
        tally = _Tally(category, [vote for scene in others for vote in scene])
        for vote in (vote for scene in held for vote in scene):
            left_out = not tally.is_worth(vote.head, _USUAL)
            gain[vote.head] += (_WORTH - vote.right) if left_out else 0.0
    return dict(gain)
