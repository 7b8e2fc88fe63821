"""How one wish becomes another. Pure.

A refinement adds; what can have only one value (years, minutes, order …) is replaced. A replacement
puts each part that was said in the place of the former part of its kind. A comparison is made with
what was shown: ``newer`` begins after the middle of its years.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from statistics import median_low
from typing import Any

from matinee.discover.conversation.moves import Move
from matinee.discover.understanding.wishes import OPEN, Bounds, Named, Order, Terms, Wish
from matinee.errors import Invalid

_MIXED = ("people", "directors", "genres", "moods", "titles", "company")
"""Parts to which a refinement adds."""
_COUSINS = {
    "languages": "countries",
    "countries": "languages",
    "people": "directors",
    "directors": "people",
}
"""What may have been meant by the same word: ``not necessarily French``."""


@dataclass(frozen=True, slots=True)
class TitleFacts:
    """What a turn may have to know of a title that was shown; 0 for what is not known."""

    id: str
    name: str
    year: int = 0
    minutes: int = 0
    directors: tuple[Named, ...] = ()
    cast: tuple[Named, ...] = ()


def refined(wish: Wish, said: Wish) -> Wish:
    """Both wishes; where a part can have one value only, that of ``said``."""
    changes = _differing(wish, said)
    changes["text"] = " ".join(filter(None, (wish.text, said.text)))
    changes["without"] = _both_refused(wish.without, said.without)
    if said.like:
        changes["like"] = said.like
    return _consistent(replace(wish, **changes), said)


def replaced(wish: Wish, said: Wish) -> Wish:
    """The parts of ``said`` in the place of the former ones; the others as they were."""
    changes = {name: value for name, value in said.parts() if there(value) and name != "without"}
    changes["without"] = _both_refused(wish.without, said.without)
    if (said.people or said.directors) and not (said.people and said.directors):
        changes.setdefault("people", ())
        changes.setdefault("directors", ())
    return _consistent(replace(wish, **changes), said)


def compared(wish: Wish, how: str, facts: Sequence[TitleFacts]) -> Wish:
    """The wish for something newer, older, shorter, longer or better known than was shown."""
    years = [one.year for one in facts if one.year]
    minutes = [one.minutes for one in facts if one.minutes]
    if how == "popular":
        return replace(wish, order=Order.POPULAR)
    if how in {"newer", "older"}:
        if not years:
            return replace(wish, order=Order.NEWEST if how == "newer" else Order.OLDEST)
        middle, (low, high) = median_low(years), wish.years
        bounds = (middle + 1, high) if how == "newer" else (low, middle - 1)
        return replace(wish, years=_sound(bounds, how == "newer"))
    if not minutes:
        return replace(wish, order=Order.SHORTEST if how == "shorter" else Order.LONGEST)
    middle, (low, high) = median_low(minutes), wish.minutes
    bounds = (low, middle - 1) if how == "shorter" else (middle + 1, high)
    return replace(wish, minutes=_sound(bounds, how == "longer"))


def without_part(wish: Wish, part: str, value: str = "") -> Wish:
    """The wish without a part, or one of its values; ``without.genres`` is a refused part."""
    wanted = part.removeprefix("without.")
    known = {one.name for one in fields(Wish if wanted == part else Terms)} - {"without"}
    if wanted not in known:
        raise Invalid(
            f"A wish has no part {part!r}.", remedy="Take away one that is shown.", field="part"
        )
    if wanted != part:
        left = _terms_without(wish.without, wanted, value)
        return replace(wish, without=left)
    return _terms_without(wish, part, value)


def _terms_without(terms: Any, part: str, value: str) -> Any:
    known = getattr(terms, part)
    if isinstance(known, tuple) and value and part not in {"years", "minutes"}:
        values: tuple[Any, ...] = known
        left = tuple(one for one in values if _name(one) != value)
        return replace(terms, **{part: left})
    empty = next(one for one in fields(type(terms)) if one.name == part).default
    return replace(terms, **{part: empty})


def _name(value: Any) -> str:
    return value.name if isinstance(value, Named) else str(value)


def removed(wish: Wish, move: Move, said: Wish) -> Wish:
    """The wish without what a move names, or without what ``said`` says."""
    if move.part:
        left = without_part(wish, move.part)
        if move.part == "age":
            left = replace(left, company=())
        return left
    for name, value in said.parts():
        if name == "without" or not there(value):
            continue
        if isinstance(value, tuple) and name not in {"years", "minutes"}:
            values: tuple[Any, ...] = value
            known = {_name(one) for one in getattr(wish, name)}
            for one in values:
                if _name(one) in known:
                    wish = without_part(wish, name, _name(one))
                else:
                    wish = _without_cousin(wish, name, _name(one))
        else:
            wish = without_part(wish, name)
    return wish


def _without_cousin(wish: Wish, name: str, value: str) -> Wish:
    """``not necessarily French`` may mean the language or the country; either is removed."""
    cousin = _COUSINS.get(name)
    if cousin is None:
        return wish
    if cousin in {"languages", "countries"}:
        return without_part(wish, cousin)
    return without_part(wish, cousin, value)


def _differing(wish: Wish, said: Wish) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    for name, value in said.parts():
        if name in {"without", "text", "like"} or not there(value):
            continue
        if name in _MIXED:
            known = getattr(wish, name)
            changes[name] = known + tuple(one for one in value if one not in known)
        else:
            changes[name] = value
    return changes


def _consistent(wish: Wish, said: Wish) -> Wish:
    """What is wanted now is refused no longer, and the other way round."""
    without, changes = wish.without, {}
    for name, value in said.parts():
        if name in {"without", "text"} or not hasattr(without, name):
            continue
        if isinstance(value, tuple) and name not in {"years", "minutes"}:
            values: tuple[Any, ...] = value
            left = tuple(one for one in getattr(without, name) if one not in values)
            changes[name] = left
    wish = replace(wish, without=replace(without, **changes))
    dropped: dict[str, Any] = {}
    for name in ("people", "directors", "genres", "moods", "languages", "countries"):
        refused = {_name(one) for one in getattr(said.without, name, ())}
        if name == "directors":
            refused |= {_name(one) for one in said.without.people}
        dropped[name] = tuple(one for one in getattr(wish, name) if _name(one) not in refused)
    return replace(wish, **dropped)


def _both_refused(known: Terms, said: Terms) -> Terms:
    changes: dict[str, Any] = {}
    for name, value in said.parts():
        if not there(value):
            continue
        if name == "text":
            changes[name] = " ".join(filter(None, (known.text, value)))
        elif name in {"years", "minutes"}:
            changes[name] = value
        else:
            held = getattr(known, name)
            changes[name] = held + tuple(one for one in value if one not in held)
    return replace(known, **changes)


def there(value: Any) -> bool:
    """Whether a part says anything."""
    return value not in (None, "", (), OPEN, Terms())


def _sound(bounds: Bounds, keeps_low: bool) -> Bounds:
    """Bounds that cross are opened on the side that was there before."""
    low, high = bounds
    if low is not None and high is not None and low > high:
        return (low, None) if keeps_low else (None, high)
    return bounds
