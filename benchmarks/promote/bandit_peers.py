"""MABWiser and Vowpal Wabbit on seasons that they are given; run by .venv-peers, without Matinee.

Each chooses for a day's units, and is told in the evening what its own choices brought. Their
settings are the best of those listed here, on seasons that are not judged.
"""

import importlib
import sys
import time
from typing import Any

import numpy as np

_LINUCB = (0.0, 0.01, 0.05, 0.15, 0.5, 1.0)
_WABBIT = (
    "--squarecb --gamma_scale 10",
    "--squarecb --gamma_scale 100",
    "--squarecb --gamma_scale 1000",
    "--epsilon 0.05",
    "--bag 5 --epsilon 0.02",
    "--regcb --mellowness 0.05",
)
_RATES = (0.01, 0.03, 0.1, 0.5)


def main(given: str, made: str) -> None:
    """Read seasons from ``given`` (arrays named by season), write what each peer chose to ``made``.

    Without settings in ``given`` the seasons are for finding them: which of the ways loses least.
    """
    held = dict(np.load(given, allow_pickle=False).items())
    count = int(held["seasons"])
    seasons = [
        {k.split(":")[1]: v for k, v in held.items() if k.startswith(f"{n}:")} for n in range(count)
    ]
    written: dict[str, Any] = {}
    for name, (play, ways) in PEERS.items():
        if name in held:
            best = ways[int(held[name])]
            begun = time.process_time()
            for number, season in enumerate(seasons):
                written[f"{name}:{number}"] = play(season, *best)
            written[f"{name}:seconds"] = np.array(time.process_time() - begun)
        else:
            lost = [sum(_regret(each, play(each, *way)) for each in seasons) for way in ways]
            written[name] = np.array(int(np.argmin(lost)))
            written[f"{name}:settings"] = np.array(" ".join(map(str, ways[int(np.argmin(lost))])))
    np.savez(made, **written)


def _regret(season: dict[str, Any], chosen: Any) -> float:
    best = season["expected"].max(axis=1)
    return float((best - season["expected"][np.arange(len(chosen)), chosen]).sum())


def linucb(season: dict[str, Any], alpha: float) -> Any:
    """MABWiser's LinUCB, one for each title."""
    mab: Any = importlib.import_module("mabwiser.mab")
    arms = season["shares"].shape[1]
    titles = int(season["title"].max()) + 1
    players = [
        mab.MAB(list(range(arms)), mab.LearningPolicy.LinUCB(alpha=alpha), seed=title)
        for title in range(titles)
    ]
    for each in players:
        # It wants to have been fitted once; a context of zeros and a reward of 0 teach nothing.
        each.fit([0], [0.0], np.zeros((1, season["context"].shape[1])))
    chosen = np.zeros(len(season["day"]), np.int64)
    for _, title, rows in _days(season):
        answer = players[title].predict(season["context"][rows])
        chosen[rows] = answer
        players[title].partial_fit(
            chosen[rows], season["shares"][rows, chosen[rows]], season["context"][rows]
        )
    return chosen


def vowpal(season: dict[str, Any], how: str, rate: float) -> Any:
    """Vowpal Wabbit's contextual bandit with action-dependent features, one for all titles."""
    wabbit: Any = importlib.import_module("vowpalwabbit")
    arms = season["shares"].shape[1]
    words = f"--cb_explore_adf --quiet --cb_type mtr -q SA -l {rate} --random_seed 7 {how}"
    player = wabbit.Workspace(words)
    rng = np.random.default_rng(7)
    chosen = np.zeros(len(season["day"]), np.int64)
    told = [
        "shared |S " + " ".join(f"f{place}:{value:.4f}" for place, value in enumerate(row) if value)
        for row in season["context"]
    ]
    for _, title, rows in _days(season):
        pictures = [f"|A t{title}p{arm}" for arm in range(arms)]
        lesson: list[list[str]] = []
        for row in rows:
            chances = np.array(player.predict([told[row], *pictures]))
            arm = int(rng.choice(arms, p=chances / chances.sum()))
            chosen[row] = arm
            cost = -season["shares"][row, arm]
            marked = list(pictures)
            marked[arm] = f"0:{cost:.5f}:{chances[arm]:.5f} {pictures[arm]}"
            lesson.append([told[row], *marked])
        for each in lesson:
            player.learn(each)
    player.finish()
    return chosen


def _days(season: dict[str, Any]) -> Any:
    """Day by day, title by title: the units."""
    for day in np.unique(season["day"]):
        today = season["day"] == day
        for title in np.unique(season["title"][today]):
            yield day, int(title), np.flatnonzero(today & (season["title"] == title))


PEERS: dict[str, tuple[Any, list[Any]]] = {
    "linucb": (linucb, [(alpha,) for alpha in _LINUCB]),
    "vowpal": (vowpal, [(how, rate) for how in _WABBIT for rate in _RATES]),
}


if __name__ == "__main__":
    main(*sys.argv[1:])
