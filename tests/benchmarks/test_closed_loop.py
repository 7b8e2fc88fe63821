"""What the closed loop counts, by hand; and that its services obey what a page obeys."""

from __future__ import annotations

import numpy as np
from benchmarks.home.loop.attention import glances
from benchmarks.home.loop.measures import origins, watched_hours
from numpy.typing import NDArray

from matinee.audience.model import EventKind
from matinee.demo.simulator.log import CONTINUE_ROW, EVENT, HOME, SEARCH
from matinee.demo.simulator.parameters import Parameters


def event(
    kind: EventKind, at: float, seconds: float, *, film: int = 0, surface: int = HOME, row: int = 0
) -> NDArray[np.void]:
    made = np.zeros(1, EVENT)
    made["kind"], made["at"], made["seconds"] = kind.code, at, seconds
    made["film"], made["surface"], made["row"] = film, surface, row
    return made


def test_a_film_that_is_gone_on_with_counts_each_minute_once() -> None:
    log = np.concatenate(
        [
            event(EventKind.PLAY, 0, 0, surface=SEARCH),
            event(EventKind.PROGRESS, 10, 1800, surface=SEARCH),
            event(EventKind.PLAY, 100, 1800, row=CONTINUE_ROW),
            event(EventKind.PROGRESS, 110, 3600, row=CONTINUE_ROW),
            event(EventKind.FINISH, 120, 5400, row=CONTINUE_ROW),
            event(EventKind.PLAY, 0, 0, film=1),
            event(EventKind.PROGRESS, 5, 360, film=1),
        ]
    )
    events, hours = watched_hours(log)
    assert np.isclose(hours.sum(), 1.6)
    brought = origins(events)
    assert np.isclose(hours[brought == SEARCH].sum(), 1.5), (
        "the search brought it, whatever resumed"
    )
    assert np.isclose(hours[brought == HOME].sum(), 0.1)


def test_the_eye_never_falls_on_an_empty_place_and_goes_from_left_to_right() -> None:
    rng = np.random.default_rng(3)
    shown = np.arange(400 * 5 * 8).reshape(400, 5, 8)
    shown[:, 2, 3:] = -1
    shown[:, 4] = -1
    seen = glances(shown, np.ones(shown.shape), np.zeros(shown.shape), Parameters(), rng)
    there = seen.film >= 0
    assert there.any(axis=1).all()
    assert not (seen.row[there] == 4).any()
    assert (seen.position[there & (seen.row == 2)] < 3).all()
    first = seen.position[:, 0]
    assert (first == 0).all()


def test_a_row_that_holds_what_one_likes_is_noticed_more() -> None:
    rng = np.random.default_rng(4)
    shown = np.arange(2000 * 4 * 8).reshape(2000, 4, 8)
    affinity = np.zeros(shown.shape)
    affinity[:, 3] = 2.0
    seen = glances(shown, np.ones(shown.shape), affinity, Parameters(), rng)
    noticed = [(seen.row[seen.film >= 0] == row).mean() for row in range(4)]
    assert noticed[3] > 2 * noticed[2]
    assert noticed[0] > noticed[1] > noticed[2]
