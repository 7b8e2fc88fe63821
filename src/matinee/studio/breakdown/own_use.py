"""What a production's corrections change of the weights by which its things are weighed.

Softmax regression that stands on the scores of the weights that come with Matinee: only the
difference is learned, and each of its squared weights costs, so that where nothing was told
nothing changes (Chelba and Acero, "Adaptation of Maximum Entropy Capitalizer", EMNLP 2004). Each
word has a weight of its own beside those of its use: a bucket here is a prop.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from matinee.studio.breakdown.model import Correction
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

_RIDGE = 15.0
_WORD_RIDGE = 1.5
"""Both were chosen on draws over the demo's script, scenes 1 to 19 of Big Fish and the benchmark's
pages, each with weights that had not seen it."""
_OF_NEARLY_ALL = frozenset({"once", "scenes", "mentions", "rules nothing", "no list", "no sense"})
"""Numbers that say little of a thing: a few corrections would move nearly all others by them."""
_GONE_THROUGH = 0.8
"""The share of a scene's suggestions that somebody spoke of, from which the rest was seen too."""
_OUTCOME_OF = {category: outcome for outcome, category in CATEGORIES.items()}


class _Example(NamedTuple):
    numbers: Mapping[str, float]
    scores: NDArray[np.float64]
    outcome: Outcome


def own_use(scenes: Sequence[Sequence[Thing]], corrections: Sequence[Correction]) -> OwnUse:
    """What is added to scores; nothing where no correction is about a thing of these scenes."""
    told = [*_told_in_scenes(scenes, corrections), *_told_of_words(scenes, corrections)]
    return _learned(told) if told else {}


def scores_with(own: OwnUse, thing: Thing) -> NDArray[np.float64]:
    """A thing's scores (4,) in this production."""
    if not own:
        return thing.scores
    scores = thing.scores.copy()
    for name, value in _with_word(thing).items():
        if name in own:
            scores += value * own[name]
    return scores


def _with_word(thing: Thing) -> dict[str, float]:
    own = {name: value for name, value in thing.numbers.items() if name not in _OF_NEARLY_ALL}
    return {**own, _word(thing.head): 1.0}


def _word(head: str) -> str:
    return f"word={head}"


def _told_in_scenes(
    scenes: Sequence[Sequence[Thing]], corrections: Sequence[Correction]
) -> Iterator[_Example]:
    """The things of scenes that were spoken of, as what a person has them."""
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
        for number, thing in enumerate(scenes[place]):
            if number in told:
                yield _Example(_with_word(thing), thing.scores, told[number])
            elif seen and number not in suggested:
                yield _Example(_with_word(thing), thing.scores, Outcome.NOTHING)


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


def _learned(told: Sequence[_Example]) -> OwnUse:
    """The differences that make what was told likeliest, each squared one costing its ridge / 2."""
    names = sorted({name for one in told for name in one.numbers})
    places = {name: place for place, name in enumerate(names)}
    values = np.zeros((len(told), len(names)))
    for row, one in enumerate(told):
        for name, value in one.numbers.items():
            values[row, places[name]] = value
    base = np.array([one.scores for one in told])
    right = np.array([OUTCOMES.index(one.outcome) for one in told])
    ridge = np.array([_WORD_RIDGE if n.startswith(_word("")) else _RIDGE for n in names])[:, None]
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
