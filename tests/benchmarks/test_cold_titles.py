"""A hidden title is in nothing that is learned from, and each of its viewings is used once."""

import numpy as np
import pytest
from benchmarks.recommend.cold_titles import FIRST_PLAYS, hidden_titles, without

from matinee.recommend.histories import Histories

MEMBERS, ITEMS, LENGTH = 120, 20, 12
SECRET = np.array([3, 7], np.int32)


@pytest.fixture(scope="module")
def histories() -> Histories:
    random = np.random.default_rng(4)
    rows = [random.permutation(ITEMS)[:LENGTH] for _ in range(MEMBERS)]
    return Histories.of(
        np.repeat(np.arange(MEMBERS), LENGTH),
        np.concatenate(rows).astype(np.int32),
        member_count=MEMBERS,
        item_count=ITEMS,
    )


def test_nothing_is_learned_of_a_hidden_title(histories: Histories) -> None:
    learned = without(histories, SECRET)
    assert not np.isin(learned.items, SECRET).any()
    assert learned.items.size == (~np.isin(histories.items, SECRET)).sum()


def test_a_hidden_title_is_asked_for_with_what_came_before_it_alone(histories: Histories) -> None:
    hidden = hidden_titles(histories, SECRET[:1], SECRET, most=1_000, seed=0)
    assert len(hidden.asked.targets) > 10
    for place, member in enumerate(hidden.asked.members.tolist()):
        row = histories.items[histories.offsets[member] : histories.offsets[member + 1]]
        before = row[: row.tolist().index(3)]
        past = hidden.asked.past
        read = past.items[past.offsets[place] : past.offsets[place + 1]]
        assert read.tolist() == [item for item in before.tolist() if item not in SECRET]


def test_a_play_that_moves_a_title_is_not_asked_for(histories: Histories) -> None:
    hidden = hidden_titles(histories, SECRET, SECRET, most=1_000, seed=0)
    first = set(zip(hidden.plays.members.tolist(), hidden.plays.targets.tolist(), strict=True))
    asked = set(zip(hidden.asked.members.tolist(), hidden.asked.targets.tolist(), strict=True))
    assert len(first) == 2 * FIRST_PLAYS
    assert asked
    assert not first & asked
