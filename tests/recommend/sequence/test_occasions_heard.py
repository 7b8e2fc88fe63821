"""What the sequence model makes of how events came about."""

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("torch", reason="PyTorch is not installed (extra train)")

import torch

from matinee.recommend.histories import Histories
from matinee.recommend.occasions import COLUMNS, ROWS, device_rows, of_events
from matinee.recommend.sequence import training
from matinee.recommend.sequence.model import Course, Shape
from matinee.recommend.sequence.training import Training

ITEMS = 12
DEAF = Shape(width=16, heads=2, blocks=1, length=8)
HEARING = replace(DEAF, occasions=ROWS)
COURSE = Course(epochs=4, tokens=64, rate=1e-2, warm_steps=5)
DAY = 86_400.0


def facts() -> np.ndarray:
    return np.eye(ITEMS, 3, dtype=np.float32)


def circling(members: int = 40, length: int = 9) -> Histories:
    rows = np.repeat(np.arange(members), length)
    items = (rows + np.tile(np.arange(length), members)) % ITEMS
    return Histories.of(rows, items, member_count=members, item_count=ITEMS)


def by_the_device(members: int = 120, length: int = 9) -> Histories:
    """On the television the next title follows, on the phone the one after it."""
    random = np.random.default_rng(3)
    phone = random.random((members, length)) < 0.5
    rows = np.repeat(np.arange(members), length)
    items = (random.integers(0, ITEMS, members)[:, None] + (1 + phone).cumsum(axis=1)) % ITEMS
    occasions = of_events(
        strengths=np.ones(members * length, np.float32),
        at=np.tile(DAY * np.arange(length, dtype=np.float64), members),
        clocked=np.ones(members * length, np.bool_),
        members=rows,
        devices=device_rows(["tv", "phone"])[phone.ravel().astype(int)],
    )
    return Histories.of(
        rows, items.ravel(), member_count=members, item_count=ITEMS, occasions=occasions
    )


def test_a_network_that_hears_nothing_is_the_one_that_it_was(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The losses were taken down before there were occasions."""
    monkeypatch.setattr(training, "quick_precision", lambda: torch.float32)
    losses: list[float] = []
    scores = (
        Training(circling(), facts(), DEAF, COURSE)
        .run(lambda done, _: losses.append(done.loss))
        .score(circling())
    )
    assert losses == pytest.approx([1.862264, 1.531005, 1.280981, 1.195256], abs=1e-4)
    assert scores[0, :4] == pytest.approx([-1.837562, -1.677283, -0.869087, -0.07699], abs=1e-3)
    told = replace(circling(), occasions=np.full((40 * 9, COLUMNS), 7, np.uint8))
    assert np.array_equal(Training(told, facts(), DEAF, COURSE).run().score(told), scores)


def test_it_learns_what_is_watched_on_which_device() -> None:
    histories = by_the_device()
    course = replace(COURSE, epochs=12, unseen_only=False, dropout=0.0, forget=0.05)
    asked = histories.without_last(1)
    right = {
        shape.occasions: (
            Training(histories, facts(), shape, course).run().score(asked).argmax(1)
            == histories.last
        ).mean()
        for shape in (DEAF, HEARING)
    }
    assert right[0] < 0.7
    assert right[ROWS] > 0.9


def test_what_is_not_known_adds_nothing() -> None:
    histories = by_the_device()
    scorer = Training(histories, facts(), HEARING, COURSE).run()
    unknown = replace(
        histories,
        occasions=np.zeros((len(histories.items), COLUMNS), np.uint8),
        asked_at=np.zeros((len(histories), COLUMNS), np.uint8),
    )
    untold = replace(histories, occasions=None)
    assert np.array_equal(scorer.score(unknown), scorer.score(untold))
    assert not np.array_equal(scorer.score(histories), scorer.score(untold))
