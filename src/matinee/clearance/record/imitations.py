"""Words that ask for somebody's hand: who is named after them is imitated (rule R7). Pure.

A list of names never knows every artist. Where a prompt says *in the style of* and then a name,
that is a name whether or not anybody listed it. So is what stands before *style*, if it is its
owner's (*Rutkowski's*) or of two words, and two words after a *by* that stands apart.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from matinee.generation.model import NameMatch

KIND = "imitated"
_MADE = (
    r"(?:art|artwork|painting|paintings|painted|photograph|photographs|photo|photographed|film|"
    r"filmed|shot|directed|drawing|drawn|illustration|illustrated|designed|sculpted|created)"
)
_ROLE = (
    r"(?:(?:concept|digital|comic|film)\s+)?(?:artist|painter|illustrator|photographer|director|"
    r"filmmaker|cinematographer|sculptor|architect|designer|animator|engraver|mangaka|master)"
)
_HONOUR = r"(?:late|great|famous|famed|celebrated|legendary|renowned|acclaimed|old|young)"
_ASKS = re.compile(
    r"\b(?:(?:style|manner|look|vein|spirit|fashion|aesthetic|hand)\s+of|(?:à|a)\s+la|"
    r"(?:inspired|influenced)\s+by|homage\s+to|imitating|imitation\s+of|"
    rf"(?:styled|modelled|modeled|patterned)\s+(?:after|on)|{_MADE}\s+by|"
    rf"by(?=\s+(?:(?:the|an?)\s+)?(?:{_HONOUR}\s+){{0,3}}{_ROLE}\s))\s+",
    re.IGNORECASE,
)
_APART = re.compile(r"(?:^|[^\w\s])\s*by\s+", re.IGNORECASE)
"""A *by* at the beginning, or after a comma or another mark."""
_QUOTES = r"[\"'“”„«»‘’(\[*]"
_LEAD = re.compile(
    rf"(?:{_QUOTES}|(?:(?:the|an?)\s+)?(?:{_HONOUR}\s+){{0,3}}{_ROLE}\s+|"
    rf"(?:(?:the|an?)\s+)?(?:{_HONOUR}\s+){{1,3}})"
)
"""What stands before a name and is none of it; *The Late Show*, with capitals, is a name."""
_MOST_LEADS = 4
_WORD = re.compile(r"[^\W\d_](?:[^\W_]|['’.-])*|&")
_NEXT = re.compile(rf"\s*({_WORD.pattern})")
_ENDS = re.compile(r"\s*(?:$|[^\w\s])")
_PARTICLES = re.compile(r"van|von|der|den|de|da|di|del|della|la|le|el|al|bin|ten|ter|of|the|and|&")
_TITLES = frozenset({"Dr.", "Mr.", "Mrs.", "Ms.", "Prof.", "St.", "Sir.", "Mme.", "Mlle.", "Fr."})
_STYLE = re.compile(r"\b(?:style|styled|manner)\b", re.IGNORECASE)
_OWN = re.compile(r"['’]s$|s['’]$")
_NO_NAME = frozenset({"A", "An", "The", "In", "With", "And", "By", "On", "At", "Of"})
"""Begins a sentence, or a heading, and no name before *style*."""
_MOVEMENTS = frozenset(
    {
        "Deco",
        "Nouveau",
        "Revival",
        "Noir",
        "Century",
        "Age",
        "Era",
        "Period",
        "Crafts",
        "Art",
        "Wave",
    }
    | {"Wave", "Empire", "American", "English", "Western", "Eastern", "Modern", "Hollywood", "York"}
)
"""The last words of what is a style and nobody's: *Art Deco style*."""
_MOST_WORDS, _INITIAL, _FEWEST = 6, 2, 2
_REACH = 200
"""Characters before *style* in which its owner is looked for."""


@dataclass(frozen=True, slots=True)
class _Named:
    """Where a name stands, and how many of its words are no particles."""

    start: int
    end: int
    words: int


def imitated(text: str) -> Iterator[NameMatch]:
    """Who or what a text asks to be imitated, written with capitals, in their order."""
    found = [named for asks in _ASKS.finditer(text) if (named := _after(text, asks.end()))]
    for by in _APART.finditer(text):
        named = _after(text, by.end())
        if named and named.words >= _FEWEST and _ENDS.match(text, named.end):
            found.append(named)
    found += [named for style in _STYLE.finditer(text) if (named := _before(text, style.start()))]
    last = 0
    for each in sorted(found, key=lambda one: (one.start, -one.end)):
        if each.start >= last:
            last = each.end
            yield NameMatch(text[each.start : last], KIND, each.start, last)


def _after(text: str, start: int) -> _Named | None:
    """The run of capitalised words that begins here, with the particles between them."""
    for _ in range(_MOST_LEADS):
        lead = _LEAD.match(text, start)
        if lead is None:
            break
        start = lead.end()
    end, words, place = start, 0, start
    for _ in range(_MOST_WORDS):
        word = _NEXT.match(text, place)
        if word is None:
            break
        said, place = word.group(1), word.end()
        if _is_name(said):
            end, words = place, words + 1
        elif not _PARTICLES.fullmatch(said):
            break
        if _ends_sentence(said):
            break
    return _Named(start, start + len(text[start:end].rstrip(".'’-")), words) if words else None


def _before(text: str, end: int) -> _Named | None:
    """The run of capitalised words that ends here, if it is somebody's."""
    begin = max(0, end - _REACH)
    before = text[begin:end]
    run: list[re.Match[str]] = []
    place = len(before)
    for word in reversed(list(_WORD.finditer(before))):
        between = before[word.end() : place]
        said = word.group()
        apart = between.strip(None if run else " \t\n\r\"”»’'-")
        if apart or len(run) == _MOST_WORDS or (run and _ends_sentence(said)):
            break
        if not (_is_name(said) or (run and _PARTICLES.fullmatch(said))):
            break
        run.append(word)
        place = word.start()
    run.reverse()
    while run and (run[0].group() in _NO_NAME or not _is_name(run[0].group())):
        run.pop(0)
    if not run:
        return None
    last = run[-1].group().rstrip("-")
    words = sum(_is_name(word.group()) for word in run)
    if not _OWN.search(last) and (words < _FEWEST or last in _MOVEMENTS):
        return None
    bare = re.sub(r"['’]s$|['’]$", "", last)
    return _Named(begin + run[0].start(), begin + run[-1].start() + len(bare), words)


def _is_name(word: str) -> bool:
    """Whether a word has a capital, or is of a script that has none."""
    return word[0].isupper() or unicodedata.category(word[0]) == "Lo"


def _ends_sentence(word: str) -> bool:
    """An initial or a title goes on; another word with a full stop ends a sentence."""
    return word.endswith(".") and len(word) > _INITIAL and word not in _TITLES
