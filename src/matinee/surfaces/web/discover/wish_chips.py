"""The parts of a wish as chips: what each says in the page's language, and how it is taken away."""

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import shorten
from typing import Any

from matinee.discover.conversation.model import OPEN, Named, Order, Wish
from matinee.surfaces.web.languages import Tongue

_RANGES = frozenset({"years", "minutes"})
_LONGEST = 60
"""Letters of a text that a chip shows."""


@dataclass(frozen=True, slots=True)
class WishChip:
    """One part, or one value of it; ``refused`` ones are shown with a word and a line."""

    part: str
    value: str
    label: str
    refused: bool = False


def wish_chips(wish: Wish, tongue: Tongue) -> list[WishChip]:
    """Every part that was understood, wanted ones first."""
    wanted = [
        WishChip(part, value, label)
        for part, known in wish.parts()
        if part != "without"
        for value, label in _values(part, known, tongue)
    ]
    refused = [
        WishChip(f"without.{part}", value, tongue.say("not %(what)s") % {"what": label}, True)
        for part, known in wish.without.parts()
        for value, label in _values(part, known, tongue)
    ]
    return wanted + refused


def _values(part: str, known: Any, tongue: Tongue) -> Iterator[tuple[str, str]]:
    if known in (None, "", (), OPEN):
        return
    if part in _RANGES:
        yield "", _range(part, known, tongue)
    elif isinstance(known, tuple):
        values: tuple[Any, ...] = known
        for value in values:
            yield _key(value), _label(part, _key(value), tongue)
    else:
        yield str(known), _label(part, str(known), tongue)


def _key(value: Any) -> str:
    return value.name if isinstance(value, Named) else str(value)


def _label(part: str, value: str, tongue: Tongue) -> str:
    locale = tongue.locale
    if part in {"languages", "subtitles"}:
        value = locale.languages.get(value, value)
    elif part == "countries":
        value = locale.territories.get(value, value)
    elif part == "order":
        return _orders(tongue)[Order(value)]
    if part == "text":
        value = shorten(value, _LONGEST, placeholder=" …")
    patterns = {
        "languages": tongue.say("in %(value)s"),
        "subtitles": tongue.say("%(value)s subtitles"),
        "like": tongue.say("like %(value)s"),
        "directors": tongue.say("by %(value)s"),
        "people": tongue.say("with %(value)s"),
        "age": tongue.say("fit for age %(value)s"),
        "company": tongue.say("company: %(value)s"),
        "text": "“%(value)s”",
    }
    return patterns.get(part, "%(value)s") % {"value": value}


def _orders(tongue: Tongue) -> dict[Order, str]:
    say = tongue.say
    return {
        Order.NEWEST: say("newest first"),
        Order.OLDEST: say("oldest first"),
        Order.LONGEST: say("longest first"),
        Order.SHORTEST: say("shortest first"),
        Order.POPULAR: say("most watched first"),
    }


def _range(part: str, known: tuple[int | None, int | None], tongue: Tongue) -> str:
    low, high = known
    said = {"low": low, "high": high}
    say = tongue.say
    if part == "years":
        if low is None:
            return say("until %(high)s") % said
        if high is None:
            return say("since %(low)s") % said
        return str(low) if low == high else f"{low}–{high}"
    if low is None:
        return say("at most %(high)s minutes") % said
    if high is None:
        return say("at least %(low)s minutes") % said
    return say("%(low)s to %(high)s minutes") % said
