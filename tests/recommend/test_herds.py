"""Members who come together to push a title are noticed and bounded; everybody else counts."""

import numpy as np
from numpy.typing import NDArray

from matinee.recommend.herds import DAY, held_back

_FILMS, _TARGET = 50, 49


def _members(count: int, *, seed: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Members and the ten films that each has watched, never the target."""
    draw = np.random.default_rng(seed)
    films = np.concatenate([draw.choice(_TARGET, 10, replace=False) for _ in range(count)])
    return np.repeat(np.arange(count), 10), films


def _arrivals(late: int) -> NDArray[np.float64]:
    """400 members over 40 days, and the late ones on the day after."""
    days = np.concatenate([np.repeat(np.arange(40), 10), np.full(late, 40)])
    return days.astype(np.float64) * DAY


def _pushed(
    fakes: int,
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    """400 members who came over 40 days, and fakes of one day who all watch the target."""
    members, films = _members(400 + fakes, seed=5)
    first = _arrivals(fakes)
    members = np.concatenate([members, np.arange(0, 400, 20), np.arange(400, 400 + fakes)])
    films = np.concatenate([films, np.full(20 + fakes, _TARGET)])
    at: NDArray[np.float64] = first[members] + np.arange(len(members), dtype=np.float64)
    return members.astype(np.int64), films.astype(np.int64), at, first


def test_a_pushed_title_is_named_and_what_counts_of_it_is_bounded() -> None:
    members, films, at, first = _pushed(300)
    held, herds = held_back(members, films, at, first, factor=2)

    assert [(herd.title, herd.day, herd.seen) for herd in herds] == [(_TARGET, 40, 300)]
    assert 50 < herds[0].allowed < 80  # 20 + e + 3 √e, e = 2 · 300 · 21 / 401.
    assert held.sum() == 300 - herds[0].allowed
    assert set(films[held]) == {_TARGET}
    assert members[held].min() >= 400 + herds[0].allowed  # The earliest count.


def test_without_the_bound_everything_counts_again() -> None:
    members, films, at, first = _pushed(300)
    held, herds = held_back(members, films, at, first, factor=0)
    assert not held.any()
    assert herds == ()


def test_newcomers_who_watch_what_everybody_watches_are_no_herd() -> None:
    members, films = _members(700, seed=6)
    first = _arrivals(300)
    held, herds = held_back(members, films, first[members], first, factor=2)
    assert (held.sum(), herds) == (0, ())


def test_members_whose_times_are_ranks_or_who_all_came_at_once_are_left_alone() -> None:
    members, films, at, first = _pushed(300)
    for seen in (np.full(len(first), np.inf), np.zeros(len(first))):
        held, herds = held_back(members, films, at, seen, factor=2)
        assert (held.sum(), herds) == (0, ())
