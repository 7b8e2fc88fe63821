"""The audience of seventeen weeks, from a seed and a day."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from matinee.demo.simulator.log import SimulatedLog
from matinee.demo.simulator.parameters import Parameters
from matinee.demo.simulator.population import Population, draw_population
from matinee.demo.simulator.repertoire import Repertoire
from matinee.demo.simulator.season import Season
from matinee.demo.simulator.tastes import affinities, draw_vogue
from matinee.demo.simulator.visits import draw_visits
from matinee.demo.windows import instant


@dataclass(frozen=True, slots=True, eq=False)
class Audience:
    """Who there is, what they would like to see (profile × film), and what they did.

    ``pages`` says how many pages were opened, ``allowed`` what each profile may see at all.
    """

    population: Population
    repertoire: Repertoire
    affinity: NDArray[np.float32]
    allowed: NDArray[np.bool_]
    log: SimulatedLog
    pages: int


def simulate(
    repertoire: Repertoire, parameters: Parameters, *, seed: int, base_day: date
) -> Audience:
    """The audience of the weeks before ``base_day``; the same arguments give the same events."""
    population = draw_people(parameters, seed=seed)
    taste, talk, calendar, living = (
        np.random.default_rng(words) for words in np.random.SeedSequence(seed).spawn(4)
    )
    affinity = affinities(repertoire, population.mixtures, parameters, taste)
    vogue = draw_vogue(repertoire, parameters, talk)
    base = instant(base_day, 0).timestamp()
    season = Season(repertoire, population, affinity, vogue, parameters, living)
    season.live(draw_visits(population, parameters, base, calendar))
    return Audience(
        population=population,
        repertoire=repertoire,
        affinity=affinity,
        allowed=season.viewers.allowed[season.viewers.group],
        log=season.book.closed(before=base),
        pages=season.book.pages,
    )


def draw_people(parameters: Parameters, *, seed: int) -> Population:
    """Who there is: the same people whatever the day."""
    return draw_population(parameters, np.random.default_rng([seed, 0]))
