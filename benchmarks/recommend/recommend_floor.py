"""The floor of recommendation on MovieLens-1M: popularity, EASE, EASE with decay."""

from benchmarks.material import sha256_of, shared
from benchmarks.outcome import Outcome


def run(quick: bool) -> Outcome:
    """Leave-last-out, full ranking, seen items removed."""
    file = shared("movielens-1m", "sasrec.txt")
    return Outcome({"quick": int(quick)}, data_sha256=sha256_of(file))
