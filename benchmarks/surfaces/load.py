"""``load``: members' pages from one, two and four server processes, and on bad days.

MovieLens is imported and trained on. Members in another process ask for pages: as fast as they are
answered, for the throughput; then at half that rate, each page due at its time, for the
latencies, counted from when it was due. Then the same beside training and the change of models,
and while the database is stopped and started and while it is killed, with one write in five: pages
have to come without an error, and a write may be refused with 503 and Retry-After alone.
"""

import time
from dataclasses import replace
from pathlib import Path

import httpx

from benchmarks.home.home_latency import Preparation
from benchmarks.outcome import Figure, Outcome
from benchmarks.surfaces.load_members import READ, WRITE, Asked, Assignment
from benchmarks.surfaces.prepared_house import measured_on_movielens
from benchmarks.surfaces.processes import (
    Members,
    ask,
    events_found,
    failures,
    kill,
    matinee,
    quantiles,
    serving,
    written,
)
from matinee.errors import Conflict
from matinee.foundation.postgres import EmbeddedPostgres

_CONNECTIONS = 16
_BAD_DAY_PROCESSES = 2
_WRITES = 0.2
_MOST_LATE_MS = 1000.0


def run(quick: bool) -> Outcome:
    """Import, train, serve and ask."""
    seconds = 2.5 if quick else 30.0
    return measured_on_movielens(
        lambda home, server, prepared: _measured(home, server, prepared, seconds, quick=quick),
        quick=quick,
    )


def _measured(
    home: Path, server: EmbeddedPostgres, prepared: Preparation, seconds: float, *, quick: bool
) -> dict[str, Figure]:
    figures: dict[str, Figure] = {}
    everybody = Assignment(
        addresses=(),
        profiles=[str(profile) for profile in prepared.profiles],
        titles=[str(title) for title in prepared.titles[:500]],
        connections=_CONNECTIONS,
        seconds=seconds,
    )
    for count in (2,) if quick else (1, 4, 2):
        with serving(home, count) as addresses:
            here = replace(everybody, addresses=addresses)
            _warmed(here)
            rate = _throughput(here, count, figures)
            asked = ask(replace(here, rate=rate / 2))
            figures |= quantiles(asked, f"processes_{count}")
            _refuse_errors(asked)
            if count == _BAD_DAY_PROCESSES:
                figures |= _bad_days(home, server, replace(here, rate=rate / 4), quick=quick)
    return figures


def _bad_days(
    home: Path, server: EmbeddedPostgres, here: Assignment, *, quick: bool
) -> dict[str, Figure]:
    """At a quarter of the greatest rate."""
    figures = {} if quick else _while_training(home, here)
    for name in ("restarted", "killed"):
        _warmed(here)
        figures |= _bad_day(server, replace(here, writes=_WRITES), name, quick=quick)
    return figures


def _warmed(everybody: Assignment) -> None:
    """Every member is shown a page once by the process that serves the same member later."""
    _refuse_errors(ask(replace(everybody, rate=0, rounds=1)))


def _throughput(here: Assignment, count: int, figures: dict[str, Figure]) -> float:
    asked = ask(here)
    _refuse_errors(asked)
    took = max(
        due + late / 1000 for due, late in zip(asked.due, asked.milliseconds, strict=True)
    ) - min(asked.due)
    rate = len(asked.due) / took
    figures[f"processes_{count}_pages_per_second"] = round(rate, 1)
    return rate


def _while_training(home: Path, here: Assignment) -> dict[str, Figure]:
    """Pages while a training runs, and while the models that it brings come to serve."""
    enough, former = home / "trained", _model_of(here)
    members = Members(replace(here, until=str(enough)))
    training = matinee(home, "train", "--json", MATINEE_RECOMMEND__SEQUENCE_PASSES="1")
    began = time.monotonic()
    try:
        _, said = training.communicate()
        took = time.monotonic() - began
        # What serves is looked at every second.
        time.sleep(3)
    finally:
        enough.touch()
    if training.returncode != 0:
        raise Conflict(f"The training beside the load failed: {said[-300:]}")
    asked = members.end()
    _refuse_errors(asked)
    return {
        **quantiles(asked, "training"),
        "training_seconds": round(took, 1),
        "training_models_changed": int(_model_of(here) != former),
        "training_pages": len(asked.due),
        "training_pages_above_1_s": sum(late > _MOST_LATE_MS for late in asked.milliseconds),
    }


def _model_of(here: Assignment) -> str:
    """Which models a page is made by."""
    address = f"{here.addresses[0]}/v1/profiles/{here.profiles[0]}/home"
    return str(httpx.get(address).raise_for_status().json()["model"])


def _bad_day(
    server: EmbeddedPostgres, here: Assignment, name: str, *, quick: bool
) -> dict[str, Figure]:
    """The database goes and comes back; what was refused, for how long, and what was lost."""
    seconds = 8.0 if quick else 30.0
    members = Members(replace(here, seconds=seconds))
    time.sleep(seconds / 3)
    struck = time.time()
    if name == "killed":
        # Nobody starts it again but the servers, which watch it.
        kill(server)
    else:
        server.stop()
        server.start()
    back = time.time()
    asked = members.end()
    server.start()
    reads, writes = failures(asked, READ), failures(asked, WRITE)
    refused = [due for due, status, promised in writes if status == 503 and promised]
    found, rows = events_found(server.urls().app, asked.accepted)
    return {
        **quantiles(asked, name),
        f"{name}_pages": sum(kind == READ for kind in asked.kind),
        f"{name}_page_errors": len(reads),
        f"{name}_writes": written(asked),
        f"{name}_writes_refused": len(refused),
        f"{name}_write_other_errors": len(writes) - len(refused),
        f"{name}_refusing_seconds": round(max(refused) - min(refused), 2) if refused else 0.0,
        f"{name}_last_error_after_seconds": _last(reads + writes, struck),
        f"{name}_database_away_seconds": round(back - struck, 2),
        f"{name}_acknowledged": len(asked.accepted),
        f"{name}_acknowledged_lost": len(asked.accepted) - found,
        f"{name}_doubled": rows - found,
    }


def _last(failed: list[tuple[float, int, bool]], struck: float) -> float:
    return round(max((due for due, _, _ in failed), default=struck) - struck, 2)


def _refuse_errors(asked: Asked) -> None:
    wrong = failures(asked, READ) + failures(asked, WRITE)
    if wrong:
        raise Conflict(
            f"On a good day {len(wrong)} of {len(asked.due)} requests failed, the first with "
            f"{wrong[0][1]}.",
            remedy="Nothing that is measured beside errors means anything: mend those first.",
        )
