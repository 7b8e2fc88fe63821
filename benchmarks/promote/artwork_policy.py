"""Which picture for whom, over seasons whose truth is known: the product's policy beside others.

Every policy is randomised and analysed per member, title and day, chooses in the morning and learns
in the evening. Settings, the product's and its peers', come from seasons that are not counted.
The product's own log then judges two other policies, whose true value the world knows.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.outcome import Figure, Outcome
from benchmarks.peers import Arrays, peers_installed, run_peer
from benchmarks.promote.artwork_world import IMPRESSIONS, Integers, Reals, Season, season
from matinee.experiments.model import HurdleBeliefs, LinearBeliefs, Rule, propensities
from matinee.experiments.off_policy.estimators import Estimate, doubly_robust, ipw, snipw
from matinee.experiments.off_policy.intervals import normal_interval
from matinee.experiments.off_policy.logged import LoggedRounds, TargetPolicy
from matinee.experiments.off_policy.reward_model import expected_rewards
from matinee.promote.gallery.model import GallerySettings
from matinee.promote.gallery.policy import RULE, WIDTH

SEEDS = 20
TUNED_ON = range(100, 110)
"""Seasons for the settings of the peers and the product's own. The product's were found on them
while their members met pictures in five rows, three of which do not exist, and were left so."""
_PEER = Path(__file__).with_name("bandit_peers.py")
_PEERS = {"linucb": "LinUCB of mabwiser 2.7.4", "vowpal": "Vowpal Wabbit 9.11.9"}
_FREEZE = 20
"""The policy as it stands on this day is judged by the log from there on."""


@dataclass(frozen=True, slots=True, eq=False)
class Played:
    """What a policy chose, how likely that was, and all that it would have done: (units, arms).

    ``frozen`` is what the policy of the day ``_FREEZE`` would have done from then on.
    """

    chosen: Integers
    chances: Reals
    frozen: Reals


def run(quick: bool) -> Outcome:
    """``quick``: two seasons, and no peers of other environments."""
    seeds = range(2 if quick else SEEDS)
    begun = time.process_time()
    seasons = [season(seed) for seed in seeds]
    lost: dict[str, list[float]] = {}
    played = [play_product(each, seed) for seed, each in zip(seeds, seasons, strict=True)]
    seconds = time.process_time() - begun
    lost["product"] = _lost(seasons, [each.chosen for each in played])
    lost["greedy"] = _lost(seasons, [play_greedy(each, s) for s, each in enumerate(seasons)])
    lost["random"] = [float(_random(each)) for each in seasons]
    lost["best_fixed"] = _lost(seasons, [_best_fixed(each) for each in seasons])
    told: dict[str, Figure] = {}
    if not quick and peers_installed():
        chosen, told = _ask_peers(seasons)
        lost |= {name: _lost(seasons, each) for name, each in chosen.items()}
    figures: dict[str, Figure] = {
        "seeds": len(seeds),
        "impressions": IMPRESSIONS,
        "processor_seconds": round(seconds, 1),
    }
    for name, each in lost.items():
        figures[f"{name}_regret_minutes"] = round(float(np.mean(each)))
        if name != "product":
            wins = sum(a <= b for a, b in zip(lost["product"], each, strict=True))
            figures[f"seeds_at_most_{name}"] = wins
    figures["regrets_product"] = " ".join(f"{each:.0f}" for each in lost["product"])
    figures |= _judged(seasons, played)
    if not peers_installed():
        figures["peers"] = "not installed: make peers"
    peers = {
        f"{words} (run here)": {
            "settings": told[name],
            "regret_minutes": figures[f"{name}_regret_minutes"],
            "regrets": " ".join(f"{each:.0f}" for each in lost[name]),
        }
        for name, words in _PEERS.items()
        if name in told
    }
    return Outcome(figures, peers)


def play_product(world: Season, seed: int) -> Played:
    """The gallery's own rule, width and share of even chance; probabilities counted over 1,000."""
    arms, features = world.drawn.shape[1], world.context.shape[1]
    floor = GallerySettings().explored_share
    rng = np.random.default_rng([seed, 1])
    titles = range(int(world.title.max()) + 1)
    beliefs = [HurdleBeliefs.blank(arms=arms, features=features) for _ in titles]
    kept = beliefs
    chosen = np.zeros(len(world), np.int64)
    chances, frozen = np.zeros(world.drawn.shape), np.zeros(world.drawn.shape)
    for day in np.unique(world.day):
        if day == _FREEZE:
            kept = list(beliefs)
        for title in titles:
            rows = np.flatnonzero((world.day == day) & (world.title == title))
            if not len(rows):
                continue
            contexts = world.context[rows]
            chances[rows] = propensities(
                beliefs[title], contexts, rule=RULE, width=WIDTH, floor=floor, rng=rng
            )
            if day >= _FREEZE:
                frozen[rows] = propensities(
                    kept[title], contexts, rule=RULE, width=WIDTH, floor=floor, rng=rng
                )
            chosen[rows] = _drawn(chances[rows], rng)
            shares = world.shares[rows, chosen[rows]]
            beliefs[title] = beliefs[title].learned(contexts, chosen[rows], shares)
    return Played(chosen, chances, frozen)


