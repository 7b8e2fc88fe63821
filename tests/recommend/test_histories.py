"""Histories keep members and their order, whatever is cut from them."""

import numpy as np
from tests.recommend.worlds import histories_of


def test_the_last_entries_can_be_left_out_and_no_member_is_lost() -> None:
    histories = histories_of([0, 1, 2], [3], [2, 0])
    past = histories.without_last(1)
    assert past.items.tolist() == [0, 1, 2]
    assert past.lengths.tolist() == [2, 0, 1]
    assert past.item_count == histories.item_count


def test_only_the_newest_entries_can_be_kept() -> None:
    assert histories_of([0, 1, 2], [3]).newest(2).items.tolist() == [1, 2, 3]


def test_some_members_can_be_chosen() -> None:
    chosen = histories_of([0, 1], [2], [3, 0]).choosing(np.array([True, False, True]))
    assert chosen.items.tolist() == [0, 1, 3, 0]
    assert chosen.lengths.tolist() == [2, 2]


def test_the_matrix_weighs_older_entries_less() -> None:
    matrix = histories_of([2, 0, 1]).matrix(exponent=1.0).toarray()
    np.testing.assert_allclose(matrix, [[1 / 2, 1, 1 / 3]], rtol=1e-6)
