"""A child that would take more than it was granted is ended, and leaves nothing of its memory."""

import signal
import subprocess
import sys

_BOUND = """\
from matinee.foundation.confinement.bounds import bound
bound(memory_bytes=%d, processor_seconds=1)
"""


def _ended(code: str, memory_bytes: int = 1 << 32) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-I", "-c", _BOUND % memory_bytes + code]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def test_processor_time_is_bounded_and_the_signal_says_so() -> None:
    assert _ended("while True: pass").returncode == -signal.SIGXCPU


def test_memory_is_bounded_and_no_crash_is_written_to_disk() -> None:
    told = _ended(
        "import resource; print(resource.getrlimit(resource.RLIMIT_CORE)); bytearray(1 << 30)",
        memory_bytes=1 << 29,
    )
    assert (told.stdout, "MemoryError" in told.stderr) == ("(0, 0)\n", True)
