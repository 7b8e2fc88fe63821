"""How well a story agrees with what is known: precision and recall of each measure, in time."""

import numpy as np
from numpy.typing import NDArray

from benchmarks.media.truth_film import Events
from benchmarks.outcome import Figure
from matinee.media.model import SpanKind, Story
from matinee.media.shots.evaluation import compare_cuts

_STEP = 0.1
_CUT_TOLERANCE = 2 / 24
_SCENE_TOLERANCE = 0.6


def judged(events: Events, story: Story) -> dict[str, Figure]:
    """Precision and recall: of spans and faces by tenths of seconds, of cuts and scenes by events.

    A scene boundary is one at either edge of the black that may part two scenes.
    """
    figures: dict[str, Figure] = {}
    for kind in SpanKind:
        truth = _mask(events.spans.get(kind.value, []), events.seconds)
        found = _mask(
            [(span.begins, span.ends) for span in story.spans if span.kind is kind], events.seconds
        )
        figures |= _pair(kind.value, truth, found)
    faces = _mask([(begins, ends) for _, begins, ends in events.faces], events.seconds)
    seen = _mask([(track.begins, track.ends) for track in story.tracks], events.seconds)
    figures |= _pair("faces", faces, seen)
    figures |= _identities(events, story)
    cuts, _ = compare_cuts(
        [round(cut / _CUT_TOLERANCE * 2) for cut in events.cuts],
        [round(shot.begins / _CUT_TOLERANCE * 2) for shot in story.shots[1:]],
    )
    figures |= {"cuts_precision": round(cuts.precision, 3), "cuts_recall": round(cuts.recall, 3)}
    return figures | _scenes(events, story)


def _pair(name: str, truth: NDArray[np.bool_], found: NDArray[np.bool_]) -> dict[str, Figure]:
    both = int((truth & found).sum())
    precision = both / int(found.sum()) if found.any() else float(not truth.any())
    recall = both / int(truth.sum()) if truth.any() else 1.0
    return {f"{name}_precision": round(precision, 3), f"{name}_recall": round(recall, 3)}


def _identities(events: Events, story: Story) -> dict[str, Figure]:
    """Pairs of appearances of one person that are found to be one, and of two that are not."""
    numbers: list[int] = []
    for _, begins, ends in events.faces:
        inside = [track.identity for track in story.tracks if begins - 0.3 <= track.begins < ends]
        numbers.append(max(set(inside), key=inside.count) if inside else -1)
    together = apart = right_together = right_apart = 0
    for first in range(len(numbers)):
        for second in range(first):
            known = -1 not in {numbers[first], numbers[second]}
            same = known and numbers[first] == numbers[second]
            if events.faces[first][0] == events.faces[second][0]:
                together += 1
                right_together += same
            else:
                apart += 1
                right_apart += known and not same
    return {
        "people": len({who for who, _, _ in events.faces}),
        "identities_found": len({track.identity for track in story.tracks} - {-1}),
        "same_person_recognised": round(right_together / max(together, 1), 3),
        "different_people_told_apart": round(right_apart / max(apart, 1), 3),
    }


def _scenes(events: Events, story: Story) -> dict[str, Figure]:
    truth = [start for start in events.scene_starts if start > 0]
    found = [scene.begins for scene in story.scenes[1:]]
    black = events.spans.get("black", [])

    def near(a: float, b: float) -> bool:
        parted = any(
            begins - _SCENE_TOLERANCE <= min(a, b) and max(a, b) <= ends + _SCENE_TOLERANCE
            for begins, ends in black
        )
        return abs(a - b) <= _SCENE_TOLERANCE or parted

    hits = sum(any(near(one, other) for other in truth) for one in found)
    met = sum(any(near(one, other) for other in found) for one in truth)
    return {
        "scenes_precision": round(hits / max(len(found), 1), 3),
        "scenes_recall": round(met / max(len(truth), 1), 3),
    }


def _mask(spans: list[tuple[float, float]], seconds: float) -> NDArray[np.bool_]:
    mask = np.zeros(int(np.ceil(seconds / _STEP)), dtype=bool)
    for begins, ends in spans:
        mask[round(begins / _STEP) : round(ends / _STEP)] = True
    return mask
