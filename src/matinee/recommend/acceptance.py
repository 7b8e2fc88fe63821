"""Whether new models may serve: the rule by which a worse set never goes live."""

from dataclasses import dataclass

from matinee.recommend.evaluation.intervals import Interval

_ERRORS = 2.0


@dataclass(frozen=True, slots=True)
class Figures:
    """How models trained without each member's last title foresaw it, over ``asked`` members."""

    ndcg10: float
    ndcg10_error: float
    hr10: float
    popularity_ndcg10: float
    coverage10: float
    asked: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a version may serve, and why."""

    accepted: bool
    reason: str


def judge(
    new: Figures,
    live: Figures | None,
    *,
    side_by_side: Interval | None,
    tolerance: float,
    erased: bool,
) -> Verdict:
    """Compare by NDCG@10; ``side_by_side`` is new − live on titles that neither had seen.

    New models are refused when they fall behind by more than ``tolerance`` of the live models'
    figure and by more than two standard errors. Where too few members came back since the live
    models were made, each set's own examination is compared instead. After an erasure the old
    models have to go: then sound models serve even if they are worse.
    """
    if live is None:
        return Verdict(True, "The first models.")
    if side_by_side is not None:
        difference, error = side_by_side.mean, side_by_side.error
        how = "on titles watched since the live models were made"
    else:
        difference = new.ndcg10 - live.ndcg10
        error = (new.ndcg10_error**2 + live.ndcg10_error**2) ** 0.5
        how = "each examined on its own last titles"
    said = f"NDCG@10 {new.ndcg10:.4f}, {difference:+.4f} ± {error:.4f} against live, {how}."
    behind = difference < -tolerance * live.ndcg10 and difference < -_ERRORS * error
    if behind and erased:
        return Verdict(True, f"{said} Worse, but what an erased profile left has to go.")
    if behind:
        return Verdict(False, f"{said} Worse by more than {tolerance:.0%}.")
    return Verdict(True, said)
