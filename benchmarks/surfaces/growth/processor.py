"""Processor time of processes as the kernel counts it, which a busy machine does not falsify."""

import os
from collections.abc import Sequence
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_USER, _SYSTEM, _USER_OF_ENDED, _SYSTEM_OF_ENDED = 11, 12, 13, 14
"""Places in /proc/PID/stat after the name (proc(5))."""


def processor_seconds(pid: int) -> float:
    """What a process, its children and those of them that ended have taken, in seconds."""
    times = _stat(pid)
    total = sum(int(times[place]) for place in range(_USER, _SYSTEM_OF_ENDED + 1)) / _TICKS
    return total + sum(_living(child) for child in _children(pid))


def resident_bytes(pid: int) -> int:
    """What a process holds in memory."""
    pages = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def _living(pid: int) -> float:
    try:
        return processor_seconds(pid)
    except (FileNotFoundError, ProcessLookupError):
        return 0.0  # It ended just now; its parent counts it from here on.


def _stat(pid: int) -> Sequence[str]:
    text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    return text.rpartition(")")[2].split()


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        found += [int(each) for each in (task / "children").read_text(encoding="ascii").split()]
    return found
