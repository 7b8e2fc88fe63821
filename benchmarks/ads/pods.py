"""Pods: the exact search against every pod tried, with all rules active."""

import time
from collections import Counter

import numpy as np

from benchmarks.ads.pod_brute_force import best_value, keeps_rules
from benchmarks.outcome import Figure, Outcome
from matinee.ads.pods.model import Candidates, Pod
from matinee.ads.pods.pricing import Pricing, prices
from matinee.ads.pods.search import fill
from matinee.ads.pods.shortlist import shortlist

_CASES = 10_000
_SEPARATIONS = (None, 0, 1, 2, 3)


def run(quick: bool) -> Outcome:
    """``quick``: a tenth of the cases."""
    cases = _CASES // 10 if quick else _CASES
    random = np.random.default_rng(7)
    optimal = listed = broken = out_of_bounds = not_least = 0
    active: Counter[str] = Counter()
    ours = theirs = 0.0
    for _ in range(cases):
        candidates, pod = small_case(random)
        began = time.process_time()
        filled = fill(candidates, pod)
        middle = time.process_time()
        best = best_value(candidates, pod)
        theirs += time.process_time() - middle
        ours += middle - began
        optimal += filled.value == best and filled.proven
        short = shortlist(candidates, pod, np.ones(len(candidates), dtype=np.bool_)).fill()
        listed += short is not None and short.value == best
        broken += not keeps_rules(candidates, pod, filled.ads)
        for rule, without in _relaxed(candidates, pod).items():
            active[rule] += fill(*without).value > best
        paid = prices(candidates, pod, filled, Pricing.SECOND)
        for ad, price in zip(filled.ads, paid.tolist(), strict=True):
            out_of_bounds += not candidates.floors[ad] <= price <= candidates.bids[ad]
            not_least += not _is_least(candidates, pod, ad, price, filled.value)
    figures: dict[str, Figure] = {
        "cases": cases,
        "optimal": optimal,
        "optimal_from_a_list": listed,
        "rules_broken": broken,
        "prices_out_of_bounds": out_of_bounds,
        "prices_not_the_least": not_least,
    }
    figures |= {f"cases_where_{rule}_bind": count for rule, count in active.items()}
    figures["search_seconds"] = round(ours, 2)
    return Outcome(figures, {"every pod tried (run here)": {"seconds": round(theirs, 2)}})


def small_case(random: np.random.Generator) -> tuple[Candidates, Pod]:
    """Up to 8 ads and 4 slots, with groups, rivals, blocked rivals and floors by chance."""
    ads, groups = int(random.integers(1, 9)), 6
    candidates = Candidates(
        bids=random.integers(1, 30, ads) * 1_000_000,
        floors=random.integers(0, 12, ads) * 1_000_000,
        weights=random.integers(500, 1500, ads),
        durations=random.choice([6, 10, 15, 20, 30, 45, 60], ads) * 1000,
        groups=random.integers(-1, groups, (ads, 3)),
        capacities=random.integers(0 if random.random() < 0.3 else 1, 4, groups),
        rivals=np.where(random.random((ads, 2)) < 0.4, random.integers(0, 4, (ads, 2)), -1),
        blocks=np.where(random.random((ads, 1)) < 0.2, random.integers(0, 4, (ads, 1)), -1),
    )
    separation = _SEPARATIONS[int(random.integers(len(_SEPARATIONS)))]
    return candidates, Pod(
        int(random.integers(20, 150)) * 1000, int(random.integers(1, 5)), separation
    )


def _relaxed(candidates: Candidates, pod: Pod) -> dict[str, tuple[Candidates, Pod]]:
    """The case without one rule at a time: where its best is better, the rule was active."""
    none = np.full((len(candidates), 1), -1)
    columns = {name: getattr(candidates, name) for name in Candidates.__dataclass_fields__}
    return {
        "duration": (candidates, Pod(10**9, pod.slots, pod.separation)),
        "slots": (candidates, Pod(pod.duration, 8, pod.separation)),
        "groups": (Candidates(**columns | {"groups": none}), pod),
        "rivals": (Candidates(**columns | {"rivals": none}), pod),
        "floors": (Candidates(**columns | {"floors": np.zeros_like(candidates.floors)}), pod),
    }


def _is_least(candidates: Candidates, pod: Pod, ad: int, price: int, value: int) -> bool:
    """Whether the pod still wins at the price, and not a millionth below (or it is the floor)."""
    own = int(candidates.weights[ad])
    rest = value - int(candidates.values[ad])
    without = best_value(candidates.but(ad), pod)
    at_floor = price == int(candidates.floors[ad])
    return rest + own * price >= without and (at_floor or rest + own * (price - 1) < without)
