"""ONNX Runtime sessions over graphs in memory; one that does not load is an error of ours."""

from importlib import import_module
from typing import Any, Final

import onnxruntime

from matinee.errors import Invalid

_answers: Any = import_module("onnxruntime.capi.onnxruntime_pybind11_state")
_REFUSED: Final[tuple[type[Exception], ...]] = (
    _answers.Fail,
    _answers.InvalidArgument,
    _answers.InvalidGraph,
    _answers.InvalidProtobuf,
    _answers.NotImplemented,
    _answers.RuntimeException,
)
"""None of them is an error of Python's own, and no typed module names them."""


def session_of(graph: bytes, *, threads: int) -> onnxruntime.InferenceSession:
    """A session on the processor; ``threads`` 0 takes every core.

    Raises:
        Invalid: this version of ONNX Runtime does not run the graph, or it is no graph.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    try:
        return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    except _REFUSED as refused:
        raise Invalid(
            f"ONNX Runtime does not run the graph: {str(refused).splitlines()[0]}",
            remedy="Install the locked requirements, or make the graph again.",
            field="graph",
        ) from refused
