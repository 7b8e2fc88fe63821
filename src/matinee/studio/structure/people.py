"""Cues joined into people, and where each is seen without speaking.

Two names are one person when one is the other with what belongs to cues alone, when the page
introduces the longer in capitals and no other person shares the shorter word, or when they differ
in a letter.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import DamerauLevenshtein

from matinee.studio.screenplay.model import Element, Kind, Script, cue_name, printed
from matinee.studio.screenplay.scenes import Scene
from matinee.studio.structure.ages import ages_of
from matinee.studio.structure.model import Person

_INTRODUCED = re.compile(
    r"(?<![\w’'])(?P<name>[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.’'\-]+(?: [A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.’'\-]*){0,3})(?!\w)"
)
_AGE_WORDS = re.compile(r"^,? (?:now |age |aged )?\(?(\d{1,3})\b")
_YOUNGER = re.compile(
    r"^(?:YOUNG(?:ER)?|TEEN(?:AGE)?|LITTLE|BABY|CHILD) (.+)$|^(.+) AS A (?:CHILD|BOY|GIRL)$"
)
_TITLES = frozenset(
    {
        "MR",
        "MRS",
        "MS",
        "DR",
        "MAYOR",
        "CONSTABLE",
        "SERGEANT",
        "CAPTAIN",
        "INSPECTOR",
        "OFFICER",
        "DETECTIVE",
        "PROFESSOR",
        "FATHER",
        "SISTER",
        "UNCLE",
        "AUNT",
        "OLD",
        "YOUNG",
        "THE",
        "LITTLE",
    }
)
_DIRECTIONS = frozenset(
    {
        "ON",
        "ANGLE",
        "AGE",
        "AGED",
        "CLOSE",
        "POV",
        "BACK",
        "REVEAL",
        "WE",
        "TO",
        "AND",
        "THE",
        "A",
        "AN",
        "AT",
        "SEE",
        "WITH",
    }
)
_SHORTEST_FUZZY = 6


@dataclass(frozen=True, slots=True)
class Speech:
    """A cue and what is said under it; ``place`` is the cue's among the elements."""

    place: int
    name: str
    said: str


def speeches(script: Script) -> Iterator[Speech]:
    """Every speech in order."""
    elements = script.elements
    for place, element in enumerate(elements):
        if element.kind is not Kind.CHARACTER:
            continue
        said: list[str] = []
        for after in elements[place + 1 :]:
            if after.kind in {Kind.DIALOGUE, Kind.LYRIC}:
                said.append(printed(after.text))
            elif after.kind is not Kind.PARENTHETICAL:
                break
        yield Speech(place, normal(cue_name(element.text)), "\n".join(said))


def normal(name: str) -> str:
    """A name in capitals with straight apostrophes."""
    return name.upper().replace("’", "'").strip()


def people_of(script: Script, scenes: Sequence[Scene]) -> tuple[Person, ...]:
    """Everyone who speaks, or is introduced with an age, the most talkative first."""
    spoken = list(speeches(script))
    cues = Counter(speech.name for speech in spoken if speech.name)
    introductions = _introductions(script)
    joined = _aliases(cues, introductions)
    names = {joined.get(name, (name, ""))[0] for name in cues}
    names |= {name for name, (_, age) in introductions.items() if age and name not in joined}
    aliases: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for name, (owner, why) in joined.items():
        aliases[owner].append((name, why))
    scene_at = _scene_at(scenes, len(script.elements))
    words: Counter[str] = Counter()
    count: Counter[str] = Counter()
    speaking: defaultdict[str, set[int]] = defaultdict(set)
    for speech in spoken:
        owner = joined.get(speech.name, (speech.name, ""))[0]
        words[owner] += len(speech.said.split())
        count[owner] += 1
        if scene_at[speech.place] is not None:
            speaking[owner].add(scene_at[speech.place] or 0)
    # What two people are called alike is whose who speaks more, in every process.
    in_order = sorted(names, key=lambda name: (-count[name], name))
    spellings = {name: [name, *(a for a, _ in aliases[name])] for name in in_order}
    seen = _seen(script, scenes, spellings)
    ages = ages_of(script, scenes, spellings)
    people = [
        Person(
            name=name,
            aliases=tuple(sorted(aliases[name])),
            cues=count[name],
            words=words[name],
            speaking=tuple(sorted(speaking[name])),
            silent=tuple(sorted(seen[name] - speaking[name])),
            introduced=_first(introductions, name, aliases[name])[0],
            age=next(
                (age for _, age in ages.get(name, ())),
                _first(introductions, name, aliases[name])[1],
            ),
            younger_of=_older_self(name, names),
            ages=ages.get(name, ()),
        )
        for name in in_order
        if name
    ]
    return tuple(sorted(people, key=lambda person: (-person.words, -person.cues, person.name)))


def _first(
    introductions: dict[str, tuple[int, int | None]], name: str, aliases: list[tuple[str, str]]
) -> tuple[int | None, int | None]:
    told = [
        introductions[each] for each in (name, *(a for a, _ in aliases)) if each in introductions
    ]
    if not told:
        return None, None
    ages = [age for _, age in told if age]
    return min(line for line, _ in told), ages[0] if ages else None


