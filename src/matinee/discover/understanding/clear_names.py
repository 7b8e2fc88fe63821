"""Names of titles that are written so that they can hardly mean anything else."""

from collections.abc import Iterator, Sequence

from matinee.discover.model import EntryKind
from matinee.discover.understanding.borne_out import with_whom_is_named
from matinee.discover.understanding.heard import FILM_WORDS, Heard
from matinee.discover.understanding.lexicons.calendar import CALENDAR
from matinee.discover.understanding.names import Called
from matinee.discover.understanding.refused_behind import unwelcome
from matinee.discover.understanding.slipped_names import spelled
from matinee.discover.understanding.slipped_people import slipped_person
from matinee.discover.understanding.small_letters import alone_well_known

_SHORTEST_ALONE, _LEAST_CREDITED = 4, 3
_FEWEST_SLIPPED, _SHORTEST_SLIPPED = 2, 8


def clear_titles(heard: Heard) -> tuple[Called, ...]:
    """Whole names of titles, in the order of the sentence, that nobody better known bears too."""
    found: list[Called] = []
    clear = [one for one in heard.called if one.titles and _is_clear(heard, one)]
    for name in sorted([*clear, *_slipped(heard)], key=lambda one: (one.start, -one.end)):
        if not found or name.start >= found[-1].end:
            found.append(name)
    return tuple(found)


def _slipped(heard: Heard) -> Iterator[Called]:
    """Several words with capitals that are a title but for a slip, and nobody's name."""
    place = 0
    while heard.cased and place < len(heard.tokens):
        if not heard.tokens[place].capital:
            place += 1
            continue
        start, end = place, heard.run(place)
        place = max(end, start + 1)
        words = " ".join(heard.word(one) for one in range(start, end))
        if end - start < _FEWEST_SLIPPED or len(words) < _SHORTEST_SLIPPED:
            continue
        if any(one.start < end and start < one.end and _several(one) for one in heard.called):
            continue
        if any(map(heard.is_filler, (start, end - 1))) and end - start < _FEWEST_SLIPPED + 1:
            continue
        if heard.ordinary(start, end) or heard.is_phrase(start, end):
            continue
        if not slipped_person(heard, start, end):
            titles = spelled(heard.book, words, EntryKind.TITLE)
            if titles:
                yield Called(start, end, titles, (), ())


def _several(name: Called) -> bool:
    return name.end - name.start > 1 and bool(name.titles or name.people)


def listed_from(heard: Heard, names: Sequence[Called], first: Called) -> list[Called]:
    """A name and those that a list goes on with: ``Titanic, Inception and The Departed``.

    A comma alone makes no list; one that ends with ``and``, ``or`` or ``nor`` is one.
    """
    listed, sure, closed = [first], 1, False
    while not closed:
        place = listed[-1].end
        closed = heard.word(place) in {"and", "or", "nor"}
        if not closed and not (place < len(heard.tokens) and heard.tokens[place].after_break):
            break
        place += closed
        following = next((one for one in names if one.start == place), None)
        if following is None:
            break
        listed.append(following)
        sure = len(listed) if closed else sure
    return listed[:sure]


def listed_to(heard: Heard, names: Sequence[Called], last: Called) -> list[Called]:
    """A name and those before it in its list: ``Alien and Gladiator``."""
    listed = [last]
    while heard.word(listed[0].start - 1) in {"and", "or", "nor"}:
        before = next((one for one in names if one.end == listed[0].start - 1), None)
        if before is None:
            break
        listed.insert(0, before)
    return listed


def _is_clear(heard: Heard, name: Called) -> bool:
    start, end = name.start, name.end
    if any(_contains(other, name) for other in heard.called) or not _written(heard, start, end):
        return False
    quoted = heard.tokens[start].quoted
    borne_out = quoted or (heard.cased and with_whom_is_named(heard, name))
    if heard.ordinary(start, end) and not heard.spelled_out(start, end) and not borne_out:
        return False
    if end - start == 1 and not borne_out and not _single(heard, start):
        return False
    people = (*name.people, *(name.surnames if end - start == 1 else ()))
    prior, credited = heard.book.prior, heard.book.credited
    return not any(
        prior[one] > prior[name.titles[0]] for one in people if credited[one] >= _LEAST_CREDITED
    )


def _written(heard: Heard, start: int, end: int) -> bool:
    """Whether it is written as a whole name; in small letters a head of a sentence may be one."""
    if heard.tokens[start].quoted and heard.tokens[end - 1].quoted:
        return True
    if not heard.cased:
        if end - start == 1 and start and _turned_down(heard, start):
            return True
        return end - start > 1 or (not start and len(heard.word(0)) >= _SHORTEST_ALONE)
    capitals = heard.capital(start, end) and heard.tokens[start].capital
    return capitals and not _part_of_longer(heard, start, end)


def _turned_down(heard: Heard, place: int) -> bool:
    """``goldfinger excepted``: a well-known title, and behind it that it is not wanted."""
    name = next((one for one in heard.called if (one.start, one.end) == (place, place + 1)), None)
    turned_down = name is not None and bool(name.titles) and unwelcome(heard, name.end)
    return bool(turned_down and name is not None and alone_well_known(heard, name))


def _single(heard: Heard, place: int) -> bool:
    word = heard.word(place)
    ordinary = word in CALENDAR or word in FILM_WORDS or word.isdigit()
    return not (ordinary or heard.is_filler(place) or heard.is_phrase(place, place + 1))


def _contains(other: Called, name: Called) -> bool:
    inside = other.start <= name.start and name.end <= other.end
    longer = other.end - other.start > name.end - name.start
    return inside and longer and bool(other.people)


def _part_of_longer(heard: Heard, start: int, end: int) -> bool:
    """Whether other words with capitals beside it make a longer name of it."""
    if heard.run(start) > end and not heard.is_phrase(end, end + 1):
        return True
    if not start or heard.tokens[start].after_break:
        return False
    before = heard.tokens[start - 1]
    known = heard.is_phrase(start - 1, start) or heard.is_filler(start - 1)
    return before.capital and before.word[0].isalpha() and not known and start > 1
