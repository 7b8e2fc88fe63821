"""Where sentences are spoken in a film, so that none is cut in two."""

import re
from collections.abc import Iterator, Sequence

from matinee.media.model import Cue, Span, SpanKind

Stretch = tuple[float, float]
"""From when until when, in seconds from the film's start."""
_ENDS = re.compile(r"[.!?…。！？।؟]['\"”’»)\]]*\s*$")
_PAUSE = 1.5
"""Seconds after which a sentence that has no full stop counts as ended."""

_RAGGED = 0.5
"""Seconds by which a subtitle may come late or go early; what is left so is no sentence."""


def sentences(cues: Sequence[Cue], spans: Sequence[Span]) -> tuple[Stretch, ...]:
    """Stretches in which one sentence is spoken, in their order.

    Subtitles tell sentences apart; where voices are heard and no subtitle stands (some films have
    them for foreign lines only), each stretch of speech between them counts as one.
    """
    told = list(_told(cues))
    heard = [(each.begins, each.ends) for each in spans if each.kind is SpanKind.SPEECH]
    untold = (rest for each in heard for rest in _uncovered(each, told))
    return tuple(sorted([*told, *untold]))


def _uncovered(speech: Stretch, told: Sequence[Stretch]) -> Iterator[Stretch]:
    begins, ends = speech
    for cue in (each for each in told if overlap(each, speech) > 0):
        if cue[0] - begins > _RAGGED:
            yield begins, cue[0]
        begins = max(begins, cue[1])
    # A stretch that no cue touches is kept however short it is.
    if ends - begins > _RAGGED or begins == speech[0]:
        yield begins, ends


def _told(cues: Sequence[Cue]) -> Iterator[Stretch]:
    begins = ends = 0.0
    for cue in sorted(cues, key=lambda each: each.begins):
        if begins < ends and cue.begins - ends > _PAUSE:
            yield begins, ends
            begins = ends = 0.0
        if begins >= ends:
            begins = cue.begins
        ends = max(ends, cue.ends)
        if _ENDS.search(cue.text):
            yield begins, ends
            begins = ends = 0.0
    if begins < ends:
        yield begins, ends


def overlap(one: Stretch, other: Stretch) -> float:
    """Seconds that two stretches share."""
    return max(0.0, min(one[1], other[1]) - max(one[0], other[0]))
