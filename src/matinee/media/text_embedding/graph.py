"""MiniLM as an ONNX graph, built from its weights alone.

BERT's encoder after the layer (Devlin et al. 2019, section 3), mean pooling over the words that are
not padding, and unit length (Reimers & Gurevych 2019, section 3).
"""

import numpy as np
from onnx import TensorProto

from matinee.foundation.onnx_graph import Graph, Weights

_EPSILON = 1e-12
_MASKED = -1e9
"""Added to the attention of padding; finite, so that a row of padding alone stays a number."""


def sentence_graph(
    weights: Weights, *, layers: int, heads: int, width: int, in_bytes: bool = False
) -> bytes:
    """The serialised model: ``ids`` and ``mask`` (batch × words, int64) to ``vector``.

    ``vector`` is batch × ``width``, float32, each of length 1. ``in_bytes`` computes with a
    byte a weight, which moves each vector a little.
    """
    graph = Graph(weights, in_bytes=in_bytes)
    hidden = _embedded(graph)
    bias = graph.then("Mul", graph.then("Sub", graph.value(1.0), _column_mask(graph)), _masked())
    for layer in range(layers):
        hidden = _layer(graph, hidden, bias, f"encoder.layer.{layer}", heads, width)
    _pooled(graph, hidden)
    ids = (TensorProto.INT64, ["batch", "words"])
    return graph.model(
        "sentence", inputs={"ids": ids, "mask": ids}, outputs={"vector": ["batch", width]}
    )


def _masked() -> str:
    return f"constant {_MASKED}"


def _column_mask(graph: Graph) -> str:
    graph.value(_MASKED)
    floats = graph.then("Cast", "mask", to=TensorProto.FLOAT)
    return graph.then("Unsqueeze", floats, graph.value([1, 2]))


def _embedded(graph: Graph) -> str:
    words = graph.then("Gather", graph.weight("embeddings.word_embeddings.weight"), "ids")
    length = graph.then("Shape", "ids", start=1, end=2)
    places = graph.then(
        "Slice", graph.weight("embeddings.position_embeddings.weight"), graph.value([0]), length
    )
    first_kind = graph.then(
        "Slice",
        graph.weight("embeddings.token_type_embeddings.weight"),
        graph.value([0]),
        graph.value([1]),
    )
    summed = graph.then("Add", graph.then("Add", words, places), first_kind)
    return graph.normal(summed, "embeddings.LayerNorm", epsilon=_EPSILON)


def _layer(graph: Graph, hidden: str, bias: str, name: str, heads: int, width: int) -> str:
    size = width // heads

    def split(part: str, order: list[int]) -> str:
        projected = graph.linear(hidden, f"{name}.attention.self.{part}")
        parted = graph.then("Reshape", projected, graph.value([0, 0, heads, size]))
        return graph.then("Transpose", parted, perm=order)

    query, value = split("query", [0, 2, 1, 3]), split("value", [0, 2, 1, 3])
    products = graph.then("MatMul", query, split("key", [0, 2, 3, 1]))
    scaled = graph.then("Div", products, graph.value(float(np.sqrt(size))))
    attention = graph.then("Softmax", graph.then("Add", scaled, bias), axis=-1)
    seen = graph.then("Transpose", graph.then("MatMul", attention, value), perm=[0, 2, 1, 3])
    joined = graph.then("Reshape", seen, graph.value([0, 0, width]))
    attended = graph.linear(joined, f"{name}.attention.output.dense")
    kept = graph.then("Add", attended, hidden)
    hidden = graph.normal(kept, f"{name}.attention.output.LayerNorm", epsilon=_EPSILON)
    wide = graph.then("Gelu", graph.linear(hidden, f"{name}.intermediate.dense"))
    narrow = graph.linear(wide, f"{name}.output.dense")
    return graph.normal(
        graph.then("Add", narrow, hidden), f"{name}.output.LayerNorm", epsilon=_EPSILON
    )


def _pooled(graph: Graph, hidden: str) -> None:
    floats = graph.then("Cast", "mask", to=TensorProto.FLOAT)
    weights = graph.then("Unsqueeze", floats, graph.value([2]))
    total = graph.then("ReduceSum", graph.then("Mul", hidden, weights), graph.value([1]))
    summed = graph.then("Squeeze", total, graph.value([1]))
    length = graph.then("ReduceL2", summed, graph.value([1]), keepdims=1)
    # Dividing by the count of words first would change nothing once the length is 1.
    graph.then("Div", summed, graph.then("Max", length, graph.value(_EPSILON)), output="vector")
