"""The services of experiments, joined: definitions, exploration, bandits and the measured share."""

from dataclasses import dataclass

from matinee.audience.watching.model import ViewingAtRest
from matinee.audience.watching.service import WatchingService
from matinee.catalogue.service import CatalogueService
from matinee.experiments import jobs as watching_over
from matinee.experiments.bandits.service import BanditService
from matinee.experiments.exploration.service import ExplorationService
from matinee.experiments.model import ExperimentsSettings
from matinee.experiments.service import ExperimentsService
from matinee.experiments.share.service import ShareService
from matinee.foundation.database import Database
from matinee.foundation.jobs import Jobs


@dataclass(frozen=True, slots=True)
class Laboratory:
    """All that decides who gets what, and tells what came of it."""

    experiments: ExperimentsService
    exploration: ExplorationService
    bandits: BanditService
    share: ShareService
    watching: WatchingService


def build_laboratory(
    database: Database,
    jobs: Jobs,
    catalogue: CatalogueService,
    settings: ExperimentsSettings,
    lake: ViewingAtRest | None,
) -> Laboratory:
    """Build them on one database, and make their background work known."""
    watching = WatchingService(database, keep_seconds=settings.measured_seconds, lake=lake)
    experiments = ExperimentsService(database, watching, settings)
    exploration = ExplorationService(database, kept_days=settings.kept_draws_days)
    watching_over.register(jobs, experiments, exploration)
    return Laboratory(
        experiments,
        exploration,
        BanditService(database),
        ShareService(watching, catalogue, fewest=settings.fewest_units),
        watching,
    )