def _scene_at(scenes: Sequence[Scene], elements: int) -> list[int | None]:
    places: list[int | None] = [None] * elements
    for number, scene in enumerate(scenes):
        for place in range(scene.first, scene.last):
            places[place] = number
    return places


def _introductions(script: Script) -> dict[str, tuple[int, int | None]]:
    """Names in capitals within action: the line of the first, and the age told with it."""
    found: dict[str, tuple[int, int | None]] = {}
    for element in script.elements:
        if element.kind is not Kind.ACTION:
            continue
        text = printed(element.text)
        if text.upper() == text:
            continue
        for match in _INTRODUCED.finditer(text):
            name = _without_direction(normal(match["name"].strip(" .'-’")))
            age = _AGE_WORDS.match(text[match.start("name") + len(match["name"]) :])
            years = int(age[1]) if age and int(age[1]) < 110 else None
            if (
                len(name) > 1
                and name not in _DIRECTIONS
                and (name not in found or (years and not found[name][1]))
            ):
                found[name] = (found.get(name, (element.line, None))[0], years)
    return found


def _without_direction(name: str) -> str:
    """``ANGLE ON WILL`` introduces nobody; ``WILL`` is what is left."""
    words = name.split()
    while len(words) > 1 and words[0] in _DIRECTIONS - {"THE"}:
        words = words[1:]
    return " ".join(words)


def _aliases(
    cues: Counter[str], introductions: dict[str, tuple[int, int | None]]
) -> dict[str, tuple[str, str]]:
    """Other spelling → (the name that stands, why)."""
    joined: dict[str, tuple[str, str]] = {}
    for name in sorted(cues, key=lambda name: cues[name]):
        for other in cues:
            why = _same(name, other) if name != other and other not in joined else ""
            if why and (cues[other], len(other)) >= (cues[name], len(name)):
                joined[name] = (other, why)
                break
    for longer in introductions:
        if longer in cues:
            continue
        owners = [name for name in cues if name not in joined and _is_part(name, longer)]
        first = [name for name in owners if longer.startswith(f"{name} ")]
        owners = first if len(first) == 1 else owners
        if len(owners) == 1:
            line = introductions[longer][0]
            joined[longer] = (owners[0], f"introduced in full in line {line}")
    return joined


def _same(name: str, other: str) -> str:
    if re.sub(r"[^\w]", "", name) == re.sub(r"[^\w]", "", other):
        return "written otherwise"
    if _YOUNGER.match(name) or _YOUNGER.match(other):
        return ""
    if _bare(name) == _bare(other) and _bare(name) and _both_titled(name, other):
        return "with and without a title"
    near = DamerauLevenshtein.distance(name, other, score_cutoff=1) == 1
    digits = re.search(r"\d", name + other)
    if (
        near
        and not digits
        and min(len(name), len(other)) >= _SHORTEST_FUZZY
        and name[0] == other[0]
    ):
        return "differs in one letter"
    return ""


def _both_titled(name: str, other: str) -> bool:
    return "OLD" not in f"{name} {other}".split()


def _bare(name: str) -> str:
    return " ".join(word for word in name.split() if word.strip(".") not in _TITLES)


def _is_part(name: str, longer: str) -> bool:
    """Whether the cue is some whole words of the name as introduced."""
    if _YOUNGER.match(longer) and not _YOUNGER.match(name):
        return False
    words = longer.split()
    return len(words) > 1 and 0 < len(name.split()) < len(words) and f" {name} " in f" {longer} "


def _older_self(name: str, names: set[str]) -> str:
    found = _YOUNGER.match(name)
    if not found:
        return ""
    older = found[1] or found[2]
    return older if older in names else ""


def _seen(
    script: Script, scenes: Sequence[Scene], spellings: dict[str, list[str]]
) -> defaultdict[str, set[int]]:
    """In which scenes the action names each person, in capitals or with a capital."""
    owners: dict[str, str] = {}
    for name, forms in spellings.items():
        for form in forms:
            owners[form] = name
            owners.setdefault(_bare(form) or form, name)
    seen: defaultdict[str, set[int]] = defaultdict(set)
    if not owners:
        return seen
    longest_first = sorted((form for form in owners if form), key=len, reverse=True)
    pattern = re.compile(r"(?<![\w])(" + "|".join(map(re.escape, longest_first)) + r")(?![\w])")
    for number, scene in enumerate(scenes):
        for element in script.elements[scene.first + 1 : scene.last]:
            if element.kind is Kind.ACTION:
                for found in _named(pattern, element):
                    seen[owners[found]].add(number)
    return seen


def _named(pattern: re.Pattern[str], element: Element) -> Iterator[str]:
    text = printed(element.text)
    for found in pattern.finditer(normal_in_place(text)):
        written = text[found.start() : found.end()]
        if all(word[:1].isupper() for word in re.findall(r"[^\W\d_][\w'’]*", written)):
            yield found[1]


def normal_in_place(text: str) -> str:
    """As :func:`normal`, letter for letter, so that places stay what they are."""
    return "".join(
        upper if len(upper := letter.upper()) == 1 else letter for letter in text
    ).replace("’", "'")
