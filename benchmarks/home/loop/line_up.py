"""Which services the loop compares, by name."""

import numpy as np
from numpy.typing import NDArray

from benchmarks.home.loop.house_of_films import HouseOfFilms
from benchmarks.home.loop.services import ByChance, ByEase, ByHome, ByPopularity, Filling
from matinee.experiments.model import assign

SERVICES = ("random", "popularity", "unpersonalised", "ease", "system", "holdout")
HOLDOUT = 0.2


def service_of(name: str, films: HouseOfFilms, rng: np.random.Generator) -> Filling:
    """One of :data:`SERVICES`, new; only chance uses ``rng``."""
    match name:
        case "random":
            return ByChance(len(films.shelf), rng)
        case "popularity":
            return ByPopularity(len(films.shelf))
        case "ease":
            return ByEase(films)
        case "unpersonalised":
            return ByHome(films, held_out=np.ones(len(films.profiles), np.bool_))
        case "system":
            return ByHome(films)
        case "holdout":
            return ByHome(films, held_out=held_out(films))
        case _:
            raise ValueError(name)


def held_out(films: HouseOfFilms) -> NDArray[np.bool_]:
    """Who is held out where a service holds out :data:`HOLDOUT` of its members, by profile.

    Drawn by the house's own lots. The share is larger than the setting's 2%, since the simulated
    audience is small.
    """
    assigned = (
        assign(one.id, one.household_id, (), holdout_share=HOLDOUT, season="loop")
        for one in films.profiles
    )
    return np.array([one.held_out for one in assigned])
