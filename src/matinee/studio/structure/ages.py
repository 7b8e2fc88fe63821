"""How old somebody is, scene by scene, where the page says so more than once.

*WILL BLOOM, AGE 3* … *WILL, now 28* … *Will (6)*: what is said holds from its scene on, for time
goes forward. An age below the one before is a look back, and holds in its own scene alone.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from matinee.studio.screenplay.model import Kind, Script, printed
from matinee.studio.screenplay.scenes import Scene

Ages = tuple[tuple[int, int], ...]
"""Place of the scene and age in years, in the order of the scenes."""
_TOLD = re.compile(
    r"(?<![\w’'])(?P<name>[A-ZÀ-ÖØ-Þ][\w.’'\-]+(?: [A-ZÀ-ÖØ-Þ][\w.’'\-]*){0,3})"
    r"(?:, | \(|, \()(?:(?i:now|age|aged|also|still|about|barely) ){0,2}(?P<age>\d{1,2})"
    r"(?=[,.;:)]| (?:is|and|in|at|on|with|or|has|years)\b)"
)


def ages_of(
    script: Script, scenes: Sequence[Scene], spellings: Mapping[str, Sequence[str]]
) -> dict[str, Ages]:
    """By person, every age that the action tells; ``spellings`` are their names in capitals."""
    owners = {spelling: name for name, each in spellings.items() for spelling in each}
    told: defaultdict[str, dict[int, int]] = defaultdict(dict)
    for number, scene in enumerate(scenes):
        for element in script.elements[scene.first : scene.last]:
            if element.kind is Kind.ACTION:
                for found in _TOLD.finditer(printed(element.text)):
                    owner = _owner(found["name"].upper().replace("’", "'"), owners)
                    if owner:
                        told[owner].setdefault(number, int(found["age"]))
    return {name: tuple(sorted(each.items())) for name, each in told.items()}


def age_in(ages: Ages, scene: int) -> int | None:
    """The age in one scene; before the first that is told, that one; None where none is."""
    now: int | None = None
    for place, age in ages:
        if place == scene:
            return age
        if place > scene:
            break
        now = age if now is None else max(now, age)
    return ages[0][1] if now is None and ages else now


def _owner(name: str, owners: Mapping[str, str]) -> str | None:
    """Whose name the last words before an age are: *A drenched Will* is Will."""
    words = name.split()
    for start in range(len(words)):
        owner = owners.get(" ".join(words[start:]))
        if owner is not None:
            return owner
    return None
