import numpy as np
import pytest

pytest.importorskip("torch", reason="PyTorch is not installed (extra train)")

import torch
from tests.recommend.worlds import histories_of

from matinee.errors import Conflict
from matinee.foundation.onnx_graph import Weights
from matinee.recommend.sequence.export import exported
from matinee.recommend.sequence.graph import blocks_graph
from matinee.recommend.sequence.model import Shape
from matinee.recommend.sequence.network import SequenceNetwork
from matinee.recommend.sequence.scoring import TorchScorer
from matinee.recommend.sequence.served import ServedSequence

ITEMS = 30
SHAPE = Shape(width=16, heads=2, blocks=2, length=12)


@pytest.fixture(scope="module")
def network() -> SequenceNetwork:
    torch.manual_seed(7)
    made = SequenceNetwork(SHAPE, ITEMS, torch.rand(ITEMS, 5), 0.0).eval()
    with torch.no_grad():
        for value in made.parameters():
            value.add_(0.3 * torch.randn_like(value))
    return made


@pytest.fixture(scope="module")
def served(network: SequenceNetwork) -> ServedSequence:
    return ServedSequence(exported(network))


def walk(length: int, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, ITEMS, length).astype(np.int32)


def test_the_graph_says_what_the_network_says(
    network: SequenceNetwork, served: ServedSequence
) -> None:
    histories = histories_of(
        walk(3).tolist(), [], walk(12, 2).tolist(), walk(7, 3).tolist(), item_count=ITEMS
    )
    expected = TorchScorer(network).score(histories)
    assert np.abs(served.score(histories) - expected).max() < 1e-5


def test_one_step_for_a_new_event_says_what_the_whole_history_says(
    network: SequenceNetwork, served: ServedSequence
) -> None:
    items = walk(12)
    for length in range(1, 13):
        whole = ServedSequence(served.arrays).scores(items[:length])
        assert np.abs(served.scores(items[:length]) - whole).max() < 1e-5


def test_a_history_that_was_rewritten_is_read_anew(served: ServedSequence) -> None:
    items = walk(6)
    served.scores(items)
    other = items.copy()
    other[2] = (other[2] + 1) % ITEMS
    assert np.array_equal(served.scores(other), ServedSequence(served.arrays).scores(other))


def test_a_long_history_is_read_by_its_end_and_says_the_same_when_stepped(
    served: ServedSequence,
) -> None:
    items = walk(40)
    for length in range(10, 41):
        whole = ServedSequence(served.arrays).scores(items[:length])
        assert np.abs(served.scores(items[:length]) - whole).max() < 1e-5
    assert np.array_equal(served.scores(items), served.scores(np.append(walk(3, 9), items[3:])))


def test_states_are_kept_for_the_histories_asked_for_last(served: ServedSequence) -> None:
    small = ServedSequence(served.arrays, kept=2)
    for seed in range(5):
        for length in (4, 5, 6):
            small.scores(walk(length, seed))
    assert len(small.kept) == 2


def test_a_graph_that_differs_from_its_network_is_refused(
    network: SequenceNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    def other(weights: Weights, shape: Shape) -> bytes:
        louder = np.asarray(weights["norm.weight"] * 1.01, np.float32)
        return blocks_graph({**weights, "norm.weight": louder}, shape)

    monkeypatch.setattr("matinee.recommend.sequence.export.blocks_graph", other)
    with pytest.raises(Conflict, match="differs"):
        exported(network)
