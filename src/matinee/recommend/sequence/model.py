"""How the sequence model is shaped and trained."""

from dataclasses import dataclass

LOCAL = "local"
"""A cluster of this machine alone, which lasts as long as the training."""

TURNS = 1_000.0
"""The base of the rotary positions: the slowest pair turns once in about 6,000 events."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The network: its width, how many heads and blocks, and how far back it reads.

    ``occasions`` is the number of rows of the table of how events came about; 0: it hears of none.
    """

    width: int = 64
    heads: int = 2
    blocks: int = 2
    length: int = 200
    occasions: int = 0


@dataclass(frozen=True, slots=True)
class Course:
    """How it is trained.

    ``tokens`` is the number of events in a batch; ``forget`` the share of events hidden from the
    network for one batch; ``rate`` is AdamW's and ``matrix_rate`` Muon's, for the
    matrices of the blocks; ``average`` the decay by which weights are averaged at each step.
    """

    epochs: int = 20
    tokens: int = 6_400
    rate: float = 2e-3
    matrix_rate: float = 4e-3
    decay: float = 0.05
    dropout: float = 0.2
    forget: float = 0.1
    average: float = 0.998
    warm_steps: int = 300
    seed: int = 1
    unseen_only: bool = True
    """Whether a title already watched leaves the field of what may come next."""


TEN_MINUTES = Course(epochs=10)
"""For two cores and as many events as MovieLens 1M has."""
