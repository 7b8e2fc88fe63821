"""What says that somebody has seen a film: ``we already own``, ``I practically know by heart``."""

from matinee.discover.understanding.heard import Heard
from matinee.discover.understanding.lexicons.listing import listed
from matinee.discover.understanding.sayings import Sayings

_SPEAKERS = frozenset(listed("i, we, ive, weve"))
_OTHERS = frozenset(
    listed(
        "kids, children, boys, girls, they, he, she, everyone, everybody, wife, husband, mum, dad, "
        "mom, twins, son, daughter, us"
    )
)
_PASSING = frozenset(
    listed(
        "have, has, already, practically, basically, all, both, only, literally, also, really, "
        "even, probably, definitely, certainly, pretty, much, each, long, since, more, or, less, "
        "virtually, been"
    )
)
"""Words between who has seen something and the verb; ``just`` is not among them: who has just
seen something asks for more of it."""
_VERBS = Sayings(
    listed(
        "know every line of, know every word of, know all the words to, know every frame of, know "
        "every scene of, know word for word, seen, watched, saw, did, done, know, knew, had, know "
        "by heart, know inside out, own, owned, rewatched, can recite, could recite, can quote, "
        "could quote, know too well, exhausted, know backwards, seen already, watched already, saw "
        "already, did already, own already, sat through, been through, got on dvd, own on dvd, "
        "know off by heart, worn out, had enough of"
    )
)


def having_seen(heard: Heard, place: int) -> int:
    """Where words that begin there and say so end; 0 where they do not.

    Of others than the speaker they begin behind who it is, since whoever it is may be company.
    """
    word = heard.word(place)
    others = heard.word(place - 1) in _OTHERS and word in {"have", "has", "already", "saw", "know"}
    if word not in _SPEAKERS and not others:
        return 0
    start = place + (word in _SPEAKERS)
    while heard.word(start) in _PASSING:
        start += 1
    return _VERBS.end(heard.tokens, start)
