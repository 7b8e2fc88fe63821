"""Matinee as its users run it: a process of its own, spoken to from outside."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from matinee.surfaces.cli.main import main

ENDING_SECONDS = 40


@dataclass(frozen=True)
class Running:
    """A process that said where it is."""

    process: subprocess.Popen[str]
    address: str

    def ask_to_stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)

    def exit_code(self) -> int:
        return self.process.wait(ENDING_SECONDS)


def environment(given: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MATINEE_")}
    return {**kept, **given}


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[object, str, str]:
    """Run a command in this process, in its folder: the exit code, and what it wrote where.

    A process of its own takes seconds to load what this one has; take :func:`run` where it matters.
    """
    with pytest.raises(SystemExit) as end:
        main(arguments)
    captured = capsys.readouterr()
    return end.value.code, captured.out, captured.err


def run(folder: Path, *arguments: str, **given: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "matinee", *arguments],
        cwd=folder,
        env=environment(given),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@contextmanager
def serving(folder: Path, *arguments: str, **given: str) -> Generator[Running]:
    """``matinee serve`` on a free port, until the block ends."""
    with (
        (folder / "server.err").open("a") as errors,
        subprocess.Popen(
            [sys.executable, "-m", "matinee", "serve", "--port", "0", *arguments],
            cwd=folder,
            env=environment(given),
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        ) as process,
    ):
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith("Matinee is on "), (folder / "server.err").read_text()
        try:
            yield Running(process, line.split()[-1])
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait(ENDING_SECONDS)
