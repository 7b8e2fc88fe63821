"""Film analysis: what the passes cost on a real film, and how true they are on one drawn by code.

The whole of *Big Buck Bunny* is decoded alone, then passed fast and fully, then packaged; a second
time the full pass is killed at half and gone on with. What is true of the truth film can be had
alone (``film-truth``), since it does not depend on what else the machine does.
"""

import resource
import signal
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.material import sha256_of, shared
from benchmarks.media.film_truth import truth_figures
from benchmarks.media.film_work import Cost, FilmWork
from benchmarks.outcome import Figure, Outcome
from matinee.demo.film.carried import BIG_BUCK_BUNNY, fetch
from matinee.media.decoding.frames import frames_of
from matinee.media.model import Step
from matinee.media.workbench import read_facts, read_story

_CORES = 2
"""What the goal is set for; a clock says little where the machine does other work as well."""


def run(quick: bool) -> Outcome:
    """``quick``: the 30 seconds of the shared clip, and the short truth film."""
    clip = ("clips", "big-buck-bunny-480p-30s.mp4")
    film = shared(*clip) if quick else fetch(BIG_BUCK_BUNNY)
    with tempfile.TemporaryDirectory() as folder:
        figures = _costs(film, Path(folder), resumed=not quick)
        figures |= truth_figures(Path(folder), quick=quick)
    return Outcome(figures, {}, sha256_of(film))


def _costs(film: Path, folder: Path, *, resumed: bool) -> dict[str, Figure]:
    alone = _timed(lambda: sum(1 for _ in frames_of(film)))
    work = FilmWork(film, folder / "film")
    costs = {step: work.do(step) for step in (Step.PROBE, Step.FAST, Step.FULL, Step.PACKAGE)}
    seconds = read_facts(work.folder).seconds
    everything = sum(cost.wall for cost in costs.values())
    used = sum(cost.processor for cost in costs.values())
    story = read_story(work.folder / "full.json")
    figures: dict[str, Figure] = {
        "film_seconds": round(seconds, 1),
        "decode_seconds": round(alone.wall, 1),
        "decode_processor_seconds": round(alone.processor, 1),
        "fast_seconds": round(costs[Step.FAST].wall, 1),
        "fast_processor_seconds": round(costs[Step.FAST].processor, 1),
        "fast_ratio_to_decode": round(costs[Step.FAST].wall / alone.wall, 2),
        "fast_ratio_to_decode_by_processor": round(costs[Step.FAST].processor / alone.processor, 2),
        "full_seconds": round(costs[Step.FULL].wall, 1),
        "full_processor_seconds": round(costs[Step.FULL].processor, 1),
        "full_ratio_to_length": round(everything / seconds, 3),
        "full_ratio_by_processor": round(used / _CORES / seconds, 3),
        "processor_seconds_a_film_minute": round(used * 60 / seconds, 1),
        "packaging_seconds": round(costs[Step.PACKAGE].wall, 1),
        "packaging_processor_seconds": round(costs[Step.PACKAGE].processor, 1),
        "peak_memory_mib": round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024),
        "shots": len(story.shots),
        "scenes": len(story.scenes),
        "integrated_lufs": round(story.integrated_lufs, 2),
    }
    return figures | (_killed_and_resumed(film, folder, costs[Step.FULL].wall) if resumed else {})


def _killed_and_resumed(film: Path, folder: Path, whole: float) -> dict[str, Figure]:
    """Kill the full pass when half of its parts are there; see which are not made again."""
    work = FilmWork(film, folder / "killed")
    work.do(Step.PROBE)
    work.do(Step.FAST)
    parts = -(-int(read_facts(work.folder).seconds) // 60)
    child = work.begin(Step.FULL)
    while len(list(work.folder.glob("part-[0-9]*[0-9].npz"))) < parts // 2:
        if child.poll() is not None:
            raise AssertionError("the pass ended before half of it was seen")
        time.sleep(0.2)
    child.send_signal(signal.SIGKILL)
    child.wait()
    kept = {path: path.stat().st_mtime_ns for path in work.folder.glob("part-[0-9]*[0-9].npz")}
    watched = work.begin(Step.FULL)
    untouched = set(kept)
    began = time.perf_counter()
    while watched.poll() is None:
        untouched = {p for p in untouched if not p.exists() or p.stat().st_mtime_ns == kept[p]}
        time.sleep(0.1)
    return {
        "killed_parts_in_all": parts,
        "killed_parts_done_before": len(kept),
        "killed_parts_not_done_twice": len(untouched),
        "killed_resumed_seconds": round(time.perf_counter() - began, 1),
        "killed_resumed_share_of_whole": round((time.perf_counter() - began) / whole, 2),
    }


def _timed(action: Callable[[], object]) -> Cost:
    began, used = time.perf_counter(), time.process_time()
    action()
    return Cost(time.perf_counter() - began, time.process_time() - used)
