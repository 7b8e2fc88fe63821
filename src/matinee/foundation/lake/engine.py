"""The engine that reads the lake: Daft, in this process or on a Ray cluster, by one setting."""

from functools import cache
from importlib import import_module
from threading import Lock
from typing import Any

from matinee.errors import Conflict, Unavailable
from matinee.foundation.lake.model import Compute


class LakeEngine:
    """Opens tables as data frames of Daft; the same questions run on either engine.

    Nothing is loaded or joined before it is used; the calls block, and belong into a thread.
    """

    def __init__(self, compute: Compute) -> None:
        self.compute = compute

    def frame(self, address: str) -> Any:
        """The table at ``address`` as a lazy ``daft.DataFrame``."""
        with _starting:
            daft = _started(self.compute)
        return daft.read_deltalake(address)

    def collected(self, frame: Any) -> Any:
        """Run the question; its rows as a ``pyarrow.Table``."""
        try:
            return frame.to_arrow()
        except Exception as failure:  # Daft raises what its engine raises: there is no common root.
            raise Unavailable(
                f"The engine {self.compute.name} did not finish: {_first_line(failure)}",
                remedy="See what the engine's log says; the lake itself is not changed by reading.",
            ) from failure


_starting = Lock()


@cache
def _started(compute: Compute) -> Any:
    """Daft on its engine, to which it keeps for the life of a process."""
    daft = import_module("daft")
    try:
        if compute.name == "ray":
            _join(compute.address or "auto")
            daft.set_runner_ray(noop_if_initialized=True)
        else:
            daft.set_runner_native()
    except daft.exceptions.DaftCoreException as settled:
        raise Conflict(
            f"This process reads by another engine already, not by {compute.name}.",
            remedy="Start a process of its own with the other MATINEE_COMPUTE.",
        ) from settled
    return daft


def _join(address: str) -> None:
    try:
        ray = import_module("ray")
    except ImportError as missing:
        raise Conflict(
            "Ray is not installed.",
            remedy="pip install 'matinee[cluster]', or set MATINEE_COMPUTE=native.",
        ) from missing
    try:
        if not ray.is_initialized():
            ray.init(address=address, log_to_driver=False, logging_level="error")
    except (ConnectionError, RuntimeError, ValueError) as failure:
        raise Unavailable(
            f"There is no Ray cluster at {address}: {_first_line(failure)}",
            remedy="Start one (docs/how-to/cluster.md), or set MATINEE_COMPUTE=native.",
        ) from failure


def _first_line(failure: BaseException) -> str:
    return str(failure).strip().split("\n", maxsplit=1)[0][:300]
