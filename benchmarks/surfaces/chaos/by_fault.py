"""What each fault did: how long until all was well again, what failed, how long pages took."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.ads.players import Book
from benchmarks.outcome import Figure
from benchmarks.surfaces.chaos.desk import Told
from benchmarks.surfaces.chaos.faults import Fault
from benchmarks.surfaces.chaos.writer import Written
from benchmarks.surfaces.load_members import READ, WRITE, Asked

_ANSWERED = 200
_AFTERMATH_SECONDS = 5.0
"""Pages that are asked for so soon after a fault struck belong to it, also where it was short."""


@dataclass(frozen=True)
class Struck:
    """A fault with its times (Unix): when it struck and when it was over, and the next one."""

    fault: Fault
    began: float
    over: float
    following: float


@dataclass(frozen=True)
class Failed:
    """A request that failed: when it did (Unix time), of what kind, and its status."""

    at: float
    kind: str
    status: int


def all_failed(
    everybody: Sequence[Asked], book: Book, told: Told, written: Written
) -> list[Failed]:
    """Every request that failed, of anybody, in order."""
    members = (
        request
        for asked in everybody
        for request in zip(asked.due, asked.milliseconds, asked.kind, asked.status, strict=True)
    )
    every = [
        *(
            Failed(due + took / 1000, kind, status)
            for due, took, kind, status in members
            if status != _ANSWERED
        ),
        *(Failed(at, "ad", status) for at, status in book.failures),
        *(Failed(at, "desk", status) for at, status in told.failures),
        *(Failed(at, "text", status) for at, status in written.failures),
    ]
    return sorted(every, key=lambda each: each.at)


def by_fault(
    struck: Sequence[Struck],
    failed: Sequence[Failed],
    unready: Sequence[float],
    everybody: Sequence[Asked],
) -> dict[str, Figure]:
    """Of each kind of fault: the longest recovery, what failed by kind, and how long pages took.

    Recovery is the time from its end to when the last request failed, before the next fault; 0
    where none failed after its end. ``said_unready`` counts those of which a server's health spoke.
    A page belongs to a fault if it was due between its beginning and its end, or the 5 s after its
    beginning; ``calm`` is all others.
    """
    due, took = _pages(everybody)
    calm = np.ones(len(due), dtype=bool)
    figures: dict[str, Figure] = {}
    by_name = defaultdict[str, list[Struck]](list)
    for each in struck:
        by_name[each.fault.name].append(each)
    for name, times in by_name.items():
        recoveries, kinds = list[float](), defaultdict[str, int](int)
        said, during = 0, np.zeros(len(due), dtype=bool)
        for one in times:
            within = [each for each in failed if one.began <= each.at < one.following]
            last = max((each.at for each in within), default=one.over)
            recoveries.append(max(0.0, last - one.over))
            for each in within:
                kinds[each.kind] += 1
            said += any(one.began <= at < one.following for at in unready)
            ends = min(one.following, max(one.over, one.began + _AFTERMATH_SECONDS))
            during |= (due >= one.began) & (due < ends)
        calm &= ~during
        figures |= {
            f"{name}_times": len(times),
            f"{name}_at_work_seconds": round(max(one.over - one.began for one in times), 2),
            f"{name}_recovery_seconds": round(max(recoveries), 2),
            f"{name}_page_errors": kinds[READ],
            f"{name}_event_errors": kinds[WRITE],
            f"{name}_ad_errors": kinds["ad"],
            f"{name}_desk_errors": kinds["desk"],
            f"{name}_text_errors": kinds["text"],
            f"{name}_said_unready": said,
            **_latency(name, took[during]),
        }
    return figures | _latency("calm", took[calm])


def _pages(everybody: Sequence[Asked]) -> tuple[np.ndarray, np.ndarray]:
    """Pages that were answered: when each was due (Unix time), and milliseconds from then."""
    answered = [
        (due, took)
        for asked in everybody
        for due, kind, status, took in zip(
            asked.due, asked.kind, asked.status, asked.milliseconds, strict=True
        )
        if kind == READ and status == _ANSWERED
    ]
    due, took = np.array(answered, dtype=np.float64).reshape(-1, 2).T
    return due, took


def _latency(name: str, took: np.ndarray) -> dict[str, Figure]:
    if not len(took):
        return {f"{name}_pages": 0}
    return {
        f"{name}_pages": len(took),
        f"{name}_page_p50_ms": round(float(np.quantile(took, 0.5)), 1),
        f"{name}_page_p99_ms": round(float(np.quantile(took, 0.99)), 1),
        f"{name}_page_worst_ms": round(float(took.max()), 1),
    }
