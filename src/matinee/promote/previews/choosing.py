"""Which moments of a film make its preview: whole shots, whole sentences, and nothing of the end.

Runs of shots become pieces, and one to three pieces a preview.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from matinee.media.model import ShotFacts, SpanKind, Story
from matinee.promote.previews.spoken import Stretch, overlap
from matinee.promote.previews.worth import reasons_of, worth_of

SHORTEST, LONGEST = 20.0, 30.0
"""Seconds that a preview lasts."""
LOOP, LOOP_SHORTEST, LOOP_LONGEST = 6.0, 5.0, 7.0
"""Seconds of a loop: what is aimed at, and what whole shots may make of it."""
SPOILER_FREE = 2 / 3
"""The share of the film, from its start, that a preview may show."""
FRAME = 0.042
"""Seconds of grace at a sentence's edge: one frame."""
_BARRED = frozenset({SpanKind.BLACK, SpanKind.TITLES, SpanKind.CREDITS})
_PIECE_SHORTEST, _MOST_PIECES = 4.0, 3
_KEPT = 40
"""Pieces of which previews are put together; three of 40 make 9,880."""
_ALIKE, _SHARED = 0.5, 0.1
"""The most that two pieces share, and two previews, as parts of the shorter."""
_FADE_IN, _FADE_OUT, _LEAST_FADE = 0.15, 0.6, 0.02
_VARIETY, _JOIN = 0.15, 0.03
_Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of whole shots; ``fade_in`` and ``fade_out`` seconds of its sound, off every word."""

    begins: float
    ends: float
    fade_in: float = 0.0
    fade_out: float = 0.0

    @property
    def seconds(self) -> float:
        """How long it is."""
        return self.ends - self.begins


@dataclass(frozen=True, slots=True)
class Choice:
    """A preview: its pieces in the film's order, the loop within them, and why, from 0 to 1."""

    pieces: tuple[Piece, ...]
    loop: Piece
    score: float
    reasons: Mapping[str, float]

    @property
    def seconds(self) -> float:
        """How long it is."""
        return sum(piece.seconds for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class _Run:
    """Shots ``first`` to ``last``, all allowed and next to each other."""

    first: int
    last: int
    stretch: Stretch
    worth: float


def choose(
    story: Story, spoken: Sequence[Stretch], kept_back: Sequence[Stretch], count: int
) -> list[Choice]:
    """At most ``count`` previews, the best first; fewer, or none, where the film gives no more.

    Args:
        story: what analysis found in the film.
        spoken: a stretch for each spoken sentence.
        kept_back: what must not be shown, beside the last third, black, titles and credits.
        count: how many are wanted.
    """
    shots = story.shots
    if not shots:
        return []
    allowed = np.array([_allowed(shot, story, kept_back) for shot in shots])
    if not allowed.any():
        return []
    reasons = reasons_of(story, spoken, allowed)
    worth = worth_of(reasons)
    runs = list(_runs(shots, allowed, spoken, worth))
    made = sorted(_previews(runs, shots), key=lambda each: -each[0])
    chosen: list[tuple[float, tuple[_Run, ...]]] = []
    for score, pieces in made:
        if len(chosen) == count:
            break
        if all(_shared(pieces, other) <= _SHARED for _, other in chosen):
            chosen.append((score, pieces))
    return [_choice(score, pieces, shots, spoken, worth, reasons) for score, pieces in chosen]


def _allowed(shot: ShotFacts, story: Story, kept_back: Sequence[Stretch]) -> bool:
    mine = (shot.begins, shot.ends)
    barred = ((span.begins, span.ends) for span in story.spans if span.kind in _BARRED)
    return shot.ends <= story.seconds * SPOILER_FREE and not any(
        overlap(mine, each) > 0 for each in (*barred, *kept_back)
    )


def _runs(
    shots: Sequence[ShotFacts],
    allowed: NDArray[np.bool_],
    spoken: Sequence[Stretch],
    worth: _Numbers,
) -> Iterator[_Run]:
    """Every run that may be a piece: whole shots, next to each other, that cut no sentence."""
    lengths = np.array([shot.ends - shot.begins for shot in shots])
    total = np.concatenate([[0.0], np.cumsum(worth * lengths)])
    begins_well = _silent(np.array([shot.begins for shot in shots]), spoken)
    ends_well = _silent(np.array([shot.ends for shot in shots]), spoken)
    for first, start in enumerate(shots):
        if not allowed[first] or not begins_well[first]:
            continue
        for last in range(first, len(shots)):
            end = shots[last]
            apart = last > first and end.begins - shots[last - 1].ends > FRAME
            seconds = end.ends - start.begins
            if not allowed[last] or apart or seconds > LONGEST:
                break
            if seconds >= _PIECE_SHORTEST and ends_well[last]:
                mean = (total[last + 1] - total[first]) / seconds
                yield _Run(first, last, (start.begins, end.ends), float(mean))


def _silent(moments: _Numbers, spoken: Sequence[Stretch]) -> NDArray[np.bool_]:
    """For each moment, whether no sentence goes on across it."""
    edges = np.array(spoken, np.float64).reshape(-1, 2)
    begins, ends = edges[:, 0] + FRAME, edges[:, 1] - FRAME
    return np.array([not bool(((begins < at) & (at < ends)).any()) for at in moments])


def _previews(
    runs: Sequence[_Run], shots: Sequence[ShotFacts]
) -> Iterator[tuple[float, tuple[_Run, ...]]]:
    """Runs that are a preview by themselves, and twos and threes of the best."""
    for run in runs:
        if _long_enough((run,)):
            yield _score((run,), shots), (run,)
    best = _unlike(sorted(runs, key=lambda run: -run.worth))
    for size in range(2, _MOST_PIECES + 1):
        for some in combinations(best, size):
            if _long_enough(some) and not _overlapping(some):
                pieces = tuple(sorted(some, key=lambda run: run.first))
                yield _score(pieces, shots), pieces


def _unlike(runs: Sequence[_Run]) -> list[_Run]:
    kept: list[_Run] = []
    for run in runs:
        if len(kept) == _KEPT:
            break
        if all(_shared((run,), (other,)) <= _ALIKE for other in kept):
            kept.append(run)
    return kept


def _long_enough(pieces: Sequence[_Run]) -> bool:
    return SHORTEST <= sum(run.stretch[1] - run.stretch[0] for run in pieces) <= LONGEST


def _overlapping(pieces: Sequence[_Run]) -> bool:
    return any(
        one.first <= other.last and other.first <= one.last
        for one, other in combinations(pieces, 2)
    )


def _shared(one: Sequence[_Run], other: Sequence[_Run]) -> float:
    """The seconds in both, as a share of the shorter."""
    both = sum(overlap(a.stretch, b.stretch) for a in one for b in other)
    shorter = min(sum(run.stretch[1] - run.stretch[0] for run in each) for each in (one, other))
    return both / shorter


def _score(pieces: Sequence[_Run], shots: Sequence[ShotFacts]) -> float:
    seconds = [run.stretch[1] - run.stretch[0] for run in pieces]
    worth = sum(run.worth * each for run, each in zip(pieces, seconds, strict=True)) / sum(seconds)
    scenes = {shots[index].scene for run in pieces for index in range(run.first, run.last + 1)}
    return worth + _VARIETY * (1 - 1 / len(scenes)) - _JOIN * (len(pieces) - 1)


def _choice(
    score: float,
    pieces: Sequence[_Run],
    shots: Sequence[ShotFacts],
    spoken: Sequence[Stretch],
    worth: _Numbers,
    reasons: Mapping[str, _Numbers],
) -> Choice:
    mine = [index for run in pieces for index in range(run.first, run.last + 1)]
    lengths = np.array([shots[index].ends - shots[index].begins for index in mine])
    shares = lengths / lengths.sum()
    return Choice(
        tuple(_faded(run.stretch, spoken) for run in pieces),
        _loop(pieces, shots, worth),
        round(score, 4),
        {name: round(float(values[mine] @ shares), 3) for name, values in reasons.items()},
    )


def _faded(stretch: Stretch, spoken: Sequence[Stretch]) -> Piece:
    """Sound comes and goes in what no sentence fills, however short that is."""
    begins, ends = stretch
    inside = [each for each in spoken if overlap(each, stretch) > 0]
    first = min((each[0] for each in inside), default=ends)
    last = max((each[1] for each in inside), default=begins)
    return Piece(
        begins,
        ends,
        max(_LEAST_FADE, min(_FADE_IN, first - begins)),
        max(_LEAST_FADE, min(_FADE_OUT, ends - last)),
    )


def _loop(pieces: Sequence[_Run], shots: Sequence[ShotFacts], worth: _Numbers) -> Piece:
    """The best whole shots of about six seconds, else six seconds from the best cut on."""
    whole: list[tuple[float, Piece]] = []
    begun: list[tuple[float, Piece]] = []
    for run in pieces:
        for first in range(run.first, run.last + 1):
            for last in range(first, run.last + 1):
                piece = Piece(shots[first].begins, shots[last].ends)
                value = float(worth[first : last + 1].mean()) - 0.02 * abs(piece.seconds - LOOP)
                if LOOP_SHORTEST <= piece.seconds <= LOOP_LONGEST:
                    whole.append((value, piece))
            begins = shots[first].begins
            end = min(begins + LOOP, run.stretch[1])
            begun.append((float(worth[first]) + (end - begins), Piece(begins, end)))
    return max(whole or begun, key=lambda each: each[0])[1]
