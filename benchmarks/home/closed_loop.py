"""``closed-loop``: what each way of filling the page brings once it learns from what it brought.

The demo's simulated audience lives through a season: for five weeks its pages are filled by chance
and fame, the same for all; then by one service, which learns weekly from its own log. Members
arrive to go on, from their list, to search or to look around at rates that were fixed before any
model; only what a page holds differs. The same seed has the same people in every arm, so hours are
compared pair by pair. An hour is credited to the surface by which its title first came to the
member: that is the attributed share. What personalising adds is another thing: the hours of the
system less those of its own page when no taste shapes it, seed by seed. A real service cannot live
twice, so every other seed also lives with a fifth of its members held out, and the house's own
estimate (``experiments/share/increment.py``) stands beside what both lives truly differ by. Seasons
are kept one by one, so a run that ends early is gone on with. Nothing of this says anything about
real people.
"""

import time
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

import numpy as np

from benchmarks.home.loop.house_of_films import HouseOfFilms
from benchmarks.home.loop.kept_seasons import KeptSeasons, Seasons
from benchmarks.home.loop.line_up import HOLDOUT, SERVICES, held_out, service_of
from benchmarks.home.loop.measures import AUDIENCE, measure
from benchmarks.home.loop.measures import Season as Figures
from benchmarks.home.loop.services import Service
from benchmarks.material import PROJECT
from benchmarks.outcome import Figure, Outcome
from matinee.demo.film_facts import read_film_facts
from matinee.demo.film_texts import read_film_texts
from matinee.demo.simulator.parameters import Parameters
from matinee.demo.simulator.repertoire import Repertoire, build_repertoire
from matinee.demo.simulator.season import Season
from matinee.demo.simulator.simulation import draw_people
from matinee.demo.simulator.tastes import affinities, draw_vogue
from matinee.demo.simulator.visits import draw_visits
from matinee.demo.windows import instant, licences
from matinee.errors import Unavailable
from matinee.experiments.share.increment import incremental_hours
from matinee.home.model import HomeSettings
from matinee.recommend.model import RecommendSettings

BASE_DAY = date(2026, 11, 22)
FROM_WEEK = 5
HOUSEHOLDS, SEEDS = 200, 10
LASTS = 45 * 60.0
"""Seconds after which a run begins no further seed; another goes on from there."""
RUNS = PROJECT / "benchmarks" / "results" / "runs" / "closed-loop.jsonl"
MEASURED = (
    "hours",
    "recommended_share",
    "searched_share",
    "effective_catalogue",
    "finish_rate",
    "days_to_audience",
    "found_audience",
)
AGAINST = (
    ("random", "popularity"),
    ("unpersonalised", "popularity"),
    ("ease", "popularity"),
    ("system", "popularity"),
    ("system", "unpersonalised"),
    ("system", "ease"),
)
_RESAMPLES = 2_000
PAGE = "untried-1"
"""Changes with whatever lays the page otherwise: seasons of two pages are never averaged."""
_WHEN_AND_WHERE = {"train_at", "check_seconds", "keep_versions", "sequence_workers"}
"""Settings of recommendation that change no season."""


def run(quick: bool) -> Outcome:
    """Live through the season once for each seed and service; what was lived before is kept."""
    parameters = Parameters(households=60 if quick else HOUSEHOLDS)
    kept = KeptSeasons(None if quick else RUNS, _settings(parameters))
    seeds = range(1, 2 if quick else SEEDS + 1)
    until = time.monotonic() + LASTS
    for seed in seeds:
        if time.monotonic() < until:
            _live(seed, parameters, kept)
    whole = [seed for seed in seeds if set(_services(seed)) <= set(kept.of(seed))]
    if len(whole) < len(seeds):
        print(f"  {len(whole)} of {len(seeds)} seeds so far; the next run goes on", flush=True)
    if not whole:
        raise Unavailable("No seed has been lived whole yet.", remedy="Run it again; it goes on.")
    return Outcome(_figures(parameters, [kept.of(seed) for seed in whole]))


def _services(seed: int) -> tuple[str, ...]:
    """Every other seed lives a season with a holdout as well."""
    return tuple(name for name in SERVICES if name != "holdout" or seed % 2)


def _settings(parameters: Parameters) -> Mapping[str, Any]:
    """What seasons must have in common to be compared."""
    return {
        "parameters": asdict(parameters),
        "from_week": FROM_WEEK,
        "audience": AUDIENCE,
        "page": PAGE,
        "holdout": HOLDOUT,
        "recommend": RecommendSettings().model_dump(mode="json", exclude=_WHEN_AND_WHERE),
        "home": HomeSettings().model_dump(mode="json"),
    }


