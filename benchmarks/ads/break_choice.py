"""Break choice: places chosen on *Big Buck Bunny* against two readers', and on the truth film.

Every method chooses by the same dynamic programme under the same rules; only the scores differ.
``shots_only`` scores a cut by the longer shots beside it, ``silence_only`` the middle of a silence
by its length. As many places are chosen as there are good ones, so where all can be had precision
and recall are the same. The labels were made before the scorer, and the first weights before any of
this was computed, by an author who had read both readers' lists; the weights and the measure of how
far apart two sides are that stand now were set with a look at what was missed in *Big Buck Bunny*,
whose figures are thus no test of them. What counts as good in the truth film was written down
after the scorer. Speech in *Big Buck Bunny* is what the analysis takes for it, which bars the
system's own places: only the truth film tells whether a break fell within speech that is there.
"""

import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np

from benchmarks.material import PROJECT, sha256_of
from benchmarks.media.film_work import look_into, story_of
from benchmarks.media.truth_film import Events, chapter, draw, whole_film
from benchmarks.outcome import Figure, Outcome
from matinee.ads.breaks.choice import Option, choose
from matinee.ads.breaks.model import BreakRules, HourLimits
from matinee.ads.breaks.places import places_of
from matinee.demo.film.carried import BIG_BUCK_BUNNY, fetch
from matinee.media.model import SpanKind, Story

_READERS = PROJECT / "benchmarks" / "ads" / "break_places"
_SAME, _FIRST, _CREDITS = 1.0, 20.0, 489.0
_DISTANCE = 10.0
_CHAPTERS, _SEED = 3, 2027
_EDGE = 0.6
Scored = Sequence[tuple[float, int]]


def run(quick: bool) -> Outcome:
    """``quick``: one chapter of the truth film alone."""
    figures: dict[str, Figure] = {}
    peers: dict[str, dict[str, Figure]] = {name: {} for name in _BASELINES}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "truth.mp4"
        acts = chapter(np.random.default_rng(_SEED)) if quick else whole_film(_CHAPTERS, _SEED)
        events = draw(path, acts, seed=_SEED)
        story = look_into(path, Path(folder) / "truth")
    _on_truth(story, events, figures, peers)
    if quick:
        return Outcome(figures, peers)
    film = fetch(BIG_BUCK_BUNNY)
    _on_bunny(story_of(film), figures, peers)
    readers = [_READERS / f"{name}_reader.json" for name in ("first", "second")]
    return Outcome(figures, peers, sha256_of(film, *readers))


def _on_bunny(
    story: Story, figures: dict[str, Figure], peers: dict[str, dict[str, Figure]]
) -> None:
    readers = [_read(name) for name in ("first", "second")]
    pairs = _paired(list(readers[0]), list(readers[1]), _SAME)
    figures["readers_places"] = f"{len(readers[0])} and {len(readers[1])}"
    figures["readers_agree_on_places"] = round(2 * len(pairs) / sum(map(len, readers)), 3)
    same = sum(readers[0][one] == readers[1][other] for one, other in pairs)
    figures["readers_agree_on_verdicts"] = round(same / len(pairs), 3)
    good = _joined([at for reader in readers for at, word in reader.items() if word == "good"])
    borne = _joined([at for reader in readers for at in reader])
    figures |= {"bunny_good_places": len(good), "bunny_borne_places": len(borne)}
    rules = BreakRules(
        first_seconds=_FIRST, distance_seconds=_DISTANCE, end_seconds=story.seconds - _CREDITS
    )
    for name, scored in _methods(story).items():
        mine = figures if name == "system" else peers[name]
        for words, truth in (("good", good), ("borne", borne)):
            taken = _choose(scored, rules, len(truth), story.seconds)
            mine |= _pair(f"bunny_{words}", truth, taken)
            mine[f"bunny_{words}_in_speech"] = _in_speech(story, taken)


