"""People whose names have a slip of the fingers: ``Scarlet Johansson``, ``not by Kurasawa``."""

from collections.abc import Iterator, Sequence
from operator import le

from rapidfuzz.distance import OSA

from matinee.discover.model import EntryKind
from matinee.discover.understanding import kinds
from matinee.discover.understanding.heard import FILM_WORDS, Heard
from matinee.discover.understanding.lexicons.listing import listed
from matinee.discover.understanding.names import NameBook
from matinee.discover.understanding.slipped_names import begins_somebody, spelled, surname_spelled
from matinee.discover.understanding.spans import Span
from matinee.discover.understanding.tokens import Token
from matinee.discover.words.folding import words_of

_SHORTEST, _LONGEST = 7, 3
_LONG_WORD, _MOST_SLIPS = 7, 2
_JOINTS = frozenset({"and", "or", "nor"})
_PER_WORD = 12.0
_SHORTEST_OF_THEIRS, _LONG_IN_SMALL = 6, 8
_ONE_OF = frozenset(
    listed("a, an, another, any, some, early, late, of, best, old, the, classic, vintage, first")
)
_FOLLOWING = frozenset(
    listed("from, please, with, will, that, thats, tonight, in, or, and, but, film, movie, picture")
)
_WELL_DIRECTED, _LEAST_CREDITED = 8, 3
_WANTED = frozenset({kinds.GENRE, kinds.ORDER, kinds.NATION, kinds.REFUSING, kinds.ENDING})
_CALLING = frozenset({kinds.PERSON_CUE, kinds.REFUSING})
_ASKED = frozenset({"did", "does", "has", "didnt", "doesnt", "hasnt"})
_PARTICLES = frozenset({"de", "la", "le", "der", "von", "van", "del", "di", "da", "el"})
_DIRECTING = frozenset({"direct", "directed", "directs", "directing"})


def slipped_people(heard: Heard) -> Iterator[Span]:
    """Names that nobody bears but for a slip; the value is a role and names."""
    yield from _alone(heard)
    yield from _one_of_theirs(heard)
    cues = {span.end: span for span in heard.phrases if span.kind in _CALLING}
    for start, end in _unknown(heard):
        led = start if start in cues or heard.word(start - 1) != "from" else start - 1
        joined = heard.word(start - 1) in _JOINTS
        if end - start < 2 and not (led in cues or joined):
            continue
        cue = cues.get(led)
        role = str(cue.value) if cue is not None and cue.kind == kinds.PERSON_CUE else ""
        if heard.word(end) in _DIRECTING or (
            heard.word(end) in _ASKED and heard.word(end + 1) in _DIRECTING
        ):
            role = kinds.BY
        person = slipped_person(heard, start, end, directing=role == kinds.BY)
        if person:
            part = heard.book.part_of(role, person)
            value = (part, (heard.book.named(person),))
            yield Span(start, end, kinds.PERSON, value, _PER_WORD * (end - start))


def _alone(heard: Heard) -> Iterator[Span]:
    """``Speilberg adventures``: a clause that begins with a director's surname but for a slip."""
    behind = {span.start for span in heard.phrases if span.kind in _WANTED}
    for place, token in enumerate(heard.tokens):
        if (place and not token.after_break) or len(token.word) < _LONG_WORD:
            continue
        over = place + 1 == len(heard.tokens) or heard.tokens[place + 1].after_break
        if not (over or place + 1 in behind or heard.word(place + 1) in FILM_WORDS):
            continue
        if heard.is_phrase(place, place + 1) or heard.is_filler(place):
            continue
        if any(one.start <= place < one.end for one in heard.called):
            continue
        word = _without_possessor(token)
        found = surname_spelled(heard.book, word, directing=True) if word.isalpha() else ()
        if found and heard.book.directed[found[0]] >= _WELL_DIRECTED:
            role = heard.book.part_of("", found)
            yield Span(
                place, place + 1, kinds.PERSON, (role, (heard.book.named(found),)), _PER_WORD
            )


def _one_of_theirs(heard: Heard) -> Iterator[Span]:
    """``a Hitchcok from the forties``: a director's surname but for a slip, for a film."""
    behind = {span.start for span in heard.phrases if span.kind in _WANTED | {kinds.PERSON_CUE}}
    for place in range(1, len(heard.tokens)):
        token = heard.tokens[place]
        word = _without_possessor(token)
        if not (token.capital if heard.cased else len(word) >= _LONG_IN_SMALL):
            continue
        if len(word) < _SHORTEST_OF_THEIRS or not word.isalpha() or token.after_break:
            continue
        if heard.word(place - 1) not in _ONE_OF and not (
            heard.is_phrase(place - 1, place) and heard.word(place - 2) in _ONE_OF
        ):
            continue
        end = place + 1
        over = end == len(heard.tokens) or heard.tokens[end].after_break
        if not (over or end in behind or heard.word(end) in _FOLLOWING):
            continue
        if heard.is_phrase(place, end) or heard.is_filler(place):
            continue
        if any(one.start <= place < one.end for one in heard.called):
            continue
        found = surname_spelled(heard.book, word, directing=True)
        if found and heard.book.directed[found[0]] >= _WELL_DIRECTED:
            refused = any(
                span.kind == kinds.REFUSING and span.end in {place, place - 1}
                for span in heard.phrases
            )
            role = heard.book.part_of(kinds.REFUSING if refused else "", found)
            value = (role, (heard.book.named(found),))
            yield Span(place, end, kinds.PERSON, value, _PER_WORD)


