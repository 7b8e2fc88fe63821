"""Posters and wide art, drawn by procedure from a title's facts: no model, no file, no chance.

Mood follows the genres, colour the mood and the decade, composition the words and the mood; the
rest is decided by a hash. Every picture says in its metadata that a procedure made it.
"""

import re
from dataclasses import replace
from html import escape
from textwrap import wrap

from matinee.promote.drawing.canvas import Canvas, number
from matinee.promote.drawing.colour import BY_DECADE, Palette, mix
from matinee.promote.drawing.dice import Dice
from matinee.promote.drawing.moods import COMPOSITIONS, WORDS, Mood, mood_of
from matinee.promote.drawing.scene import Lockup, Scene
from matinee.promote.lettering import SYSTEM, Face, Lettering, draw, fit, pieces
from matinee.promote.model import POSTER, WIDE, TitleFacts

SIZE_LIMIT = 6000
_SUBTITLE_LETTERS = 36
_SUBTITLE_STEP = 21.0
_CAPITALS = frozenset({"anton", "league-gothic", "oswald", "alfa-slab-one", "orbitron", "cinzel"})
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

METADATA = (
    '<metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:i="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" '
    'i:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia"/>'
    "</rdf:RDF></metadata>"
)


def composition_of(facts: TitleFacts) -> str:
    """The name of the composition that a title gets."""
    dice = Dice(f"composition {facts.seed}")
    mood = mood_of(facts.genres)
    heard = re.findall(r"\w+", " ".join((facts.name, *facts.keywords)).lower())
    meant = next((WORDS[word] for word in heard if word in WORDS), None)
    if meant is not None and dice.chance(0.75):
        return meant
    return dice.pick(mood.compositions)


def inks_of(facts: TitleFacts, mood: Mood) -> Palette:
    """The palette that all drawn pictures of a title have."""
    dice = Dice(f"colour {facts.seed}")
    palettes = mood.palettes
    decade = min(max(facts.year // 10 * 10, 1940), 2010)
    if facts.year and dice.chance(0.3):
        palettes = BY_DECADE[decade]
    inks = dice.pick(palettes)
    turned = mix(inks.ground, dice.pick((inks.tone, inks.deep, inks.accent)), dice.between(0, 0.2))
    return replace(inks, ground=turned)


def _scene(facts: TitleFacts, mood: Mood, frame: tuple[int, int]) -> Scene:
    return Scene(Canvas(*frame), Dice(f"drawing {facts.seed}"), inks_of(facts, mood))


def draw_poster(facts: TitleFacts, lettering: Lettering) -> str:
    """A tall poster with the title on it, as SVG."""
    mood = mood_of(facts.genres)
    scene = _scene(facts, mood, POSTER)
    lockup = COMPOSITIONS[composition_of(facts)](scene)
    _letter(scene, lockup, facts, mood, lettering)
    return scene.canvas.markup(title=_clean(facts.name), metadata=METADATA)


def draw_wide(facts: TitleFacts) -> str:
    """The same composition lying, without words: what stands behind a page's first lines."""
    scene = _scene(facts, mood_of(facts.genres), WIDE)
    COMPOSITIONS[composition_of(facts)](scene)
    return scene.canvas.markup(title=_clean(facts.name), metadata=METADATA)


def _clean(name: str) -> str:
    return _CONTROL.sub("", name)


def _letter(
    scene: Scene, lockup: Lockup, facts: TitleFacts, mood: Mood, lettering: Lettering
) -> None:
    """Set the title into its place, what follows its colon below, and year and director last."""
    dice = Dice(f"letters {facts.seed}")
    name, rest = _divided(_clean(facts.name)[:90].strip() or "…")
    below = wrap(rest, _SUBTITLE_LETTERS)[:2]
    turn = int(dice.unit() * len(mood.faces))
    faces = mood.faces[turn:] + mood.faces[:turn]
    small = _small_text(facts) if lockup.top > scene.height * 0.25 else ""
    budget = SIZE_LIMIT - scene.canvas.size - len(METADATA) - 2 * len(facts.name.encode()) - 520
    face, capital = _face(lettering, faces, name, budget, plain=dice.chance(0.65))
    ink = scene.inks.ink_on(lockup.ground, lively=lockup.lively)
    height = min(lockup.height, scene.height - lockup.top - (lockup.foot + 27 if small else 26))
    height -= _SUBTITLE_STEP * len(below)
    short = len(pieces(name)) == 1 or len(name) < 12
    lines = fit(
        face,
        capital,
        width=lockup.width,
        height=height,
        largest=118 if short else 92,
        block=lockup.block and face is not SYSTEM,
    )
    gap = 0.24
    tall = sum(line.size * face.cap * (1 + gap) for line in lines) - lines[-1].size * face.cap * gap
    spare = max(0.0, height - tall)
    top = lockup.top + (spare * 0.5 if lockup.low else min(spare, 16))
    x = lockup.left + lockup.width * {"start": 0, "middle": 0.5, "end": 1}[lockup.anchor]
    scene.canvas.add(draw(face, lines, x=x, y=top, anchor=lockup.anchor, fill=ink))
    foot = top + tall + (lines[-1].size * face.tail if capital != capital.upper() else 0)
    for place, line in enumerate(below, start=1):
        _plain(scene, lockup, line, x, foot + place * _SUBTITLE_STEP, 15.5, ink)
    if small:
        _plain(
            scene, lockup, small, x, scene.height - lockup.foot, 12.5, mix(ink, lockup.ground, 0.15)
        )


def _divided(name: str) -> tuple[str, str]:
    """A long name in two: what is set large, and what stands below it."""
    for mark in (" or: ", ": ", " – ", " - "):
        first, _, rest = name.partition(mark)
        if rest and len(name) > 24 and 3 <= len(first) <= 40:
            return first, f"or: {rest}" if mark == " or: " else rest
    return name, ""


def _plain(
    scene: Scene, lockup: Lockup, text: str, x: float, y: float, size: float, ink: str
) -> None:
    """A small line in the reader's own fonts."""
    scene.canvas.add(
        f'<text x="{number(x)}" y="{number(y)}" text-anchor="{lockup.anchor}" font-size="{size}" '
        f'font-family="Avenir Next,Helvetica Neue,Arial,sans-serif" letter-spacing="1.2" '
        f'fill="{ink}">{escape(text)}</text>'
    )


def _small_text(facts: TitleFacts) -> str:
    director = _clean(facts.director).upper()[:34]
    return "   ·   ".join(part for part in (director, str(facts.year or "")) if part)


def _face(
    lettering: Lettering, faces: tuple[str, ...], name: str, budget: int, *, plain: bool
) -> tuple[Face, str]:
    """The first face that can draw the name within the budget, and the name in its capitals.

    A long name takes a narrow face in capitals, whose outlines are the shortest.
    """
    for wanted in (*faces, "league-gothic", "oswald", "anton", "lobster"):
        if wanted == "poiret-one" and len(name) > 14:
            continue
        for text in (name, name.upper()):
            if plain is False and text != name.upper():
                continue
            if wanted in _CAPITALS and text != name.upper():
                continue
            face = lettering.faces.get(wanted)
            if face is not None and face.covers(text) and face.weight(text) <= budget:
                return face, text
    return SYSTEM, name
