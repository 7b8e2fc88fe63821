"""The models as they are asked."""

import numpy as np
import pytest
from tests.recommend.audiences import title_id

from matinee.recommend.model import ModelSet
from matinee.vocabulary.places import EVERYWHERE, Territory


@pytest.fixture
def models() -> ModelSet:
    return ModelSet(
        version="v",
        title_ids=tuple(map(title_id, range(3))),
        ease_weights=np.arange(9, dtype=np.float32).reshape(3, 3),
        similar_ids=np.array([[1, 2], [0, -1], [-1, -1]], np.int32),
        similar_scores=np.array([[0.5, 0.2], [0.5, 0], [0, 0]], np.float32),
        territories=("*", "PT"),
        popular=np.array([[0.5, 0.3, 0.2], [0.1, 0.1, 0.8]], np.float32),
        trends=np.array([[0, 0, 0], [0, 2, 0]], np.float32),
    )


def test_scores_are_the_weighted_sum_of_rows(models: ModelSet) -> None:
    scores = models.scores(np.array([0, 2], np.int32), np.array([1, 0.5], np.float32))
    assert scores.tolist() == [3.0, 4.5, 6.0]


def test_no_history_scores_nothing(models: ModelSet) -> None:
    scores = models.scores(np.empty(0, np.int32), np.empty(0, np.float32))
    assert scores.tolist() == [0.0, 0.0, 0.0]


def test_neighbours_end_where_there_are_no_more(models: ModelSet) -> None:
    assert [ids.tolist() for ids, _ in (models.similar(item, 5) for item in range(3))] == [
        [1, 2],
        [0],
        [],
    ]
    assert models.similar(0, 1)[0].tolist() == [1]


def test_a_territory_without_viewers_sees_what_is_popular_everywhere(models: ModelSet) -> None:
    assert models.popularity(Territory("BR")).tolist() == models.popularity(EVERYWHERE).tolist()
    assert int(np.argmax(models.popularity(Territory("PT")))) == 2
    assert int(np.argmax(models.trending(Territory("PT")))) == 1
