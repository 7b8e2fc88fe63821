"""Years, minutes and ages: patterns over words whose numbers are digits."""

import re
from collections.abc import Iterator, Sequence

from matinee.discover.understanding.age_rules import AGE_RULES
from matinee.discover.understanding.length_rules import LENGTH_RULES
from matinee.discover.understanding.measures import DECADES
from matinee.discover.understanding.rules_of_words import line_of, told_by
from matinee.discover.understanding.spans import Span
from matinee.discover.understanding.tokens import Token
from matinee.discover.understanding.year_rules import YEAR_RULES

_WORTH = re.compile(
    rf"\d|\b(?:hours?|{'|'.join(DECADES)}|century|\w+ieth|eighteenth|hundredth|rated|certificate|cert|rating|pg|[rgu])\b"
)
"""Without which no rule reads anything."""


def quantities(tokens: Sequence[Token]) -> Iterator[Span]:
    """Every reading as years, minutes or an age."""
    line, starts = line_of(tokens)
    if _WORTH.search(line) is not None:
        yield from told_by((*YEAR_RULES, *LENGTH_RULES, *AGE_RULES), line, starts)
