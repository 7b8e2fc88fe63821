"""Who speaks: cues joined into people, with how much each says and where."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from matinee.studio.screenplay.model import Element, Kind, Script, cue_name, printed
from matinee.studio.screenplay.scenes import Scene


@dataclass(frozen=True, slots=True)
class Speaker:
    """One name as the cues write it; ``scenes`` are their numbers, in order."""

    name: str
    cues: int
    words: int
    scenes: tuple[str, ...]


def speeches(script: Script) -> Iterator[tuple[int, Element, str]]:
    """Each cue with its place among the elements, and the words said under it."""
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
        yield place, element, "\n".join(said)


def speakers_of(script: Script, scenes: tuple[Scene, ...]) -> tuple[Speaker, ...]:
    """Those who speak, the most talkative first."""
    scene_of = {place: scene.number for scene in scenes for place in range(scene.first, scene.last)}
    cues: Counter[str] = Counter()
    words: Counter[str] = Counter()
    where: dict[str, dict[str, None]] = {}
    for place, cue, said in speeches(script):
        name = cue_name(cue.text).upper().replace("’", "'")
        cues[name] += 1
        words[name] += len(said.split())
        numbers = where.setdefault(name, {})
        if place in scene_of:
            numbers[scene_of[place]] = None
    return tuple(
        Speaker(name, cues[name], words[name], tuple(where[name]))
        for name in sorted(cues, key=lambda name: (-words[name], name))
    )
