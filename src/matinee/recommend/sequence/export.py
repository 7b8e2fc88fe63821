"""From a trained network to what serves without PyTorch, once both are seen to agree."""

import numpy as np
import torch

from matinee.errors import Conflict
from matinee.recommend.arrays import Reals
from matinee.recommend.sequence.graph import blocks_graph
from matinee.recommend.sequence.network import SequenceNetwork
from matinee.recommend.sequence.served import SequenceArrays, ServedSequence

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
    )
    _compare(network, arrays)
    return arrays


def _compare(network: SequenceNetwork, arrays: SequenceArrays) -> None:
    random = np.random.default_rng(0)
    served = ServedSequence(arrays)
    for length in (1, 2, network.shape.length):
        for _ in range(_ASKED):
            items = random.integers(-1, len(served), length).astype(np.int32)
            difference = float(np.abs(served.state(items) - _state(network, items)).max())
            if not difference < _CLOSE:
                raise Conflict(
                    f"The exported graph differs from the network by {difference:.1e}.",
                    remedy="Report it with the shape of the network; the former models serve.",
                    code="export_differs",
                )


def _state(network: SequenceNetwork, items: np.ndarray[tuple[int], np.dtype[np.int32]]) -> Reals:
    with torch.inference_mode():
        states = network(torch.from_numpy(items.astype(np.int64))[None], network.titles())
    return states[0, -1].numpy()
