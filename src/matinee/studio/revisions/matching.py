"""Scenes of an old draft matched to those of a new one: kept, moved, split, merged, rewritten.

Two scenes are as alike as the stretches of words (pairs of neighbours) that they share; one
assignment over the whole script (Jonker and Volgenant's, by SciPy) decides who becomes whom, so
that a scene cannot be taken twice. What is left over and mostly stands within a matched scene is a
part of it: a split or a merge. What keeps its order is the longest rising run; the rest was moved.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from matinee.studio.revisions.model import Fate, Match, Revision, Text
from matinee.studio.screenplay.model import Kind, Script, printed
from matinee.studio.screenplay.scenes import Scene

_LEAST = 0.2
"""Likeness below which a scene became no other."""
_MOSTLY = 0.5
"""The share of a scene's words within another from which it is a part of that."""
_SAME_HEADING = 0.12
_SAME_NUMBER = 0.06
_NEARNESS = 0.04
"""What an equal heading, an equal number and an equal place in the order add to likeness."""


def texts_of(script: Script, scenes: Sequence[Scene]) -> tuple[Text, ...]:
    """The scenes of a script as matching needs them."""
    return tuple(
        Text(
            scene.heading.upper(),
            scene.number if scene.numbered else "",
            tuple(
                word
                for element in script.elements[scene.first + 1 : scene.last]
                if element.kind not in {Kind.NOTE, Kind.BONEYARD}
                for word in _words(printed(element.text))
            ),
        )
        for scene in scenes
    )


def _words(text: str) -> list[str]:
    return [word for raw in text.lower().split() if (word := raw.strip(".,;:!?—-…\"'“”‘’()"))]


def matched(old: Sequence[Text], new: Sequence[Text]) -> Revision:
    """Which scene became which."""
    if not old or not new:
        return Revision((), tuple(range(len(old))), tuple(range(len(new))))
    shared, old_sizes, new_sizes = _shared(old, new)
    dice = 2 * shared / np.maximum(old_sizes[:, None] + new_sizes[None, :], 1)
    rows, columns = linear_sum_assignment(dice + _hints(old, new), maximize=True)
    pairs = zip(map(int, rows), map(int, columns), strict=True)
    chief = {o: n for o, n in pairs if dice[o, n] >= _LEAST or _alike_when_short(old[o], new[n])}
    chief |= _between(old, new, chief)
    parts = _parts(chief, shared, old_sizes, new_sizes)
    moved = _moved(chief)
    split = Counter(o for o, _ in parts if o in chief)
    merged = Counter(n for o, n in parts if o not in chief)
    matches = [
        Match(
            o, n, float(dice[o, n]),
            _fates(old[o], new[n], float(dice[o, n]), moved=o in moved, split=bool(split[o]),
                   merged=bool(merged[n])),
        )
        for o, n in chief.items()
    ] + [
        Match(o, n, float(dice[o, n]),
              frozenset({Fate.SPLIT if o in chief else Fate.MERGED}), first=False)
        for o, n in parts
    ]  # fmt: skip
    return Revision(
        tuple(sorted(matches, key=lambda match: (match.new, not match.first, match.old))),
        tuple(o for o in range(len(old)) if o not in {m.old for m in matches}),
        tuple(n for n in range(len(new)) if n not in {m.new for m in matches}),
    )


def _pairs(text: Text) -> Counter[tuple[str, str]]:
    words = ("", *text.words, "")
    return Counter(pairwise(words))


