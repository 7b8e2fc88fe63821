"""What the texts of a place brought: shares watched, and each held against the first. Pure.

A member counts once, by the first day after they first read the text. Only members count who came
when all the texts were there, so that no text is held against another season. The intervals are the
confidence sequences of ``experiments``: they hold at every look, however often one looks.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from matinee.experiments.model import ArmTotals, compare, rho_for
from matinee.promote.synopses.model import TextId
from matinee.promote.variants.model import Brought, Read

_ALPHA = 0.05
_EXPECTED = 1_000
"""Members of both texts together for whom the interval is tightest."""


def brought(reads: Sequence[Read], texts: Sequence[TextId], *, fewest: int) -> tuple[Brought, ...]:
    """What each text brought, in the order of ``texts``; each beside the first."""
    begun = {text: min((r.at for r in reads if r.text_id == text), default=None) for text in texts}
    starts = [at for at in begun.values() if at is not None]
    together = max(starts) if len(starts) == len(texts) else None
    counted = [each for each in reads if together is not None and each.at >= together]
    rewards = {text: _rewards(counted, text) for text in texts}
    risk = _ALPHA / max(1, len(texts) - 1)
    return tuple(
        _brought(
            text,
            sum(each.text_id == text for each in reads),
            rewards[text],
            None if place == 0 else rewards[texts[0]],
            fewest=fewest,
            risk=risk,
        )
        for place, text in enumerate(texts)
    )


def _brought(
    text: TextId,
    read: int,
    rewards: NDArray[np.float64],
    first: NDArray[np.float64] | None,
    *,
    fewest: int,
    risk: float,
) -> Brought:
    known = len(rewards)
    taken = float((rewards > 0).mean()) if known else 0.0
    watched = float(rewards.mean()) if known else 0.0
    plain = Brought(text, read, known, taken, watched, is_first=first is None)
    if first is None:
        return plain
    rho = rho_for(_EXPECTED, alpha=risk)
    found = compare(_totals(first), _totals(rewards), rho=rho, alpha=risk, fewest=fewest)
    low, high = float(found.lower[-1]), float(found.upper[-1])
    if not np.isfinite([low, high]).all():
        return plain
    difference = float(found.difference[-1])
    return replace(plain, difference=difference, low=max(-1.0, low), high=min(1.0, high))


def _rewards(reads: Sequence[Read], text: TextId) -> NDArray[np.float64]:
    known = [each.reward for each in reads if each.text_id == text and each.reward is not None]
    return np.array(known, np.float64)


def _totals(rewards: NDArray[np.float64]) -> ArmTotals:
    before, look = np.zeros_like(rewards), np.zeros(len(rewards), np.int64)
    return ArmTotals.of(rewards, before, look, looks=1)
