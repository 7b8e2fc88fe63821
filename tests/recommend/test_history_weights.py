"""What a member did becomes how loud each title speaks."""

import numpy as np
import pytest

from matinee.audience.model import EventKind
from matinee.recommend.history_weights import NEWEST, weigh_history

Event = tuple[int, EventKind, float]
NOTHING = float("nan")


def weighed(*events: Event, exponent: float = 0.0) -> dict[int, float]:
    """Of events, newest first."""
    items, weights = weigh_history(
        np.array([event[0] for event in events], np.int32),
        np.array([event[1].code for event in events], np.uint8),
        np.array([event[2] for event in events], np.float32),
        exponent=exponent,
    )
    return dict(zip(items.tolist(), weights.tolist(), strict=True))


@pytest.mark.parametrize(
    ("events", "strength"),
    [
        ([(1, EventKind.FINISH, NOTHING)], 1.0),
        ([(1, EventKind.PLAY, NOTHING)], 0.4),
        ([(1, EventKind.PROGRESS, NOTHING)], 0.4),
        ([(1, EventKind.LIST, 1.0)], 0.3),
        ([(1, EventKind.THUMB, 1.0), (1, EventKind.FINISH, NOTHING)], 1.3),
        ([(1, EventKind.THUMB, -1.0), (1, EventKind.FINISH, NOTHING)], -0.5),
        ([(1, EventKind.THUMB, 1.0), (1, EventKind.THUMB, -1.0)], 1.3),
        ([(1, EventKind.PLAY, NOTHING), (1, EventKind.FINISH, NOTHING)], 1.0),
    ],
)
def test_a_title_has_the_strength_of_what_is_known_of_it(
    events: list[Event], strength: float
) -> None:
    assert weighed(*events) == {1: pytest.approx(strength)}


def test_a_thumb_taken_back_says_nothing() -> None:
    assert weighed((1, EventKind.THUMB, 0.0), (1, EventKind.THUMB, -1.0)) == {}


def test_a_title_taken_off_the_list_says_nothing() -> None:
    assert weighed((1, EventKind.LIST, -1.0), (1, EventKind.LIST, 1.0)) == {}


def test_newer_titles_are_louder_by_rank() -> None:
    found = weighed(
        (7, EventKind.FINISH, NOTHING),
        (3, EventKind.FINISH, NOTHING),
        (5, EventKind.FINISH, NOTHING),
        exponent=1.0,
    )
    assert list(found) == [7, 3, 5]
    assert list(found.values()) == pytest.approx([1, 1 / 2, 1 / 3])


def test_a_title_stands_where_its_newest_event_is() -> None:
    found = weighed(
        (3, EventKind.THUMB, 1.0), (7, EventKind.FINISH, NOTHING), (3, EventKind.FINISH, NOTHING)
    )
    assert list(found) == [3, 7]


def test_titles_that_the_models_do_not_know_are_left_out() -> None:
    found = weighed((-1, EventKind.FINISH, NOTHING), (4, EventKind.FINISH, NOTHING), exponent=1.0)
    assert found == {4: 1.0}


def test_a_long_history_is_cut_where_it_can_hardly_be_heard() -> None:
    events = [(item, EventKind.FINISH, NOTHING) for item in range(400)]
    assert list(weighed(*events)) == list(range(NEWEST))


def test_an_empty_history_weighs_nothing() -> None:
    assert weighed() == {}
