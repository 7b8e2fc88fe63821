"""ONNX graphs written node by node, from weights that lie in files or arrays, without PyTorch."""

from collections.abc import Mapping, Sequence

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

Weights = Mapping[str, NDArray[np.float32]]
Extent = Sequence[int | str]

OPSET = 20
_IR_VERSION = 9
_LARGEST_STEP = 127


class Graph:
    """Nodes and tensors in the order in which they are asked for.

    ``in_bytes`` computes dense layers with a signed byte a weight, a scale of its own for each of
    their outputs, and what comes in as unsigned bytes whose scale is found as it comes
    (Jacob et al. 2018, section 2, with ONNX's dynamic ranges).
    """

    def __init__(self, weights: Weights, *, in_bytes: bool = False) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.tensors: list[onnx.TensorProto] = []
        self._weights = weights
        self._in_bytes = in_bytes
        self._stepped: dict[str, tuple[str, str, str]] = {}
        self._named: set[str] = set()

    def weight(self, name: str, *, transposed: bool = False) -> str:
        """A weight by its name in the file."""
        array = self._weights[name]
        return self._tensor(name, array.T if transposed else array)

    def value(self, value: float | Sequence[int]) -> str:
        """A constant: a float32 for a number, int64 for a list."""
        kind = np.float32 if isinstance(value, float) else np.int64
        return self._tensor(f"constant {value}", np.array(value, kind))

    def row(self, name: str, values: Sequence[float]) -> str:
        """A row of float32 that is no weight, under a name of its own."""
        return self._tensor(name, np.array(values, np.float32))

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

    def parts(
        self, of: str, count: int = 0, *, sizes: Sequence[int] = (), axis: int = 0
    ) -> tuple[str, ...]:
        """Cut along an axis: into ``count`` equal parts, or into parts of these sizes."""
        named = tuple(f"Split {len(self.nodes)} {part}" for part in range(count or len(sizes)))
        if sizes:
            node = helper.make_node("Split", [of, self.value(sizes)], list(named), axis=axis)
        else:
            node = helper.make_node("Split", [of], list(named), axis=axis, num_outputs=count)
        self.nodes.append(node)
        return named

    def linear(self, hidden: str, name: str) -> str:
        """A dense layer."""
        if self._in_bytes:
            product = self._product_in_bytes(hidden, f"{name}.weight")
        else:
            product = self.then("MatMul", hidden, self.weight(f"{name}.weight", transposed=True))
        return self.then("Add", product, self.weight(f"{name}.bias"))

    def normal(self, hidden: str, name: str, *, epsilon: float) -> str:
        """Layer normalisation over the last axis."""
        scale, bias = self.weight(f"{name}.weight"), self.weight(f"{name}.bias")
        return self.then("LayerNormalization", hidden, scale, bias, axis=-1, epsilon=epsilon)

    def _product_in_bytes(self, hidden: str, name: str) -> str:
        weights = self._weights[name].T
        scales = np.maximum(np.abs(weights).max(axis=0), np.finfo(np.float32).tiny) / _LARGEST_STEP
        steps = self._tensor(f"{name} steps", np.rint(weights / scales).astype(np.int8))
        none = self._tensor(f"{name} zero", np.zeros(len(scales), np.int8))
        scale_of_steps = self._tensor(f"{name} scale", scales.astype(np.float32))
        incoming, scale, zero = self._in_steps(hidden)
        product = self.then("MatMulInteger", incoming, steps, zero, none)
        floats = self.then("Cast", product, to=TensorProto.FLOAT)
        return self.then("Mul", floats, self.then("Mul", scale, scale_of_steps))

    def _in_steps(self, hidden: str) -> tuple[str, str, str]:
        """The nodes' names of bytes, their scale and their zero; made once for each ``hidden``."""
        if hidden not in self._stepped:
            named = (f"{hidden} steps", f"{hidden} scale", f"{hidden} zero")
            self.nodes.append(helper.make_node("DynamicQuantizeLinear", [hidden], list(named)))
            self._stepped[hidden] = named
        return self._stepped[hidden]

    def _tensor(self, name: str, array: NDArray[np.generic]) -> str:
        if name not in self._named:
            self._named.add(name)
            self.tensors.append(numpy_helper.from_array(np.asarray(array, order="C"), name))
        return name

    def model(
        self,
        name: str,
        *,
        inputs: Mapping[str, tuple[int, Extent]],
        outputs: Mapping[str, Extent],
    ) -> bytes:
        """The graph, checked and serialised; inputs are (type, extent), outputs are float32."""
        made = helper.make_graph(
            self.nodes,
            name,
            [helper.make_tensor_value_info(of, kind, size) for of, (kind, size) in inputs.items()],
            [
                helper.make_tensor_value_info(of, TensorProto.FLOAT, size)
                for of, size in outputs.items()
            ],
            self.tensors,
        )
        model = helper.make_model(
            made, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=_IR_VERSION
        )
        onnx.checker.check_model(model)
        return model.SerializeToString()
