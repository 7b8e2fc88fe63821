"""What a member wishes to see, in typed parts. Hard parts are met by every result, soft ones weigh.

Hard: titles, people, directors, years, minutes, languages, subtitles, countries, age, genres, and
the same where they are refused. Soft: like, moods, company, occasion, order, text.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from typing import Any

from matinee.vocabulary.places import Language

Bounds = tuple[int | None, int | None]
OPEN: Bounds = (None, None)


class Order(StrEnum):
    """In which order a member wants to see the answer."""

    NEWEST = "newest"
    OLDEST = "oldest"
    LONGEST = "longest"
    SHORTEST = "shortest"
    POPULAR = "popular"


@dataclass(frozen=True, slots=True)
class Named:
    """A name as the catalogue writes it; no ``keys`` where the catalogue does not know it.

    ``keys`` are the ids of what is called so, the likeliest first: namesakes and remakes are
    several, and one of them is enough. ``person`` tells a maker from a title in a likeness.
    """

    name: str
    keys: tuple[str, ...] = ()
    person: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """Parts that may be wanted or refused."""

    titles: tuple[Named, ...] = ()
    people: tuple[Named, ...] = ()
    directors: tuple[Named, ...] = ()
    years: Bounds = OPEN
    minutes: Bounds = OPEN
    languages: tuple[Language, ...] = ()
    subtitles: tuple[Language, ...] = ()
    countries: tuple[str, ...] = ()
    genres: tuple[str, ...] = ()
    moods: tuple[str, ...] = ()
    text: str = ""

    def __bool__(self) -> bool:
        return any(value != getattr(_NOTHING, name) for name, value in self.parts())

    def parts(self) -> Iterator[tuple[str, Any]]:
        """Every part by its name, empty ones too."""
        for part in fields(self):
            yield part.name, getattr(self, part.name)


_NOTHING = Terms()


@dataclass(frozen=True, slots=True)
class Wish(Terms):
    """All that was understood; ``age`` is the highest maturity age, ``order`` None for the best."""

    age: int | None = None
    like: tuple[Named, ...] = ()
    company: tuple[str, ...] = ()
    occasion: tuple[str, ...] = ()
    order: Order | None = None
    without: Terms = field(default_factory=Terms)

    def __bool__(self) -> bool:
        return self != Wish()


def wish_json(wish: Wish) -> dict[str, Any]:
    """The wish with only the keys that it has cause for, names as the catalogue writes them."""
    written = {name: _plain(value) for name, value in wish.parts() if name != "without"}
    refused = {name: _plain(value) for name, value in wish.without.parts()}
    refused = {name: value for name, value in refused.items() if _said(value)}
    kept = {name: value for name, value in written.items() if _said(value)}
    return kept | ({"without": refused} if refused else {})


def joined(wish: Wish, **changes: Any) -> Wish:
    """The wish with some of its parts replaced."""
    return replace(wish, **changes)


def _said(value: Any) -> bool:
    return value not in (None, "", [], [None, None])


def _plain(value: Any) -> Any:
    if isinstance(value, Named):
        return value.name
    if isinstance(value, Language):
        return str(value)
    if isinstance(value, tuple):
        parts: Sequence[Any] = value
        return [_plain(part) for part in parts]
    return value


def parts_of(wish: Wish) -> Mapping[str, Any]:
    """The parts that are there, by their names; refused ones as ``without.NAME``."""
    found = {name: value for name, value in wish.parts() if name != "without" and _there(value)}
    refused = {f"without.{name}": value for name, value in wish.without.parts() if _there(value)}
    return found | refused


def _there(value: Any) -> bool:
    return value not in (None, "", (), OPEN)
