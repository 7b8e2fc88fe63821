"""Languages that are spoken, or written below the picture: ``with Danish subtitles``."""

from collections.abc import Iterator, Sequence

from matinee.discover.understanding import kinds
from matinee.discover.understanding.lexicons.listing import listed, spelled_out
from matinee.discover.understanding.lexicons.nations import languages
from matinee.discover.understanding.spans import Span
from matinee.discover.understanding.tokens import Token
from matinee.vocabulary.places import Language


def _cues(words: str) -> tuple[tuple[str, ...], ...]:
    """Every way to say a cue as its words, the longest first."""
    every = {tuple(said.split()) for said in spelled_out(words) if said}
    return tuple(sorted(every, key=lambda said: (-len(said), said)))


_LEARNING = (
    "teach me, teach us, teaching me, help me with, help with, learn, learning, study, studying, "
    "practise, practising, practice, practicing, revise, revising, refresh, refreshing, test, "
    "testing, polish up, polishing, polishing up, brush up, brush up on, brushing up, brushing up "
    "on, improve, improving, pick up, picking up, mug up on, get better at, get into, soak up, "
    "absorb, try out, keep up, keeping up, work on, working on, rusty on, hear, hearing, listen "
    "to, listening to, teaching (myself|ourselves|himself|herself|themselves), teach (myself|"
    "ourselves|himself|herself|themselves), taught myself, mastering, master, exercise, "
    "exercising, cramming, cram, tackling, tackle, struggling with, getting to grips with, get to "
    "grips with, dust off, dusting off, maintain, maintaining, keen on learning"
)
_SOME = "(my|some|a bit of|a little|a little bit of|more|the|our|her|his|)"
_BEFORE = (
    *_cues(
        "spoken in, dubbed in, dubbed into, speaking, in original, in the original, in either, "
        "immersed in, immerse myself in, immersion in, fluent in, track in, soundtrack in, "
        "dialogue in, audio in, duolingo, doing duolingo, a level, gcse, beginners, beginner, "
        "conversational"
    ),
    *_cues(", ".join(f"{verb} {_SOME}" for verb in _LEARNING.split(", "))),
    ("in",),
)
_AFTER = _cues(
    "language, speaking, spoken, audio, dub, dubbed, dialogue, soundtrack, track, version, "
    "dubbing, dubs, only, (evening|night|) "
    "(class|classes|lessons|lesson|course|homework|exam|exams|teacher "
    "wants|practice|practise|vocabulary|vocab|gcse|a level|oral|test|tutor), course, degree, "
    "immersion, listening"
)
_OWN = frozenset(
    listed(
        "is, needs, was, isnt, could, gets, teacher, class, lessons, exam, up, alive, going, "
        "fresh, skills, sharp, has, wants, ear, ears, vocabulary, vocab, practice"
    )
)
"""What is said of a language of one's own: ``my Greek is rusty``, not ``my Greek friends``."""
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
    own = words[start - 1 : start] == ["my"] and start == place
    if own and (words[end] if end < len(words) else "") in _OWN:
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
