"""The use cases of guidance: what would be decided, and by which packs."""

from dataclasses import dataclass

from matinee.clearance.guidance.decision import Decision
from matinee.clearance.guidance.packs import Pack, PackShelf, Refused, load_packs
from matinee.clearance.guidance.request import read_request
from matinee.clearance.model import ClearanceSettings


@dataclass(slots=True)
class ClearanceService:
    """Judges questions by the rule packs at hand, which are read at first use and then kept."""

    settings: ClearanceSettings
    _shelf: PackShelf | None = None

    def check(self, raw: bytes) -> Decision:
        """What would be decided on a question in JSON; nothing is recorded."""
        return self.shelf.decide(read_request(raw))

    @property
    def shelf(self) -> PackShelf:
        """Every pack that loaded."""
        if self._shelf is None:
            self._shelf = load_packs(self.settings.pack_folder)
        return self._shelf

    def packs(self) -> tuple[Pack, ...]:
        """The packs at hand."""
        return self.shelf.packs

    def refused_packs(self) -> tuple[Refused, ...]:
        """The company's packs that did not load."""
        return self.shelf.refused
