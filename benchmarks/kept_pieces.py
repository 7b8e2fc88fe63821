"""Benchmarks that take hours, piece by piece: what was measured once is kept, and not done again.

A piece belongs to a key: the data, the settings and the source of what is measured. Where any of
those changes, the piece is owed again. ``minutes`` say when no further piece is begun, so that a
long benchmark can be run in slices.
"""

import hashlib
import json
import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from benchmarks.material import PROJECT
from benchmarks.outcome import Figure

Measured = Mapping[str, Figure]

RUNS = PROJECT / "benchmarks" / "results" / "runs"


class KeptPieces:
    """The pieces of one benchmark under one key."""

    def __init__(
        self, file: Path | None, key: Mapping[str, str], *, minutes: float | None = None
    ) -> None:
        """``file`` None keeps nothing, as a quick run does; ``minutes`` None begins every piece."""
        self._file = file
        self._key = dict(key)
        self._until = None if minutes is None else time.monotonic() + 60 * minutes
        self._kept = self._read()
        self.owed: list[str] = []
        """The pieces that were asked for and that no time was left to begin."""

    def measured(self, piece: str, measure: Callable[[], Measured]) -> Measured | None:
        """A piece's figures, measured now unless they are kept; None where it stays owed.

        The load of the machine before it and the processor time of the process are kept with it.
        """
        if piece in self._kept:
            return self._kept[piece]
        if self._until is not None and time.monotonic() >= self._until:
            self.owed.append(piece)
            return None
        load, processor = os.getloadavg()[0], time.process_time()
        figures = {
            **measure(),
            "processor_seconds": round(time.process_time() - processor, 3),
            "load_before": round(load, 2),
        }
        self._kept[piece] = figures
        if self._file is not None:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with self._file.open("a", encoding="utf-8") as lines:
                lines.write(json.dumps({**self._key, "piece": piece, "figures": figures}) + "\n")
        return figures

    def told(self) -> dict[str, Figure]:
        """How many pieces the figures rest on, and which are owed."""
        loads = [float(one["load_before"]) for one in self._kept.values()]
        return {
            "pieces_measured": len(self._kept),
            "pieces_owed": ", ".join(self.owed) or "none",
            "highest_load_before_a_piece": max(loads, default=0.0),
        }

    def _read(self) -> dict[str, Measured]:
        if self._file is None or not self._file.exists():
            return {}
        lines = map(json.loads, self._file.read_text(encoding="utf-8").splitlines())
        return {
            line["piece"]: line["figures"]
            for line in lines
            if all(line.get(name) == value for name, value in self._key.items())
        }


def source_of(*parts: Path) -> str:
    """A hash of the Python of files and folders: what is measured, as it is written."""
    digest = hashlib.sha256()
    for part in parts:
        for file in sorted(part.rglob("*.py")) if part.is_dir() else [part]:
            digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]
