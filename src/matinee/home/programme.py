"""What a programmer decides about every page: what is wanted beside taste, what is kept back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from matinee.errors import Invalid
from matinee.recommend.model import OBJECTIVES
from matinee.vocabulary.ids import TitleId

MOST_WEIGHT = 2.0
"""In standard deviations of an objective against one unit of log-odds; more drowns every taste."""
MOST_KEPT_BACK = 500
_LONGEST_NOTE = 500


@dataclass(frozen=True, slots=True)
class Programme:
    """The rules of a service's pages.

    ``weights`` raise or lower titles by an objective of the models (completion, long-term value,
    novelty), 0 where it is missing; they need the learned ranking. ``kept_back`` titles stand on no
    page, whatever recommends them, and can still be found and watched.
    """

    weights: Mapping[str, float] = field(default_factory=dict[str, float])
    kept_back: tuple[TitleId, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        for name, weight in self.weights.items():
            if name not in OBJECTIVES:
                raise Invalid(f"There is no objective named {name}.", field="weights")
            if not -MOST_WEIGHT <= weight <= MOST_WEIGHT:
                raise Invalid(
                    f"An objective weighs from -{MOST_WEIGHT:g} to {MOST_WEIGHT:g}.", field=name
                )
        if len(self.kept_back) > MOST_KEPT_BACK:
            raise Invalid(f"At most {MOST_KEPT_BACK} titles are kept back.", field="kept_back")
        if len(self.note) > _LONGEST_NOTE:
            raise Invalid(f"A note has at most {_LONGEST_NOTE} letters.", field="note")


@dataclass(frozen=True, slots=True)
class InForce(Programme):
    """A programme as it was put in force; ``number`` counts from 1 and never goes back."""

    number: int = 0
    by: str = ""
    at: datetime | None = None


NOTHING_DECIDED = InForce()
"""What holds before anybody decides anything."""


class Programmes(Protocol):
    """Where the programme in force is kept; ``programming`` is one."""

    async def current(self) -> InForce:
        """The programme that holds now."""
        ...
