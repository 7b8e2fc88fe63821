"""Which two records are one title.

External ids come first, the strongest register first; the name stands in where none is shared. A
title is owned by keys, and a key never changes hands: that is what makes an import repeatable.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from uuid import UUID, uuid5

from matinee.catalogue.facts import TitleKind
from matinee.errors import Invalid
from matinee.vocabulary.ids import TitleId

_TITLES = UUID("5d1f2c0e-6f0b-5a53-9f55-0a5b6f1d7c11")
_PEOPLE = UUID("c2a7e1a4-3f0d-5b7e-8d02-7f4e9b6a2d33")

PAGE = "wikipedia"
"""A page may tell of a film and of its remake, so it joins only together with name and year."""
DISTINGUISHING = frozenset({"imdb", "wikidata", "tmdb", PAGE})
"""Two titles with different ids in one of these are two titles, whatever their names."""
_STRENGTH = {"imdb": 0, "wikidata": 1, "tmdb": 2, PAGE: 9}

_INVERTED = re.compile(
    r"(.+), (the|an?|les?|la|l'|der|die|das|el|los|las|il|lo|gli|i|une?|ein|eine|det|den|o|os|as)",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"(the|an?) (?=.)")
_PLAIN = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "ł": "l", "þ": "th"})
_SILENT = str.maketrans("", "", "'’‘ʻʼ`´")


@lru_cache(maxsize=8192)
def fold(name: str) -> str:
    """The name without what people write differently.

    Case, accents, punctuation and a leading article go; ``Matrix, The`` is ``The Matrix``; ``&`` is
    ``and``. A name made of signs alone stays as it is.
    """
    turned = turned_round(name.strip())
    plain = unicodedata.normalize("NFKD", turned.casefold()).translate(_PLAIN).translate(_SILENT)
    plain = plain.replace("&", " and ")
    # Accents of Latin, Greek and Cyrillic go; the vowel signs of other scripts are letters.
    letters = "".join(
        sign if unicodedata.category(sign)[0] in "LNM" else " "
        for sign in plain
        if not "\u0300" <= sign <= "\u036f"
    )
    words = " ".join(letters.split())
    return _ARTICLE.sub("", words, count=1) if _ARTICLE.match(words) else words or turned.casefold()


def turned_round(name: str) -> str:
    """``Matrix, The`` as ``The Matrix``; any other name as it is."""
    inverted = _INVERTED.fullmatch(name)
    if inverted is None:
        return name
    article = inverted[2]
    return f"{article}{'' if article.endswith(chr(39)) else ' '}{inverted[1]}"


def strongest_first(external_ids: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The ids in the order in which they are believed."""
    return tuple(sorted(external_ids, key=lambda known: (_STRENGTH.get(known[0], 3), known)))


def name_key(kind: TitleKind, name: str, year: int | None) -> str:
    """The key of a record that shares no external id."""
    return f"{kind}:{fold(name)}:{'' if year is None else year}"


def part_key(kind: TitleKind, parent: UUID, number: int) -> str:
    """The key of a season or an episode: its place, since names such as Pilot recur."""
    return f"{kind}:{parent}:{number}"


def title_id(key: str) -> TitleId:
    """The id of the title that ``key`` identified first."""
    return TitleId(uuid5(_TITLES, key))


@lru_cache(maxsize=32_768)
def person_key(name: str, reference: str) -> str:
    """A person's id as text: by a reference such as ``imdb:nm0000206``, else by the name."""
    return str(uuid5(_PEOPLE, reference or "name:" + " ".join(name.casefold().split())))


@dataclass(slots=True)
class KnownTitle:
    """What must be known of a title to tell whether a record is it."""

    id: TitleId
    kind: TitleKind
    name: str
    year: int | None
    ids: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    line: int = 0


@dataclass(frozen=True, slots=True)
class Claim:
    """A record's keys: external ids, strongest first, then its name key (or its place)."""

    kind: TitleKind
    name: str
    year: int | None
    external_ids: tuple[tuple[str, str], ...]
    name_key: str
    line: int = 0

    @property
    def pinned_key(self) -> str | None:
        """Page and name at once: of a record whose only id is a page, which alone may not hold.

        Any other record is found again by its strongest id or its name, which stay its title's.
        """
        if not self.external_ids or self.external_ids[0][0] != PAGE:
            return None
        return "+".join((":".join(self.external_ids[0]), self.name_key))


