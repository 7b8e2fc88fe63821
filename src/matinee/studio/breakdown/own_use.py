"""What a production's corrections change of the weights by which its things are weighed.

Softmax regression that stands on the scores of the weights that come with Matinee: only the
difference is learned, and each of its squared weights costs, so that where nothing was told
nothing changes (Chelba and Acero, "Adaptation of Maximum Entropy Capitalizer", EMNLP 2004). Each
word has a weight of its own beside those of its use: a bucket here is a prop.

What was said of a word holds for that word at once. How it changes the way other things are weighed
is tried in the production first: each corrected scene is foretold by the others (:mod:`proof`),
and unless that would have raised F1 there, by more than one thing that is then told rightly, the
words alone are learned.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from matinee.studio.breakdown.model import Correction
from matinee.studio.breakdown.proof import f1, parts
from matinee.studio.breakdown.things import (
    CATEGORIES,
    OUTCOMES,
    WEIGHED,
    Outcome,
    Thing,
    outcome_of,
)

OwnUse = Mapping[str, NDArray[np.float64]]
"""By the name of a number, or a word behind a mark, what is added to each outcome's score (4,)."""

_RIDGE = 40.0
_WORD_RIDGE = 1.5
_WORD_ALONE_RIDGE = 0.7
"""All were chosen on draws over the demo's script, scenes 1 to 19 of Big Fish and the benchmark's
pages, each with weights that had not seen it."""
_OF_NEARLY_ALL = frozenset({"once", "scenes", "mentions", "rules nothing", "no list", "no sense"})
"""Numbers that say little of a thing: a few corrections would move nearly all others by them."""
_GONE_THROUGH = 0.8
"""The share of a scene's suggestions that somebody spoke of, from which the rest was seen too."""
_FEWEST_BETTER = 2
"""Things more that have to be told rightly: one that is may be so by chance, and then moves the
rest of a feature. Chosen on 44 scenes of Big Fish that are not judged and the demo."""
_OUTCOME_OF = {category: outcome for outcome, category in CATEGORIES.items()}


class _Example(NamedTuple):
    numbers: Mapping[str, float]
    scores: NDArray[np.float64]
    outcome: Outcome


def own_use(scenes: Sequence[Sequence[Thing]], corrections: Sequence[Correction]) -> OwnUse:
    """What is added to scores; nothing where no correction is about a thing of these scenes."""
    by_scene = list(_told_in_scenes(scenes, corrections))
    of_words = list(_told_of_words(scenes, corrections))
    told = [one for scene in by_scene for one in scene]
    if _is_proved(by_scene):
        return _learned([*told, *of_words])
    alone = [one._replace(numbers=_word_alone(one.numbers)) for one in (*told, *of_words)]
    return _learned(alone, word_ridge=_WORD_ALONE_RIDGE)


def _is_proved(by_scene: Sequence[Sequence[_Example]]) -> bool:
    """Whether scenes are foretold better by what was said of the others than without it."""
    before: list[tuple[Outcome, Outcome]] = []
    after: list[tuple[Outcome, Outcome]] = []
    for held, others in parts(by_scene):
        own = _learned([one for scene in others for one in scene])
        for one in (one for scene in held for one in scene):
            moved = _moved(own, one.numbers, one.scores)
            before.append((outcome_of(one.scores)[0], one.outcome))
            after.append((outcome_of(moved)[0], one.outcome))
    nothing = Outcome.NOTHING
    rises = f1(after, nothing=nothing) > f1(before, nothing=nothing)
    return rises and _right(after) - _right(before) >= _FEWEST_BETTER


def _right(pairs: Sequence[tuple[Outcome, Outcome]]) -> int:
    return sum(taken is what for taken, what in pairs)


def scores_with(own: OwnUse, thing: Thing) -> NDArray[np.float64]:
    """A thing's scores (4,) in this production."""
    return _moved(own, _with_word(thing), thing.scores) if own else thing.scores


def _moved(
    own: OwnUse, numbers: Mapping[str, float], scores: NDArray[np.float64]
) -> NDArray[np.float64]:
    moved = scores.copy()
    for name, value in numbers.items():
        if name in own:
            moved += value * own[name]
    return moved


def _with_word(thing: Thing) -> dict[str, float]:
    own = {name: value for name, value in thing.numbers.items() if name not in _OF_NEARLY_ALL}
    return {**own, _word(thing.head): 1.0}


