"""``load-locust``: members' pages as Locust asks for them, from one, two and four server processes.

``load`` speaks HTTP by hand and holds every page against the time it was due; this asks the same by
a client that everybody has, in a process of its own (.venv-peers). First as fast as 16 users are
answered, then at half that rate. At two processes one write in five goes with the pages while the
database is restarted and while it is killed. What Locust takes of the two cores, the servers lack.
"""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.home.home_latency import Preparation
from benchmarks.outcome import Figure, Outcome
from benchmarks.peers import run_peer
from benchmarks.surfaces.prepared_house import measured_on_movielens
from benchmarks.surfaces.processes import events_found, kill, serving
from matinee.errors import Conflict
from matinee.foundation.postgres import EmbeddedPostgres

_USERS = 16
_BAD_DAY_PROCESSES = 2
_WRITES = 0.2
_PEER = Path(__file__).with_name("locust_members.py")
_QUANTILES = {"p50": 0.5, "p99": 0.99, "p999": 0.999}


@dataclass(frozen=True)
class Asking:
    """Who is asked by whom; see :mod:`benchmarks.surfaces.locust_members`."""

    addresses: tuple[str, ...]
    prepared: Preparation
    seconds: float
    rate: float = 0
    writes: float = 0

    def done(self) -> dict[str, NDArray[np.generic]]:
        """Let Locust ask; its columns."""
        given = {
            "addresses": np.array(self.addresses),
            "profiles": np.array([str(profile) for profile in self.prepared.profiles]),
            "titles": np.array([str(title) for title in self.prepared.titles[:500]]),
            "seconds": np.array(self.seconds),
            "rate": np.array(self.rate),
            "writes": np.array(self.writes),
            "users": np.array(_USERS),
        }
        return run_peer(_PEER, given, seconds=self.seconds + 120)


def run(quick: bool) -> Outcome:
    """Import, train, serve and let Locust ask."""
    seconds = 4.0 if quick else 30.0
    return measured_on_movielens(
        lambda home, server, prepared: _measured(home, server, prepared, seconds),
        quick=quick,
    )


def _measured(
    home: Path, server: EmbeddedPostgres, prepared: Preparation, seconds: float
) -> dict[str, Figure]:
    figures: dict[str, Figure] = {}
    for count in (1, 4, _BAD_DAY_PROCESSES):
        with serving(home, count) as addresses:
            here = Asking(tuple(addresses), prepared, seconds)
            _on_a_good_day(replace(here, seconds=min(seconds, 10.0)))  # Warms every process.
            busy = _on_a_good_day(here)
            span = float(np.ptp(busy["sent"]))
            rate = len(busy["sent"]) / span
            calm = _on_a_good_day(replace(here, rate=rate / 2))
            figures |= {
                f"processes_{count}_pages_per_second": round(rate, 1),
                **_quantiles(busy, f"processes_{count}_busy"),
                **_quantiles(calm, f"processes_{count}"),
            }
            if count == _BAD_DAY_PROCESSES:
                calmer = replace(here, rate=rate / 4, writes=_WRITES)
                for name in ("restarted", "killed"):
                    figures |= _bad_day(server, calmer, name)
    return figures


def _on_a_good_day(asking: Asking) -> dict[str, NDArray[np.generic]]:
    asked = asking.done()
    wrong = np.count_nonzero(asked["status"] != 200)
    if wrong or not len(asked["status"]):
        raise Conflict(
            f"On a good day {wrong} of {len(asked['status'])} requests failed.",
            remedy="Nothing that is measured beside errors means anything: mend those first.",
        )
    return asked


def _bad_day(server: EmbeddedPostgres, asking: Asking, name: str) -> dict[str, Figure]:
    """The database goes and comes back beside what Locust asks."""
    with ThreadPoolExecutor(1) as beside:
        answer = beside.submit(asking.done)
        time.sleep(asking.seconds / 2)
        if name == "killed":
            # Nobody starts it again but the servers, which watch it.
            kill(server)
        else:
            server.stop()
            server.start()
        asked = answer.result()
    server.start()
    write, good = asked["write"].astype(bool), asked["status"] == 200
    refused = write & (asked["status"] == 503) & asked["promised"].astype(bool)
    ids = [str(identifier) for identifier in asked["accepted"].tolist()]
    found, rows = events_found(server.urls().app, ids)
    return {
        **_quantiles(asked, name),
        f"{name}_pages": int(np.count_nonzero(~write)),
        f"{name}_page_errors": int(np.count_nonzero(~write & ~good)),
        f"{name}_writes": int(np.count_nonzero(write)),
        f"{name}_writes_refused": int(np.count_nonzero(refused)),
        f"{name}_write_other_errors": int(np.count_nonzero(write & ~good & ~refused)),
        f"{name}_refusing_seconds": _span(asked["sent"][refused].astype(np.float64)),
        f"{name}_acknowledged": len(ids),
        f"{name}_acknowledged_lost": len(ids) - found,
        f"{name}_doubled": rows - found,
    }


def _span(moments: NDArray[np.float64]) -> float:
    return round(float(np.ptp(moments)), 2) if moments.size else 0.0


def _quantiles(asked: dict[str, NDArray[np.generic]], name: str) -> dict[str, Figure]:
    """Milliseconds of answered pages, from when they were sent."""
    pages = ~asked["write"].astype(bool) & (asked["status"] == 200)
    took = asked["milliseconds"][pages].astype(np.float64)
    return {
        f"{name}_{mark}_ms": round(float(np.quantile(took, share)), 2)
        for mark, share in _QUANTILES.items()
    }
