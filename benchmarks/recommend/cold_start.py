"""Cold start: titles hidden from training, recommended from what is known of them, then from plays.

Hidden titles are drawn from those that Wikipedia describes and that at least 60 members watched.
All settings (the ridge, how strongly a title is held where it began) are chosen on hidden titles of
their own. A title is asked for with the history its member had then, without hidden titles, and
ranked among the hidden ones that are judged, and among all. Of its viewings 30 are set apart as the
first plays from which it moves. Each member counts once; intervals are drawn over members.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from rich.console import Console

from benchmarks.material import sha256_of
from benchmarks.outcome import Figure, Outcome
from benchmarks.recommend.cold_titles import (
    FIRST_PLAYS,
    Hidden,
    Moments,
    hidden_titles,
    moments_of_others,
    without,
)
from benchmarks.recommend.film_contents import FilmContents, film_contents
from benchmarks.recommend.movielens import movielens_1m
from benchmarks.recommend.movielens_facts import movielens_facts
from matinee.media.text_embedding.encoder import TextEncoder
from matinee.recommend.arrays import Floats, Items, Reals
from matinee.recommend.evaluation.intervals import bootstrap
from matinee.recommend.evaluation.metrics import hits, places
from matinee.recommend.histories import Histories
from matinee.recommend.newcomers import ContentMap, moved_by_plays
from matinee.recommend.sequence.export import exported
from matinee.recommend.sequence.model import Course, Shape
from matinee.recommend.sequence.served import ServedSequence
from matinee.recommend.sequence.training import Training

_FEWEST_PLAYS = 60
_RIDGES = (1.0, 3.0, 10.0, 30.0, 100.0)
_PRIORS = (1.0, 3.0, 10.0, 30.0)
_PLAYS = (1, 3, 10, FIRST_PLAYS)
_PASSED_BY = 2_000
_EXPONENT = 0.8
_TEXT_WEIGHT = 3.0
"""Against genres and people, whose rows are a few ones: a text's vector has length 1."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is done: of a quick run a part, and without the texts."""

    members: int
    judged: int
    asked: int
    texts: bool
    shape: Shape
    course: Course


WHOLE = Effort(6_040, 200, 6_000, True, Shape(), Course(epochs=8))
QUICK = Effort(1_200, 60, 800, False, Shape(width=32, blocks=1), Course(epochs=3, warm_steps=30))


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """What was learned without the hidden titles, and what is known of all."""

    learned: Histories
    served: ServedSequence
    features: Reals
    warm: Items


def run(quick: bool) -> Outcome:
    """``quick``: a fifth of the members, a small network, facts without texts."""
    effort = QUICK if quick else WHOLE
    histories, file = movielens_1m()
    contents = film_contents(histories)
    facts = movielens_facts(histories)
    histories = histories.choosing(np.arange(len(histories)) < effort.members)
    counts = np.bincount(histories.items, minlength=histories.item_count)
    able = np.flatnonzero(contents.joined & (counts >= _FEWEST_PLAYS))
    drawn = np.random.default_rng(0).permutation(able)[: 2 * effort.judged].astype(np.int32)
    secret = np.sort(drawn)
    choosing, judging = (
        hidden_titles(histories, np.sort(part), secret, most=effort.asked, seed=seed)
        for seed, part in enumerate(np.split(drawn, 2))
    )
    learned = without(histories, secret)
    console = Console(stderr=True)
    training = Training(learned, facts, effort.shape, effort.course)
    network = training.run(
        lambda done, _: console.print(f"pass {done.number} of {done.of}, loss {done.loss:.3f}")
    ).network
    features = _features(contents, texts=effort.texts)
    watched = np.bincount(learned.items, minlength=learned.item_count) > 0
    world = World(
        learned,
        ServedSequence(exported(network)),
        features,
        np.flatnonzero(watched).astype(np.int32),
    )
    figures: dict[str, Figure] = {
        "titles_described": int(contents.joined.sum()),
        "titles_hidden_and_judged": len(judging.titles),
        "viewings_asked": len(judging.asked.targets),
        "texts": "yes" if effort.texts else "no",
    }
    figures |= _compared(world, contents, choosing, judging)
    return Outcome(figures, data_sha256=sha256_of(file))


def _features(contents: FilmContents, *, texts: bool) -> Reals:
    parts = [contents.genres, contents.decades(), contents.people.toarray()]
    if texts:
        parts.append(TextEncoder(threads=1).encode(contents.extracts) * np.float32(_TEXT_WEIGHT))
    return np.hstack(parts).astype(np.float32)


def _compared(
    world: World, contents: FilmContents, choosing: Hidden, judging: Hidden
) -> dict[str, Figure]:
    ridge = max(_RIDGES, key=lambda each: _recall(world, choosing, _begun(world, choosing, each)))
    begun = _begun(world, choosing, ridge)
    prior = max(
        _PRIORS,
        key=lambda each: _recall(world, choosing, _moved(world, choosing, begun, 10, each)),
    )
    begun = _begun(world, judging, ridge)
    near, liked = _by_neighbours(world, contents, judging), _by_popular_facts(world, contents)
    figures: dict[str, Figure] = {"ridge": ridge, "prior": prior}
    figures |= _judged("neighbours", judging, near, world)
    liked_rows = np.broadcast_to(liked, near.shape)
    figures |= _judged("popular_facts", judging, liked_rows, world)
    figures["random_cold_recall10"] = round(10 / len(judging.titles), 4)
    figures["random_all_recall50"] = round(50 / (len(world.warm) + len(judging.titles)), 4)
    figures |= _judged("content", judging, _said(world, judging, begun), world)
    for plays in _PLAYS:
        moved = _moved(world, judging, begun, plays, prior)
        figures |= _judged(f"after_{plays}_plays", judging, _said(world, judging, moved), world)
    return figures


