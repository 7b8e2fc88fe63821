"""Neighbours: closest first, oneself never, strangers marked."""

import numpy as np
import pytest

from matinee.recommend.item_to_item import nearest


def test_closeness_is_the_shrunk_cosine_worked_out_by_hand() -> None:
    gram = np.array([[4, 2, 0], [2, 4, 1], [0, 1, 1]], np.float32)
    ids, closeness = nearest(gram, count=2, shrinkage=2.0)
    # 0–1: 2/√(4·4) · 2/(2+2) = 0.25; 1–2: 1/√(4·1) · 1/(1+2) = 1/6; 0–2 never meet.
    assert ids.tolist() == [[1, -1], [0, 2], [1, -1]]
    assert closeness[1].tolist() == pytest.approx([0.25, 1 / 6])
    assert closeness[0].tolist() == pytest.approx([0.25, 0.0])


def test_equals_stand_in_the_order_of_their_numbers() -> None:
    gram = np.ones((4, 4), np.float32) + np.eye(4, dtype=np.float32)
    ids, _ = nearest(gram, count=3, shrinkage=0.0)
    assert ids[2].tolist() == [0, 1, 3]


def test_no_more_neighbours_are_given_than_there_are() -> None:
    ids, closeness = nearest(np.ones((2, 2), np.float32), count=50, shrinkage=1.0)
    assert ids.shape == closeness.shape == (2, 1)


def test_a_single_item_has_no_neighbours() -> None:
    ids, _ = nearest(np.ones((1, 1), np.float32), count=50, shrinkage=1.0)
    assert ids.shape == (1, 0)


def test_items_beyond_one_block_of_rows_find_their_own_neighbours() -> None:
    size = 1100
    gram = np.eye(size, dtype=np.float32) * 5
    for item in range(0, size, 2):
        gram[item, item + 1] = gram[item + 1, item] = 3
    ids, _ = nearest(gram, count=1, shrinkage=1.0)
    assert ids[:, 0].tolist() == [item ^ 1 for item in range(size)]
