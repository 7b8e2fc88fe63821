"""Search among more vectors than are looked at one by one, held against the exact search."""

import numpy as np
import pytest
from numpy.typing import NDArray

from matinee.discover.texts import vectors as searched
from matinee.discover.texts.nearest import NEAR, Nearest
from matinee.discover.texts.vectors import Packed, Vectors, packed

COUNT, DIMENSIONS = 2_500, 32


def _vectors(count: int = COUNT) -> dict[int, tuple[bytes, Packed]]:
    dice = np.random.default_rng(7)
    themes = dice.normal(size=(40, DIMENSIONS))
    drawn = themes[dice.integers(0, 40, count)] + 0.6 * dice.normal(size=(count, DIMENSIONS))
    drawn /= np.linalg.norm(drawn, axis=1, keepdims=True)
    made = (packed(one) for one in drawn.astype(np.float32))
    return {2 * place: (b"%d" % place, one) for place, one in enumerate(made)}


def _best(found: NDArray[np.float32], allowed: NDArray[np.bool_], count: int) -> set[int]:
    return set(np.argsort(-np.where(allowed, found, -2), kind="stable")[:count].tolist())


@pytest.fixture
def exact() -> Vectors:
    return Vectors.of(_vectors(), complete=True)


@pytest.fixture
def indexed(exact: Vectors, monkeypatch: pytest.MonkeyPatch) -> Vectors:
    assert exact.followed_by(Nearest()).nearest is None
    monkeypatch.setattr(searched, "EXACT_UP_TO", COUNT - 1)
    return exact.followed_by(Nearest())


def test_the_nearest_are_those_of_the_exact_search(exact: Vectors, indexed: Vectors) -> None:
    allowed = np.ones(2 * COUNT, np.bool_)
    common = 0
    for place in range(0, 100, 5):
        asked = exact.matrix[place]
        first = _best(exact.likeness(asked, allowed), allowed, 20)
        common += len(first & _best(indexed.likeness(asked, allowed), allowed, 20))
    assert common >= 0.95 * 20 * 20


def test_what_is_far_is_no_nearer_than_what_was_found_and_no_text_is_farthest(
    indexed: Vectors,
) -> None:
    found = indexed.likeness(indexed.matrix[3], np.ones(2 * COUNT, np.bool_))
    assert np.count_nonzero(found > found[::2].min()) <= NEAR
    assert (found[1::2] == -1).all()


def test_where_rules_leave_few_of_the_nearest_all_are_looked_at(
    exact: Vectors, indexed: Vectors
) -> None:
    asked, allowed = exact.matrix[3], np.zeros(2 * COUNT, np.bool_)
    allowed[::50] = True
    assert np.array_equal(indexed.likeness(asked, allowed), exact.likeness(asked, allowed))


def test_the_index_follows_what_is_changed_and_taken_out() -> None:
    made, nearest = _vectors(300), Nearest()
    first = Vectors.of(made, complete=True)
    nearest.follow(first.entries, first.matrix, first.digests)
    turned = packed(-first.matrix[10])
    made[20] = (b"another text", turned)
    del made[40]
    then = Vectors.of(made, complete=True)
    nearest.follow(then.entries, then.matrix, then.digests)
    assert len(nearest) == 299
    assert int(nearest.near(turned.unpacked())[0]) == 20
    assert 40 not in nearest.near(first.matrix[20]).tolist()