def _begun(world: World, hidden: Hidden, ridge: float) -> Reals:
    arrays = world.served.arrays
    warm = world.warm
    made = ContentMap.fit(
        world.features[warm], arrays.titles[warm], arrays.popularity[warm], ridge=ridge
    )
    return made.of(world.features[hidden.titles])


def _moved(world: World, hidden: Hidden, begun: Reals, plays: int, prior: float) -> Reals:
    others = moments_of_others(world.learned, count=_PASSED_BY, seed=5)
    passed = world.served.states(others.past)
    passed_total = _totals(world, passed, others.past)
    moved = begun.copy()
    for row, title in enumerate(hidden.titles.tolist()):
        of_title = np.flatnonzero(hidden.plays.targets == title)[:plays]
        chosen = np.zeros(len(hidden.plays.targets), np.bool_)
        chosen[of_title] = True
        first = hidden.plays.of(chosen)
        played = world.served.states(first.past)
        promised = np.exp(passed @ begun[row, :-1] + begun[row, -1] - passed_total).sum()
        moved[row] = moved_by_plays(
            begun[row],
            played=played,
            passed_by=passed,
            played_total=_totals(world, played, first.past),
            passed_total=passed_total,
            looks=len(of_title) / max(float(promised), 1e-6),
            prior=prior,
        )
    return moved


def _totals(world: World, states: Reals, past: Histories) -> Floats:
    """The log-sum of what all titles that are not hidden or seen score."""
    arrays = world.served.arrays
    logits = states @ arrays.titles.T + arrays.popularity
    logits[past.seen()] = -np.inf
    hidden = np.ones(past.item_count, np.bool_)
    hidden[world.warm] = False
    logits[:, hidden] = -np.inf
    most = logits.max(axis=1, keepdims=True)
    total = most[:, 0] + np.log(np.exp(logits - most).sum(axis=1))
    return total.astype(np.float64)


def _said(world: World, hidden: Hidden, places_of: Reals) -> Reals:
    """Moment x item: hidden titles by their place, the others as the network says."""
    states = world.served.states(hidden.asked.past)
    arrays = world.served.arrays
    scores = states @ arrays.titles.T + arrays.popularity
    scores[:, hidden.titles] = states @ places_of[:, :-1].T + places_of[:, -1]
    return scores


def _by_neighbours(world: World, contents: FilmContents, hidden: Hidden) -> Reals:
    """How near each title is, by genres, people and decade, to what was watched lately."""
    facts = _unit(contents)
    return np.asarray(hidden.asked.past.matrix(exponent=_EXPONENT) @ facts @ facts.T)


def _by_popular_facts(world: World, contents: FilmContents) -> Reals:
    """For a hidden title how much titles with the same people and genres are watched."""
    facts = _unit(contents)
    counts = np.bincount(world.learned.items, minlength=world.learned.item_count)
    near = facts @ facts[world.warm].T
    liked = near @ counts[world.warm] / np.maximum(near.sum(axis=1), 1e-9)
    liked[world.warm] = counts[world.warm]
    return liked.astype(np.float32)


def _unit(contents: FilmContents) -> Reals:
    facts = np.hstack([contents.genres, contents.people.toarray(), contents.decades()])
    rare = np.log(len(facts) / np.maximum((facts > 0).sum(axis=0), 1)).astype(np.float32)
    facts *= rare
    lengths = np.sqrt((facts**2).sum(axis=1, keepdims=True))
    return (facts / np.maximum(lengths, 1e-9)).astype(np.float32)


def _recall(world: World, hidden: Hidden, places_of: Reals) -> float:
    """Recall@10 among the hidden titles themselves."""
    found, _ = _ranked(hidden, _said(world, hidden, places_of), world)
    return float(_by_member(found, hidden.asked).mean())


def _ranked(hidden: Hidden, scores: Reals, world: World) -> tuple[Floats, Floats]:
    asked = hidden.asked
    out = np.ones(scores.shape, np.bool_)
    out[:, hidden.titles] = False
    among_cold = hits(places(scores, asked.targets, out), 10)
    out[:, world.warm] = False
    among_all = hits(places(scores, asked.targets, out | asked.past.seen()), 50)
    return among_cold, among_all


def _judged(name: str, hidden: Hidden, scores: Reals, world: World) -> Mapping[str, Figure]:
    figures: dict[str, Figure] = {}
    for metric, values in zip(
        ("cold_recall10", "all_recall50"), _ranked(hidden, scores, world), strict=True
    ):
        interval = bootstrap(_by_member(values, hidden.asked))
        figures[f"{name}_{metric}"] = round(interval.mean, 4)
        figures[f"{name}_{metric}_interval"] = f"{interval.low:.4f} to {interval.high:.4f}"
    return figures


def _by_member(values: Floats, asked: Moments) -> Floats:
    _, place = np.unique(asked.members, return_inverse=True)
    return np.bincount(place, weights=values) / np.bincount(place)