def _unknown(heard: Heard) -> Iterator[tuple[int, int]]:
    """Stretches that may be a name and are none that is known."""
    place = 0
    while place < len(heard.tokens):
        end = _run(heard, place)
        if end <= place:
            place += 1
            continue
        if not any(one.start <= place and end <= one.end for one in heard.called):
            yield place, end
        place = end


def _run(heard: Heard, start: int) -> int:
    if heard.cased:
        token = heard.tokens[start]
        opening = (start == 0 or token.after_break) and (
            heard.is_filler(start) or heard.is_phrase(start, start + 1)
        )
        return _capitals(heard, start) if token.capital and not opening else start
    end = start
    while end < len(heard.tokens) and not (end > start and heard.tokens[end].after_break):
        behind_initial = end == start + 1 and len(heard.word(start)) == 1
        passing = heard.is_filler(end) and not behind_initial
        if passing or heard.is_phrase(end, end + 1) or not _named_so(heard, end):
            break
        end += 1
    several = 2 <= end - start <= _LONGEST
    words = [heard.word(place) for place in range(start, end)]
    return end if several and begins_somebody(heard.book, words) else start


def _capitals(heard: Heard, start: int) -> int:
    """Where words with capitals end, with the small words that names of people have."""
    end = start
    while end < len(heard.tokens) and not (end > start and heard.tokens[end].after_break):
        particle = heard.word(end) in _PARTICLES and heard.capital(end + 1, end + 2)
        if not heard.tokens[end].capital and not particle:
            break
        end += 1
    return end


def _named_so(heard: Heard, place: int) -> bool:
    said = heard.tokens[place]
    return (
        said.word.isalpha()
        and not said.plain.isdigit()
        and not any(
            one.start <= place < one.end and one.end - one.start > 1 and (one.titles or one.people)
            for one in heard.called
        )
    )


def slipped_person(
    heard: Heard, start: int, end: int, *, directing: bool = False
) -> tuple[int, ...]:
    """Who is meant by these words but for a slip; nobody where they mean something."""
    words = " ".join(map(_without_possessor, heard.tokens[start:end]))
    if len(words) < _SHORTEST or heard.is_phrase(start, end):
        return ()
    if end - start > 1:
        found = spelled(heard.book, words, EntryKind.PERSON)
        named = heard.book.holdings.directory.names
        alike = tuple(one for one in found if _alike(words, named[one]))
        return alike or _by_surname(heard.book, words.split())
    return surname_spelled(heard.book, words, directing=directing)


def _by_surname(book: NameBook, said: Sequence[str]) -> tuple[int, ...]:
    """``Juliet Binoche``: a last word without a slip, and first words that are nearly theirs."""
    named, nearly = book.holdings.directory.names, []
    for person in book.people_called(said[-1]):
        words = tuple(
            word
            for place, word in enumerate(words_of(named[person]))
            if len(word) > 1 or place == 0
        )
        same = len(words) == len(said) and words[-1] == said[-1]
        if not same or book.credited[person] < _LEAST_CREDITED:
            continue
        pairs = list(zip(said[:-1], words[:-1], strict=True))
        slips = sum(OSA.distance(*pair) for pair in pairs)
        if slips <= _MOST_SLIPS and all(one[:2] == other[:2] for one, other in pairs):
            nearly.append((slips, -float(book.prior[person]), person))
    return (min(nearly)[2],) if nearly else ()


def _alike(said: str, name: str) -> bool:
    """Whether each word of a name is that which was said but for a letter, or two of a long one."""
    words, letters = said.split(), words_of(name)
    if len(letters) > len(words):
        # "George Romero" is George A. Romero.
        letters = (letters[0], *(one for one in letters[1:] if len(one) > 1))
    if len(words) != len(letters):
        return False
    slips = [OSA.distance(*pair) for pair in zip(words, letters, strict=True)]
    most = [2 if len(word) >= _LONG_WORD else 1 for word in words]
    return sum(slips) <= _MOST_SLIPS and all(map(le, slips, most))


def _without_possessor(token: Token) -> str:
    return token.word[:-1] if token.written[-2:] in {"'s", "’s"} else token.word
