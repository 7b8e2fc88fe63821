"""A child that is given files and answers with arrays, by pipes: nothing of them touches a disk.

A file goes as its length (eight bytes, big-endian) and its bytes. An answer is the length of a line
of JSON (four bytes), that line, and the arrays that its ``arrays`` lists as name, kind and shape.
"""

import json
import math
import struct
import subprocess
import threading
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from typing import IO, Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from matinee.foundation.confinement.starting import CONFINED, command

_FILE, _LINE = ">Q", ">I"
_MOST_BYTES, _LONGEST_LINE = 1 << 32, 1 << 22
"""Of an answer's arrays together, and of its line: what a child claims beyond is not believed."""

Answer = tuple[dict[str, Any], dict[str, NDArray[Any]]]


class ChildEnded(Exception):
    """The child came down, was too slow, or answered what is no answer."""


class Child:
    """A confined child, as its parent sees it."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        if process.stdin is None or process.stdout is None:
            raise AssertionError("the child is spoken to by pipes")
        self._process = process
        self._given, self._answers = process.stdin, process.stdout

    def give(self, content: bytes, *, seconds: float) -> None:
        """Give it a file, within so many seconds; ChildEnded where it does not take it."""
        with self._within(seconds):
            self._given.write(struct.pack(_FILE, len(content)))
            self._given.write(content)
            self._given.flush()

    def answer(self, *, seconds: float) -> Answer:
        """Its next answer, within so many seconds; ChildEnded where none comes."""
        with self._within(seconds):
            (length,) = struct.unpack(_LINE, self._exactly(struct.calcsize(_LINE)))
            if length > _LONGEST_LINE:
                raise ValueError("a line that none sends")
            record = json.loads(self._exactly(length))
            arrays, left = dict[str, NDArray[Any]](), _MOST_BYTES
            for name, *rest in record.pop("arrays", ()):
                arrays[name] = self._array(left, *rest)
                left -= arrays[name].nbytes
            return record, arrays

    def _array(self, most: int, kind: str, *shape: int) -> NDArray[Any]:
        sort = np.dtype(kind)
        size = sort.itemsize * math.prod(shape)
        if sort.hasobject or not 0 <= size <= most:
            raise ValueError("an array that none sends")
        return np.frombuffer(self._exactly(size), sort).reshape(shape)

    def _exactly(self, count: int) -> bytes:
        held = self._answers.read(count)
        if len(held) != count:
            raise ValueError("the child ended")
        return held

    @contextmanager
    def _within(self, seconds: float) -> Generator[None]:
        late = threading.Timer(seconds, self._process.kill)
        late.start()
        try:
            yield
        except (OSError, ValueError, TypeError, LookupError, struct.error) as problem:
            raise ChildEnded from problem
        finally:
            late.cancel()


@contextmanager
def confined(module: str) -> Generator[Child]:
    """A child of a module, which ends with the context."""
    process = subprocess.Popen(
        command(module),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        **CONFINED,
    )
    try:
        yield Child(process)
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                _closed(pipe)


def _closed(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except BrokenPipeError:
        return  # What was not written yet went with the child.


def given_file(given: BinaryIO) -> bytes | None:
    """In the child: the next file; None when there is none any more."""
    size = struct.calcsize(_FILE)
    length = given.read(size)
    return given.read(struct.unpack(_FILE, length)[0]) if len(length) == size else None


def answer_with(
    answers: BinaryIO, record: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]] | None = None
) -> None:
    """In the child: answer a file, or a part of it."""
    held = arrays or {}
    listed: Sequence[Sequence[Any]] = [
        [name, each.dtype.name, *each.shape] for name, each in held.items()
    ]
    line = json.dumps({**record, "arrays": listed}).encode()
    answers.write(struct.pack(_LINE, len(line)))
    answers.write(line)
    answers.writelines(np.ascontiguousarray(each).data for each in held.values())
    answers.flush()
