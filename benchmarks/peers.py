"""Runs a peer in .venv-peers, where Matinee is absent; arrays go in and come back as .npz."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.material import PROJECT
from matinee.errors import Unavailable

Arrays = Mapping[str, NDArray[Any]]

PYTHON = PROJECT / ".venv-peers" / "bin" / "python"


def peers_installed() -> bool:
    """Whether `make peers` was run to its end."""
    return (PYTHON.parent.parent / ".installed").exists()


def run_peer(
    script: Path, arrays: Arrays, *, seconds: float = 3600, told: bool = False
) -> dict[str, NDArray[Any]]:
    """Run ``script IN.npz OUT.npz`` in the peers' environment, and read what it wrote.

    ``told`` lets pass what it prints meanwhile, to standard error.
    """
    if not peers_installed():
        raise Unavailable("The peers are not installed.", remedy="Run make peers.")
    with TemporaryDirectory() as folder:
        given, made = Path(folder, "given.npz"), Path(folder, "made.npz")
        np.savez(given, allow_pickle=False, **arrays)
        done = subprocess.run(
            [str(PYTHON), "-W", "ignore", str(script), str(given), str(made)],
            stdout=sys.stderr if told else subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            timeout=seconds,
            check=False,
        )
        if done.returncode:
            raise Unavailable(
                f"The peer {script.name} failed: {done.stderr.strip()[-500:]}",
                remedy="Run make peers again, or see requirements/peers.lock.",
            )
        with np.load(made, allow_pickle=False) as read:
            return dict(read.items())
