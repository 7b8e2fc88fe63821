"""Popularity follows time and place; growth finds what is new in demand."""

import numpy as np
import pytest

from matinee.recommend.popularity import DAY, Plays, decayed_popularity, growth

NOW = 1_000 * DAY


def plays_of(*rows: tuple[int, int, float, int], item_count: int, by_rank: bool = False) -> Plays:
    """Rows of item, territory, days ago, and how often."""
    times = np.array([row[3] for row in rows])
    items, territories, days = (
        np.repeat(np.array([row[column] for row in rows], np.float64), times) for column in range(3)
    )
    return Plays(
        items=items.astype(np.int32),
        territories=territories.astype(np.int32),
        at=NOW - days * DAY,
        strengths=np.ones(items.size, np.float32),
        by_rank=np.full(items.size, by_rank),
        item_count=item_count,
        territory_count=int(territories.max()) + 1,
    )


def test_what_was_watched_lately_beats_what_was_watched_more_long_ago() -> None:
    plays = plays_of((0, 0, 300, 3000), (1, 0, 1, 500), item_count=2)
    everywhere, _ = decayed_popularity(plays, now=NOW, half_life_days=30)
    assert everywhere[1] > everywhere[0]


def test_a_viewing_halves_in_weight_every_half_life() -> None:
    plays = plays_of((0, 0, 0, 100_000), (1, 0, 30, 100_000), item_count=2)
    everywhere, _ = decayed_popularity(plays, now=NOW, half_life_days=30)
    assert everywhere[0] / everywhere[1] == pytest.approx(2.0, rel=0.01)


def test_a_territory_has_its_own_taste_where_enough_is_known() -> None:
    plays = plays_of((0, 0, 1, 5000), (1, 1, 1, 1000), (2, 2, 1, 2), item_count=3)
    everywhere, by_territory = decayed_popularity(plays, now=NOW, half_life_days=30)
    assert np.argmax(everywhere) == 0
    assert np.argmax(by_territory[1]) == 1
    assert np.argmax(by_territory[2]) == 0


def test_shares_sum_to_one() -> None:
    plays = plays_of((0, 0, 1, 5), (1, 1, 40, 3), item_count=4)
    everywhere, by_territory = decayed_popularity(plays, now=NOW, half_life_days=30)
    assert everywhere.sum() == pytest.approx(1.0, abs=1e-5)
    assert by_territory.sum(axis=1) == pytest.approx([1.0, 1.0], abs=1e-5)


def test_a_log_that_ended_decades_ago_still_tells_what_is_popular() -> None:
    plays = plays_of((0, 0, 9000, 50), (1, 0, 9000, 100), item_count=2)
    everywhere, _ = decayed_popularity(plays, now=NOW, half_life_days=30)
    assert everywhere[1] > everywhere[0]


def test_times_that_are_ranks_do_not_decay_against_each_other() -> None:
    plays = plays_of((0, 0, 900, 100), (1, 0, 10, 100), item_count=2, by_rank=True)
    everywhere, _ = decayed_popularity(plays, now=NOW, half_life_days=30)
    assert everywhere[0] == pytest.approx(everywhere[1])


def test_a_title_that_more_members_watch_than_before_grows() -> None:
    plays = plays_of((0, 0, 20, 400), (0, 0, 3, 100), (1, 0, 20, 20), (1, 0, 3, 60), item_count=2)
    everywhere, _ = growth(plays, until=NOW, days=7, before_days=28)
    assert everywhere[1] > 3
    assert everywhere[0] == 0


def test_growth_in_one_territory_does_not_show_in_another() -> None:
    steady = [(0, place, days, 200) for place in (0, 1) for days in (20, 3)]
    plays = plays_of(*steady, (1, 1, 3, 50), item_count=2)
    _, by_territory = growth(plays, until=NOW, days=7, before_days=28)
    assert by_territory[1, 1] > 3
    assert by_territory[0, 1] == 0


def test_ranks_tell_nothing_about_growth() -> None:
    plays = plays_of((0, 0, 1, 100), (1, 0, 20, 3), item_count=2, by_rank=True)
    everywhere, by_territory = growth(plays, until=NOW, days=7, before_days=28)
    assert not everywhere.any()
    assert not by_territory.any()
