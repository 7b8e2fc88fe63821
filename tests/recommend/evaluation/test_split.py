"""The split gives a model the past and nothing else."""

import pytest
from tests.recommend.worlds import histories_of

from matinee.errors import Invalid
from matinee.recommend.evaluation.split import leave_last_out


def test_the_last_item_is_asked_for_and_the_rest_is_the_past() -> None:
    split = leave_last_out(histories_of([0, 1, 2], [3, 0]))
    assert split.targets.tolist() == [2, 0]
    assert split.past.items.tolist() == [0, 1, 3]


def test_when_choosing_the_last_item_is_nowhere() -> None:
    split = leave_last_out(histories_of([0, 1, 2], [3, 0, 4]), choosing=True)
    assert split.targets.tolist() == [1, 0]
    assert split.past.items.tolist() == [0, 3]


def test_a_member_with_no_past_is_not_asked_but_stays() -> None:
    split = leave_last_out(histories_of([0, 1], [2]))
    assert split.asked.tolist() == [0]
    assert len(split.past) == 2


def test_histories_too_short_for_any_question_are_refused() -> None:
    with pytest.raises(Invalid):
        leave_last_out(histories_of([0], [1]))
