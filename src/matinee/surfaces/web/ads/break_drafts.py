"""The breaks of a title while somebody edits them: the form that carries them, and what it asks.

Nothing of a draft is kept by the service before it is saved: the page sends it along with what is
to become of it, and with the drafts before it, to which one can go back.
"""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TypeVar
from uuid import UUID

import msgspec

from matinee.ads.breaks.model import BreakRules, Draft, Stretch
from matinee.ads.breaks.service import (
    BreakDesk,
    BreakService,
    with_kept_out,
    with_lock,
    with_mark,
    without,
    without_kept_out,
    without_mark,
    without_moods,
    without_placement,
)
from matinee.ads.model import Format
from matinee.errors import Invalid
from matinee.foundation.nesting import UNREADABLE
from matinee.surfaces.web.clearance.forms import Typed

Kept = TypeVar("Kept")
MOST_STEPS = 20
"""How many steps can be undone."""
_LONGEST = 60_000
"""Characters of one draft: its most breaks and marks take about half of it."""
_CLOCK = re.compile(r"(?:(?:(\d{1,2}):)?(\d{1,2}):)?(\d{1,6}(?:\.\d{1,6})?)")
_WHOLE = ("slots", "most", "breaks_per_hour", "least_score")
_SECONDS = (
    "first_seconds",
    "distance_seconds",
    "end_seconds",
    "break_seconds",
    "opening_seconds",
    "seconds_per_hour",
    "beside_seconds",
)
RULES = (*_SECONDS, *_WHOLE)
"""What of a title's rules stands on the page; limits by territory are the house's."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """A draft, the drafts before it, the last of them last, and the version it was begun on."""

    draft: Draft
    before: tuple[Draft, ...]
    version: int

    def went_on(self, draft: Draft) -> "Sitting":
        """The same after a change; where nothing changed, nothing is to be undone."""
        if draft == self.draft:
            return self
        return replace(self, draft=draft, before=(*self.before, self.draft)[-MOST_STEPS:])

    def undone(self) -> "Sitting":
        """One step back."""
        if not self.before:
            raise Invalid("There is nothing to undo.", field="act", code="nothing_to_undo")
        return replace(self, draft=self.before[-1], before=self.before[:-1])

    @property
    def written(self) -> tuple[str, str]:
        """The draft and those before it, as the form carries them."""
        return (
            msgspec.json.encode(_bare(self.draft)).decode(),
            msgspec.json.encode([_bare(each) for each in self.before]).decode(),
        )


def sitting_of(typed: Typed, desk: BreakDesk) -> Sitting:
    """What a form carries; Invalid where it is no draft."""
    version = _whole(typed.one("version"))
    if version < 0:
        raise Invalid("A version is a whole number.", field="version")
    before = _read(typed.one("before") or "[]", list[Draft], _LONGEST * MOST_STEPS, "before")
    if len(before) > MOST_STEPS:
        raise Invalid(f"Up to {MOST_STEPS} steps can be undone.", field="before")
    draft = _read(typed.one("draft"), Draft, _LONGEST, "draft")
    whole = tuple(_whole_again(each, desk.rules) for each in (draft, *before))
    return Sitting(whole[0], whole[1:], version)


def time_of(text: str) -> float:
    """Seconds of what somebody typed: 583.2, 9:43.2 or 0:09:43.200."""
    found = _CLOCK.fullmatch(text.strip())
    if found is None:
        raise Invalid("Write a time such as 9:43 or 0:09:43.208.", field="at", code="no_time")
    hours, minutes, seconds = found.groups(default="0")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


@dataclass(frozen=True, slots=True)
class Acts:
    """What a button of the page does to a draft."""

    breaks: BreakService
    desk: BreakDesk

    async def done(self, sitting: Sitting, typed: Typed) -> Sitting:
        """The sitting after the act that a form names; ``act`` is a word, and what it is about."""
        act, _, about = typed.one("act").partition(" ")
        if act == "undo":
            return sitting.undone()
        asked = self._of_the_film(sitting.draft, typed, about)
        edits = self._of_the_draft(sitting.draft, typed, about)
        if act in asked:
            return sitting.went_on(await asked[act]())
        if act in edits:
            return sitting.went_on(edits[act]())
        raise Invalid("The page asks for what it cannot do.", field="act")

    def _of_the_film(
        self, draft: Draft, typed: Typed, about: str
    ) -> dict[str, Callable[[], Awaitable[Draft]]]:
        """What asks where the film has its places."""
        breaks, title = self.breaks, self.desk.title
        return {
            "add": lambda: breaks.put(title, draft, time_of(typed.one("at"))),
            "move": lambda: breaks.put(title, draft, time_of(typed.one("at")), typed.one("break")),
            "earlier": lambda: breaks.step(title, draft, about, later=False),
            "later": lambda: breaks.step(title, draft, about, later=True),
            "back": lambda: breaks.nudge(title, draft, about, frames=-1),
            "on": lambda: breaks.nudge(title, draft, about, frames=1),
            "moods": lambda: breaks.take_moods(title, draft, about),
            "choose": lambda: breaks.choose(title, draft),
            "place": lambda: breaks.place(title, draft, time_of(typed.one("at")), *_picture(typed)),
        }

    def _of_the_draft(
        self, draft: Draft, typed: Typed, about: str
    ) -> dict[str, Callable[[], Draft]]:
        return {
            "remove": lambda: without(draft, about),
            "lock": lambda: with_lock(draft, about, locked=True),
            "nomoods": lambda: without_moods(draft, about),
            "unlock": lambda: with_lock(draft, about, locked=False),
            "mark": lambda: with_mark(draft, _stretch(typed)),
            "scene": lambda: with_mark(draft, self._scene(typed.one("scene"))),
            "unmark": lambda: without_mark(draft, _whole(about)),
            "unplace": lambda: without_placement(draft, about),
            "bar": lambda: with_kept_out(draft, _advertiser(typed.one("advertiser"))),
            "admit": lambda: without_kept_out(draft, _advertiser(about)),
            "rules": lambda: replace(draft, rules=_rules(typed, self.desk.rules)),
            "house": lambda: replace(draft, rules=None),
        }

    def _scene(self, number: str) -> Stretch:
        """A scene of the film by its number, from 1."""
        scenes = self.desk.places.scenes if self.desk.places else ()
        place = _whole(number) - 1
        if not 0 <= place < len(scenes):
            raise Invalid("The film has no such scene.", field="scene", code="no_scene")
        return scenes[place]


def _stretch(typed: Typed) -> Stretch:
    return Stretch(time_of(typed.one("from")), time_of(typed.one("to")))


def _picture(typed: Typed) -> tuple[Format, float]:
    """Which format a picture over or beside the film has, and how long it stands."""
    try:
        return Format(typed.one("format")), float(typed.one("seconds"))
    except ValueError as error:
        raise Invalid(
            "A picture is an overlay or a squeeze, for some seconds.", field="format"
        ) from error


def _advertiser(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Invalid("Choose an advertiser.", field="advertiser") from error


def _whole(text: str) -> int:
    """A number that is not negative; −1 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def _rules(typed: Typed, before: BreakRules) -> BreakRules:
    """The title's own rules, as typed; what is not on the page stays."""
    found = dict[str, float]()
    for name in RULES:
        try:
            found[name] = int(typed.one(name)) if name in _WHOLE else float(typed.one(name))
        except ValueError as error:
            raise Invalid("Rules are numbers, such as 420.", field=name) from error
    return msgspec.convert({**msgspec.to_builtins(before), **found}, BreakRules, strict=False)


def _bare(draft: Draft) -> Draft:
    """Without limits and blocks, which may be long and are not edited here."""
    if draft.rules is None:
        return draft
    return replace(draft, rules=replace(draft.rules, limits=(), blocks=()))


def _whole_again(draft: Draft, rules: BreakRules) -> Draft:
    """With the limits and blocks that are in force, which the form does not carry."""
    if draft.rules is None:
        return draft
    own = replace(draft.rules, limits=rules.limits, blocks=rules.blocks)
    return replace(draft, rules=own)


def _read(text: str, kind: type[Kept], longest: int, field: str) -> Kept:
    if len(text) > longest:
        raise Invalid("This draft is too long.", field=field)
    try:
        return msgspec.json.decode(text, type=kind)
    except UNREADABLE as error:
        raise Invalid("The page was sent without its draft.", field=field) from error
