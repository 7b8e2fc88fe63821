"""From a trained network to what serves without PyTorch, once both are seen to agree."""

import numpy as np
import torch

from matinee.errors import Conflict
from matinee.recommend.arrays import Reals
from matinee.recommend.histories import Histories
from matinee.recommend.occasions import COLUMNS, Occasions, as_heard
from matinee.recommend.sequence.graph import blocks_graph
from matinee.recommend.sequence.network import SequenceNetwork
from matinee.recommend.sequence.served import SequenceArrays, ServedSequence, no_rows

_CLOSE = 1e-5
_ASKED = 8


def exported(network: SequenceNetwork) -> SequenceArrays:
    """The averaged network as arrays and a graph.

    Raises:
        Conflict: the graph does not say what the network says, to 1e-5.
    """
    weights = {name: value.numpy() for name, value in network.state_dict().items()}
    with torch.inference_mode():
        titles = network.titles().numpy()
    arrays = SequenceArrays(
        shape=network.shape,
        graph=blocks_graph(
            {n: w for n, w in weights.items() if n.startswith(("blocks", "norm"))}, network.shape
        ),
        titles=titles,
        hidden=weights["identity.weight"][-1],
        popularity=weights["popularity"],
        of_facts=weights["of_facts.weight"],
        of_events=weights.get("of_events", no_rows(network.shape.width)),
        of_request=weights.get("of_request", no_rows(2 * network.shape.width)),
    )
    _compare(network, arrays)
    return arrays


def _compare(network: SequenceNetwork, arrays: SequenceArrays) -> None:
    random = np.random.default_rng(0)
    served = ServedSequence(arrays)
    for length in (1, 2, network.shape.length):
        for _ in range(_ASKED):
            asked = Histories(
                np.array([0, length]),
                random.integers(-1, len(served), length).astype(np.int32),
                len(served),
                occasions=_some_occasions(random, network, length),
                asked_at=_some_occasions(random, network, 1),
            )
            difference = float(np.abs(served.states(asked) - _state(network, asked)).max())
            if not difference < _CLOSE:
                raise Conflict(
                    f"The exported graph differs from the network by {difference:.1e}.",
                    remedy="Report it with the shape of the network; the former models serve.",
                    code="export_differs",
                )


def _some_occasions(
    random: np.random.Generator, network: SequenceNetwork, count: int
) -> Occasions | None:
    rows = network.shape.occasions
    return random.integers(0, rows, (count, COLUMNS), np.uint8) if rows else None


def _state(network: SequenceNetwork, asked: Histories) -> Reals:
    with torch.inference_mode():
        states = network(
            torch.from_numpy(asked.items.astype(np.int64))[None],
            network.titles(),
            None if asked.occasions is None else _tensor(as_heard(asked.occasions)[None]),
            None if asked.asked_at is None else _tensor(asked.asked_at[:, None]),
        )
    return states[:, -1].numpy()


def _tensor(occasions: Occasions) -> torch.Tensor:
    return torch.from_numpy(occasions.astype(np.int64))