def _live(seed: int, parameters: Parameters, kept: KeptSeasons) -> None:
    facts, texts = read_film_facts(), {text.imdb: text for text in read_film_texts()}
    lots = licences(list(texts), seed=seed)
    repertoire = build_repertoire(facts, texts, lots, parameters)
    for name in _services(seed):
        if name in kept.of(seed):
            continue
        started = time.process_time()
        lived, films = _season(name, repertoire, parameters, seed)
        estimate = _estimated(lived, films, parameters) if name == "holdout" else {}
        spent = {"processor_seconds": round(time.process_time() - started, 1)}
        kept.keep(seed, name, {**_told(lived), **estimate, **spent})
        print(f"  seed {seed}, {name}: {lived.hours:.0f} hours", flush=True)


def _told(lived: Figures) -> dict[str, float]:
    return {one: getattr(lived, one) for one in MEASURED}


def _figures(parameters: Parameters, seeds: list[Seasons]) -> Mapping[str, Figure]:
    figures: dict[str, Figure] = {
        "seeds": len(seeds),
        "households": parameters.households,
        "weeks": parameters.weeks - FROM_WEEK,
    }
    for name in SERVICES:
        lived = [seed[name] for seed in seeds if name in seed]
        for key in MEASURED:
            figures |= _mean(f"{name}_{key}", [one[key] for one in lived])
        spent = [one["processor_seconds"] for one in lived]
        figures[f"{name}_processor_seconds"] = round(float(np.mean(spent)), 1)
    for name, other in AGAINST:
        gain = [seed[name]["hours"] / seed[other]["hours"] - 1 for seed in seeds]
        figures |= _mean(f"{name}_over_{other}_hours", gain)
    return figures | _incremental(seeds)


def _season(
    name: str, repertoire: Repertoire, parameters: Parameters, seed: int
) -> tuple[Figures, HouseOfFilms]:
    """One audience, one service; chance is drawn from the same seeds in every arm."""
    population = draw_people(parameters, seed=seed)
    taste, talk, calendar, living, own = (
        np.random.default_rng(words) for words in np.random.SeedSequence(seed).spawn(5)
    )
    affinity = affinities(repertoire, population.mixtures, parameters, taste)
    vogue = draw_vogue(repertoire, parameters, talk)
    base = instant(BASE_DAY, 0).timestamp()
    films = HouseOfFilms.of(repertoire, population, seed=seed, base_day=BASE_DAY)
    service = Service(
        service_of(name, films, own), parameters, affinity, from_week=FROM_WEEK, base=base
    )
    season = Season(repertoire, population, affinity, vogue, parameters, living, service)
    season.live(draw_visits(population, parameters, base, calendar))
    since = base - (parameters.weeks - FROM_WEEK) * 7 * 86_400
    lived = measure(
        season.book.closed(before=base),
        repertoire,
        since=since,
        base=base,
        profiles=len(population.profiles),
    )
    return lived, films


def _estimated(lived: Figures, films: HouseOfFilms, parameters: Parameters) -> Mapping[str, float]:
    """What the house would say that personalising adds, from one season with a holdout."""
    told = incremental_hours(
        held_out(films),
        np.full(len(films.profiles), 7.0 * (parameters.weeks - FROM_WEEK)),
        lived.hours_by_profile,
        expected_members=len(films.profiles),
        fewest=2,
    )
    if told is None:
        raise AssertionError("nobody was held out")
    return {"estimate": told.share, "reach": (told.high - told.low) / 2 / told.watched}


def _incremental(seeds: list[Seasons]) -> dict[str, Figure]:
    """Attributed beside incremental hours, and the holdout's estimate beside the truth."""
    hours = [seed["system"]["hours"] for seed in seeds]
    attributed = [seed["system"]["recommended_share"] * seed["system"]["hours"] for seed in seeds]
    added = [seed["system"]["hours"] - seed["unpersonalised"]["hours"] for seed in seeds]
    share = [extra / all_hours for extra, all_hours in zip(added, hours, strict=True)]
    asked = [place for place, seed in enumerate(seeds) if "holdout" in seed]
    estimated = np.array([seeds[place]["holdout"]["estimate"] for place in asked])
    reach = np.array([seeds[place]["holdout"]["reach"] for place in asked])
    missed = np.abs(estimated - np.array(share)[asked])
    return {
        **_mean("attributed_hours", attributed),
        **_mean("incremental_hours", added),
        **_mean("incremental_share", share),
        "holdout_share": HOLDOUT,
        "holdout_seeds": len(asked),
        **_mean("holdout_estimate_share", estimated.tolist()),
        "holdout_estimate_reach": round(float(reach.mean()), 4),
        "holdout_covers_truth": round(float((missed <= reach).mean()), 4),
    }


def _mean(name: str, told: list[float]) -> Mapping[str, Figure]:
    """The mean over seeds with 95% by the bootstrap; of one seed, that seed."""
    values = np.array(told, np.float64)
    rng = np.random.default_rng(7)
    means = values[rng.integers(0, values.size, (_RESAMPLES, values.size))].mean(axis=1)
    low, high = np.quantile(means, (0.025, 0.975))
    return {
        name: round(float(values.mean()), 4),
        f"{name}_low": round(float(low), 4),
        f"{name}_high": round(float(high), 4),
    }
