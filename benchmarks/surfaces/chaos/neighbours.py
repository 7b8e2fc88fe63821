"""What a house stands beside: the bucket that holds its files, and the provider of its model."""

import os
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from benchmarks.audience.lake.bad_days import Under, free_port
from benchmarks.surfaces.chaos import bucket
from benchmarks.surfaces.chaos.writer import tools_file
from matinee.errors import Conflict

_STARTING_SECONDS = 30.0


@dataclass(frozen=True)
class Neighbours:
    """Files whose presence makes the one fail half its calls, and the other hang."""

    bucket_fails: Path
    scribe_hangs: Path


@contextmanager
def neighbours(home: Path, seed: int) -> Generator[Neighbours]:
    """Both, each in its process; this process and those it starts are told of them."""
    found = Neighbours(home / "bucket-fails", home / "scribe-hangs")
    store, model = free_port(), free_port()
    place = "benchmarks.surfaces.chaos"
    bucket_command = [f"{place}.bucket", str(store), str(found.bucket_fails), str(seed)]
    scribe_command = [f"{place}.scribe", str(model), str(found.scribe_hangs)]
    os.environ |= bucket.environment(store) | {
        "MATINEE_GENERATION__TOOLS_FILE": str(tools_file(home, model)),
        # Else the model would be asked once, and its answer given again.
        "MATINEE_GENERATION__KEPT_ANSWERS_BYTES": "0",
    }
    with (
        Under(bucket_command, home, "bucket"),
        Under(scribe_command, home, "scribe"),
    ):
        for port in (store, model):
            _wait_for(port)
        yield found


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + _STARTING_SECONDS
    while True:
        try:
            httpx.get(f"http://127.0.0.1:{port}/", timeout=5)
        except httpx.TransportError:
            if time.monotonic() > deadline:
                raise Conflict(f"Nothing answers at port {port}.") from None
            time.sleep(0.1)
        else:
            return
