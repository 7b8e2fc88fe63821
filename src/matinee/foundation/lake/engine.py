"""The engine that reads the lake: Daft, in this process or on a Ray cluster, by one setting.

It also does work on a cluster's nodes that is no reading: one row for each piece of it.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
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

    def frame(self, address: str, *, version: int | None = None, more: Any = None) -> Any:
        """The table at ``address`` as a lazy ``daft.DataFrame``, as a version of it was.

        ``more`` is an Arrow table of rows that stand nowhere yet, with the same columns.
        """
        found = self._daft().read_deltalake(address, version=version)
        return found if more is None else found.concat(self.rows(more.select(found.column_names)))

    def rows(self, table: Any) -> Any:
        """An Arrow table as a data frame."""
        return self._daft().from_arrow(table)

    def collected(self, frame: Any) -> Any:
        """Run the question; its rows as a ``pyarrow.Table``."""
        return self._read(frame.to_arrow)

    def kept(self, frame: Any) -> Any:
        """Run the question, and keep its rows where the engine has them for others on top of it."""
        return self._read(frame.collect)

    def _read(self, run: Callable[[], Any]) -> Any:
        try:
            return run()
        except Exception as failure:  # Daft raises what its engine raises: there is no common root.
            raise self._unfinished(
                failure,
                "See what the engine's log says; the lake itself is not changed by reading.",
            ) from failure

    def answers(
        self,
        rows: Mapping[str, Sequence[Any]],
        work: Callable[..., Mapping[str, Any]],
        kinds: Mapping[str, type],
    ) -> Iterator[dict[str, Any]]:
        """What ``work`` says of each row, wherever there is a free processor, in the rows' order.

        ``rows`` are columns of the same length, given to ``work`` by place; ``work`` is a function
        of an installed module, since nodes look it up by its name; ``kinds`` are the types of what
        it says, any of which may be None. An answer is had as soon as it and those before it are
        there. Unavailable where the engine, or ``work`` itself, fails. A cluster does the rest of
        the rows also when nobody asks for more answers.
        """
        daft = self._daft()
        answer = daft.DataType.struct(
            {name: daft.DataType.infer_from_type(kind) for name, kind in kinds.items()}
        )
        call = daft.func(work, return_dtype=answer, unnest=True, use_process=False)
        frame = daft.from_pydict(dict(rows))
        if self.compute.name == "ray":
            # A partition of its own for each row: nodes are handed whole partitions.
            frame = frame.into_partitions(len(next(iter(rows.values()))))
        try:
            yield from frame.select(call(*(frame[name] for name in rows))).iter_rows()
        except Exception as failure:
            raise self._unfinished(
                failure, "See what the engine's log says; what was answered before is kept."
            ) from failure

    def _daft(self) -> Any:
        with _starting:
            return _started(self.compute)

    def _unfinished(self, failure: Exception, remedy: str) -> Unavailable:
        sentence = f"The engine {self.compute.name} did not finish: {_first_line(failure)}"
        return Unavailable(sentence, remedy=remedy)


_starting = Lock()

_TELLING_NOBODY = {
    "DO_NOT_TRACK": "1",
    "DAFT_ANALYTICS_ENABLED": "0",
    "RAY_USAGE_STATS_ENABLED": "0",
}
"""Daft tells its makers of every import and every question otherwise, and Ray of every start: from
a house whose viewing never leaves it, nobody is told even that there is some."""


@cache
def _started(compute: Compute) -> Any:
    """Daft on its engine, to which it keeps for the life of a process."""
    os.environ.update(_TELLING_NOBODY)  # Read as these are imported, and by Daft at each question.
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
            ray.init(
                address=address,
                log_to_driver=False,
                logging_level="error",
                runtime_env={"env_vars": _TELLING_NOBODY},  # For the nodes' processes as well.
            )
    except (ConnectionError, RuntimeError, ValueError) as failure:
        raise Unavailable(
            f"There is no Ray cluster at {address}: {_first_line(failure)}",
            remedy="Start one (docs/how-to/cluster.md), or set MATINEE_COMPUTE=native.",
        ) from failure


def _first_line(failure: BaseException) -> str:
    return str(failure).strip().split("\n", maxsplit=1)[0][:300]