@dataclass(frozen=True, slots=True)
class Resolution:
    """The title a record is, by which key, and the keys that are now its own."""

    title: KnownTitle
    key: str
    made: bool
    new_ids: tuple[tuple[str, str], ...]
    new_name_keys: tuple[str, ...]


class TitleRegister:
    """The keys that are known so far and whose they are; records are resolved in their order."""

    def __init__(self) -> None:
        self.titles: dict[UUID, KnownTitle] = {}
        self.by_id: dict[tuple[str, str], UUID] = {}
        self.by_name: dict[str, UUID] = {}

    def resolve(self, claim: Claim) -> Resolution:
        """The title that ``claim`` is, made where there is none; its free keys become its own."""
        found = self._pinned(claim) or self._by_external_id(claim) or self._by_name(claim)
        made = found is None
        title, key = found or self._made(claim)
        if title.year is None:
            title.year = claim.year
        free_ids = tuple(known for known in claim.external_ids if known not in self.by_id)
        for register, value in free_ids:
            title.ids.setdefault(register, set()).add(value)
            self.by_id[register, value] = title.id
        free_names = list(self._free_names(claim, title))
        for name in free_names:
            self.by_name[name] = title.id
        return Resolution(title, key, made, free_ids, tuple(free_names))

    def _free_names(self, claim: Claim, title: KnownTitle) -> Iterator[str]:
        if claim.name_key not in self.by_name:
            yield claim.name_key
        pin = claim.pinned_key
        if pin is None or pin in self.by_name:
            return
        owners = {self.by_id[claim.external_ids[0]], self.by_name.get(claim.name_key, title.id)}
        if owners != {title.id}:
            yield pin

    def _made(self, claim: Claim) -> tuple[KnownTitle, str]:
        ids = (":".join(known) for known in claim.external_ids if known not in self.by_id)
        names = (key for key in (claim.name_key, claim.pinned_key) if key not in self.by_name)
        key = next(key for key in (*ids, *names) if key is not None)
        title = KnownTitle(title_id(key), claim.kind, claim.name, claim.year, line=claim.line)
        self.titles[title.id] = title
        return title, key

    def _pinned(self, claim: Claim) -> tuple[KnownTitle, str] | None:
        pin = claim.pinned_key
        owner = None if pin is None else self.by_name.get(pin)
        return None if pin is None or owner is None else (self.titles[owner], pin)

    def _by_external_id(self, claim: Claim) -> tuple[KnownTitle, str] | None:
        for place, (register, value) in enumerate(claim.external_ids):
            owner = self.by_id.get((register, value))
            if owner is None:
                continue
            title = self.titles[owner]
            if _differs(title, claim.external_ids[:place]):
                continue
            if register == PAGE and not _same_work(title, claim):
                continue
            if title.kind is not claim.kind:
                raise Invalid(
                    f"{register}:{value} is a {title.kind} in the catalogue, not a {claim.kind}.",
                    remedy="Correct the kind or the id.",
                    field="kind",
                )
            return title, f"{register}:{value}"
        return None

    def _by_name(self, claim: Claim) -> tuple[KnownTitle, str] | None:
        owner = self.by_name.get(claim.name_key)
        if owner is None:
            return None
        title = self.titles[owner]
        distinguishing = [known for known in claim.external_ids if known[0] in DISTINGUISHING]
        return None if _differs(title, distinguishing) else (title, claim.name_key)


def _differs(title: KnownTitle, ids: Sequence[tuple[str, str]]) -> bool:
    return any(
        register in title.ids and value not in title.ids[register] for register, value in ids
    )


def _same_work(title: KnownTitle, claim: Claim) -> bool:
    if title.kind is not claim.kind or fold(title.name) != fold(claim.name):
        return False
    return title.year is None or claim.year is None or abs(title.year - claim.year) <= 1
