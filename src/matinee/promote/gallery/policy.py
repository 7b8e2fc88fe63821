"""Which of a title's approved pictures a member gets: their tastes and the row, for a bandit.

The bandit is the hurdle of ``experiments``: whether a picture is taken up, times how much of the
film is watched then, each regression shared among the pictures of a title as far as they are alike,
chosen from by Thompson sampling of each picture's average, with an even share of chance, so that
the log has no holes. The same member gets the same picture of a title all day. Reward is the share
of the film watched, so that a picture which promises another film loses.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from hashlib import blake2b
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from matinee.audience.model import EventKind, History
from matinee.experiments.model import Rule
from matinee.promote.gallery.model import Brought, PictureId, Showing
from matinee.vocabulary.ids import ProfileId, TitleId

RULE = Rule.HURDLE
WIDTH = 0.2
"""How many standard deviations a draw reaches out: found on seasons of the benchmark that it does
not count (``python -m benchmarks artwork-policy``)."""
OUTCOME = timedelta(days=1)
"""What is watched so long after a showing counts for it."""
_Z = 1.96


def chance_of(title: TitleId, profile: ProfileId, day: date, purpose: str) -> np.random.Generator:
    """Chance that only these four decide."""
    words = f"{purpose}\x1f{title}\x1f{profile}\x1f{day}".encode()
    return np.random.default_rng(int.from_bytes(blake2b(words, digest_size=16).digest()))


def is_held_out(title: TitleId, profile: ProfileId, share: float) -> bool:
    """Whether this member always gets the title's first picture; the same on every day."""
    return bool(chance_of(title, profile, date.min, "holdout").random() < share)


class Shown(Protocol):
    """Something of a title that a member was shown."""

    @property
    def title_id(self) -> TitleId:
        """Of which title."""
        ...

    @property
    def at(self) -> datetime:
        """When."""
        ...


def watched_share(history: History, shown: Shown, length: float) -> float:
    """How much of a film of ``length`` seconds was seen in the day after a showing, from 0 to 1."""
    begins = shown.at.timestamp()
    share = 0.0
    for title, kind, at, seconds in zip(
        history.title_ids, history.kinds, history.at, history.seconds, strict=True
    ):
        if title != shown.title_id or not begins <= at < begins + OUTCOME.total_seconds():
            continue
        if kind == EventKind.FINISH.code:
            return 1.0
        if kind == EventKind.PROGRESS.code and length > 0 and np.isfinite(seconds):
            share = max(share, min(1.0, float(seconds) / length))
    return share


def brought(
    showings: Sequence[Showing], pictures: Sequence[PictureId]
) -> Mapping[PictureId, Brought]:
    """What each picture brought, weighted by how likely each showing was.

    The means are self-normalised inverse-propensity estimates (Swaminathan & Joachims 2015): what
    every member would have brought, not only those whom the policy chose for the picture.
    """
    found: dict[PictureId, Brought] = {}
    for picture in pictures:
        mine = [each for each in showings if each.picture_id == picture and not each.held_out]
        known = [each for each in mine if each.reward is not None]
        rewards = np.array([each.reward for each in known], np.float64)
        weights = np.array([1 / each.probability for each in known], np.float64)
        mean, error = _weighted(rewards, weights)
        taken, _ = _weighted((rewards > 0).astype(np.float64), weights)
        found[picture] = Brought(
            picture,
            len(mine),
            len(known),
            taken,
            mean,
            max(0.0, mean - _Z * error),
            min(1.0, mean + _Z * error),
        )
    return found


def _weighted(values: NDArray[np.float64], weights: NDArray[np.float64]) -> tuple[float, float]:
    """The mean and its standard error; 0 and 1 where nothing is known."""
    if not len(values):
        return 0.0, 1.0
    share = weights / weights.sum()
    mean = float(share @ values)
    error = float(np.sqrt(((share * (values - mean)) ** 2).sum()))
    return mean, error if len(values) > 1 else 1.0
