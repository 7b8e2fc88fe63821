"""What the simulated eye falls on when a service, and not chance, fills the page.

The eye is the simulator's own: rows are noticed by what they hold and by where they stand, titles
of a row from left to right. Only who fills the rows differs.
"""

import numpy as np
from numpy.typing import NDArray

from matinee.demo.simulator.pages import NOWHERE, Glances, glanced_along, rows_noticed
from matinee.demo.simulator.parameters import Parameters

Ints = NDArray[np.int64]
Reals = NDArray[np.floating]


def glances(
    shown: Ints,
    probability: Reals,
    affinity: Reals,
    parameters: Parameters,
    rng: np.random.Generator,
) -> Glances:
    """From pages (visit x row x place, -1 fills up) to what is looked at, in the order of looking.

    ``affinity`` is what the visitor makes of each title shown; a row appeals by its mean.
    """
    visits, rows, places = shown.shape
    there = shown >= 0
    counts = there.sum(axis=2)
    appeal = np.where(there, affinity, 0).sum(axis=2) / np.maximum(counts, 1)
    height = np.where(counts > 0, np.arange(rows)[None], NOWHERE)
    noticed = rows_noticed(appeal, height, parameters, rng)
    along = glanced_along(noticed.shape, parameters, rng)
    who = np.arange(visits)[:, None]
    film = shown[who, np.maximum(noticed, 0)]
    chance = probability[who, np.maximum(noticed, 0)]
    place = np.broadcast_to(np.arange(places), film.shape)
    seen = (noticed >= 0)[..., None] & (film >= 0) & (place < along[..., None])
    row = np.broadcast_to(noticed[..., None], film.shape)
    flat = (visits, -1)
    order = np.argsort(~seen.reshape(flat), axis=1, kind="stable")
    columns = (np.where(seen, film, -1), row, place)
    return Glances(
        *(np.take_along_axis(one.reshape(flat), order, axis=1) for one in columns),
        probability=np.take_along_axis(np.where(seen, chance, 0.0).reshape(flat), order, axis=1),
    )
