"""``search-meaning``: exact search among the vectors of a catalogue, by its size.

What a query waits for: its likeness with every title (``Vectors.likeness``), and the best 200. The
vectors are drawn by chance, since the time of an exact search does not depend on what they say.
"""

import time

import numpy as np

from benchmarks.outcome import Figure, Outcome
from matinee.discover.texts.vectors import Vectors
from matinee.media.text_embedding.encoder import WIDTH

_SIZES = (10_000, 36_000, 100_000, 300_000, 1_000_000)
_QUICK = _SIZES[:3]
_QUERIES, _BEST, _PART = 31, 200, 50_000


def run(quick: bool) -> Outcome:
    """Search catalogues of growing size; milliseconds of a query, and what its vectors hold."""
    figures: dict[str, Figure] = {}
    for size in _QUICK if quick else _SIZES:
        drawn = _drawn(size)
        times = np.array([_asked(drawn, query) for query in range(_QUERIES)])
        figures[f"median_ms_{size}"] = round(float(np.median(times[:, 0])), 2)
        figures[f"slowest_ms_{size}"] = round(float(times[:, 0].max()), 2)
        figures[f"processor_ms_{size}"] = round(float(np.median(times[:, 1])), 2)
        figures[f"mib_{size}"] = round(drawn.matrix.nbytes / 2**20)
    return Outcome(figures)


def _drawn(size: int) -> Vectors:
    rng = np.random.default_rng(size)
    matrix = np.empty((size, WIDTH), np.float32)
    for start in range(0, size, _PART):
        part = matrix[start : start + _PART]
        rng.standard_normal(out=part, dtype=np.float32)
        part /= np.linalg.norm(part, axis=1, keepdims=True)
    return Vectors(np.arange(size, dtype=np.int32), matrix, {}, complete=True)


def _asked(vectors: Vectors, query: int) -> tuple[float, float]:
    """Milliseconds of the wall and of the processor for one query."""
    wanted = vectors.matrix[query].copy()
    started, worked = time.perf_counter(), time.process_time()
    alike = vectors.likeness(wanted, len(vectors))
    best = np.argpartition(alike, -_BEST)[-_BEST:]
    took = time.perf_counter() - started, time.process_time() - worked
    assert query in best, "what is asked for is nearest to itself"
    return took[0] * 1000, took[1] * 1000
