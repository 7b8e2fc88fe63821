"""Talent scheduling: every known optimum proved, and random instances of growing size.

A random instance: each actor is in 2 to n scenes, as many as a fair draw says, chosen evenly; a
wage of 1 to 100; a scene takes 1 to 5 days (in the manner of Garcia de la Banda, Stuckey and Chu
2011; their files are not at hand, so the shape is theirs and the numbers are drawn here).
"""

import json
import time
from pathlib import Path

import numpy as np

from benchmarks.material import sha256_of, shared
from benchmarks.outcome import Figure, Outcome
from benchmarks.studio.talent_cp_sat import solve_by_cp_sat
from matinee.errors import Unavailable
from matinee.studio.schedule.talent.exact import solve
from matinee.studio.schedule.talent.model import Instance
from matinee.studio.schedule.talent.readers import read_csplib, read_minizinc

_SCENES, _ACTORS = 24, 12
_LIMIT = 60.0
_LARGEST_LIMIT = 600.0


def run(quick: bool) -> Outcome:
    """``quick``: the known optima, three random instances instead of twenty, no growing size."""
    folder = shared("talent-scheduling")
    optima = json.loads((folder / "optima.json").read_text(encoding="utf-8"))
    files = sorted([*folder.glob("*.dzn"), *folder.glob("csplib_*.json")])
    figures: dict[str, Figure] = {"instances": len(files)}
    peers: dict[str, dict[str, Figure]] = {"CP-SAT (here, 2 workers)": {}}
    plain = peers["CP-SAT (here, 2 workers)"]
    ours, theirs, proved, theirs_proved = [], [], 0, 0
    for file in files:
        known = next(value for name, value in optima.items() if file.name in name)["total"]
        instance = read_instance(file)
        started = time.perf_counter()
        answer = solve(instance, seconds=_LIMIT)
        ours.append(time.perf_counter() - started)
        proved += answer.proved and answer.waiting + instance.work == known
        figures[f"{file.stem}_seconds"] = round(ours[-1], 3)
        started = time.perf_counter()
        peer = solve_by_cp_sat(instance, seconds=2.0 if quick else _LIMIT)
        theirs.append(time.perf_counter() - started)
        theirs_proved += peer.proved
    figures |= {"optimal": proved, "slowest_seconds": round(max(ours), 3)}
    plain |= {"optimal": theirs_proved, "slowest_seconds": round(max(theirs), 3)}
    _random(figures, plain, count=3 if quick else 20, beside=0 if quick else 5)
    if not quick:
        _growing(figures)
    return Outcome(figures, peers, sha256_of(*files))


def read_instance(file: Path) -> Instance:
    """By the name's end."""
    read = read_minizinc if file.suffix == ".dzn" else read_csplib
    return read(file.read_text(encoding="utf-8"))


def drawn(scenes: int, actors: int, seed: int) -> Instance:
    """One random instance, the same for the same seed."""
    random = np.random.default_rng((scenes, actors, seed))
    cast = np.zeros((actors, scenes), np.bool_)
    for actor in range(actors):
        cast[actor, random.choice(scenes, random.integers(2, scenes + 1), replace=False)] = True
    return Instance(cast, random.integers(1, 101, actors), random.integers(1, 6, scenes))


def _random(
    figures: dict[str, Figure], plain: dict[str, Figure], *, count: int, beside: int
) -> None:
    seconds = [_seconds(drawn(_SCENES, _ACTORS, seed), _LIMIT) for seed in range(count)]
    done = [taken for taken in seconds if taken is not None]
    figures["random_24x12"] = count
    figures["random_24x12_proved_in_60s"] = len(done)
    figures["random_24x12_median_seconds"] = round(float(np.median(done)), 2) if done else "none"
    figures["random_24x12_slowest_seconds"] = round(max(done), 2) if done else "none"
    if beside:
        plain["random_24x12"] = beside
        plain["random_24x12_proved_in_60s"] = sum(
            solve_by_cp_sat(drawn(_SCENES, _ACTORS, seed), seconds=_LIMIT).proved
            for seed in range(beside)
        )


def _growing(figures: dict[str, Figure]) -> None:
    """The largest size, in steps of four scenes, at which at least half of four are proved."""
    for scenes in range(28, 61, 4):
        done = sum(
            _seconds(drawn(scenes, _ACTORS, seed), _LARGEST_LIMIT) is not None for seed in range(4)
        )
        figures[f"random_{scenes}x12_proved_of_4_in_600s"] = done
        if done < 2:
            return
        figures["half_proved_in_600s_at_scenes"] = scenes


def _seconds(instance: Instance, limit: float) -> float | None:
    started = time.perf_counter()
    try:
        solve(instance, seconds=limit)
    except Unavailable:
        return None
    return time.perf_counter() - started
