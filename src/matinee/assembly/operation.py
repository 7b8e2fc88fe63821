"""What an operator sees and changes while the house runs: flags, the audit, and failures."""

from dataclasses import dataclass

from matinee.ads.bidding.model import OUTSIDE_BUYERS
from matinee.ads.sessions.model import BESIDE_ADS, PAUSE_ADS
from matinee.assembly.settings import Settings
from matinee.discover.model import MODEL_REFINEMENT
from matinee.foundation.database import Database
from matinee.generation.model import GENERATION
from matinee.operation.audit.service import AuditService
from matinee.operation.failures.service import FailureService
from matinee.operation.flags.service import FlagService
from matinee.promote.gallery.model import ARTWORK_EXPLORATION
from matinee.promote.previews.model import HOVER_PREVIEWS

FLAGS = (
    ARTWORK_EXPLORATION,
    BESIDE_ADS,
    GENERATION,
    HOVER_PREVIEWS,
    MODEL_REFINEMENT,
    OUTSIDE_BUYERS,
    PAUSE_ADS,
)


@dataclass(frozen=True, slots=True)
class Operation:
    """The services of whoever runs the house."""

    flags: FlagService
    audit: AuditService
    failures: FailureService


def build_operation(database: Database, settings: Settings) -> Operation:
    """All of them."""
    audit = AuditService(database)
    flags = FlagService(database, audit, FLAGS, settings.stops_address)
    return Operation(flags, audit, FailureService(database, audit))
