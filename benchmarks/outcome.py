"""What a benchmark hands back, and what is kept of it."""

import json
import os
import platform
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

Figure: TypeAlias = float | int | str


@dataclass(frozen=True, slots=True)
class Outcome:
    """The figures measured, those of peers beside them, and the hash of the data they rest on.

    ``peers`` maps a peer's name to its figures; say in the name whether they are published or run
    here. ``data_sha256`` comes from :func:`benchmarks.material.sha256_of`, or is empty where the
    data is made by the benchmark itself.
    """

    figures: Mapping[str, Figure]
    peers: Mapping[str, Mapping[str, Figure]] = field(default_factory=dict[str, dict[str, Figure]])
    data_sha256: str = ""


@dataclass(frozen=True, slots=True)
class Measurement:
    """An outcome with the name it was asked by, how long it took, and where."""

    name: str
    quick: bool
    outcome: Outcome
    seconds: float
    machine: Mapping[str, Figure]

    def as_json(self) -> str:
        """One line of JSON, as STYLE fixes it."""
        record = {
            "name": self.name,
            "figures": dict(self.outcome.figures),
            "peers": {peer: dict(figures) for peer, figures in self.outcome.peers.items()},
            "data_sha256": self.outcome.data_sha256,
            "seconds": round(self.seconds, 2),
            "machine": dict(self.machine),
            "quick": self.quick,
        }
        return json.dumps(record, ensure_ascii=False, allow_nan=False)


def this_machine() -> dict[str, Figure]:
    """Processor, cores that this process may use, memory, system, Python and present load."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "processor": _processor_name(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gib": round(memory / 2**30, 1),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "load_before": round(os.getloadavg()[0], 2),
    }


def _processor_name() -> str:
    description = Path("/proc/cpuinfo")
    if description.exists():
        for line in description.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.machine()
