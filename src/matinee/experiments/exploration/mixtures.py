"""With which probability each candidate is drawn: softmax, ε-mixture, Thompson, guaranteed looks.

The unit of randomisation is one slot of one page: each is drawn by itself, so a log of slots can
be judged slot by slot. Softmax and mixtures are exact; Thompson's probability is counted over
draws and says so. All take scores or beliefs of the shape (candidates,).
"""

from dataclasses import dataclass

import numpy as np

from matinee.errors import Invalid
from matinee.experiments.off_policy.logged import Reals
from matinee.experiments.thompson import FEWEST_DRAWS, beta_win_frequencies

UNIT = "slot of a page"
"""What is drawn for by itself."""


@dataclass(frozen=True, slots=True, eq=False)
class Chances:
    """The probability of each candidate; ``estimated`` where it was counted and not computed.

    ``draws`` is how often it was drawn to count, 0 where it is exact.
    """

    probabilities: Reals
    estimated: bool = False
    draws: int = 0

    def __post_init__(self) -> None:
        if self.probabilities.ndim != 1 or not len(self.probabilities):
            raise Invalid("There is no candidate to draw from.", field="candidates")
        if (self.probabilities < 0).any() or abs(self.probabilities.sum() - 1) > 1e-9:
            raise Invalid("The candidates' probabilities sum to 1.", field="probabilities")


def softmax(scores: Reals, *, temperature: float) -> Chances:
    """In proportion to exp(score / temperature): the hotter, the more even."""
    if temperature <= 0 or not np.isfinite(scores).all():
        raise Invalid("A softmax needs finite scores and a temperature above 0.")
    if not len(scores):
        raise Invalid("There is no candidate to draw from.", field="candidates")
    lifted = np.exp((scores - scores.max()) / temperature)
    return Chances(lifted / lifted.sum())


def epsilon_mixture(scores: Reals, *, epsilon: float) -> Chances:
    """The best with 1 - ε, and with ε any of them, the best among them."""
    if not 0 <= epsilon <= 1:
        raise Invalid("ε lies from 0 to 1.", field="epsilon")
    if not len(scores):
        raise Invalid("There is no candidate to draw from.", field="candidates")
    probabilities = np.full(len(scores), epsilon / len(scores))
    probabilities[int(np.argmax(scores))] += 1 - epsilon
    return Chances(probabilities)


def thompson(
    successes: Reals,
    failures: Reals,
    *,
    rng: np.random.Generator,
    draws: int = FEWEST_DRAWS,
    floor: float = 0.0,
) -> Chances:
    """How often each wins a draw from the beliefs; the one shown is then drawn from these chances.

    ``floor`` mixes in the uniform distribution, so that no candidate that could be shown is logged
    with probability 0: a log with holes cannot judge other policies.
    """
    if not 0 <= floor <= 1:
        raise Invalid("The floor lies from 0 to 1.", field="floor")
    counted = beta_win_frequencies(successes, failures, draws=draws, rng=rng)
    mixed = (1 - floor) * counted + floor / len(counted)
    return Chances(mixed / mixed.sum(), estimated=True, draws=draws)


def with_guaranteed_looks(
    chances: Chances, looks: Reals, *, guaranteed: float, share: float
) -> Chances:
    """Give ``share`` of the draws to candidates that have had fewer looks than guaranteed.

    ``looks`` is how often each was seen so far, NaN for those that are owed none (all but new
    titles). Within the share a title is drawn in proportion to what it is still owed, so that all
    are through at about the same time; where nobody is owed anything, nothing changes. So both the
    looks of a title and their part of the page are bounded.
    """
    if not 0 <= share <= 1 or guaranteed < 0:
        raise Invalid("A share lies from 0 to 1, and looks are not negative.", field="share")
    if looks.shape != chances.probabilities.shape:
        raise Invalid("There is a number of looks for each candidate.", field="looks")
    owed = np.fmax(guaranteed - looks, 0.0)  # Of NaN and 0 it takes 0.
    whole = float(owed.sum())
    if whole == 0:
        return chances
    mixed = (1 - share) * chances.probabilities + share * owed / whole
    return Chances(mixed / mixed.sum(), chances.estimated, chances.draws)
