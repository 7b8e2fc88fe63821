"""Who fills the pages that the simulated audience sees."""

from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from matinee.demo.simulator.log import LogBook
from matinee.demo.simulator.pages import Glances, WeekOfPages, look
from matinee.demo.simulator.parameters import Parameters
from matinee.demo.simulator.visits import Visits

Ints: TypeAlias = NDArray[np.int64]


class Showing(Protocol):
    """Who fills the pages: by default chance and fame; a closed loop puts a service here."""

    def begin_week(self, page: WeekOfPages, book: LogBook) -> None:
        """A week begins; what happened before it stands in the book."""
        ...

    def look(
        self, page: WeekOfPages, visits: Visits, group: Ints, rng: np.random.Generator
    ) -> Glances:
        """What each visitor's eye falls on; no profile comes twice among ``visits``."""
        ...


class ByFame:
    """The demo's own pages: rows filled by chance, in proportion to fame."""

    def __init__(self, parameters: Parameters) -> None:
        self._parameters = parameters

    def begin_week(self, page: WeekOfPages, book: LogBook) -> None:
        """Nothing is learned."""

    def look(
        self, page: WeekOfPages, visits: Visits, group: Ints, rng: np.random.Generator
    ) -> Glances:
        """Rows by the week's weights."""
        return look(page, visits.profile, group, self._parameters, rng)
