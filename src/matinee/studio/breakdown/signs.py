"""Duties told from words alone: minors, crowds, water, smoking, intimacy, languages, the night."""

import re
from collections.abc import Iterator, Sequence

from matinee.studio.breakdown.model import Duty
from matinee.studio.breakdown.services import SceneSigns
from matinee.studio.screenplay.headings import Light, Side
from matinee.studio.screenplay.model import Element, Kind, printed
from matinee.studio.structure.model import Person, SceneFacts

MAJORITY = 18
_CHILDREN = re.compile(
    r"\b(?:child|children|kids?|toddler|infant|baby|babies|schoolchildren|school ?boys?|"
    r"school ?girls?)\b(?![’'])",
    re.IGNORECASE,
)
_CROWD = re.compile(
    r"\b(?:crowds?|mob|throng|packed|hundreds?|thousands?|the whole (?:island|town|village|city)|"
    r"congregation|spectators|audience|festival|parade)\b"
    r"|\b(?:two|three|four|five|six|seven|eight|nine) hundred\b"
    r"|\b(?:thirty|forty|fifty|sixty|seventy|eighty|ninety)\b "
    r"(?=children|people|guests|men|women|dancers|soldiers)",
    re.IGNORECASE,
)  # fmt: skip
_WATER_PLACE = re.compile(
    r"\b(?:SEA|OCEAN|LAKE|RIVER|HARBOU?R|BEACH|POOL|SOUND|WATER|UNDERWATER|SHORE|QUAY|PIER|DOCKS?|"
    r"BOAT|SHIP|FERRY|DECK|STREAM|CHANNEL|BAY|SWAMP|CREEK|POND|SLIP|SANDS|WRECK)\b"
)
_WATERS = (
    r"(?:water|sea|surf|river|lake|ocean|canal|pond|stream|creek|pool|harbou?r|shallows|moat|"
    r"swamp|lagoon|bay|channel)"
)
_WATER_DEED = re.compile(
    r"\b(?:swims?|swam|swimming|wad(?:e|es|ing)|drown(?:s|ing)?|underwater|flood(?:ed|ing)|"
    r"(?:ankle|shin|knee|thigh|waist|chest|neck)-deep|water (?:up )?to (?:the|his|her|their) \w+|"
    rf"(?:in|into|reach(?:es)?|under) (?:the|a) {_WATERS}|(?:full of|rising) water)\b",
    re.IGNORECASE,
)
_WATER_NEAR_WATER = re.compile(r"\b(?:dives?|diving|goes under)\b", re.IGNORECASE)
"""Deeds that are of the water where there is some: one dives behind a sofa, too."""
_ANY_WATER = re.compile(rf"\b{_WATERS}\b", re.IGNORECASE)
_TONGUES = re.compile(
    r"\b(?:Portuguese|Spanish|French|German|Italian|Vietnamese|Chinese|Mandarin|Cantonese|Japanese|"
    r"Korean|Russian|Arabic|Hindi|Polish|Turkish|Swedish|Norwegian|Danish|Dutch|Greek|Hebrew|Farsi|"
    r"Swahili|Yoruba|Urdu|Ukrainian|Czech|Hungarian|Finnish|Welsh|Gaelic|Latin|subtitled)\b"
)
_SMOKING = re.compile(
    r"\bsmok(?:es|ed|ing) (?!out|rises)|\bsmokes\b|\blights? (?:up|the|a|his|her) "
    r"(?:\w+ )?(?:cigarette|cigar|pipe|joint)|\btobacco\b|\blighting a (?:\w+ )?cigar",
    re.IGNORECASE,
)  # fmt: skip
_INTIMATE = re.compile(
    r"\b(?:kiss(?:es|ed|ing)|(?:they|we) kiss)\b"
    r"(?! (?:(?:his|her|the|him on the|her on the) )?"
    r"(?:forehead|cheek|hand|match|rosary|ring|cross))"
    r"|\bmak(?:e|es|ing) love\b|\bnaked\b|\bbare-shouldered\b|\bundress",
    re.IGNORECASE,
)  # fmt: skip
_DANCES = re.compile(r"\bdanc(?:es|ed|ing|ers?)\b|\bwaltz(?:es|ing)?\b")


def signs_of(
    place: int,
    facts: SceneFacts,
    elements: Sequence[Element],
    people: Sequence[Person],
    vessels: frozenset[str] = frozenset(),
) -> SceneSigns:
    """What the words of one scene show; ``vessels`` are names of boats, in capitals."""
    found: list[tuple[Duty, int, str]] = list(_minors(place, facts, people))
    slug = facts.scene.slug
    if slug.side in {Side.EXT, Side.BOTH} and slug.light is Light.NIGHT:
        found.append((Duty.NIGHT, facts.scene.line, facts.scene.heading))
    aboard = not vessels.isdisjoint(part.upper() for part in slug.sets)
    wet = aboard or _WATER_PLACE.search(facts.scene.heading.upper()) is not None
    if wet:
        found.append((Duty.WATER, facts.scene.line, facts.scene.heading))
    for person in people:
        if person.younger_of and place in {*person.speaking, *person.silent}:
            why = f"{person.name} is a younger self of {person.younger_of}"
            found.append((Duty.LIKENESS, facts.scene.line, why))
    in_water = dances = False
    told = (printed(e.text) for e in elements if e.kind is Kind.ACTION)
    wet = wet or any(_ANY_WATER.search(text) for text in told)
    for element in elements:
        text = printed(element.text)
        if element.kind is Kind.PARENTHETICAL:
            if _TONGUES.search(text):
                found.append((Duty.LANGUAGE, element.line, text))
        elif element.kind is Kind.ACTION:
            found.extend(_of_action(element.line, text))
            deed = _WATER_NEAR_WATER.search(text) if wet else None
            if deed:
                found.append((Duty.WATER, element.line, deed[0]))
            in_water = in_water or bool(deed or _WATER_DEED.search(text))
            dances = dances or bool(_DANCES.search(text))
    return SceneSigns(place, facts.scene.line, tuple(found), in_water, dances)


def _of_action(line: int, text: str) -> Iterator[tuple[Duty, int, str]]:
    for duty, pattern in (
        (Duty.MINORS, _CHILDREN),
        (Duty.CROWDS, _CROWD),
        (Duty.WATER, _WATER_DEED),
        (Duty.SMOKING, _SMOKING),
        (Duty.INTIMACY, _INTIMATE),
    ):
        found = pattern.search(text)
        if found:
            yield duty, line, " ".join(found[0].split())


def _minors(
    place: int, facts: SceneFacts, people: Sequence[Person]
) -> Iterator[tuple[Duty, int, str]]:
    for person in people:
        present = place in person.speaking or place in person.silent
        age = person.age_in(place) if present else None
        if age is not None and age < MAJORITY:
            yield Duty.MINORS, facts.scene.line, f"{person.name} is {age}"
