"""Where sentences are spoken in a film, so that none is cut in two."""

import re
from collections.abc import Iterator, Sequence

from matinee.media.model import Cue, Span, SpanKind

Stretch = tuple[float, float]
"""From when until when, in seconds from the film's start."""
_ENDS = re.compile(r"[.!?…。！？।؟]['\"”’»)\]]*\s*$")
_PAUSE = 1.5
"""Seconds after which a sentence that has no full stop counts as ended."""


def sentences(cues: Sequence[Cue], spans: Sequence[Span]) -> tuple[Stretch, ...]:
    """Stretches in which one sentence is spoken, in their order.

    Subtitles tell sentences apart; where voices are heard and no subtitle stands, the whole stretch
    of speech counts as one.
    """
    told = list(_told(cues))
    heard = [(each.begins, each.ends) for each in spans if each.kind is SpanKind.SPEECH]
    untold = [each for each in heard if not any(overlap(each, cue) > 0 for cue in told)]
    return tuple(sorted([*told, *untold]))


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