def _on_truth(
    story: Story,
    events: Events,
    figures: dict[str, Figure],
    peers: dict[str, dict[str, Figure]],
) -> None:
    """Good is a scene's beginning where it is silent or black; speech is what was drawn."""
    rest = [*events.spans.get("silence", []), *events.spans.get("black", [])]
    last = min([events.seconds, *(begins for begins, _ in events.spans.get("credits", []))])
    good = [
        _middle(at, events)
        for at in events.scene_starts
        if 0 < at < last - _EDGE
        and any(begins - _EDGE <= at <= ends + _EDGE for begins, ends in rest)
    ]
    good = _joined(
        [*good, *((a + b) / 2 for a, b in events.spans.get("black", []) if 0 < a < last)]
    )
    first = max([0.0, *(ends for _, ends in events.spans.get("titles", []))])
    good = [at for at in good if at > first - _EDGE]
    rules = BreakRules(first_seconds=0, distance_seconds=3, end_seconds=0)
    figures["truth_good_places"] = len(good)
    for name, scored in _methods(story).items():
        taken = _choose(scored, rules, len(good), story.seconds)
        mine = figures if name == "system" else peers[name]
        mine |= _pair("truth", good, taken)
        spoken = events.spans.get("speech", [])
        mine["truth_in_speech"] = sum(
            any(begins < at < ends for begins, ends in spoken) for at in taken
        )


def _middle(at: float, events: Events) -> float:
    """Of the black that it lies at, or the moment itself."""
    for begins, ends in events.spans.get("black", []):
        if begins - _EDGE <= at <= ends + _EDGE:
            return (begins + ends) / 2
    return at


def _methods(story: Story) -> Mapping[str, Scored]:
    free = [(p.at, p.score) for p in places_of(story).places if p.bar is None]
    return {"system": free, **{name: score(story) for name, score in _BASELINES.items()}}


def _shots_only(story: Story) -> Scored:
    shots = story.shots
    return [
        (
            after.begins,
            1 + round(1000 * min(before.ends - before.begins, after.ends - after.begins)),
        )
        for before, after in pairwise(shots)
    ]


def _silence_only(story: Story) -> Scored:
    return [
        ((span.begins + span.ends) / 2, 1 + round(1000 * (span.ends - span.begins)))
        for span in story.spans
        if span.kind is SpanKind.SILENCE
    ]


_BASELINES: Mapping[str, Callable[[Story], Scored]] = {
    "shots_only": _shots_only,
    "silence_only": _silence_only,
}


def _choose(scored: Scored, rules: BreakRules, most: int, seconds: float) -> list[float]:
    """The best so many places, however much of an hour they take."""
    options = [Option(at, value, 1.0) for at, value in scored]
    taken = choose(
        options,
        BreakRules(
            first_seconds=rules.first_seconds,
            distance_seconds=rules.distance_seconds,
            end_seconds=rules.end_seconds,
            most=most,
        ),
        HourLimits(10_000, 3600.0),
        film_seconds=seconds,
    )
    return [options[place].at for place in taken]


def _read(name: str) -> dict[float, str]:
    kept = json.loads((_READERS / f"{name}_reader.json").read_text(encoding="utf-8"))
    return {place["seconds"]: place["verdict"] for place in kept["places"]}


def _paired(
    ones: Sequence[float], others: Sequence[float], within: float
) -> list[tuple[float, float]]:
    """One to one, the nearest first."""
    near = sorted((abs(a - b), a, b) for a in ones for b in others if abs(a - b) <= within)
    pairs = list[tuple[float, float]]()
    for _, a, b in near:
        if all(a != one and b != other for one, other in pairs):
            pairs.append((a, b))
    return pairs


def _joined(times: Sequence[float]) -> list[float]:
    """Times within the tolerance of the one before are one place."""
    kept = list[float]()
    for at in sorted(times):
        if not kept or at - kept[-1] > _SAME:
            kept.append(at)
    return kept


def _pair(name: str, truth: Sequence[float], taken: Sequence[float]) -> dict[str, Figure]:
    hits = len(_paired(truth, taken, _SAME))
    return {
        f"{name}_chosen": len(taken),
        f"{name}_precision": round(hits / max(len(taken), 1), 3),
        f"{name}_recall": round(hits / max(len(truth), 1), 3),
    }


def _in_speech(story: Story, taken: Sequence[float]) -> int:
    spoken = [span for span in story.spans if span.kind is SpanKind.SPEECH]
    return sum(any(span.begins < at < span.ends for span in spoken) for at in taken)
