"""MiniLM as an ONNX graph, built from its weights alone.

BERT's encoder after the layer (Devlin et al. 2019, section 3), mean pooling over the words that are
not padding, and unit length (Reimers & Gurevych 2019, section 3).
"""

from collections.abc import Mapping, Sequence

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

Weights = Mapping[str, NDArray[np.float32]]

OPSET = 20
_EPSILON = 1e-12
_MASKED = -1e9
"""Added to the attention of padding; finite, so that a row of padding alone stays a number."""


def sentence_graph(weights: Weights, *, layers: int, heads: int, width: int) -> bytes:
    """The serialised model: ``ids`` and ``mask`` (batch × words, int64) to ``vector``.

    ``vector`` is batch × ``width``, float32, each of length 1.
    """
    graph = _Graph(weights)
    hidden = _embedded(graph)
    bias = graph.then("Mul", graph.then("Sub", graph.value(1.0), _column_mask(graph)), _masked())
    for layer in range(layers):
        hidden = _layer(graph, hidden, bias, f"encoder.layer.{layer}", heads, width)
    _pooled(graph, hidden)
    shape = ["batch", "words"]
    made = helper.make_graph(
        graph.nodes,
        "sentence",
        [helper.make_tensor_value_info(name, TensorProto.INT64, shape) for name in ("ids", "mask")],
        [helper.make_tensor_value_info("vector", TensorProto.FLOAT, ["batch", width])],
        graph.tensors,
    )
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=9)
    onnx.checker.check_model(model)
    return model.SerializeToString()


class _Graph:
    """Nodes and tensors in the order in which they are asked for."""

    def __init__(self, weights: Weights) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.tensors: list[onnx.TensorProto] = []
        self._weights = weights
        self._named: set[str] = set()

    def weight(self, name: str, *, transposed: bool = False) -> str:
        """A weight by its name in the file."""
        array = self._weights[name]
        return self._tensor(name, array.T if transposed else array)

    def value(self, value: float | Sequence[int]) -> str:
        """A constant: a float32 for a number, int64 for a list."""
        kind = np.float32 if isinstance(value, float) else np.int64
        return self._tensor(f"constant {value}", np.array(value, kind))

    def then(
        self, operator: str, *inputs: str, output: str = "", **attributes: float | Sequence[int]
    ) -> str:
        """One more node; the name of what it puts out."""
        named = output or f"{operator} {len(self.nodes)}"
        node = helper.make_node(operator, list(inputs), [named])
        node.attribute.extend(
            helper.make_attribute(name, value) for name, value in attributes.items()
        )
        self.nodes.append(node)
        return named

    def linear(self, hidden: str, name: str) -> str:
        """A dense layer."""
        product = self.then("MatMul", hidden, self.weight(f"{name}.weight", transposed=True))
        return self.then("Add", product, self.weight(f"{name}.bias"))

    def normal(self, hidden: str, name: str) -> str:
        """Layer normalisation over the last axis."""
        scale, bias = self.weight(f"{name}.weight"), self.weight(f"{name}.bias")
        return self.then("LayerNormalization", hidden, scale, bias, axis=-1, epsilon=_EPSILON)

    def _tensor(self, name: str, array: NDArray[np.generic]) -> str:
        if name not in self._named:
            self._named.add(name)
            self.tensors.append(numpy_helper.from_array(np.asarray(array, order="C"), name))
        return name


def _masked() -> str:
    return f"constant {_MASKED}"


def _column_mask(graph: _Graph) -> str:
    graph.value(_MASKED)
    floats = graph.then("Cast", "mask", to=TensorProto.FLOAT)
    return graph.then("Unsqueeze", floats, graph.value([1, 2]))


def _embedded(graph: _Graph) -> str:
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
    return graph.normal(summed, "embeddings.LayerNorm")


def _layer(graph: _Graph, hidden: str, bias: str, name: str, heads: int, width: int) -> str:
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
    hidden = graph.normal(kept, f"{name}.attention.output.LayerNorm")
    wide = graph.then("Gelu", graph.linear(hidden, f"{name}.intermediate.dense"))
    narrow = graph.linear(wide, f"{name}.output.dense")
    return graph.normal(graph.then("Add", narrow, hidden), f"{name}.output.LayerNorm")


def _pooled(graph: _Graph, hidden: str) -> None:
    floats = graph.then("Cast", "mask", to=TensorProto.FLOAT)
    weights = graph.then("Unsqueeze", floats, graph.value([2]))
    total = graph.then("ReduceSum", graph.then("Mul", hidden, weights), graph.value([1]))
    summed = graph.then("Squeeze", total, graph.value([1]))
    length = graph.then("ReduceL2", summed, graph.value([1]), keepdims=1)
    # Dividing by the count of words first would change nothing once the length is 1.
    graph.then("Div", summed, graph.then("Max", length, graph.value(_EPSILON)), output="vector")