def play_greedy(world: Season, seed: int) -> Integers:
    """The picture with the best expectation of a ridge regression, ties at random."""
    arms, features = world.drawn.shape[1], world.context.shape[1]
    rng = np.random.default_rng([seed, 2])
    titles = range(int(world.title.max()) + 1)
    beliefs = [LinearBeliefs.blank(arms=arms, features=features) for _ in titles]
    chosen = np.zeros(len(world), np.int64)
    for day in np.unique(world.day):
        for title in titles:
            rows = np.flatnonzero((world.day == day) & (world.title == title))
            if not len(rows):
                continue
            contexts = world.context[rows]
            chances = propensities(
                beliefs[title], contexts, rule=Rule.UCB, width=0, floor=0, rng=rng
            )
            chosen[rows] = _drawn(chances, rng)
            shares = world.shares[rows, chosen[rows]]
            beliefs[title] = beliefs[title].learned(contexts, chosen[rows], shares)
    return chosen


def _judged(seasons: list[Season], played: list[Played]) -> dict[str, Figure]:
    """How far the estimators lie from the truth, and how often their intervals hold it."""
    errors: dict[str, list[float]] = {}
    held: dict[str, list[bool]] = {}
    for number, (world, each) in enumerate(zip(seasons, played, strict=True)):
        late = np.flatnonzero(world.day >= _FREEZE)
        arms = world.drawn.shape[1]
        expected = world.expected / world.minutes[world.title, None]
        rounds = LoggedRounds(
            each.chosen[late],
            np.zeros(len(late), np.int64),
            world.shares[late, each.chosen[late]],
            each.chances[late, each.chosen[late]],
            arms,
        )
        context = np.hstack(
            [world.context[late, 1:], np.eye(len(world.minutes))[world.title[late]]]
        )
        foreseen = expected_rewards(rounds, context, rng=np.random.default_rng([number, 3]))
        targets = {"even": np.full((len(late), arms), 1 / arms), "frozen": each.frozen[late]}
        for target, chances in targets.items():
            truth = float((chances * expected[late]).sum(axis=1).mean())
            policy = TargetPolicy(chances[..., None])
            found: Mapping[str, Estimate] = {
                "ipw": ipw(rounds, policy),
                "snipw": snipw(rounds, policy),
                "dr": doubly_robust(rounds, policy, foreseen),
            }
            for name, estimate in found.items():
                key = f"{target}_{name}"
                errors.setdefault(key, []).append(abs(estimate.value / truth - 1))
                held.setdefault(key, []).append(normal_interval(estimate).holds(truth))
    figures: dict[str, Figure] = {}
    for key, some in errors.items():
        figures[f"{key}_relative_error"] = round(float(np.mean(some)), 4)
        figures[f"{key}_interval_holds"] = round(float(np.mean(held[key])), 3)
    return figures


def _ask_peers(seasons: list[Season]) -> tuple[dict[str, list[Integers]], dict[str, Figure]]:
    best = run_peer(_PEER, _given([season(seed) for seed in TUNED_ON]))
    answer = run_peer(_PEER, {**_given(seasons), **{name: best[name] for name in _PEERS}})
    chosen = {name: [answer[f"{name}:{n}"] for n in range(len(seasons))] for name in _PEERS}
    return chosen, {name: str(best[f"{name}:settings"]) for name in _PEERS}


def _given(seasons: list[Season]) -> Arrays:
    columns = ("day", "title", "context", "shares", "expected")
    arrays = {
        f"{number}:{name}": getattr(each, name)
        for number, each in enumerate(seasons)
        for name in columns
    }
    return {**arrays, "seasons": np.array(len(seasons))}


def _lost(seasons: list[Season], chosen: list[Integers]) -> list[float]:
    return [float(w.regret(each).sum()) for w, each in zip(seasons, chosen, strict=True)]


def _random(world: Season) -> float:
    return float((world.expected.max(axis=1) - world.expected.mean(axis=1)).sum())


def _best_fixed(world: Season) -> Integers:
    """The picture of each title that is best for all members together, known beforehand."""
    best = [
        int(world.expected[world.title == title].mean(axis=0).argmax())
        for title in range(len(world.minutes))
    ]
    return np.array(best)[world.title]


def _drawn(chances: Reals, rng: np.random.Generator) -> Integers:
    below = chances.cumsum(axis=1) < rng.random(len(chances))[:, None]
    return below.sum(axis=1).clip(0, chances.shape[1] - 1)
