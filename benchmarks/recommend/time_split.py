"""A global cut in time: learn from what was before it, ask for what came after.

Each viewing after the cut is asked for with the history that its member has at that moment, since a
service reads the history at request time; what is learned, it is from before the cut. Of one member
at most so many viewings are drawn. Titles that nobody watched before the cut cannot be answered by
most models and are left out, and counted. Each member counts once: metrics are means over a
member's viewings, and intervals are drawn over members.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.outcome import Figure
from benchmarks.recommend.fused_models import FusedModels
from matinee.recommend.arrays import Floats, Reals
from matinee.recommend.evaluation.harness import Scorer
from matinee.recommend.evaluation.intervals import bootstrap, paired_difference
from matinee.recommend.evaluation.metrics import gains, hits, places
from matinee.recommend.evaluation.split import Split
from matinee.recommend.fusion import Fusion
from matinee.recommend.histories import Histories

_CHUNK = 512
_LIST, _LONG_LIST = 10, 50
_BINS = 10


@dataclass(frozen=True, slots=True, eq=False)
class Viewings:
    """Who watched what when, by member and then by time; each title of a member once."""

    members: NDArray[np.int64]
    items: NDArray[np.int64]
    at: Floats
    item_count: int

    def before(self, moment: float) -> Histories:
        """Everybody's history until then."""
        early = self.at < moment
        return Histories.of(
            self.members[early],
            self.items[early],
            member_count=int(self.members.max()) + 1,
            item_count=self.item_count,
        )

    def moment(self, share: float) -> float:
        """When that share of all viewings had happened."""
        return float(np.quantile(self.at, share))


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """Histories at the moment of each viewing that is asked for, and whose they are."""

    split: Split
    members: NDArray[np.int64]
    unknown: int


def asked_between(
    viewings: Viewings, learned: Histories, start: float, end: float, *, most: int, seed: int = 0
) -> Asked:
    """The viewings of a stretch of time, at most so many of a member."""
    random = np.random.default_rng(seed)
    known = np.bincount(learned.items, minlength=viewings.item_count) > 0
    first = np.searchsorted(viewings.members, viewings.members)  # Where the member's rows begin.
    place = np.arange(viewings.items.size)
    within = (viewings.at >= start) & (viewings.at < end) & (place > first)
    unknown = int((within & ~known[viewings.items]).sum())
    chosen = np.flatnonzero(within & known[viewings.items])
    shuffled = random.permutation(chosen)
    order = shuffled[np.argsort(viewings.members[shuffled], kind="stable")]
    rank = np.arange(order.size) - np.searchsorted(viewings.members[order], viewings.members[order])
    chosen = np.sort(order[rank < most])
    lengths = chosen - first[chosen]
    rows = np.repeat(np.arange(chosen.size), lengths)
    offsets = np.concatenate([[0], np.cumsum(lengths)])
    steps = np.arange(int(offsets[-1])) - np.repeat(offsets[:-1], lengths)
    items = viewings.items[np.repeat(first[chosen], lengths) + steps]
    past = Histories.of(rows, items, member_count=chosen.size, item_count=viewings.item_count)
    split = Split(past, np.arange(chosen.size), viewings.items[chosen].astype(np.int32))
    return Asked(split, viewings.members[chosen], unknown)


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """Means by member, and what was shown."""

    ndcg10: Floats
    recall50: Floats
    coverage: float
    novelty: float
    calibration_error: float


def judge(scorer: Scorer, calibrated: Fusion, asked: Asked, learned: Histories) -> Judged:
    """Rank all titles that are known; ``calibrated`` turns what the scorer says into chances."""
    counts = np.bincount(learned.items, minlength=learned.item_count)
    unknown = counts == 0
    surprise = -np.log2(np.maximum(counts, 1) / counts.sum())
    ndcg, recall, novel = [], [], []
    shown = np.zeros(learned.item_count, np.bool_)
    said: list[tuple[Reals, Floats]] = []
    split = asked.split
    for start in range(0, len(split.asked), _CHUNK):
        rows = np.zeros(len(split.past), np.bool_)
        rows[start : start + _CHUNK] = True
        part, targets = split.past.choosing(rows), split.targets[start : start + _CHUNK]
        scores = scorer.score(part)
        hidden = part.seen() | unknown
        where = places(scores, targets, hidden)
        ndcg.append(gains(where, _LIST))
        recall.append(hits(where, _LONG_LIST))
        first = np.argpartition(np.where(hidden, np.inf, -scores), _LIST, axis=1)[:, :_LIST]
        shown[first] = True
        novel.append(surprise[first].mean(axis=1))
        chances = np.take_along_axis(calibrated.chances([scores], hidden), first, axis=1)
        said.append((chances.ravel(), (first == targets[:, np.newaxis]).ravel().astype(float)))
    return Judged(
        ndcg10=by_member(np.concatenate(ndcg), asked.members),
        recall50=by_member(np.concatenate(recall), asked.members),
        coverage=float(shown[~unknown].mean()),
        novelty=float(np.concatenate(novel).mean()),
        calibration_error=_calibration_error(
            np.concatenate([one for one, _ in said]), np.concatenate([one for _, one in said])
        ),
    )


def calibrated(scorer: Scorer, asked: Asked) -> Fusion:
    """One weight, learned before the cut, that makes chances of what a model says."""
    return FusedModels.chosen_on(asked.split, {"alone": scorer}).fusion


def report(found: Mapping[str, Judged], *, prefix: str, system: str) -> dict[str, Figure]:
    """Each model's figures with intervals, and each against the system, member by member."""
    figures: dict[str, Figure] = {}
    for name, judged in found.items():
        for metric, values in (("ndcg10", judged.ndcg10), ("recall50", judged.recall50)):
            interval = bootstrap(values)
            figures[f"{prefix}_{name}_{metric}"] = round(interval.mean, 4)
            figures[f"{prefix}_{name}_{metric}_interval"] = (
                f"{interval.low:.4f} to {interval.high:.4f}"
            )
        figures[f"{prefix}_{name}_coverage"] = round(judged.coverage, 4)
        figures[f"{prefix}_{name}_calibration_error"] = round(judged.calibration_error, 5)
        figures[f"{prefix}_{name}_novelty_bits"] = round(judged.novelty, 2)
        if name != system:
            gain = paired_difference(found[system].ndcg10, judged.ndcg10)
            ahead = "ahead" if gain.low > 0 else "behind" if gain.high < 0 else "a tie"
            figures[f"{prefix}_{system}_against_{name}"] = (
                f"{ahead}: {gain.low:+.4f} to {gain.high:+.4f}"
            )
    return figures


def by_member(values: Floats, members: NDArray[np.int64]) -> Floats:
    """Each member's mean, so that each counts once."""
    _, place = np.unique(members, return_inverse=True)
    return np.bincount(place, weights=values) / np.bincount(place)


def _calibration_error(chances: Reals, came: Floats) -> float:
    """By how much chances and what came of them differ, over tenths of the titles shown."""
    order = np.argsort(chances, kind="stable")
    error = sum(
        abs(float(chances[part].mean()) - float(came[part].mean())) * part.size
        for part in np.array_split(order, _BINS)
    )
    return error / chances.size
