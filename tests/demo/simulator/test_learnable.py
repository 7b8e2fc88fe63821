"""That what people chose lets one foretell what they choose next, better than fame does."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matinee.audience.model import EventKind
from matinee.demo.simulator.simulation import Audience

_FEWEST = 5
_RIDGE = 60.0


def _first_finishes(audience: Audience) -> list[list[int]]:
    log, finish = audience.log, audience.log.of(EventKind.FINISH)
    finished: list[dict[int, None]] = [{} for _ in audience.population.profiles]
    for profile, film in zip(
        log["profile"][finish].tolist(), log["film"][finish].tolist(), strict=True
    ):
        finished[profile].setdefault(film)
    return [list(films) for films in finished]


def _hits(scores: NDArray[np.floating], seen: NDArray[np.bool_], held_out: dict[int, int]) -> float:
    """The share of profiles whose held-out film is among the first ten that they have not seen."""
    hits = 0
    for profile, film in held_out.items():
        open_to = ~seen[profile]
        hits += (scores[profile][open_to] > scores[profile, film]).sum() < 10
    return hits / len(held_out)


def test_a_linear_model_of_items_foretells_better_than_fame_and_worse_than_taste(
    audience: Audience,
) -> None:
    films = len(audience.repertoire)
    histories = _first_finishes(audience)
    held_out = {row: films[-1] for row, films in enumerate(histories) if len(films) >= _FEWEST}
    known = np.zeros((len(histories), films), np.float32)
    for profile, watched in enumerate(histories):
        known[profile, watched[:-1] if profile in held_out else watched] = 1
    inverse = np.linalg.inv(known.T @ known + _RIDGE * np.eye(films, dtype=np.float32))
    weights = -inverse / np.diag(inverse)
    np.fill_diagonal(weights, 0)
    out_of_reach = (known > 0) | ~audience.allowed

    fame = _hits(np.tile(known.sum(axis=0), (len(known), 1)), out_of_reach, held_out)
    learned = _hits(known @ weights, out_of_reach, held_out)
    taste = _hits(audience.affinity + 0.2 * np.log1p(known.sum(axis=0)), out_of_reach, held_out)

    assert learned > 1.3 * fame
    assert taste > 1.3 * learned
