"""Talent scheduling: every known optimum proved, and random instances of growing size.

A random instance: each actor is in 2 to n scenes, as many as a fair draw says, chosen evenly; a
wage of 1 to 100; a scene takes 1 to 5 days (in the manner of Garcia de la Banda, Stuckey and Chu
2011; their files are not at hand, so the shape is theirs and the numbers are drawn here).

The exact method works on one processor, and its limits count that processor's time: on a machine in
use they are the seconds of a quiet one. CP-SAT's limits are the clock's. Each instance is a piece
that is kept (``benchmarks/results/runs/``): ``--minutes`` runs a slice, and the next goes on.
"""

import json
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.kept_pieces import RUNS, KeptPieces, Measured, source_of
from benchmarks.material import sha256_of, shared
from benchmarks.outcome import Figure, Outcome
from benchmarks.studio.talent_cp_sat import solve_by_cp_sat
from matinee.errors import Unavailable
from matinee.studio.schedule.talent import exact
from matinee.studio.schedule.talent.exact import solve
from matinee.studio.schedule.talent.model import Answer, Instance
from matinee.studio.schedule.talent.readers import read_csplib, read_minizinc

_SCENES, _ACTORS = 24, 12
_DRAWN, _BESIDE = 20, 5
_LIMIT = 60.0
_LARGEST_LIMIT = 600.0
_OF_A_SIZE = 4


def run(quick: bool, *, minutes: float | None = None) -> Outcome:
    """``quick``: the known optima, three random instances instead of twenty, no growing size."""
    folder = shared("talent-scheduling")
    files = sorted([*folder.glob("*.dzn"), *folder.glob("csplib_*.json")])
    digest = sha256_of(*files)
    key = {"data": digest, "source": source_of(Path(exact.__file__).parent, Path(__file__))}
    kept = None if quick else RUNS / "talent-scheduling.jsonl"
    pieces = KeptPieces(kept, key, minutes=minutes)
    figures: dict[str, Figure] = {"instances": len(files)}
    plain: dict[str, Figure] = {}
    _known(pieces, figures, plain, files, quick=quick)
    _random(pieces, figures, plain, count=3 if quick else _DRAWN, beside=0 if quick else _BESIDE)
    if not quick:
        _growing(pieces, figures)
        figures |= pieces.told()
    return Outcome(figures, {"CP-SAT (here, 2 workers)": plain}, digest)


def _known(
    pieces: KeptPieces,
    figures: dict[str, Figure],
    plain: dict[str, Figure],
    files: list[Path],
    *,
    quick: bool,
) -> None:
    optima = json.loads((shared("talent-scheduling") / "optima.json").read_text(encoding="utf-8"))
    costs = [
        next(value for name, value in optima.items() if file.name in name)["total"]
        for file in files
    ]
    limit = 2.0 if quick else _LIMIT
    ours = [
        pieces.measured(file.stem, partial(_proved, read_instance(file), _LIMIT, known=known))
        for file, known in zip(files, costs, strict=True)
    ]
    theirs = [
        pieces.measured(
            f"{file.stem} CP-SAT",
            partial(_proved_by_cp_sat, read_instance(file), limit, known=known),
        )
        for file, known in zip(files, costs, strict=True)
    ]
    for file, one in zip(files, ours, strict=True):
        if one is not None:
            figures[f"{file.stem}_seconds"] = one["seconds"]
    for told, to in ((ours, figures), (theirs, plain)):
        done = [one for one in told if one is not None]
        to["optimal"] = sum(int(one["proved"]) for one in done)
        to["slowest_seconds"] = max((float(one["seconds"]) for one in done), default=0.0)


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
    pieces: KeptPieces,
    figures: dict[str, Figure],
    plain: dict[str, Figure],
    *,
    count: int,
    beside: int,
) -> None:
    told = _of_size(pieces, _SCENES, count, _LIMIT)
    done = [float(one["seconds"]) for one in told if one["proved"]]
    figures["random_24x12"] = len(told)
    figures["random_24x12_proved_in_60s"] = len(done)
    figures["random_24x12_median_seconds"] = round(float(np.median(done)), 2) if done else "none"
    figures["random_24x12_slowest_seconds"] = round(max(done), 2) if done else "none"
    if beside:
        theirs = [
            one
            for seed in range(beside)
            if (
                one := pieces.measured(
                    f"{_SCENES}x{_ACTORS} {seed} CP-SAT",
                    partial(_proved_by_cp_sat, drawn(_SCENES, _ACTORS, seed), _LIMIT),
                )
            )
        ]
        plain["random_24x12"] = len(theirs)
        plain["random_24x12_proved_in_60s"] = sum(int(one["proved"]) for one in theirs)


def _growing(pieces: KeptPieces, figures: dict[str, Figure]) -> None:
    """The largest size, in steps of four scenes, at which at least half of four are proved."""
    for scenes in range(28, 61, 4):
        told = _of_size(pieces, scenes, _OF_A_SIZE, _LARGEST_LIMIT)
        done = sum(int(one["proved"]) for one in told)
        figures[f"random_{scenes}x12_proved_of_{len(told)}_in_600s"] = done
        if len(told) < _OF_A_SIZE:
            return
        if done < _OF_A_SIZE // 2:
            figures["half_proved_in_600s_ends_before_scenes"] = scenes
            return
        figures["half_proved_in_600s_at_scenes"] = scenes


def _of_size(pieces: KeptPieces, scenes: int, count: int, limit: float) -> list[Measured]:
    asked = (
        pieces.measured(
            f"{scenes}x{_ACTORS} {seed}", partial(_proved, drawn(scenes, _ACTORS, seed), limit)
        )
        for seed in range(count)
    )
    return [one for one in asked if one is not None]


def _proved(instance: Instance, limit: float, *, known: int | None = None) -> Measured:
    """By the exact method, in seconds of the one processor that it works on."""
    work = partial(solve, instance, seconds=limit, clock=time.thread_time)
    return _timed(work, time.thread_time, instance, known)


def _proved_by_cp_sat(instance: Instance, limit: float, *, known: int | None = None) -> Measured:
    work = partial(solve_by_cp_sat, instance, seconds=limit)
    return _timed(work, time.perf_counter, instance, known)


def _timed(
    work: Callable[[], Answer], clock: Callable[[], float], instance: Instance, known: int | None
) -> Measured:
    """Whether the best order was proved, and is as dear as is ``known``; and the seconds."""
    started = clock()
    try:
        answer = work()
    except Unavailable as failure:
        return {"proved": 0, "seconds": round(clock() - started, 3), "why": failure.code}
    right = known is None or answer.waiting + instance.work == known
    return {"proved": int(answer.proved and right), "seconds": round(clock() - started, 3)}
