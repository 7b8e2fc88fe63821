"""What somebody does not insist on: ``it needn't be funny``, neither wanted nor refused."""

from collections.abc import Iterable, Iterator

from matinee.discover.understanding import kinds
from matinee.discover.understanding.heard import Heard
from matinee.discover.understanding.lexicons.listing import spelled_out
from matinee.discover.understanding.sayings import Sayings
from matinee.discover.understanding.spans import Span

_NEED_NOT = Sayings(
    spelled_out(
        "(it|this|they|) (neednt|need not|doesnt need to|doesnt have to|does not have to|does not "
        "need to|dont have to|dont need to) be (a|an|in|all that|particularly|especially|very|too|"
        "new|), (i|we) (dont|do not) (need|require|expect) (it|this|them) to be (a|an|in|all that|"
        "particularly|especially|very|too|), (i|we) (dont|do not) (mind|care) (if|whether) (its|it "
        "is|theyre) (a|an|in|a bit|)"
    )
)
_READ = frozenset({kinds.MOOD, kinds.GENRE, kinds.NATION, kinds.SPOKEN, kinds.ORDER, kinds.COUNTRY})
_WEIGHT, _PER_WORD = 20.0, 14.0


def indifferent(heard: Heard, spans: Iterable[Span]) -> Iterator[Span]:
    """Such words with what they are said of, as small talk."""
    behind = {
        end: place
        for place in range(len(heard.tokens))
        if (end := _NEED_NOT.end(heard.tokens, place))
    }
    for span in spans if behind else ():
        if span.kind in _READ and span.start in behind:
            start = behind[span.start]
            yield Span(start, span.end, kinds.FILLER, "", _WEIGHT + _PER_WORD * (span.end - start))