def _shared(
    old: Sequence[Text], new: Sequence[Text]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Pairs of neighbouring words that each two scenes share, and how many each scene has."""
    new_pairs = [_pairs(text) for text in new]
    where: defaultdict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for place, pairs in enumerate(new_pairs):
        for pair, count in pairs.items():
            where[pair].append((place, count))
    shared = np.zeros((len(old), len(new)))
    old_sizes = np.zeros(len(old))
    often = max(8, len(new) // 4)
    for row, text in enumerate(old):
        pairs = _pairs(text)
        old_sizes[row] = sum(pairs.values())
        for pair, count in pairs.items():
            places = where.get(pair, ())
            # A pair that stands in every fourth scene tells none apart, and costs the most.
            if len(places) <= often:
                for column, there in places:
                    shared[row, column] += min(count, there)
    return shared, old_sizes, np.array([float(sum(pairs.values())) for pairs in new_pairs])


def _hints(old: Sequence[Text], new: Sequence[Text]) -> NDArray[np.float64]:
    headings = {text.heading: place for place, text in enumerate([*old, *new])}
    ours = np.array([headings[text.heading] for text in old])
    theirs = np.array([headings[text.heading] for text in new])
    numbered = np.array(
        [[bool(o.number) and o.number == n.number for n in new] for o in old], dtype=float
    )
    at_old = np.arange(len(old))[:, None] / max(1, len(old) - 1)
    at_new = np.arange(len(new))[None, :] / max(1, len(new) - 1)
    near = 1 - np.abs(at_old - at_new)
    same = (ours[:, None] == theirs[None, :]).astype(float)
    return _SAME_HEADING * same + _SAME_NUMBER * numbered + _NEARNESS * near


def _alike_when_short(old: Text, new: Text) -> bool:
    """A scene of a line or two has hardly words to be known by: its heading is believed."""
    return old.heading == new.heading and min(len(old.words), len(new.words)) <= 12


def _between(old: Sequence[Text], new: Sequence[Text], chief: dict[int, int]) -> dict[int, int]:
    """Scenes that share hardly a word, but the heading and the scenes before and behind them."""
    taken = set(chief.values())
    ends = {-1: -1, len(old): len(new)}
    known = chief | ends
    return {
        o: n
        for o in range(len(old))
        if o not in chief
        and (n := known.get(o - 1, -2) + 1) not in taken
        and known.get(o + 1) == n + 1
        and 0 <= n < len(new)
        and old[o].heading == new[n].heading
    }


def _parts(
    chief: dict[int, int],
    shared: NDArray[np.float64],
    old_sizes: NDArray[np.float64],
    new_sizes: NDArray[np.float64],
) -> list[tuple[int, int]]:
    """What is left over and stands mostly within a scene that is matched already."""
    taken = set(chief.values())
    parts: list[tuple[int, int]] = []
    for n in range(len(new_sizes)):
        if n not in taken:
            o = int(np.argmax(shared[:, n]))
            if shared[o, n] >= _MOSTLY * max(1.0, new_sizes[n]):
                parts.append((o, n))
    for o in range(len(old_sizes)):
        if o not in chief and not any(o == each for each, _ in parts):
            n = int(np.argmax(shared[o]))
            if shared[o, n] >= _MOSTLY * max(1.0, old_sizes[o]):
                parts.append((o, n))
    return parts


def _moved(chief: dict[int, int]) -> frozenset[int]:
    """Old scenes that do not keep their order: those beside the longest rising run."""
    order = sorted(chief)
    tails: list[int] = []
    last_at: list[int] = []
    before: dict[int, int | None] = {}
    for o in order:
        place = bisect_left(tails, chief[o])
        before[o] = last_at[place - 1] if place else None
        if place == len(tails):
            tails.append(chief[o])
            last_at.append(o)
        else:
            tails[place], last_at[place] = chief[o], o
    kept: set[int] = set()
    at = last_at[-1] if last_at else None
    while at is not None:
        kept.add(at)
        at = before[at]
    return frozenset(order) - kept


def _fates(
    old: Text, new: Text, likeness: float, *, moved: bool, split: bool, merged: bool
) -> frozenset[Fate]:
    fates: set[Fate] = set()
    if moved:
        fates.add(Fate.MOVED)
    if old.heading != new.heading:
        fates.add(Fate.RENAMED)
    if split:
        fates.add(Fate.SPLIT)
    if merged:
        fates.add(Fate.MERGED)
    if not split and not merged and (likeness < 1 and old.words != new.words):
        fates.add(Fate.REWRITTEN)
    return frozenset(fates)
