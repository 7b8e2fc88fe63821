"""Cold start: titles hidden from training, recommended from what is known of them, then from plays.

Hidden titles are drawn from those that Wikipedia describes and that at least 60 members watched.
All settings (the ridge, how strongly a title is held where it began) are chosen on hidden titles of
their own. A title is asked for with the history its member had then, without hidden titles, and
ranked among the hidden ones that are judged, and among all. Of its viewings 30 are set apart as the
first plays from which it moves. Each member counts once; intervals are drawn over members, and
``against`` says what lies between two ways, member by member.
"""

from dataclasses import dataclass

import numpy as np
from rich.console import Console

from benchmarks.material import sha256_of, shared
from benchmarks.outcome import Figure, Outcome
from benchmarks.recommend.cold_titles import FIRST_PLAYS, Moments, hidden_titles, without
from benchmarks.recommend.cold_world import Newcomers, World
from benchmarks.recommend.film_contents import FilmContents, film_contents
from benchmarks.recommend.movielens import movielens_1m
from benchmarks.recommend.movielens_facts import movielens_facts
from matinee.media.text_embedding.encoder import TextEncoder
from matinee.recommend.arrays import Floats, Reals
from matinee.recommend.evaluation.intervals import bootstrap, paired_difference
from matinee.recommend.evaluation.metrics import hits, places
from matinee.recommend.sequence.export import exported
from matinee.recommend.sequence.model import Course, Shape
from matinee.recommend.sequence.served import ServedSequence
from matinee.recommend.sequence.training import Training

_FEWEST_PLAYS = 60
_RIDGES = (1.0, 3.0, 10.0, 30.0, 100.0)
_PRIORS = (1.0, 3.0, 10.0, 30.0)
_PLAYS = (1, 3, 10, FIRST_PLAYS)
_CHOSEN_AT = 10
_EXPONENT = 0.8
_TEXT_WEIGHT = 3.0
"""Against genres and people, whose rows are a few ones: a text's vector has length 1."""
_METRICS = ("cold_recall10", "all_recall50")


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
QUICK = Effort(900, 40, 600, False, Shape(width=32, blocks=1), Course(epochs=2, warm_steps=30))


def run(quick: bool) -> Outcome:
    """``quick``: a seventh of the members, a small network, facts without texts."""
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
    world = World(learned, ServedSequence(exported(network)), features)
    figures: dict[str, Figure] = {
        "members": effort.members,
        "titles_described": int(contents.joined.sum()),
        "titles_hidden_and_judged": len(judging.titles),
        "viewings_asked": len(judging.asked.targets),
        "texts": "yes" if effort.texts else "no",
        "processor_minutes_of_training": round(training.processor_seconds / 60, 1),
    }
    figures |= _compared(Newcomers(world, choosing), Newcomers(world, judging), contents)
    pages = sorted(shared("wikipedia-films").glob("movies-*.json"))
    return Outcome(figures, data_sha256=sha256_of(file, *pages))


def _features(contents: FilmContents, *, texts: bool) -> Reals:
    parts = [contents.genres, contents.decades(), contents.people.toarray()]
    if texts:
        parts.append(TextEncoder(threads=1).encode(contents.extracts) * np.float32(_TEXT_WEIGHT))
    return np.hstack(parts).astype(np.float32)


def _compared(choosing: Newcomers, judging: Newcomers, contents: FilmContents) -> dict[str, Figure]:
    ridge = max(_RIDGES, key=lambda each: _chosen_by(choosing, choosing.begun(each)))
    begun = choosing.begun(ridge)
    prior = max(
        _PRIORS,
        key=lambda each: _chosen_by(choosing, choosing.moved(begun, _CHOSEN_AT, each)),
    )
    begun = judging.begun(ridge)
    near = _by_neighbours(judging, contents)
    liked = np.broadcast_to(_by_popular_facts(judging.world, contents), near.shape)
    ways = {
        "neighbours": _judged(judging, near),
        "popular_facts": _judged(judging, liked),
        "random": _judged(judging, np.zeros(near.shape, np.float32)),
        "content": _judged(judging, judging.said(begun)),
    }
    for plays in _PLAYS:
        moved = judging.moved(begun, plays, prior)
        ways[f"after_{plays}_plays"] = _judged(judging, judging.said(moved))
    figures: dict[str, Figure] = {"ridge": ridge, "prior": prior}
    for name, way in ways.items():
        for metric, values in zip(_METRICS, way, strict=True):
            interval = bootstrap(values)
            figures[f"{name}_{metric}"] = round(interval.mean, 4)
            figures[f"{name}_{metric}_interval"] = f"{interval.low:.4f} to {interval.high:.4f}"
    for other in ("neighbours", "popular_facts", "random"):
        for metric, mine, its in zip(_METRICS, ways["content"], ways[other], strict=True):
            gain = paired_difference(mine, its)
            ahead = "ahead" if gain.low > 0 else "behind" if gain.high < 0 else "a tie"
            figures[f"content_against_{other}_{metric}"] = (
                f"{ahead}: {gain.low:+.4f} to {gain.high:+.4f}"
            )
    return figures


def _chosen_by(newcomers: Newcomers, placed: Reals) -> float:
    """Recall@10 among the hidden titles themselves."""
    return float(_judged(newcomers, newcomers.said(placed))[0].mean())


def _judged(newcomers: Newcomers, scores: Reals) -> tuple[Floats, Floats]:
    """By member: recall@10 among the hidden titles, and recall@50 among all."""
    hidden = newcomers.hidden
    asked = hidden.asked
    out = np.ones(scores.shape, np.bool_)
    out[:, hidden.titles] = False
    among_cold = hits(places(scores, asked.targets, out), 10)
    out[:, newcomers.world.warm] = False
    among_all = hits(places(scores, asked.targets, out | asked.past.seen()), 50)
    return _by_member(among_cold, asked), _by_member(among_all, asked)


def _by_neighbours(newcomers: Newcomers, contents: FilmContents) -> Reals:
    """How near each title is, by genres, people and decade, to what was watched lately."""
    facts = _unit(contents)
    return np.asarray(newcomers.hidden.asked.past.matrix(exponent=_EXPONENT) @ facts @ facts.T)


def _by_popular_facts(world: World, contents: FilmContents) -> Reals:
    """For a hidden title how much titles with the same people and genres are watched."""
    facts = _unit(contents)
    warm, counts = world.warm, world.counts
    near = facts @ facts[warm].T
    liked = near @ counts[warm] / np.maximum(near.sum(axis=1), 1e-9)
    liked[warm] = counts[warm]
    return liked.astype(np.float32)


def _unit(contents: FilmContents) -> Reals:
    facts = np.hstack([contents.genres, contents.people.toarray(), contents.decades()])
    rare = np.log(len(facts) / np.maximum((facts > 0).sum(axis=0), 1)).astype(np.float32)
    facts *= rare
    lengths = np.sqrt((facts**2).sum(axis=1, keepdims=True))
    return (facts / np.maximum(lengths, 1e-9)).astype(np.float32)


def _by_member(values: Floats, asked: Moments) -> Floats:
    _, place = np.unique(asked.members, return_inverse=True)
    return np.bincount(place, weights=values) / np.bincount(place)
