"""What is known of a title, made ready to be asked: words, names, numbers, deeds and credits."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from matinee.promote.words.billing import CAST, DIRECTOR, WRITER, billings
from matinee.promote.words.model import Known, Source, SourceKind
from matinee.promote.words.numerals import Numeral, numerals
from matinee.promote.words.reading import Deed, Reading, readings_of_each

PLACES = frozenset({"NORP", "GPE", "LOC", "LANGUAGE"})
"""What the parser calls peoples, countries, regions and languages."""
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")
_ROLES = {"director": DIRECTOR, "writer": WRITER, "actor": CAST, "cast": CAST, "creator": DIRECTOR}
_LETTERS = re.compile(r"[^\W\d_]+(?:['’.][^\W\d_]+)*", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of a source, parsed."""

    source: int
    reading: Reading
    numbers: tuple[Numeral, ...]


@dataclass(frozen=True)
class Evidence:
    """A title's sources by number, and where in them each word, name and number stands."""

    known: Known
    sources: tuple[Source, ...]
    lines: tuple[Line, ...]
    lemmas: Mapping[str, Mapping[str, frozenset[int]]]
    """By class of word (n, v, a, r, and p for prepositions) and lemma: the sources."""
    names: Mapping[str, frozenset[int]]
    """By a word of a name, in small letters: the sources."""
    places: tuple[str, ...]
    """Those of them that name a country, a people or a language, in their order."""
    pairs: frozenset[tuple[str, str]]
    """Words of names that stand beside each other."""
    roles: Mapping[str, frozenset[tuple[str, str]]]
    """By a name's last word: whole names and the roles that a fact or a text gives them."""
    deeds: Mapping[str, tuple[tuple[Deed, int], ...]]
    """By the verb's lemma."""

    @property
    def title_words(self) -> frozenset[str]:
        """The words of its name."""
        return frozenset(folded_words(self.known.name))


def folded_words(text: str) -> list[str]:
    """The words of a text in small letters, without what belongs to possessives and initials."""
    found = (match.group().lower().replace("’", "'") for match in _LETTERS.finditer(text))
    return [word.removesuffix("'s").strip(".'") for word in found]


def gathered(known: Known) -> Evidence:
    """Everything that is known, parsed and listed: some ten milliseconds for each paragraph."""
    sources = (*_facts(known), *known.texts)
    lines = tuple(_lines(sources))
    lemmas: dict[str, defaultdict[str, set[int]]] = {kind: defaultdict(set) for kind in "nvarp"}
    deeds: defaultdict[str, list[tuple[Deed, int]]] = defaultdict(list)
    names: defaultdict[str, set[int]] = defaultdict(set)
    pairs: set[tuple[str, str]] = set()
    roles: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for line in lines:
        for kind, lemma in _lemmas(line.reading):
            lemmas[kind][lemma].add(line.source)
        for deed in line.reading.deeds:
            deeds[deed.verb.lemma].append((deed, line.source))
        _bill(roles, ((each.text, each.role) for each in billings(line.reading)))
    for number, source in enumerate(sources):
        _name(source, number, names, pairs)
    _bill(roles, ((name, _ROLES.get(role, role)) for name, role, _ in known.credits))
    return Evidence(
        known=known,
        sources=sources,
        lines=lines,
        lemmas={kind: _frozen(found) for kind, found in lemmas.items()},
        names=_frozen(names),
        places=_places(known, lines),
        pairs=frozenset(pairs),
        roles=_frozen(roles),
        deeds={verb: tuple(found) for verb, found in deeds.items()},
    )


def _facts(known: Known) -> Iterator[Source]:
    def fact(label: str, text: object) -> Source:
        return Source(SourceKind.FACT, label, str(text))

    yield fact("title", known.name)
    if known.year is not None:
        yield fact("year", known.year)
    if known.minutes is not None:
        yield fact("minutes", known.minutes)
    for label, values in (
        ("genre", known.genres),
        ("country", known.countries),
        ("language", known.languages),
        ("keyword", known.keywords),
    ):
        yield from (fact(label, value) for value in values)
    for name, role, character in known.credits:
        yield fact(role, f"{name} as {character}" if character else name)


def _lines(sources: Iterable[Source]) -> Iterator[Line]:
    listed = list(sources)
    written = [
        (number, source)
        for number, source in enumerate(listed)
        if source.kind is not SourceKind.FACT or source.label in {"keyword", "genre", "title"}
    ]
    parsed = readings_of_each([source.text for _, source in written])
    for (number, _), readings in zip(written, parsed, strict=True):
        for reading in readings:
            yield Line(number, reading, numerals(reading))


def _lemmas(reading: Reading) -> Iterator[tuple[str, str]]:
    for word in reading.words:
        if word.kind:
            yield word.kind, word.lemma
        elif word.part in {"ADP", "SCONJ"}:
            yield "p", word.lemma


def _places(known: Known, lines: Iterable[Line]) -> tuple[str, ...]:
    said = [*known.countries, *known.languages]
    said += [word.text for line in lines for word in line.reading.words if word.entity in PLACES]
    return tuple(dict.fromkeys(part for each in said for part in folded_words(each)))


def _bill(roles: defaultdict[str, set[tuple[str, str]]], told: Iterable[tuple[str, str]]) -> None:
    for name, role in told:
        words = folded_words(name)
        if words and role:
            roles[words[-1]].add((" ".join(words), role))


def _name(
    source: Source, number: int, names: defaultdict[str, set[int]], pairs: set[tuple[str, str]]
) -> None:
    before, end = "", -2
    is_fact = source.kind is SourceKind.FACT
    for match in _LETTERS.finditer(source.text):
        for word in folded_words(match.group()):
            if is_fact or match.group()[0].isupper():
                names[word].add(number)
            if before and match.start() - end <= 2:
                pairs.add((before, word))
            before, end = word, match.end()


def _frozen(found: Mapping[_Key, set[_Value]]) -> dict[_Key, frozenset[_Value]]:
    return {key: frozenset(values) for key, values in found.items()}
