"""Plates read from OpenEXR files that come from elsewhere: judged first, decoded in confinement.

A damaged file may bring the decoder down, or leave it with half a picture; what happens then
happens to a process of its own, which has bounds of memory and time.
"""

import json
import struct
import subprocess
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from matinee.errors import Invalid
from matinee.studio.reage.plates.finishing import Halves
from matinee.studio.reage.plates.header import plate_size
from matinee.studio.reage.plates.loading import openexr

_DECODER = Path(__file__).with_name("decoder.py")
_A_FILE = 60.0
"""Seconds that one file may take."""
_COLOUR = ("R", "G", "B")


@dataclass(frozen=True, slots=True)
class Plate:
    """A plate as it was filmed: ``pixels`` (h, w, 3), what else it holds, and what it says.

    ``others`` are its further channels (h, w); ``attributes`` those of its header that are text,
    numbers, rates or timecode, each with its kind.
    """

    pixels: Halves
    others: dict[str, NDArray[Any]]
    attributes: dict[str, tuple[str, Any]]


class PlateReader:
    """Reads one plate after the other, in one child."""

    def __init__(self, child: "subprocess.Popen[bytes]") -> None:
        self._child = child

    def read(self, content: bytes, name: str) -> Plate:
        """A plate; Invalid names the file and why it is none."""
        width, height = plate_size(content, name)
        late = threading.Timer(_A_FILE, self._child.kill)
        late.start()
        try:
            record, planes = self._answer(content, name)
        except (OSError, ValueError, struct.error) as problem:
            raise _damaged(name) from problem
        finally:
            late.cancel()
        if any(plane.shape != (height, width) for plane in planes.values()):
            raise _damaged(name)
        colour = np.stack([planes.pop(each) for each in _COLOUR], axis=-1)
        told = {key: (kind, value) for key, (kind, value) in record["attributes"].items()}
        return Plate(colour, planes, told)

    def _answer(self, content: bytes, name: str) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
        given, answers = self._child.stdin, self._child.stdout
        if given is None or answers is None:
            raise AssertionError("the child is spoken to by pipes")
        given.write(struct.pack(">I", len(content)) + content)
        given.flush()
        record = json.loads(_exactly(answers, struct.unpack(">I", _exactly(answers, 4))[0]))
        if "error" in record:
            raise _damaged(name)
        planes: dict[str, NDArray[Any]] = {}
        for key, kind, *shape in record["channels"]:
            sort = np.dtype(kind)
            held = _exactly(answers, sort.itemsize * int(np.prod(shape)))
            planes[key] = np.frombuffer(held, sort).reshape(shape)
        return record, planes


@contextmanager
def plate_reader() -> Generator[PlateReader]:
    """A reader of plates, whose child ends with it; Unavailable without OpenEXR."""
    openexr()
    child = subprocess.Popen(
        [sys.executable, "-I", str(_DECODER)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={"OPENBLAS_NUM_THREADS": "1"},  # A stranger's file is given none of our secrets.
    )
    try:
        yield PlateReader(child)
    finally:
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                _closed(pipe)


def _closed(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except BrokenPipeError:
        return  # What was not written yet went with the child.


def _exactly(pipe: IO[bytes], count: int) -> bytes:
    held = pipe.read(count)
    if len(held) != count:
        raise ValueError("the decoder ended")
    return held


def _damaged(name: str) -> Invalid:
    return Invalid(
        f"{name} cannot be decoded: it is damaged, or cut off.",
        remedy="Write it again.",
        field="file",
        code="plate",
    )
