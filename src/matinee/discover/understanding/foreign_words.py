"""Languages that are spoken, or written below the picture: ``with Danish subtitles``."""

from collections.abc import Iterator, Sequence

from matinee.discover.understanding import kinds
from matinee.discover.understanding.lexicons.nations import languages
from matinee.discover.understanding.spans import Span
from matinee.discover.understanding.tokens import Token
from matinee.vocabulary.places import Language

_BEFORE = (
    ("spoken", "in"),
    ("dubbed", "in"),
    ("dubbed", "into"),
    ("speaking",),
    ("in", "original"),
    ("in", "the", "original"),
    ("in", "either"),
    ("hear",),
    ("hearing",),
    ("listen", "to"),
    ("learning",),
    ("learn",),
    ("studying",),
    ("practise",),
    *(
        (verb, "my")
        for verb in (
            "revising",
            "revise",
            "practise",
            "practising",
            "practice",
            "practicing",
            "refresh",
            "refreshing",
            "test",
            "learn",
            "polishing",
        )
    ),
    ("study",),
    ("keep", "up", "my"),
    ("keeping", "up", "my"),
    ("work", "on", "my"),
    ("working", "on", "my"),
    ("practising",),
    ("practice",),
    ("practicing",),
    *(
        (*verb.split(), *some)
        for verb in (
            "pick up",
            "picking up",
            "learn",
            "learning",
            "brush up",
            "brushing up",
            "improve",
            "mug up on",
            "get better at",
            "get into",
            "soak up",
            "absorb",
            "try out",
        )
        for some in (("some",), ("a", "bit", "of"), ("a", "little"), ("my",))
    ),
    ("immersed", "in"),
    ("fluent", "in"),
    ("track", "in"),
    ("soundtrack", "in"),
    ("dialogue", "in"),
    ("brush", "up", "on", "my"),
    ("brush", "up", "my"),
    ("brushing", "up", "on", "my"),
    ("improve", "my"),
    ("improving", "my"),
    ("audio", "in"),
    ("in",),
)
_AFTER = (
    ("language",),
    ("speaking",),
    ("spoken",),
    ("audio",),
    ("dub",),
    ("dubbed",),
    ("dialogue",),
    ("soundtrack",),
    ("track",),
    ("version",),
    ("dubbing",),
    ("dubs",),
    ("only",),
)
_SUBTITLED = (
    ("with", "subtitles", "in"),
    ("subtitled", "in"),
    ("subtitles", "in"),
    ("subs", "in"),
    ("captions", "in"),
    ("captioned", "in"),
)
_SUBTITLES = (("subtitles",), ("subtitle",), ("subs",), ("subtitled",), ("captions",))
_WEIGHT = 16.0


def languages_in(tokens: Sequence[Token]) -> Iterator[Span]:
    """Every reading of a language by what stands before or after its name."""
    named = languages()
    words = [token.word for token in tokens]
    for place, word in enumerate(words):
        tag = named.get(word)
        if tag is not None:
            yield from _beside(words, place, Language(tag))


def _beside(words: Sequence[str], place: int, language: Language) -> Iterator[Span]:
    start, end = place, place + 1
    while (
        start > 1 and words[start - 1] in {"and", "or", "nor"} and words[start - 2] in languages()
    ):
        start -= 2
    own = tuple(words[start - 1 : start]) == ("my",) and start == place
    if own and tuple(words[end : end + 1])[:1] in (
        ("is",),
        ("needs",),
        ("was",),
        ("isnt",),
        ("could",),
        ("gets",),
        ("teacher",),
        ("class",),
        ("lessons",),
        ("exam",),
    ):
        yield Span(start - 1, end, kinds.SPOKEN, language, _WEIGHT * 2)
    for kind, before in ((kinds.WRITTEN, _SUBTITLED), (kinds.SPOKEN, _BEFORE)):
        cue = next((cue for cue in before if _ends(words, start, cue)), None)
        if cue is not None:
            first = place if start < place else place - len(cue)
            more = 1 if end < len(words) and words[end] == "language" else 0
            yield Span(first, end + more, kind, language, _WEIGHT * (end - first + more))
    for kind, after in ((kinds.WRITTEN, _SUBTITLES), (kinds.SPOKEN, _AFTER)):
        cue = next((cue for cue in after if tuple(words[end : end + len(cue)]) == cue), None)
        if cue is not None:
            first = (
                place - 1
                if kind == kinds.WRITTEN and words[place - 1 : place] == ["with"]
                else place
            )
            yield Span(first, end + len(cue), kind, language, _WEIGHT * (end + len(cue) - first))


def _ends(words: Sequence[str], place: int, cue: Sequence[str]) -> bool:
    return place >= len(cue) and tuple(words[place - len(cue) : place]) == tuple(cue)
