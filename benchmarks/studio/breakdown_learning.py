"""Learn what a thing is by its use: ``python -m benchmarks.studio.breakdown_learning``.

From the demo's gold and scenes 1 to 19 of Big Fish, as both annotators have them, and with less
weight from the benchmark's pages; the other scenes of Big Fish are left alone, to measure on.
Softmax regression with a ridge (L-BFGS).

The tagger's lists hold nearly every word of these pages, since they were lengthened while it was
made, and fewer of other pages. So each thing is shown three times: with one half of the lists,
drawn by chance, with the other, and with both. In one of the halves its word is not known.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from benchmarks.material import PROJECT, shared
from benchmarks.studio.breakdown_agreement import Item, annotation, gold, matching
from benchmarks.studio.breakdown_pages import pages
from benchmarks.studio.breakdown_two import HELD_OUT_FROM, annotations
from matinee.assembly.studio_joints import LEXICON
from matinee.media.text_embedding.encoder import TextEncoder
from matinee.studio.analysis import analyse
from matinee.studio.breakdown.kinds import Kinds, kinds
from matinee.studio.breakdown.lexicon import Lexicon, lexicon
from matinee.studio.breakdown.meaning import Meaning
from matinee.studio.breakdown.model import Category
from matinee.studio.breakdown.natures import NATURES, digest_of, nature_of, with_bias
from matinee.studio.breakdown.tagger import Tagger
from matinee.studio.breakdown.things import (
    CATEGORIES,
    OUTCOMES,
    Outcome,
    Thing,
)
from matinee.studio.breakdown.usage import Mention, Usage
from matinee.studio.breakdown.weighing import Weighing

WEIGHTS = PROJECT / "src" / "matinee" / "studio" / "breakdown" / "weights.json"
NATURES_FILE = WEIGHTS.with_name("natures.json")
_RIDGE_OF_NATURES = 3.0
"""What their squared weights cost; chosen on scripts whose words were taken off the lists by
halves."""
RIDGE = 6.0
"""Chosen by leaving out one scene in five of those that are learned from."""
_PARTS = 5
_OF_PAGES = 0.15
"""What a thing of the benchmark's pages counts: they are thrice as dense in things as scripts are.
Chosen, among 0, 0.15, 0.4 and 1, with each script left out in turn."""
_FEWEST = 3
"""Things that a number has to be told of to have a weight."""


@dataclass(frozen=True, slots=True)
class Example:
    """One thing of one scene: its numbers, and what it is by the annotator."""

    script: str
    scene: str
    numbers: Mapping[str, float]
    outcome: Outcome
    weight: float = 1.0


class _Noting(Weighing):
    """Notes the things of each scene with the numbers of their use."""

    def __init__(self, kinds: Kinds) -> None:
        super().__init__(kinds, {})
        self.noted: defaultdict[int, list[Thing]] = defaultdict(list)

    def _thing(self, place: int, group: list[Mention], usage: Usage) -> Thing | list[Mention]:
        thing = super()._thing(place, group, usage)
        if isinstance(thing, Thing):
            self.noted[place].append(thing)
        return thing


def halves(words: Lexicon, seed: int = 0) -> tuple[Lexicon, Lexicon]:
    """The lists, each word in one of two."""
    random = np.random.default_rng(seed)
    first = {word for word in words.meanings if random.random() < 1 / 2}

    def half(*, known: bool) -> Lexicon:
        return Lexicon(
            {word: kind for word, kind in words.nouns.items() if (word in first) is known},
            words.verbs,
            {word: kind for word, kind in words.outside.items() if (word in first) is known},
        )

    return half(known=True), half(known=False)


def natures(encoder: TextEncoder, listed: Mapping[str, str]) -> NDArray[np.float64]:
    """The weights by which the natures of the listed words are told from their vectors."""
    values = with_bias(encoder.encode(list(listed)))
    right = np.array([nature_of(kind) for kind in listed.values()])
    ones = np.ones(len(right))
    return softmax_weights(values, right, ones, len(NATURES), ridge=_RIDGE_OF_NATURES, rounds=100)


def examples() -> list[Example]:
    """All that may be learned from."""
    encoder = TextEncoder(threads=1)
    taggers = [
        (words, Meaning(encoder, words.meanings, natures(encoder, words.meanings)))
        for words in (*halves(lexicon()), lexicon())
    ]
    return [one for words, meaning in taggers for one in _examples(words, meaning)]


def _examples(words: Lexicon, meaning: Meaning) -> list[Example]:
    demo = PROJECT / "src" / "matinee" / "demo" / "screenplay" / "low_water.fountain"
    found = list(_of_script(demo, words, meaning, gold()[0]))
    for file in annotations():
        record = json.loads(file.read_text(encoding="utf-8"))
        items, duties = annotation(record)
        seen = {one for one in duties if int(one) < HELD_OUT_FROM[record["script"]]}
        path = shared("screenplays") / "samples" / record["script"]
        found += (one for one in _of_script(path, words, meaning, items) if one.scene in seen)
    for file in pages():
        record = json.loads(file.read_text(encoding="utf-8"))
        things = _of_script(file.with_name(record["script"]), words, meaning, annotation(record)[0])
        found += (replace(one, weight=_OF_PAGES) for one in things)
    return found


def _of_script(
    path: Path, words: Lexicon, meaning: Meaning, items: Sequence[Item]
) -> Iterator[Example]:
    analysis = analyse(path.read_bytes(), name=path.name)
    noting = _Noting(kinds(LEXICON))
    Tagger(meaning, noting, words=words).breakdown(analysis.script, analysis.structure)
    for place, facts in enumerate(analysis.structure.scenes):
        number = facts.scene.number
        there = [item for item in items if item.scene == number]
        for thing in noting.noted[place]:
            outcome = _outcome(number, thing.mentions, there)
            yield Example(path.name, number, thing.numbers, outcome)


def _outcome(scene: str, group: Sequence[Mention], there: Sequence[Item]) -> Outcome:
    """What the annotator has of these words in this scene."""

    def has(category: Category) -> bool:
        named = (Item(scene, category, one.phrase.text) for one in group)
        return any(matching(name, item) for name in named for item in there)

    return next(
        (outcome for outcome, category in CATEGORIES.items() if has(category)), Outcome.NOTHING
    )


def learn(told: Sequence[Example], *, ridge: float = RIDGE) -> dict[str, list[float]]:
    """The weights that make the outcomes likeliest, each squared weight costing ``ridge`` / 2."""
    counted = Counter(name for one in told for name in one.numbers)
    names = sorted(name for name, count in counted.items() if count >= _FEWEST)
    places = {name: place for place, name in enumerate(names)}
    values = np.zeros((len(told), len(names)))
    for row, one in enumerate(told):
        for name, value in one.numbers.items():
            if name in places:
                values[row, places[name]] = value
    right = np.array([OUTCOMES.index(one.outcome) for one in told])
    counts = np.array([one.weight for one in told])
    weights = softmax_weights(values, right, counts, len(OUTCOMES), ridge=ridge, rounds=500)
    weights = weights.round(3)
    return {name: weights[place].tolist() for name, place in places.items()}


def softmax_weights(
    values: NDArray[np.float64],
    right: NDArray[np.int_],
    counts: NDArray[np.float64],
    kinds: int,
    *,
    ridge: float,
    rounds: int,
) -> NDArray[np.float64]:
    """(numbers, kinds): those under which what is ``right`` is likeliest, by ``counts``."""
    rows = np.arange(len(right))
    shape = values.shape[1], kinds

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights = flat.reshape(shape)
        scores = values @ weights
        scores -= scores.max(axis=1, keepdims=True)
        odds = np.exp(scores)
        odds /= odds.sum(axis=1, keepdims=True)
        cost = -(counts * np.log(odds[rows, right])).sum() + ridge / 2 * (weights**2).sum()
        odds[rows, right] -= 1.0
        return float(cost), (values.T @ (counts[:, None] * odds) + ridge * weights).ravel()

    start = np.zeros(shape[0] * shape[1])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": rounds})
    return found.x.reshape(shape)


class LeavingOut(Weighing):
    """Weighs each scene of one script by what was learned without that scene's fifth."""

    def __init__(
        self, kinds: Kinds, told: Sequence[Example], script: str, numbers: Sequence[str]
    ) -> None:
        """``numbers`` of all of the script's scenes, in their order."""
        super().__init__(kinds, {})
        scenes = sorted({(one.script, one.scene) for one in told})
        order = np.random.default_rng(1).permutation(len(scenes))
        part = {scenes[at]: place % _PARTS for place, at in enumerate(order)}
        learned = [
            learn([one for one in told if part[one.script, one.scene] != left_out])
            for left_out in range(_PARTS)
        ]
        of_scene = [learned[part.get((script, number), 0)] for number in numbers]
        self._weights_of = of_scene.__getitem__


def keep_natures() -> None:
    """Learn natures of the lists alone, and write them."""
    listed = lexicon().meanings
    rows = natures(TextEncoder(threads=1), listed).round(4).tolist()
    lines = ",\n".join(json.dumps(row) for row in rows)
    head = f'{{"lists": "{digest_of(listed)}", "weights": ['
    NATURES_FILE.write_text(f"{head}\n{lines}\n]}}\n", encoding="utf-8")


def main() -> None:
    """Learn of all examples and of the lists, and write the weights that the tagger reads."""
    keep_natures()
    told = examples()
    lines = (f"{json.dumps(name)}: {json.dumps(row)}" for name, row in learn(told).items())
    WEIGHTS.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    print(f"{len(told)} things: {dict(Counter(one.outcome.value for one in told))}")


if __name__ == "__main__":
    main()
