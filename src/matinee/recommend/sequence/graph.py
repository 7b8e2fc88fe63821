"""The blocks of the network as an ONNX graph: what serves needs no PyTorch.

The graph takes events as vectors, so that titles stay in a table beside it and one more title needs
no new graph. ``past`` holds what earlier events left behind (their keys and values), so that one
more event costs one step and not the whole history; without any it is empty.
"""

from onnx import TensorProto

from matinee.foundation.onnx_graph import Graph, Weights
from matinee.recommend.sequence.model import TURNS, Shape

_EPSILON = 1.1920929e-07
_HIDDEN = -1e9


def blocks_graph(weights: Weights, shape: Shape) -> bytes:
    """Serialised: ``events`` [b, l, width] and ``past`` [2 · blocks, b, heads, p, width / heads].

    Puts out ``states`` [b, l, width] and ``present``, which is ``past`` with the new events behind.
    """
    graph = Graph(_parted(weights, shape))
    heads, width = shape.heads, shape.width
    each = width // heads
    graph.then("Shape", "past", start=3, end=4, output="before")
    graph.then("Shape", "events", start=1, end=2, output="new")
    turns, hidden = _turns(graph, each), _hidden(graph)
    x, kept = "events", list[str]()
    for block in range(shape.blocks):
        name = f"blocks.{block}"
        heard, keys, values = _attention(graph, x, name, block, shape, turns, hidden)
        kept += [keys, values]
        x = _through_gate(graph, x, heard, f"{name}.attention_gate")
        read = _normal(graph, x, f"{name}.feed_norm")
        gate = graph.then("MatMul", read, graph.weight(f"{name}.feed_in.gate"))
        opened = graph.then("Mul", gate, graph.then("Sigmoid", gate))
        lifted = graph.then("MatMul", read, graph.weight(f"{name}.feed_in.lifted"))
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


def _parted(weights: Weights, shape: Shape) -> Weights:
    """Matrices as they are multiplied from the right, and apart where the network joins them."""
    parted = dict(weights)
    for block in range(shape.blocks):
        name = f"blocks.{block}"
        joined = parted.pop(f"{name}.taken.weight")
        for place, part in enumerate(("query", "key", "value")):
            rows = slice(place * shape.width, (place + 1) * shape.width)
            parted[f"{name}.{part}"] = joined[rows].T
        joined = parted.pop(f"{name}.feed_in.weight")
        parted[f"{name}.feed_in.gate"] = joined[: 2 * shape.width].T
        parted[f"{name}.feed_in.lifted"] = joined[2 * shape.width :].T
        for matrix in ("given", "feed_out", "attention_gate", "feed_gate"):
            parted[f"{name}.{matrix}.weight"] = parted[f"{name}.{matrix}.weight"].T
    return parted


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
    block: int,
    shape: Shape,
    turns: tuple[str, str],
    hidden: str,
) -> tuple[str, str, str]:
    """What is heard, and all keys and values with an axis in front."""
    each = shape.width // shape.heads
    read = _normal(graph, x, f"{name}.attention_norm")

    def split(part: str) -> str:
        projected = graph.then("MatMul", read, graph.weight(f"{name}.{part}"))
        parted = graph.then("Reshape", projected, graph.value([0, 0, shape.heads, each]))
        return graph.then("Transpose", parted, perm=[0, 2, 1, 3])

    def with_past(part: str, place: int) -> tuple[str, str]:
        earlier = graph.then("Gather", "past", graph.value([place]), axis=0)
        whole = graph.then(
            "Concat", earlier, graph.then("Unsqueeze", part, _axis(graph, 0)), axis=3
        )
        return whole, graph.then("Squeeze", whole, _axis(graph, 0))

    query = _turned(graph, split("query"), turns, each)
    keys, key = with_past(_turned(graph, split("key"), turns, each), 2 * block)
    values, value = with_past(split("value"), 2 * block + 1)
    products = graph.then("MatMul", query, graph.then("Transpose", key, perm=[0, 1, 3, 2]))
    scaled = graph.then("Mul", products, graph.value(each**-0.5))
    attention = graph.then("Softmax", graph.then("Add", scaled, hidden), axis=-1)
    heard = graph.then("Transpose", graph.then("MatMul", attention, value), perm=[0, 2, 1, 3])
    joined = graph.then("Reshape", heard, graph.value([0, 0, shape.width]))
    return graph.then("MatMul", joined, graph.weight(f"{name}.given.weight")), keys, values


def _turned(graph: Graph, x: str, turns: tuple[str, str], each: int) -> str:
    cosine, sine = turns
    half, whole = graph.value([each // 2]), graph.value([each])
    first = graph.then("Slice", x, graph.value([0]), half, graph.value([3]))
    second = graph.then("Slice", x, half, whole, graph.value([3]))
    across = graph.then("Concat", graph.then("Neg", second), first, axis=3)
    return graph.then("Add", graph.then("Mul", x, cosine), graph.then("Mul", across, sine))


def _through_gate(graph: Graph, x: str, added: str, name: str) -> str:
    product = graph.then("MatMul", x, graph.weight(f"{name}.weight"))
    gate = graph.then("Sigmoid", graph.then("Add", product, graph.weight(f"{name}.bias")))
    return graph.then("Add", x, graph.then("Mul", gate, added))


def _normal(graph: Graph, x: str, name: str) -> str:
    """Root mean square normalisation over the last axis."""
    mean = graph.then("ReduceMean", graph.then("Mul", x, x), graph.value([2]), keepdims=1)
    length = graph.then("Sqrt", graph.then("Add", mean, graph.value(_EPSILON)))
    return graph.then("Mul", graph.then("Div", x, length), graph.weight(f"{name}.weight"))


def _axis(graph: Graph, axis: int) -> str:
    return graph.value([axis])


def _scalar(graph: Graph, of: str) -> str:
    return graph.then("Squeeze", of, _axis(graph, 0))


def _one(graph: Graph) -> str:
    return graph.then("Squeeze", graph.value([1]), _axis(graph, 0))
