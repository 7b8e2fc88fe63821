"""When a question is worth more than an answer: the one whose answers part the titles best.

Worth in bits: the entropy of the parts into which a question's answers divide what is left. It is
asked only where many titles are left and the wish says nothing of it yet.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2

from matinee.discover.understanding.wishes import OPEN, Wish

MANY = 60
"""With fewer titles left, the answer is shown and nothing asked."""
_LEAST_BITS = 1.2
_OPTIONS = 4


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked (``genres``, ``years``, ``minutes``), and what may be answered."""

    about: str
    options: tuple[str, ...]


def question_for(
    wish: Wish, total: int, parts: Mapping[str, Sequence[tuple[str, int]]]
) -> Question | None:
    """The question worth the most bits, or None; ``parts`` are answers with how many they leave."""
    if total < MANY or wish.titles or wish.order is not None:
        return None
    unsaid = {
        "genres": not wish.genres,
        "years": wish.years == OPEN,
        "minutes": wish.minutes == OPEN,
    }
    best: tuple[float, str] | None = None
    for about, answers in parts.items():
        if not unsaid.get(about, False) or len(answers) < 2:
            continue
        bits = _bits([count for _, count in answers])
        if bits >= _LEAST_BITS and (best is None or bits > best[0]):
            best = (bits, about)
    if best is None:
        return None
    options = sorted(parts[best[1]], key=lambda answer: -answer[1])[:_OPTIONS]
    return Question(best[1], tuple(said for said, _ in options))


def _bits(counts: Sequence[int]) -> float:
    total = sum(counts)
    shares = [count / total for count in counts if count]
    return -sum(share * log2(share) for share in shares)
