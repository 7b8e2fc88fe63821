"""The blocks of the network as an ONNX graph: what serves needs no PyTorch.

The graph takes events as vectors, so that titles stay in a table beside it and one more title needs
no new graph. ``past`` holds what earlier events left behind (their keys and values), so that one
more event costs one step and not the whole history; without any it is empty.
"""

import numpy as np
from onnx import TensorProto

from matinee.foundation.onnx_graph import Graph, Weights
from matinee.recommend.arrays import Reals
from matinee.recommend.sequence.model import TURNS, Shape

_EPSILON = 1.1920929e-07
_HIDDEN = -1e9


def blocks_graph(weights: Weights, shape: Shape) -> bytes:
    """Serialised: ``events`` [b, l, width] and ``past`` [2 · blocks, b, heads, p, width / heads].

    Puts out ``states`` [b, l, width] and ``present``, which is ``past`` with the new events behind.

    Of as few nodes as can be: after one event each costs more by being there than by what it
    computes. What stands side by side is computed as one, and a root mean square is written as ONNX
    Runtime knows to fuse it.
    """
    graph = Graph(_joined(weights, shape))
    heads, width = shape.heads, shape.width
    each = width // heads
    graph.then("Shape", "past", start=3, end=4, output="before")
    graph.then("Shape", "events", start=1, end=2, output="new")
    turns, hidden = _turns(graph, each), _hidden(graph)
    pasts = graph.parts("past", shape.blocks)
    x, kept = "events", list[str]()
    for block, past in enumerate(pasts):
        name = f"blocks.{block}"
        heard, present = _attention(graph, x, name, past, shape, turns, hidden)
        kept.append(present)
        x = _through_gate(graph, x, heard, f"{name}.attention_gate")
        read = _normal(graph, x, f"{name}.feed_norm")
        fed_in = graph.then("MatMul", read, graph.weight(f"{name}.feed_in"))
        gate, lifted = graph.parts(fed_in, 2, axis=-1)
        opened = graph.then("Mul", gate, graph.then("Sigmoid", gate))
        product = graph.then("Mul", opened, lifted)
        fed = graph.then("MatMul", product, graph.weight(f"{name}.feed_out.weight"))
        x = _through_gate(graph, x, fed, f"{name}.feed_gate")
    graph.then("Identity", _normal(graph, x, "norm"), output="states")
    graph.then("Concat", *kept, axis=0, output="present")
    return graph.model(
        "sequence",
        inputs={
            "events": (TensorProto.FLOAT, ["batch", "length", width]),
            "past": (TensorProto.FLOAT, [2 * shape.blocks, "batch", heads, "before", each]),
        },
        outputs={
            "states": ["batch", "length", width],
            "present": [2 * shape.blocks, "batch", heads, "after", each],
        },
    )


def _joined(weights: Weights, shape: Shape) -> Weights:
    """Matrices as they are multiplied from the right.

    Queries and keys are also projected across, as their turning needs them (the second half of each
    head negative before the first), so that one product gives query, key, both across, and value.
    """
    joined = dict(weights)
    each = shape.width // shape.heads
    for block in range(shape.blocks):
        name = f"blocks.{block}"
        query, key, value = np.split(joined.pop(f"{name}.taken.weight"), 3)
        scaled = query * np.float32(each**-0.5)
        parts = scaled, key, _across(scaled, each), _across(key, each), value
        joined[f"{name}.taken"] = np.concatenate(parts).T
        joined[f"{name}.feed_in"] = joined.pop(f"{name}.feed_in.weight").T
        for matrix in ("given", "feed_out", "attention_gate", "feed_gate"):
            joined[f"{name}.{matrix}.weight"] = joined[f"{name}.{matrix}.weight"].T
    return joined


def _across(rows: Reals, each: int) -> Reals:
    first, second = np.split(rows.reshape(-1, each, rows.shape[1]), 2, axis=1)
    return np.concatenate((-second, first), axis=1).reshape(rows.shape)


