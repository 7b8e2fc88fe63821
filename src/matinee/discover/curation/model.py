"""What programmers decide about searches: words that mean others, and answers that they choose."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from matinee.discover.words.folding import words_of
from matinee.errors import Invalid
from matinee.vocabulary.ids import TitleId

MOST_PINNED = 12
LONGEST_SAID = 200
_LONGEST_NOTE = 500

Words = tuple[str, ...]


class DecisionKind(StrEnum):
    """What is decided."""

    SYNONYM = "synonym"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Decision:
    """What holds for words that are searched for, as they are compared (``words_of``).

    A synonym has ``meant``: wherever the words ``said`` stand in a query, these are taken instead.
    An answer has ``titles``: they come first where ``said`` is the whole query. With neither, what
    held for the words before holds no longer.
    """

    kind: DecisionKind
    said: str
    meant: str = ""
    titles: tuple[TitleId, ...] = ()
    note: str = ""

    @classmethod
    def synonym(cls, said: str, meant: str, note: str = "") -> "Decision":
        """Words that are to be taken for others."""
        return cls(DecisionKind.SYNONYM, _folded(said, "said"), _folded(meant, "meant"), (), note)

    @classmethod
    def answer(cls, said: str, titles: Sequence[TitleId], note: str = "") -> "Decision":
        """Titles that are to come first."""
        if not titles:
            raise Invalid("An answer has at least one title.", field="titles")
        return cls(DecisionKind.ANSWER, _folded(said, "said"), "", tuple(titles), note)

    def __post_init__(self) -> None:
        if self.said == self.meant:
            raise Invalid("Words mean themselves already.", field="meant")
        if len(set(self.titles)) != len(self.titles):
            raise Invalid("A title stands twice in the answer.", field="titles")
        if len(self.titles) > MOST_PINNED:
            raise Invalid(f"An answer has at most {MOST_PINNED} titles.", field="titles")
        if len(self.note) > _LONGEST_NOTE:
            raise Invalid(f"A note has at most {_LONGEST_NOTE} letters.", field="note")

    @property
    def withdraws(self) -> bool:
        """Whether it only ends what held before."""
        return not self.meant and not self.titles


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided(Decision):
    """A decision as it was made; ``number`` counts up, and ``is_last`` is true of one a word."""

    number: int
    by: str
    at: datetime
    is_last: bool

    @property
    def in_force(self) -> bool:
        """Whether it holds, and not what was decided later, or nothing."""
        return self.is_last and not self.withdraws


@dataclass(frozen=True, slots=True)
class Curation:
    """All decisions that hold: what words are taken for, and which titles come first."""

    synonyms: Mapping[Words, Words] = field(default_factory=dict[Words, Words])
    answers: Mapping[str, tuple[TitleId, ...]] = field(
        default_factory=dict[str, tuple[TitleId, ...]]
    )

    @classmethod
    def of(cls, decisions: Iterable[Decision]) -> "Curation":
        """What holds after these, in their order."""
        return cls().after(decisions)

    def after(self, decisions: Iterable[Decision]) -> "Curation":
        """What would hold after more of them."""
        synonyms, answers = dict(self.synonyms), dict(self.answers)
        for one in decisions:
            if one.kind is DecisionKind.SYNONYM:
                synonyms.pop(tuple(one.said.split()), None)
            else:
                answers.pop(one.said, None)
            if one.meant:
                synonyms[tuple(one.said.split())] = tuple(one.meant.split())
            if one.titles:
                answers[one.said] = one.titles
        return Curation(synonyms, answers)

    def taken_as(self, query: str) -> str:
        """The query with synonyms in their places, as it was where there are none.

        The longest words win, from left to right; what was put in is not looked at again.
        """
        if not self.synonyms:
            return query
        words = words_of(query)
        longest = max(map(len, self.synonyms))
        taken: list[str] = []
        place, is_other = 0, False
        while place < len(words):
            for length in range(min(longest, len(words) - place), 0, -1):
                meant = self.synonyms.get(words[place : place + length])
                if meant is not None:
                    taken += meant
                    place, is_other = place + length, True
                    break
            else:
                taken.append(words[place])
                place += 1
        return " ".join(taken) if is_other else query

    def pinned(self, query: str) -> tuple[TitleId, ...]:
        """The titles that come first for a query."""
        return self.answers.get(" ".join(words_of(query)), ()) if self.answers else ()


def _folded(said: str, field_name: str) -> str:
    words = " ".join(words_of(said))
    if not words:
        raise Invalid("There is no word in it.", field=field_name)
    if len(words) > LONGEST_SAID:
        raise Invalid(f"At most {LONGEST_SAID} letters are compared.", field=field_name)
    return words
