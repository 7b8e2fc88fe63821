"""A prompt from a scene's own words. Pure: nothing is added that the page does not say.

The heading becomes a sentence, and the action follows up to a number of words, whole sentences
where they fit. Dialogue, parentheticals, transitions and notes are left out: they are heard, and
not seen. No name is taken out here: what may not be named is found by rule R7.
"""

import re
from collections.abc import Iterable

from matinee.studio.model import SceneRow
from matinee.studio.screenplay.model import Kind
from matinee.studio.views.marked import MarkedScene

MOST_WORDS = 90
_SEEN = frozenset({Kind.ACTION.value, Kind.SHOT.value})
_SIDES = {"INT": "Interior", "EXT": "Exterior", "INT/EXT": "Interior and exterior"}
_SENTENCE = re.compile(r"(?<=[.!?…])\s+")
_EMPHASIS = re.compile(r"(?<!\\)[*_]+")


def prompt_of(scene: MarkedScene, *, most: int = MOST_WORDS) -> str:
    """What is seen in a scene, in at most so many words of its action."""
    seen = (
        "".join(piece.text for piece in paragraph.pieces)
        for paragraph in scene.paragraphs
        if paragraph.kind in _SEEN
    )
    return " ".join([_heading(scene.row), *_sentences(seen, most)]).strip()


def _heading(row: SceneRow) -> str:
    parts = [_SIDES.get(row.side.upper(), ""), row.location.title(), row.set_name.title()]
    told = ", ".join([part for part in parts if part] + ([row.light.lower()] if row.light else []))
    return f"{told}." if told else ""


def _sentences(paragraphs: Iterable[str], most: int) -> list[str]:
    kept: list[str] = []
    left = most
    for paragraph in paragraphs:
        plain = " ".join(_EMPHASIS.sub("", paragraph).split())
        for sentence in _SENTENCE.split(plain):
            words = sentence.split()
            if len(words) > left:
                # A first sentence that is too long by itself is cut, rather than nothing said.
                return kept or [" ".join(words[:left])]
            kept.append(sentence)
            left -= len(words)
    return kept
