"""A sentence as it was heard: its words, the phrases among them, and the names that stand in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from matinee.discover.understanding import kinds
from matinee.discover.understanding.lexicons.calendar import CALENDAR
from matinee.discover.understanding.lexicons.nations import languages
from matinee.discover.understanding.names import Called, NameBook
from matinee.discover.understanding.spans import Span
from matinee.discover.understanding.tokens import Token

FILM_WORDS = frozenset({"film", "films", "movie", "movies", "picture", "pictures", "flick"})
IN_NAMES = frozenset(
    {"of", "the", "and", "a", "in", "to", "for", "on", "with", "s"}
    | {"la", "le", "de", "der", "die", "das", "del", "von", "van", "di", "da", "du"}
)
"""Words that a name may have without a capital."""
_NO_NAMES = CALENDAR | {"dvd", "bluray", "vhs", "tv", "netflix", "christmas", "easter", "halloween"}
_LEADING_ON = frozenset({"on", "in", "for", "to"})
_NAMING = frozenset({"like", "called", "titled", "named", "watch", "film", "movie", "than", "seen"})
"""Words behind which the name of a day is a title's: ``a comedy like Friday``."""
_WHOLE_NAME = 2
_SPEAKERS = frozenset({"i", "im", "ive", "id", "ill"})
"""Words that have a capital wherever they stand."""


@dataclass(frozen=True, eq=False)
class Heard:
    """One sentence; ``phrases`` are what its words may mean besides names."""

    tokens: Sequence[Token]
    phrases: Sequence[Span]
    book: NameBook

    @cached_property
    def called(self) -> tuple[Called, ...]:
        """Every name that stands in the sentence."""
        return tuple(one for one in self.book.called(self.tokens) if not self._is_date(one))

    def _is_date(self, name: Called) -> bool:
        """Whether the name of a day or a month says when, unless a title is asked for."""
        alone = name.end - name.start == 1 and self.word(name.start) in CALENDAR
        asked = self.word(name.start - 1) in _NAMING or self.tokens[name.start].quoted
        return alone and not asked and len(self.tokens) > _WHOLE_NAME

    @cached_property
    def cased(self) -> bool:
        """Whether capitals tell names from other words here."""
        return any(
            token.capital and token.word[0].isalpha() and token.word not in _SPEAKERS
            for token in self.tokens[1:]
        ) or (len(self.tokens) <= 2 and any(token.capital for token in self.tokens))

    def word(self, place: int) -> str:
        """The word there; none beyond the sentence."""
        return self.tokens[place].word if 0 <= place < len(self.tokens) else ""

    def written(self, start: int, end: int) -> str:
        """These words as they were written."""
        return " ".join(token.written for token in self.tokens[start:end])

    def capital(self, start: int, end: int) -> bool:
        """Whether these words are written as a name is."""
        named = [token for token in self.tokens[start:end] if token.word not in IN_NAMES]
        return bool(named) and all(token.capital for token in named)

    def is_phrase(self, start: int, end: int) -> bool:
        """Whether these words lie within a phrase that means something."""
        passing = {kinds.FILLER, kinds.LIKE_CUE, kinds.MEETS}
        return any(
            span.start <= start and end <= span.end and span.kind not in passing
            for span in self.phrases
        )

    def ordinary(self, start: int, end: int) -> bool:
        """Whether each of these words means something, or is small talk."""
        return all(
            self.is_phrase(place, place + 1) or self.is_filler(place) for place in range(start, end)
        )

    def spelled_out(self, start: int, end: int) -> bool:
        """Whether several words that mean no one thing all have capitals: ``The Hangover``."""
        several = end - start > 1 and not self.is_phrase(start, end)
        return several and all(token.capital for token in self.tokens[start:end])

    def is_filler(self, place: int) -> bool:
        """Whether the word there is small talk."""
        return any(span.start == place and span.kind == kinds.FILLER for span in self.phrases)

    def run(self, start: int) -> int:
        """Where the words with capitals that begin there end."""
        end = last = start
        while end < len(self.tokens) and not (end > start and self.tokens[end].after_break):
            token = self.tokens[end]
            if token.word == "in" and self.word(end + 1) in languages():
                break
            if token.word == "and" and self.word(end + 1) in CALENDAR:
                break
            if token.word in _LEADING_ON and self.word(end + 1) in _NO_NAMES:
                break
            if end > start and token.word in _SPEAKERS and not self._named_over(start, end):
                break
            if token.capital:
                last = end + 1
            elif token.word not in IN_NAMES or end - last > 1:
                break
            end += 1
        return last

    def _named_over(self, start: int, place: int) -> bool:
        """Whether a name goes on there: ``Withnail and I``, not ``Casablanca I know``."""
        return any(one.start <= start and one.end > place for one in self.called)

    def run_before(self, end: int, first: int) -> int:
        """Where the words with capitals that end there begin, not before ``first``."""
        start = place = end
        while place > first:
            token = self.tokens[place - 1]
            if token.capital:
                start = place - 1
            elif token.word not in IN_NAMES or start - place > 1:
                break
            if token.after_break:
                break
            place -= 1
        return start
