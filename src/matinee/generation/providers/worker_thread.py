"""One thread for one model in memory: the model is loaded once, asked in turn, and told to stop.

A thread cannot be cancelled. So whoever works in it looks at a :class:`Stop` between its steps, and
the next call waits until the last has seen it.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Generic, TypeVar

from matinee.errors import MatineeError, Unavailable
from matinee.generation.checks import UNANSWERED

Model = TypeVar("Model")
Result = TypeVar("Result")


class Stop:
    """Raised within the thread, between two steps, once the caller has gone."""

    def __init__(self) -> None:
        self._told = Event()

    def tell(self) -> None:
        """Ask the work to stop."""
        self._told.set()

    def heed(self) -> None:
        """Stop here where that was asked."""
        if self._told.is_set():
            raise Stopped


class Stopped(Exception):
    """The work ended because nobody waits for it."""


class WorkerThread(Generic[Model]):
    """A model that ``load`` makes, in a thread of its own."""

    def __init__(self, name: str, load: Callable[[], Model]) -> None:
        self._name = name
        self._load = load
        self._model: Model | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=f"model {name}")
        self._stop = Stop()

    async def ready(self) -> None:
        """Load the model unless it is there."""
        if self._model is None:
            await asyncio.get_running_loop().run_in_executor(self._thread, self._loaded)

    async def ask(self, work: Callable[[Model, Stop], Result]) -> Result:
        """Do some work with the model; a caller that is cancelled tells it to stop."""
        stop = self._stop = Stop()
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._thread, lambda: self._done(work, stop))
        finally:
            stop.tell()

    async def close(self) -> None:
        """Stop what runs, and let the model go once it has ended."""
        self._stop.tell()
        self._thread.shutdown(wait=False, cancel_futures=True)
        self._model = None

    def _loaded(self) -> Model:
        if self._model is None:
            try:
                self._model = self._load()
            except (MatineeError, MemoryError):
                raise
            except Exception as problem:
                raise Unavailable(
                    f"The model {self._name} cannot be loaded: {_first_line(problem)}.",
                    remedy="Look at the folder or file that the tools file names.",
                    code="model_unloadable",
                ) from problem
        return self._model

    def _done(self, work: Callable[[Model, Stop], Result], stop: Stop) -> Result:
        try:
            stop.heed()
            return work(self._loaded(), stop)
        except (MatineeError, MemoryError, Stopped):
            raise
        except Exception as problem:
            raise Unavailable(
                f"The model {self._name} failed: {_first_line(problem)}.",
                remedy="Try again; if it lasts, the model is not fit for this use.",
                code=UNANSWERED,
            ) from problem


def _first_line(problem: Exception) -> str:
    text = str(problem).strip().split("\n", maxsplit=1)[0]
    return (text or type(problem).__name__)[:200].rstrip(".")
