"""Networks that packages carry: their files are read where they lie, and nothing is imported."""

from importlib.util import find_spec
from pathlib import Path

import onnxruntime

from matinee.errors import Unavailable


def carried_file(package: str, *parts: str, does: str) -> Path:
    """A file of an installed package; Unavailable where it is not, ``does`` as *sees faces*."""
    found = find_spec(package)
    if found is None or found.origin is None:
        raise Unavailable(
            f"The network that {does} is not installed.",
            remedy=f"Install requirements/weights.lock; it carries {package}.",
        )
    return Path(found.origin).parent.joinpath(*parts)


def carried_network(package: str, *parts: str, does: str) -> onnxruntime.InferenceSession:
    """An ONNX file of a package as a session of one thread: others work beside it."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    path = carried_file(package, *parts, does=does)
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