def _word(head: str) -> str:
    return f"word={head}"


def _word_alone(numbers: Mapping[str, float]) -> dict[str, float]:
    return {name: value for name, value in numbers.items() if name.startswith(_word(""))}


def _told_in_scenes(
    scenes: Sequence[Sequence[Thing]], corrections: Sequence[Correction]
) -> Iterator[list[_Example]]:
    """The things of scenes that were spoken of, as what a person has them; scene by scene."""
    by_scene: defaultdict[int, list[Correction]] = defaultdict(list)
    for one in corrections:
        if one.scene is not None and 0 <= one.scene < len(scenes):
            by_scene[one.scene].append(one)
    for place, votes in by_scene.items():
        told: dict[int, Outcome] = {}
        for vote in votes:
            for number, thing in enumerate(scenes[place]):
                if _is_about(vote, thing):
                    told[number] = _after(vote, told.get(number))
        suggested = [
            number
            for number, thing in enumerate(scenes[place])
            if outcome_of(thing.scores)[0] is not Outcome.NOTHING
        ]
        seen = sum(number in told for number in suggested) >= _GONE_THROUGH * len(suggested)
        yield [
            _Example(_with_word(thing), thing.scores, told.get(number, Outcome.NOTHING))
            for number, thing in enumerate(scenes[place])
            if number in told or (seen and number not in suggested)
        ]


def _told_of_words(
    scenes: Sequence[Sequence[Thing]], corrections: Sequence[Correction]
) -> Iterator[_Example]:
    """What was said in drafts whose pages are not these: it holds for the word alone."""
    elsewhere = [one for one in corrections if one.scene is None]
    if not elsewhere:
        return
    scores: defaultdict[str, list[NDArray[np.float64]]] = defaultdict(list)
    for scene in scenes:
        for thing in scene:
            scores[thing.head].append(thing.scores)
    for vote in elsewhere:
        head = vote.head.lower()
        if head in scores:
            usual = np.mean(scores[head], axis=0)
            yield _Example({_word(head): 1.0}, usual, _outcome(vote))


def _is_about(vote: Correction, thing: Thing) -> bool:
    if vote.was not in WEIGHED and vote.category not in WEIGHED:
        return False
    head = vote.head.lower()
    return head == thing.head or any(
        head == " ".join(one.phrase.words[-len(head.split()) :]) for one in thing.mentions
    )


def _after(vote: Correction, before: Outcome | None) -> Outcome:
    """What a thing is after one more vote; a refusal takes back only what it speaks of."""
    now = _outcome(vote)
    if before is None or now is not Outcome.NOTHING or CATEGORIES.get(before) is vote.was:
        return now
    return before


def _outcome(vote: Correction) -> Outcome:
    """A thing of another category is none of these."""
    return Outcome.NOTHING if vote.category is None else _OUTCOME_OF.get(vote.category, OUTCOMES[0])


def _learned(told: Sequence[_Example], word_ridge: float = _WORD_RIDGE) -> OwnUse:
    """The differences that make what was told likeliest, each squared one costing its ridge / 2."""
    if not told:
        return {}
    names = sorted({name for one in told for name in one.numbers})
    places = {name: place for place, name in enumerate(names)}
    values = np.zeros((len(told), len(names)))
    for row, one in enumerate(told):
        for name, value in one.numbers.items():
            values[row, places[name]] = value
    base = np.array([one.scores for one in told])
    right = np.array([OUTCOMES.index(one.outcome) for one in told])
    ridge = np.array([word_ridge if n.startswith(_word("")) else _RIDGE for n in names])[:, None]
    rows = np.arange(len(told))

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        change = flat.reshape(len(names), len(OUTCOMES))
        scores = base + values @ change
        scores -= scores.max(axis=1, keepdims=True)
        odds = np.exp(scores)
        odds /= odds.sum(axis=1, keepdims=True)
        cost = -np.log(odds[rows, right]).sum() + (ridge * change**2).sum() / 2
        odds[rows, right] -= 1.0
        return float(cost), (values.T @ odds + ridge * change).ravel()

    start = np.zeros(len(names) * len(OUTCOMES))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 200})
    change = found.x.reshape(len(names), len(OUTCOMES))
    return {name: change[place] for name, place in places.items()}