def _turns(graph: Graph, each: int) -> tuple[str, str]:
    """Cosines and sines of the new events' places: [l, each]."""
    after = graph.then("Add", "before", "new")
    places = graph.then("Range", _scalar(graph, "before"), _scalar(graph, after), _one(graph))
    column = graph.then(
        "Unsqueeze", graph.then("Cast", places, to=TensorProto.FLOAT), _axis(graph, 1)
    )
    speeds = [TURNS ** -(2 * step / each) for step in range(each // 2)]
    angles = graph.then("Mul", column, graph.row("speeds", speeds + speeds))
    return graph.then("Cos", angles), graph.then("Sin", angles)


def _hidden(graph: Graph) -> str:
    """[l, p + l]: nothing where an event may be heard, very little where it is later."""
    whole = graph.then("Add", "before", "new")
    zero = graph.then("Squeeze", graph.value([0]))
    all_places = graph.then("Range", zero, _scalar(graph, whole), _one(graph))
    new_places = graph.then("Range", _scalar(graph, "before"), _scalar(graph, whole), _one(graph))
    later = graph.then("Greater", all_places, graph.then("Unsqueeze", new_places, _axis(graph, 1)))
    return graph.then("Where", later, graph.value(_HIDDEN), graph.value(0.0))


def _attention(
    graph: Graph,
    x: str,
    name: str,
    past: str,
    shape: Shape,
    turns: tuple[str, str],
    hidden: str,
) -> tuple[str, str]:
    """What is heard, and all keys and values: [2, b, heads, p + l, width / heads]."""
    each = shape.width // shape.heads
    cosine, sine = turns
    projected = graph.then(
        "MatMul", _normal(graph, x, f"{name}.attention_norm"), graph.weight(f"{name}.taken")
    )
    apart = graph.then("Reshape", projected, graph.value([0, 0, 5, shape.heads, each]))
    facing, across, value = graph.parts(
        graph.then("Transpose", apart, perm=[2, 0, 3, 1, 4]), sizes=[2, 2, 1]
    )
    turned = graph.then("Add", graph.then("Mul", facing, cosine), graph.then("Mul", across, sine))
    query, key = graph.parts(turned, 2)
    new = graph.then("Concat", key, value, axis=0)
    present = graph.then("Concat", past, new, axis=3)
    keys, values = graph.parts(present, 2)
    products = graph.then("MatMul", query, graph.then("Transpose", keys, perm=[0, 1, 2, 4, 3]))
    attention = graph.then("Softmax", graph.then("Add", products, hidden), axis=-1)
    heard = graph.then("MatMul", attention, values)
    behind = graph.then("Transpose", heard, perm=[1, 3, 0, 2, 4])
    joined = graph.then("Reshape", behind, graph.value([0, 0, shape.width]))
    return graph.then("MatMul", joined, graph.weight(f"{name}.given.weight")), present


def _through_gate(graph: Graph, x: str, added: str, name: str) -> str:
    product = graph.then("MatMul", x, graph.weight(f"{name}.weight"))
    gate = graph.then("Sigmoid", graph.then("Add", product, graph.weight(f"{name}.bias")))
    return graph.then("Add", x, graph.then("Mul", gate, added))


def _normal(graph: Graph, x: str, name: str) -> str:
    """Root mean square normalisation over the last axis."""
    squares = graph.then("Pow", x, graph.value(2.0))
    mean = graph.then("ReduceMean", squares, graph.value([-1]), keepdims=1)
    length = graph.then("Sqrt", graph.then("Add", mean, graph.value(_EPSILON)))
    return graph.then("Mul", graph.then("Div", x, length), graph.weight(f"{name}.weight"))


def _axis(graph: Graph, axis: int) -> str:
    return graph.value([axis])


def _scalar(graph: Graph, of: str) -> str:
    return graph.then("Squeeze", of, _axis(graph, 0))


def _one(graph: Graph) -> str:
    return graph.then("Squeeze", graph.value([1]), _axis(graph, 0))
