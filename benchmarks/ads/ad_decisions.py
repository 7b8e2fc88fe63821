"""Decisions in process and over HTTP: 10,000 active line items, 180 s of up to 6 slots."""

import time
from dataclasses import replace
from uuid import UUID

import numpy as np

from benchmarks.ads.booked_demand import book, break_request, exposures
from benchmarks.ads.decisions_over_http import over_http
from benchmarks.outcome import Figure, Outcome
from matinee.ads.decision.deciding import Rules, decide, funded_spots
from matinee.ads.decision.places import Places
from matinee.ads.decision.snapshot import Snapshot, take_snapshot
from matinee.ads.model import BreakRequest, LineItem
from matinee.ads.pods.pricing import Pricing

_LINE_ITEMS = 10_000
_DECISIONS = 3_000
_PLACES = 40
_LIMIT_MS = 5.0


def run(quick: bool) -> Outcome:
    """``quick``: a tenth of the decisions, and over HTTP a tenth of the line items."""
    items, creatives = book(_LINE_ITEMS)
    began = time.process_time()
    snapshot = take_snapshot("made", items, creatives, {})
    figures: dict[str, Figure] = {
        "line_items": len(items),
        "spots": len(snapshot.spots),
        "snapshot_ms": round(1000 * (time.process_time() - began), 1),
    }
    decisions = _DECISIONS // 10 if quick else _DECISIONS
    for pricing in Pricing:
        figures |= _decided(snapshot, items, decisions, pricing)
        figures |= _decided(snapshot, items, decisions, pricing, Places(snapshot))
    figures |= over_http(_LINE_ITEMS // 10 if quick else _LINE_ITEMS, 200 if quick else 1_000)
    return Outcome(figures)


def _decided(
    snapshot: Snapshot,
    items: list[LineItem],
    decisions: int,
    pricing: Pricing,
    places: Places | None = None,
) -> dict[str, Figure]:
    """Wall time as a caller waits, and the thread's own time, which a busy machine leaves alone.

    Each decision is at a place that nobody asked for before; or, where ``places`` are kept, at one
    of forty.
    """
    random = np.random.default_rng(5)
    funded = funded_spots(snapshot, ())
    wall, own = list[float](), list[float]()
    candidates, filled = list[int](), list[int]()
    asked = list[BreakRequest]()
    unproven = drawn = 0
    odds = {
        item.id: tuple((each, 1 + place) for place, each in enumerate(item.creatives))
        for item in items
        if len(item.creatives) > 1
    }
    for number in range(decisions):
        request = break_request(random, slots=6, seconds=180)
        if places is not None:
            if len(asked) < _PLACES:
                asked.append(request)
            request = replace(asked[number % len(asked)], household=request.household)
        seen = exposures(random, items, int(random.integers(0, 60)))
        started, thread = time.perf_counter(), time.thread_time()
        decision = decide(
            snapshot,
            request,
            decision_id=UUID(int=number),
            exposures=seen,
            funded=funded,
            rules=Rules(pricing),
            places=places,
            odds=odds,
        )
        own.append(time.thread_time() - thread)
        wall.append(time.perf_counter() - started)
        candidates.append(decision.candidates)
        filled.append(len(decision.placed))
        unproven += not decision.proven
        drawn += sum(bool(placed.among) for placed in decision.placed)

    def at(values: list[float], share: float) -> float:
        return round(1000 * float(np.percentile(values, share)), 3)

    name = f"{pricing.value}_price" if places is None else f"{pricing.value}_price_known_place"
    return {
        f"{name}_decisions": decisions,
        f"{name}_p50_ms": at(wall, 50),
        f"{name}_p99_ms": at(wall, 99),
        f"{name}_p99_thread_ms": at(own, 99),
        f"{name}_slowest_thread_ms": at(own, 100),
        f"{name}_over_{_LIMIT_MS:g}_ms": sum(1000 * each > _LIMIT_MS for each in wall),
        f"{name}_candidates_mean": round(float(np.mean(candidates)), 1),
        f"{name}_candidates_most": max(candidates),
        f"{name}_ads_mean": round(float(np.mean(filled)), 2),
        f"{name}_drawn_mean": round(drawn / decisions, 2),
        f"{name}_unproven": unproven,
    }
