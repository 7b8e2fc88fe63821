"""``closed-loop``: what each way of filling the page brings once it learns from what it brought.

The demo's simulated audience lives through a season: for five weeks its pages are filled by chance
and fame, the same for all; then by one of four services, which learns weekly from its own log.
Members arrive to go on, from their list, to search or to look around at rates that were fixed
before any model; only what a page holds differs. Ten seeds; the same seed has the same people in
every arm, so hours are compared pair by pair. An hour is credited to the surface by which its title
first came to the member. Nothing of this says anything about real people.
"""

import time
from collections.abc import Mapping
from dataclasses import fields
from datetime import date

import numpy as np
from numpy.typing import NDArray

from benchmarks.home.loop.house_of_films import HouseOfFilms
from benchmarks.home.loop.measures import Season as Figures
from benchmarks.home.loop.measures import measure
from benchmarks.home.loop.services import SERVICES, Service, service_of
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

BASE_DAY = date(2026, 11, 22)
FROM_WEEK = 5
_RESAMPLES = 2_000


def run(quick: bool) -> Outcome:
    """Live through the season once for each seed and service."""
    parameters = Parameters(households=120 if quick else 300)
    seeds = range(1, 2 if quick else 11)
    facts, texts = read_film_facts(), {text.imdb: text for text in read_film_texts()}
    seasons: dict[str, list[Figures]] = {name: [] for name in SERVICES}
    spent: dict[str, float] = dict.fromkeys(SERVICES, 0.0)
    for seed in seeds:
        lots = licences(list(texts), seed=seed)
        repertoire = build_repertoire(facts, texts, lots, parameters)
        for name in SERVICES:
            started = time.process_time()
            seasons[name].append(_season(name, repertoire, parameters, seed))
            spent[name] += time.process_time() - started
            print(f"  seed {seed}, {name}: {seasons[name][-1].hours:.0f} hours", flush=True)
    figures: dict[str, Figure] = {
        "seeds": len(seeds),
        "households": parameters.households,
        "weeks": parameters.weeks - FROM_WEEK,
    }
    for name, lived in seasons.items():
        figures |= {f"{name}_{key}": value for key, value in _summed_up(lived).items()}
        figures[f"{name}_processor_seconds"] = round(spent[name], 1)
    for name in ("random", "ease", "system"):
        figures |= _against(seasons[name], seasons["popularity"], f"{name}_over_popularity")
    figures |= _against(seasons["system"], seasons["ease"], "system_over_ease")
    return Outcome(figures)


def _season(name: str, repertoire: Repertoire, parameters: Parameters, seed: int) -> Figures:
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
    return measure(
        season.book.closed(before=base),
        repertoire,
        since=since,
        base=base,
        profiles=len(population.profiles),
    )


def _summed_up(lived: list[Figures]) -> Mapping[str, Figure]:
    figures: dict[str, Figure] = {}
    for one in fields(Figures):
        if one.name == "hours_by_profile":
            continue
        values = np.array([getattr(season, one.name) for season in lived], np.float64)
        low, high = _interval(values)
        figures[one.name] = round(float(values.mean()), 4)
        figures[f"{one.name}_low"], figures[f"{one.name}_high"] = round(low, 4), round(high, 4)
    return figures


def _against(lived: list[Figures], other: list[Figures], name: str) -> Mapping[str, Figure]:
    """By how much more was watched, seed by seed."""
    gain = np.array([a.hours / b.hours - 1 for a, b in zip(lived, other, strict=True)])
    low, high = _interval(gain)
    return {
        f"{name}_hours": round(float(gain.mean()), 4),
        f"{name}_hours_low": round(low, 4),
        f"{name}_hours_high": round(high, 4),
    }


def _interval(values: NDArray[np.float64]) -> tuple[float, float]:
    """95% of the mean over seeds, by the bootstrap; of one seed, that seed."""
    rng = np.random.default_rng(7)
    means = values[rng.integers(0, values.size, (_RESAMPLES, values.size))].mean(axis=1)
    low, high = np.quantile(means, (0.025, 0.975))
    return float(low), float(high)
