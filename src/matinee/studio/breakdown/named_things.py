"""Boats and beasts with names of their own: *a collie, COMPASS*; *BISCUIT, an elderly donkey*."""

import re
from collections.abc import Iterator, Mapping, Sequence

from matinee.studio.breakdown.model import BY_KEY, Category
from matinee.studio.screenplay.model import Kind, Script, printed

_NAME = r"(?P<name>[A-Z][A-Z’'\-]+(?: [A-Z][A-Z’'\-]+){0,2})"
_NAMED_KINDS = ("vehicles", "animals")
VESSELS = frozenset(
    {
        "boat", "ship", "ferry", "car ferry", "trawler", "dinghy", "canoe", "kayak", "rowboat",
        "sailboat", "yacht", "barge", "launch", "steamer", "schooner", "submarine", "tug", "raft",
        "motorboat", "speedboat", "houseboat", "liner", "freighter", "tanker", "lifeboat", "vessel",
    }
)  # fmt: skip
"""Words of vehicles that float."""
_FEWEST = 2
"""Mentions that make a word in capitals a name."""


def named_things(
    script: Script, nouns: Mapping[str, str], people: frozenset[str]
) -> dict[str, tuple[Category, str]]:
    """Name in capitals → its category, and the noun that says so."""
    heads = {word: kind for word, kind in nouns.items() if kind in _NAMED_KINDS}
    longest_first = sorted(heads, key=len, reverse=True)
    noun = r"(?P<noun>" + "|".join(map(re.escape, longest_first)) + r")"
    before = re.compile(rf"\b(?i:{noun})\b(?:[^.,;:]*)?[,:] (?:the |called |named )?{_NAME}(?!\w)")
    after = re.compile(rf"\b{_NAME}, (?:an?|the|his|her|their)\b[^.,;:]*?\b(?i:{noun})\b")
    things: dict[str, tuple[Category, str]] = {}
    whole = "\n".join(_actions(script))
    for text in _actions(script):
        for pattern in (before, after):
            for found in pattern.finditer(text):
                name, word = found["name"], found["noun"].lower()
                if not _is_of_somebody(name, people) and len(_mentions(name, whole)) >= _FEWEST:
                    things.setdefault(name, (BY_KEY[heads[word]], word))
    return things


def _is_of_somebody(name: str, people: frozenset[str]) -> bool:
    """Whether a person is called by it: *a car with DROSS on its side*, where CASPAR DROSS acts."""
    return any(name == person or name in person.split() for person in people)


def _mentions(name: str, text: str) -> list[str]:
    return re.findall(rf"(?<!\w)(?:{re.escape(name)}|{re.escape(name.title())})(?!\w)", text)


def _actions(script: Script) -> Iterator[str]:
    for element in script.elements:
        if element.kind is Kind.ACTION:
            yield " ".join(printed(element.text).split())


def seen_in(text: str, names: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Where the names stand in a text: in capitals, or each word with a capital."""
    for name in names:
        written = re.compile(
            rf"(?<!\w)(?:{re.escape(name)}|{re.escape(name.title())})(?![\w])(?!['’]s\b)"
        )
        found = written.search(text) or re.search(
            rf"(?<!\w)(?:{re.escape(name)}|{re.escape(name.title())})(?!\w)", text
        )
        if found:
            yield name, found.start(), found.end()
