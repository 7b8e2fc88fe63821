"""Flashbacks, montages, telephone calls, songs: told from what the page writes for them."""

import re
from collections.abc import Iterator, Sequence

from matinee.studio.screenplay.model import Element, Kind, Script, cue_extensions, printed
from matinee.studio.screenplay.scenes import Scene
from matinee.studio.structure.model import Evidence, Trait

_HEADING = (
    (Trait.FLASHBACK, re.compile(r"FLASH ?BACK", re.IGNORECASE)),
    (Trait.MONTAGE, re.compile(r"MONTAGE|SERIES OF SHOTS", re.IGNORECASE)),
    (Trait.INTERCUT, re.compile(r"INTERCUT", re.IGNORECASE)),
)
_ACTION = (
    (Trait.FLASHBACK, re.compile(r"^\W*(?:BEGIN |START )?FLASH ?BACK", re.IGNORECASE)),
    (Trait.MONTAGE, re.compile(r"^\W*(?:BEGIN |START )?(?:MONTAGE|SERIES OF SHOTS)\b")),
    (Trait.INTERCUT, re.compile(r"^\W*INTERCUT\b")),
    (
        Trait.PHONE,
        re.compile(
            r"\b(?:phone|telephone|cellphone) (?:rings|buzzes)\b|\bRINGS\b.{0,30}phone",
            re.IGNORECASE,
        ),
    ),
)
_END = re.compile(r"END (?:OF )?FLASH ?BACK|BACK TO (?:PRESENT|SCENE)", re.IGNORECASE)
_PHONE = re.compile(
    r"\b(?:in)?to (?:the |her |his )?(?:phone|telephone|cell|handset|receiver)\b"
    r"|on (?:the )?phone|filtered",
    re.IGNORECASE,
)
_SONG = re.compile(r"\bsing(?:s|ing)?\b", re.IGNORECASE)


def traits_of(
    script: Script, scenes: Sequence[Scene]
) -> tuple[tuple[tuple[Trait, Evidence], ...], ...]:
    """What each scene is beside a scene, each once, with the line that says so."""
    all_of_them: list[tuple[tuple[Trait, Evidence], ...]] = []
    inside: Evidence | None = None
    for scene in scenes:
        found: dict[Trait, Evidence] = {}
        if inside is not None:
            found[Trait.FLASHBACK] = inside
        heading = f"{scene.heading} {' '.join(scene.slug.asides)}"
        for trait, pattern in _HEADING:
            if pattern.search(heading):
                found.setdefault(trait, Evidence(scene.line, scene.heading))
        opened = False
        for element in script.elements[scene.first + 1 : scene.last]:
            for trait, evidence in _told(element):
                found.setdefault(trait, evidence)
                opened = opened or (trait is Trait.FLASHBACK)
                if opened and inside is None:
                    inside = evidence
            if element.kind in {Kind.ACTION, Kind.TRANSITION} and _END.search(element.text):
                inside, opened = None, False
        all_of_them.append(tuple(found.items()))
    return tuple(all_of_them)


def _told(element: Element) -> Iterator[tuple[Trait, Evidence]]:
    text = printed(element.text)
    match element.kind:
        case Kind.LYRIC:
            yield Trait.SONG, Evidence(element.line, text)
        case Kind.PARENTHETICAL:
            if _PHONE.search(text):
                yield Trait.PHONE, Evidence(element.line, text)
            if _SONG.search(text):
                yield Trait.SONG, Evidence(element.line, text)
        case Kind.CHARACTER:
            if any(_PHONE.search(extension) for extension in cue_extensions(text)):
                yield Trait.PHONE, Evidence(element.line, text)
        case Kind.ACTION | Kind.TRANSITION:
            for trait, pattern in _ACTION:
                if pattern.search(text):
                    yield trait, Evidence(element.line, text.strip()[:80])
        case _:
            pass
