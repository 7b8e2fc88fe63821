"""Continuity by person: who is where and when, wearing and carrying what, with which wounds.

A thing is given to whoever is named last before it in its sentence, else first after it, else last
before it in the paragraph, else to the only person of the scene; what is left is nobody's and not
in the table. What somebody wears or bears from an earlier scene of the same day of the story is
told as *kept*: the page need not name a coat in every scene for the coat to be there. That it was
taken off meanwhile is not known.
"""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from matinee.studio.analysis import Analysis
from matinee.studio.breakdown.model import Category, Found
from matinee.studio.model import SceneRow
from matinee.studio.screenplay.model import printed
from matinee.vocabulary.spreadsheet import harmless

_WORN = (Category.WARDROBE, Category.MAKEUP)
_SENTENCE = re.compile(r"[.!?]+[\s\"”’)]+")
COLUMNS = (
    "person", "scene", "day", "light", "where", "speaks", "wears", "carries", "makeup_and_wounds",
    "kept_from_before",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that somebody wore or bore in an earlier scene of the day."""

    name: str
    since: str


@dataclass(frozen=True, slots=True)
class Presence:
    """One person in one scene; ``speaks`` False where the person is only seen."""

    person: str
    row: SceneRow
    speaks: bool
    wears: tuple[str, ...]
    carries: tuple[str, ...]
    makeup: tuple[str, ...]
    kept: tuple[Kept, ...]


@dataclass(slots=True)
class _Had:
    of: defaultdict[tuple[int, str, Category], dict[str, None]] = field(
        default_factory=lambda: defaultdict(dict)
    )

    def names(self, scene: int, person: str, category: Category) -> tuple[str, ...]:
        return tuple(self.of.get((scene, person, category), {}))


def continuity_of(
    analysis: Analysis, rows: Sequence[SceneRow], elements: Sequence[Found]
) -> tuple[Presence, ...]:
    """Everybody's scenes, people in the order of how much they say, scenes in the script's."""
    had = _Had()
    for one in elements:
        if one.category in {*_WORN, Category.PROPS} and one.element >= 0 and one.end > 0:
            person = _whose(one, analysis, rows[one.scene])
            if person:
                had.of[one.scene, person, one.category][one.name.lower()] = None
    return tuple(
        presence
        for person in analysis.structure.people
        for presence in _through(person.name, rows, had)
    )


def _through(person: str, rows: Sequence[SceneRow], had: _Had) -> Iterator[Presence]:
    days: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for row in rows:
        if person not in row.speaking and person not in row.silent:
            continue
        since = days[row.day]
        wears, makeup = (had.names(row.place, person, category) for category in _WORN)
        now = {*wears, *makeup}
        kept = tuple(Kept(name, scene) for name, scene in since.items() if name not in now)
        yield Presence(
            person, row, person in row.speaking, wears,
            had.names(row.place, person, Category.PROPS), makeup, kept,
        )  # fmt: skip
        for name in (*wears, *makeup):
            since.setdefault(name, row.number)


def _whose(one: Found, analysis: Analysis, row: SceneRow) -> str:
    people = (*row.speaking, *row.silent)
    if len(people) == 1:
        return people[0]
    text = printed(analysis.script.elements[one.element].text)
    named = _named(text, people, analysis)
    begin, end = 0, len(text)
    for stop in _SENTENCE.finditer(text):
        if stop.end() <= one.start:
            begin = stop.end()
        elif stop.start() >= one.end:
            end = stop.start()
            break
    before = [who for at, who in named if begin <= at < one.start]
    after = [who for at, who in named if one.end <= at < end]
    earlier = [who for at, who in named if at < begin]
    return (before[-1:] or after[:1] or earlier[-1:] or [""])[0]


def _named(text: str, people: Sequence[str], analysis: Analysis) -> list[tuple[int, str]]:
    """Where the people of a scene are named, by any name that is theirs alone there."""
    forms: defaultdict[str, set[str]] = defaultdict(set)
    spelt = {person.name: person.aliases for person in analysis.structure.people}
    for who in people:
        for name in (who, *(alias for alias, _ in spelt.get(who, ()))):
            forms[name].add(who)
            for word in name.split():
                if len(word) > 2:
                    forms[word].add(who)
    own = {form: next(iter(whose)) for form, whose in forms.items() if len(whose) == 1}
    longest_first = sorted(own, key=len, reverse=True)
    if not longest_first:
        return []
    either = "|".join(map(re.escape, longest_first))
    pattern = re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)
    return [
        (found.start(), own[found[0].upper()])
        for found in pattern.finditer(text)
        if found[0][:1].isupper() and found[0].upper() in own
    ]


def continuity_csv(presences: Sequence[Presence]) -> str:
    """With a header; what a spreadsheet would take for a formula is made text by an apostrophe."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for one in presences:
        row = one.row
        cells = (
            one.person, row.number, row.day, row.light, row.heading,
            "yes" if one.speaks else "no", "; ".join(one.wears), "; ".join(one.carries),
            "; ".join(one.makeup), "; ".join(f"{k.name} ({k.since})" for k in one.kept),
        )  # fmt: skip
        writer.writerow([harmless(cell) for cell in cells])
    return text.getvalue()
