"""How much each person likes each film, and what the audience as a whole is drawn to each week."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from matinee.demo.simulator.archetypes import ARCHETYPES, Archetype
from matinee.demo.simulator.parameters import Parameters
from matinee.demo.simulator.repertoire import Repertoire

Reals: TypeAlias = NDArray[np.float32]

_KEYWORD = 0.9
_DIRECTOR = 1.1
_MOST = np.float32(3.0)


def archetype_weights(repertoire: Repertoire) -> Reals:
    """Archetype × feature: the utility of each feature to each archetype."""
    weights = np.zeros((len(ARCHETYPES), repertoire.features.shape[1]), np.float32)
    for row, archetype in enumerate(ARCHETYPES):
        for block, values in _wishes(archetype, repertoire).items():
            weights[row, repertoire.columns(block)] = values
    return weights


def _wishes(archetype: Archetype, repertoire: Repertoire) -> dict[str, list[float]]:
    blocks = repertoire.blocks
    year, spread = archetype.era
    return {
        "genre": [archetype.genres.get(genre, 0.0) for genre in blocks["genre"]],
        "decade": [
            archetype.era_weight * float(np.exp(-(((int(decade) + 5 - year) / spread) ** 2) / 2))
            for decade in blocks["decade"]
        ],
        "keyword": [_KEYWORD * (word in archetype.keywords) for word in blocks["keyword"]],
        "director": [_DIRECTOR * (name in archetype.directors) for name in blocks["director"]],
        "abroad": [archetype.abroad],
    }


def affinities(
    repertoire: Repertoire,
    mixtures: NDArray[np.float64],
    parameters: Parameters,
    rng: np.random.Generator,
) -> Reals:
    """Profile × film: what each makes of each, in standard deviations over the known films.

    A mixture of archetypes, a bent of one's own for each genre, and a few words and directors that
    one loves for no reason that anybody else shares.
    """
    people = len(mixtures)
    tastes = mixtures.astype(np.float32) @ archetype_weights(repertoire)
    genres = repertoire.columns("genre")
    tastes[:, genres] += rng.normal(
        0, parameters.genre_noise, (people, genres.stop - genres.start)
    ).astype(np.float32)
    for block, count in (
        ("keyword", parameters.loved_keywords),
        ("director", parameters.loved_directors),
    ):
        columns = repertoire.columns(block)
        loved = rng.integers(columns.start, columns.stop, (people, count))
        tastes[np.arange(people)[:, None], loved] += np.float32(parameters.loved_weight)
    raw = tastes @ repertoire.features.T
    known = raw[:, : repertoire.main]
    standard = (raw - known.mean(axis=1, keepdims=True)) / known.std(axis=1, keepdims=True)
    # Nobody loves a film without bound, or would watch nothing else.
    return _MOST * np.tanh(standard / _MOST)


@dataclass(frozen=True, slots=True, eq=False)
class Vogue:
    """The audience at large: ``fame`` is the log of a film's weight, ``drift`` is week × film."""

    fame: Reals
    drift: Reals


def draw_vogue(repertoire: Repertoire, parameters: Parameters, rng: np.random.Generator) -> Vogue:
    """Fame with a heavy tail; genres that wander from week to week; films that are talked about."""
    films, weeks = len(repertoire), parameters.weeks
    fame = parameters.popularity_per_review_sd * repertoire.fame
    fame = fame + rng.normal(0, parameters.popularity_noise, films)
    fame[: repertoire.main] += parameters.known_films_ahead
    genres = rng.normal(0, parameters.genre_drift, (weeks, len(repertoire.genres))).cumsum(axis=0)
    share = repertoire.genre_of / np.maximum(1, repertoire.genre_of.sum(axis=1, keepdims=True))
    talk = np.zeros((weeks, films))
    opened = repertoire.opens + 7 * weeks
    for week in range(weeks):
        if week:
            talk[week] = parameters.vogue_decay * talk[week - 1]
        talked = rng.integers(0, repertoire.main, parameters.vogues_a_week)
        talk[week, talked] += parameters.vogue_strength
        age = week - opened // 7
        fresh = (age >= 0) & (age < 4)
        talk[week, fresh] += parameters.release_excitement / (1 + age[fresh]) / 2
    drift = genres @ share.T + talk
    return Vogue(fame.astype(np.float32), drift.astype(np.float32))
