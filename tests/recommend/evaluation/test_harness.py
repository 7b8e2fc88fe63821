"""The harness measures what it says, and catches a model that was fed the future."""

from dataclasses import dataclass

import numpy as np
import pytest
from tests.recommend.worlds import chains, histories_of

from matinee.recommend.evaluation.harness import (
    Evaluation,
    Scorer,
    evaluate,
    fit_and_evaluate,
    look_for_leaks,
)
from matinee.recommend.evaluation.split import leave_last_out
from matinee.recommend.histories import Histories
from matinee.recommend.linear import DecayedEase, Popular


@dataclass(frozen=True)
class Fixed:
    """Gives everyone the same scores."""

    values: np.ndarray

    def score(self, histories: Histories) -> np.ndarray:
        return np.tile(self.values, (len(histories), 1))


def test_a_whole_evaluation_worked_out_by_hand() -> None:
    histories = histories_of([0, 1], [2, 3], [3, 0], item_count=12)
    scores = np.arange(12, 0, -1).astype(np.float32)
    found = evaluate(Fixed(scores), leave_last_out(histories))
    # Ranks among unseen items: 1 after 0 is seen → 1; 3 after 2 is seen → 3; 0 → 1.
    assert found.hr10.tolist() == [1.0, 1.0, 1.0]
    assert found.ndcg10.tolist() == pytest.approx([1.0, 0.5, 1.0])
    assert found.mrr.tolist() == pytest.approx([1.0, 1 / 3, 1.0])
    assert found.coverage10 == pytest.approx(11 / 12)


def test_more_members_than_one_chunk_are_all_asked() -> None:
    histories = chains(members=1500, item_count=30, length=4)
    found = fit_and_evaluate(Popular.fit, histories)
    assert len(found.where) == 1500


def test_a_model_is_fitted_on_the_past_alone() -> None:
    given: list[Histories] = []

    def fit(past: Histories) -> Scorer:
        given.append(past)
        return Popular.fit(past)

    fit_and_evaluate(fit, histories_of([0, 1, 2], [2, 1, 0]), choosing=True)
    assert given[0].items.tolist() == [0, 2]


def honest(histories: Histories) -> Evaluation:
    return fit_and_evaluate(DecayedEase(ridge=5.0).fit, histories)


def fed_the_future(histories: Histories) -> Evaluation:
    model = DecayedEase(ridge=0.1).fit(histories)
    return evaluate(model, leave_last_out(histories))


def told_the_answers(histories: Histories) -> Evaluation:
    return fit_and_evaluate(lambda _past: Told(histories), histories)


@dataclass(frozen=True)
class Told:
    """Remembers whole histories, held-out items too."""

    histories: Histories

    def score(self, histories: Histories) -> np.ndarray:
        scores = np.zeros((len(histories), histories.item_count), np.float32)
        scores[np.arange(len(histories)), self.histories.last[: len(histories)]] = 1.0
        return scores


def test_a_model_fed_the_future_is_caught() -> None:
    assert look_for_leaks(fed_the_future, chains(members=600)).leaks


def test_a_model_told_the_answers_is_caught() -> None:
    suspicion = look_for_leaks(told_the_answers, chains())
    assert suspicion.leaks
    assert suspicion.found > 0.9


@pytest.mark.parametrize("seed", range(5))
def test_an_honest_model_is_not_accused(seed: int) -> None:
    suspicion = look_for_leaks(honest, chains(seed=seed), seed=seed)
    assert not suspicion.leaks
    assert suspicion.found == pytest.approx(suspicion.by_chance, abs=0.1)
