"""The story view of a script, from counts alone (after Hearst's TextTiling for the turns)."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matinee.studio.analysis import Analysis
from matinee.studio.breakdown.model import Duty
from matinee.studio.model import SceneRow
from matinee.studio.screenplay.model import Kind, printed
from matinee.studio.story.model import Pair, Story, Thread, Turn
from matinee.studio.structure.people import speeches

_AROUND = 5
"""Scenes on each side of a cut that are compared."""
_MOST_TURNS = 5
_APART = 0.06
"""Share of the script that lies between two turns at least."""
_COMMON = 0.3
"""A word in more than this share of scenes tells nothing of a change."""
_DANGERS = frozenset({Duty.STUNTS, Duty.WEAPONS, Duty.WATER})


def story_of(analysis: Analysis, scenes: Sequence[SceneRow]) -> Story:
    """The story view; ``scenes`` are the same script's."""
    lengths = np.array([max(1, row.eighths) for row in scenes], dtype=float) / 8
    starts = np.concatenate([[0.0], np.cumsum(lengths)])
    words = _scene_words(analysis)
    return Story(
        threads=_threads(analysis, scenes),
        pairs=_pairs(scenes),
        turns=_turns(words, scenes, starts),
        intensity=tuple(float(value) for value in _intensity(analysis, scenes)),
        talk=tuple(
            min(1.0, row.words / max(1, sum(counted.values())))
            for row, counted in zip(scenes, words, strict=True)
        ),
        starts=tuple(float(value) for value in starts[:-1]),
        pages=float(starts[-1]),
    )


def _threads(analysis: Analysis, scenes: Sequence[SceneRow]) -> tuple[Thread, ...]:
    owner = {
        alias: person.name
        for person in analysis.structure.people
        for alias in (person.name, *(name for name, _ in person.aliases))
    }
    place_of = {
        place: number
        for number, facts in enumerate(analysis.structure.scenes)
        for place in range(facts.scene.first, facts.scene.last)
    }
    said: Counter[tuple[str, int]] = Counter()
    for speech in speeches(analysis.script):
        if speech.place in place_of:
            name = owner.get(speech.name, speech.name)
            said[name, place_of[speech.place]] += len(speech.said.split())
    threads = [
        Thread(
            person.name,
            tuple(
                said[person.name, row.place]
                if person.name in row.speaking or person.name in row.silent
                else None
                for row in scenes
            ),
            person.words,
            sum(
                row.eighths
                for row in scenes
                if person.name in row.speaking or person.name in row.silent
            ),
        )
        for person in analysis.structure.people
    ]
    return tuple(sorted(threads, key=lambda thread: (-thread.eighths, -thread.total, thread.name)))


def _pairs(scenes: Sequence[SceneRow]) -> tuple[Pair, ...]:
    together: Counter[tuple[str, str]] = Counter()
    eighths: Counter[tuple[str, str]] = Counter()
    for row in scenes:
        there = sorted({*row.speaking, *row.silent})
        for place, one in enumerate(there):
            for other in there[place + 1 :]:
                together[one, other] += 1
                eighths[one, other] += row.eighths
    pairs = [Pair(*both, count, eighths[both]) for both, count in together.items()]
    return tuple(sorted(pairs, key=lambda two: (-two.eighths, -two.scenes, two.one, two.other)))


def _scene_words(analysis: Analysis) -> list[Counter[str]]:
    script = analysis.script
    return [
        Counter(
            word
            for element in script.elements[facts.scene.first : facts.scene.last]
            if element.kind not in {Kind.NOTE, Kind.BONEYARD}
            for raw in printed(element.text).lower().split()
            if (word := raw.strip(".,;:!?—-…\"'“”‘’()"))
        )
        for facts in analysis.structure.scenes
    ]


def _turns(
    words: Sequence[Counter[str]], scenes: Sequence[SceneRow], starts: NDArray[np.float64]
) -> tuple[Turn, ...]:
    count = len(scenes)
    if count < 2 * _AROUND:
        return ()
    table = _weighted(words, scenes)
    likeness = np.ones(count)
    for place in range(_AROUND, count - _AROUND + 1):
        before = table[place - _AROUND : place].sum(axis=0)
        behind = table[place : place + _AROUND].sum(axis=0)
        size = np.linalg.norm(before) * np.linalg.norm(behind)
        likeness[place] = float(before @ behind / size) if size else 1.0
    turns: list[int] = []
    apart = max(2, round(_APART * count))
    for place in np.argsort(likeness):
        if likeness[place] >= 1 or len(turns) == _MOST_TURNS:
            break
        if all(abs(int(place) - each) >= apart for each in turns):
            turns.append(int(place))
    return tuple(
        Turn(place, float(starts[place]), round(1 - float(likeness[place]), 3))
        for place in sorted(turns)
    )


def _weighted(words: Sequence[Counter[str]], scenes: Sequence[SceneRow]) -> NDArray[np.float64]:
    """Scenes × terms: log counts of words that not every scene has, and people and places."""
    spread = Counter(word for counted in words for word in counted)
    most = max(2, int(_COMMON * len(words)))
    kept = [word for word, often in spread.items() if 2 <= often <= most]
    people = sorted({name for row in scenes for name in (*row.speaking, *row.silent)})
    places = sorted({row.location for row in scenes})
    column = {term: place for place, term in enumerate([*kept, *people, *places])}
    table = np.zeros((len(scenes), len(column)))
    for place, (counted, row) in enumerate(zip(words, scenes, strict=True)):
        for word in counted:
            if word in column:
                table[place, column[word]] = np.log1p(counted[word])
        for name in (*row.speaking, *row.silent):
            table[place, column[name]] += 2.0
        table[place, column[row.location]] += 2.0
    return table


def _intensity(analysis: Analysis, scenes: Sequence[SceneRow]) -> NDArray[np.float64]:
    if not scenes:
        return np.zeros(0)
    loud = [
        sum(
            printed(element.text).count("!")
            for element in analysis.script.elements[facts.scene.first : facts.scene.last]
        )
        / max(1, facts.eighths)
        for facts in analysis.structure.scenes
    ]
    short = [-row.eighths for row in scenes]
    danger = [len(_DANGERS & set(row.duties)) for row in scenes]
    return np.mean([_ranks(loud), _ranks(short), _ranks(danger)], axis=0)


def _ranks(values: Sequence[float]) -> NDArray[np.float64]:
    """From 0 to 1 by rank; equal ones share the middle of their ranks."""
    array = np.asarray(values, dtype=float)
    below = (array[:, None] > array[None, :]).sum(axis=1)
    equal = (array[:, None] == array[None, :]).sum(axis=1)
    return (below + (equal - 1) / 2) / max(1, len(array) - 1)
