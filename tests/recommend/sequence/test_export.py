from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("torch", reason="PyTorch is not installed (extra train)")

import torch
from tests.recommend.worlds import histories_of

from matinee.errors import Conflict
from matinee.foundation.onnx_graph import Weights
from matinee.recommend.histories import Histories
from matinee.recommend.occasions import COLUMNS, ROWS
from matinee.recommend.sequence.export import exported
from matinee.recommend.sequence.graph import blocks_graph
from matinee.recommend.sequence.model import Shape
from matinee.recommend.sequence.network import SequenceNetwork
from matinee.recommend.sequence.scoring import TorchScorer
from matinee.recommend.sequence.served import ServedSequence

ITEMS = 30
SHAPE = Shape(width=16, heads=2, blocks=2, length=12)


def drawn(shape: Shape) -> SequenceNetwork:
    torch.manual_seed(7)
    made = SequenceNetwork(shape, ITEMS, torch.rand(ITEMS, 5), 0.0).eval()
    with torch.no_grad():
        for value in made.parameters():
            value.add_(0.3 * torch.randn_like(value))
        for table in (made.of_events, made.of_request):
            if table is not None:
                table[0] = 0
    return made


@pytest.fixture(scope="module")
def network() -> SequenceNetwork:
    return drawn(SHAPE)


@pytest.fixture(scope="module")
def hearing() -> SequenceNetwork:
    return drawn(replace(SHAPE, occasions=ROWS))


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


def occasions(length: int, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, ROWS, (length, COLUMNS), np.uint8)


def test_what_is_served_hears_of_events_what_the_network_hears(hearing: SequenceNetwork) -> None:
    served = ServedSequence(exported(hearing))
    histories = replace(
        histories_of(walk(3).tolist(), walk(12, 2).tolist(), item_count=ITEMS),
        occasions=occasions(15),
        asked_at=occasions(2, 2),
    )
    expected = TorchScorer(hearing).score(histories)
    assert np.abs(served.score(histories) - expected).max() < 1e-5
    stepped = np.zeros(ITEMS)
    for length in range(1, 13):
        told = occasions(15)[3 : 3 + length]
        stepped = served.scores(walk(12, 2)[:length], told, occasions(2, 2)[1])
    assert np.abs(stepped - expected[1]).max() < 1e-5
    untold = served.scores(walk(12, 2))
    assert np.abs(untold - TorchScorer(hearing).score(without(histories))[1]).max() < 1e-5
    assert np.abs(untold - stepped).max() > 0.01


def without(histories: Histories) -> Histories:
    return replace(histories, occasions=None, asked_at=None)


def test_the_same_titles_watched_otherwise_are_another_history(hearing: SequenceNetwork) -> None:
    served = ServedSequence(exported(hearing))
    first = served.scores(walk(5), occasions(5))
    assert not np.allclose(served.scores(walk(5), occasions(5, 9)), first)
    assert np.array_equal(served.scores(walk(5), occasions(5)), first)


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


def test_a_history_cut_to_its_newest_titles_is_mostly_read_by_steps(
    served: ServedSequence, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []
    run = ServedSequence._run

    def counted(self: ServedSequence, items: np.ndarray, *others: object) -> object:
        read.append(items.shape[1])
        return run(self, items, *others)  # pyright: ignore[reportArgumentType]

    monkeypatch.setattr(ServedSequence, "_run", counted)
    served = ServedSequence(served.arrays)
    for first in range(60):
        served.scores(walk(90, 4)[first : first + 30])
    # A quarter of 12 is 3 events: the least of three neighbours is another one every second time.
    assert np.mean(np.array(read) == 1) > 0.4


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
