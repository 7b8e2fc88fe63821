"""The runner: ``python -m benchmarks NAME [--quick] [--json]``, ``--all``, or ``--results``.

A benchmark is a module with ``run(quick: bool) -> Outcome``; to add one, add its line below. Those
whose size can be chosen take ``events`` as well, and are listed in ``SIZED``; those that can be run
for a chosen time take ``minutes``, and are listed in ``SLICED``.
"""

import argparse
import importlib
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import cast

from rich.console import Console
from rich.table import Table

from benchmarks.material import PROJECT
from benchmarks.outcome import Measurement, Outcome, this_machine
from benchmarks.results_page import write_results
from benchmarks.surfaces.growth.page import write_growth
from matinee.errors import MatineeError

REGISTRY = {
    "artwork-crops": "benchmarks.promote.artwork_crops",
    "artwork-policy": "benchmarks.promote.artwork_policy",
    "titling": "benchmarks.promote.titling",
    "board": "benchmarks.studio.board",
    "break-choice": "benchmarks.ads.break_choice",
    "backup": "benchmarks.surfaces.backup",
    "breakdown": "benchmarks.studio.breakdown",
    "revisions": "benchmarks.studio.revisions",
    "ad-budgets": "benchmarks.ads.caps_and_budgets",
    "ad-decisions": "benchmarks.ads.ad_decisions",
    "catalogue-import": "benchmarks.catalogue.catalogue_import",
    "chaos": "benchmarks.surfaces.chaos.apart",
    "closed-loop": "benchmarks.home.closed_loop",
    "cold-start": "benchmarks.recommend.cold_start",
    "credentials": "benchmarks.clearance.content_credentials",
    "event-ingest": "benchmarks.audience.event_ingest",
    "film-analysis": "benchmarks.media.film_analysis",
    "film-truth": "benchmarks.media.film_truth",
    "first-frame": "benchmarks.surfaces.first_frame",
    "growth": "benchmarks.surfaces.growth.measured",
    "growth-million": "benchmarks.surfaces.growth.million",
    "guidance-packs": "benchmarks.clearance.guidance_packs",
    "hostile-films": "benchmarks.media.hostile_films",
    "home-latency": "benchmarks.home.home_latency",
    "inpaint": "benchmarks.studio.inpaint",
    "lake": "benchmarks.audience.lake.measured",
    "ledger": "benchmarks.clearance.ledger",
    "load": "benchmarks.surfaces.load",
    "load-locust": "benchmarks.surfaces.load_locust",
    "open-bandit": "benchmarks.experiments.open_bandit",
    "pacing": "benchmarks.ads.pacing",
    "poisoning": "benchmarks.recommend.poisoning",
    "pods": "benchmarks.ads.pods",
    "recommend-floor": "benchmarks.recommend.recommend_floor",
    "recommend-movielens1m": "benchmarks.recommend.recommend_movielens1m",
    "recommend-peers": "benchmarks.recommend.recommend_peers",
    "recommend-timesplit": "benchmarks.recommend.recommend_timesplit",
    "recommend-workers": "benchmarks.recommend.recommend_workers",
    "reage": "benchmarks.studio.reage",
    "recolour": "benchmarks.studio.recolour",
    "rights-decisions": "benchmarks.clearance.rights_decisions",
    "screenplay-parse": "benchmarks.studio.screenplay_parse",
    "scte35": "benchmarks.ads.scte35",
    "search-dialogue": "benchmarks.discover.search_dialogue",
    "search-plots": "benchmarks.discover.search_plots",
    "search-sentences": "benchmarks.discover.search_sentences",
    "sequential-tests": "benchmarks.experiments.sequential_tests",
    "shot-boundaries": "benchmarks.media.shot_boundaries",
    "search-latency": "benchmarks.discover.search_latency",
    "search-meaning": "benchmarks.discover.search_meaning",
    "search-typing": "benchmarks.discover.search_typing",
    "synopsis-checks": "benchmarks.promote.synopsis_checks",
    "talent-scheduling": "benchmarks.studio.talent_scheduling",
    "reschedule": "benchmarks.studio.reschedule",
    "vast": "benchmarks.ads.vast",
}
SIZED = {"growth", "lake"}
SLICED = {"chaos", "recommend-peers", "reschedule", "talent-scheduling"}
RESULTS = PROJECT / "benchmarks" / "results"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what is asked for; 0 when it was done, 1 when it could not be, 2 for a wrong call."""
    asked = _parser().parse_args(arguments)
    if asked.results:
        print(write_results(RESULTS, PROJECT / "benchmarks" / "RESULTS.md"))
        if (RESULTS / "growth.json").exists():
            print(write_growth(RESULTS, PROJECT / "docs" / "reference" / "growth.md"))
        return 0
    names = sorted(REGISTRY) if asked.all else [cast("str", asked.name)]
    if asked.events is not None and not set(names) <= SIZED:
        print(f"--events is for {', '.join(sorted(SIZED))}.", file=sys.stderr)
        return 2
    if asked.minutes is not None and not set(names) <= SLICED:
        print(f"--minutes is for {', '.join(sorted(SLICED))}.", file=sys.stderr)
        return 2
    chosen = {"events": asked.events, "minutes": asked.minutes}
    chosen = {option: value for option, value in chosen.items() if value is not None}
    done = [_run(name, quick=asked.quick, as_json=asked.json, chosen=chosen) for name in names]
    return 0 if all(done) else 1


def _run(name: str, *, quick: bool, as_json: bool, chosen: Mapping[str, float]) -> bool:
    try:
        measurement = measure(name, quick=quick, **chosen)
    except MatineeError as error:
        print(f"{name}: {error.sentence}\n{error.remedy}", file=sys.stderr)
        return False
    keep(measurement)
    if as_json:
        print(measurement.as_json())
    else:
        show(measurement)
    return True


def measure(name: str, *, quick: bool, **chosen: float) -> Measurement:
    """Load the benchmark of that name and time it; ``chosen`` are the options that it takes."""
    run = cast("Callable[..., Outcome]", importlib.import_module(REGISTRY[name]).run)
    machine = this_machine()
    started = time.perf_counter()
    outcome = run(quick, **chosen)
    return Measurement(name, quick, outcome, time.perf_counter() - started, machine)


def keep(measurement: Measurement) -> None:
    """Keep the last whole run; a quick one never takes its place."""
    folder = RESULTS / "quick" if measurement.quick else RESULTS
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / f"{measurement.name}.json"
    kept.write_text(measurement.as_json() + "\n", encoding="utf-8")


def show(measurement: Measurement) -> None:
    """A table for people."""
    part = " (quick: a part of it)" if measurement.quick else ""
    table = Table(title=f"{measurement.name}{part}, {measurement.seconds:.1f} s")
    table.add_column("figure")
    table.add_column("value", justify="right")
    for figure, value in measurement.outcome.figures.items():
        table.add_row(figure, str(value))
    for peer, figures in measurement.outcome.peers.items():
        for figure, value in figures.items():
            table.add_row(f"{peer}: {figure}", str(value))
    Console().print(table)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    asked = parser.add_mutually_exclusive_group(required=True)
    asked.add_argument("name", nargs="?", choices=sorted(REGISTRY), help="which benchmark")
    asked.add_argument("--all", action="store_true", help="every benchmark, one after the other")
    asked.add_argument("--results", action="store_true", help="write RESULTS.md from kept results")
    parser.add_argument("--quick", action="store_true", help="a part of it, within 50 seconds")
    parser.add_argument("--events", type=int, help="how many events, where that can be chosen")
    parser.add_argument(
        "--minutes", type=float, help="begin nothing after these minutes, where it runs in slices"
    )
    parser.add_argument("--json", action="store_true", help="the last line is one JSON object")
    return parser


if __name__ == "__main__":
    sys.exit(main())
