"""The rooms of boards, joined."""

from dataclasses import dataclass

from matinee.clearance.ancestry.service import AncestryDesk
from matinee.clearance.provenance.service import Provenance
from matinee.clearance.record.service import RecordService
from matinee.foundation.blobs import Blobs
from matinee.foundation.database import Database
from matinee.foundation.jobs import Jobs
from matinee.foundation.notices import Notices
from matinee.generation.accounts import CallAccounts
from matinee.generation.service import GenerationService
from matinee.studio.boards import jobs as destroying
from matinee.studio.boards.exporting import ExportService
from matinee.studio.boards.guests import GuestService
from matinee.studio.boards.removal import RemovalService
from matinee.studio.boards.service import CHANNEL, BoardService
from matinee.studio.boards.versions import VersionService
from matinee.studio.commissions import jobs as asking
from matinee.studio.commissions.giving import GivingService
from matinee.studio.commissions.promotion import PromotionService
from matinee.studio.commissions.service import CommissionService
from matinee.studio.lineage.service import LineageService
from matinee.studio.palettes.service import PaletteService
from matinee.studio.service import StudioService
from matinee.studio.variants.service import VariantService
from matinee.studio.views.service import StudioViews


@dataclass(frozen=True, slots=True)
class BoardRooms:
    """Boards, their versions, as files, who looks in, how they leave, variants, commissions."""

    boards: BoardService
    versions: VersionService
    exports: ExportService
    guests: GuestService
    removal: RemovalService
    lineage: LineageService
    variants: VariantService
    commissions: CommissionService
    giving: GivingService
    promotions: PromotionService
    palettes: PaletteService


def build_boards(
    database: Database,
    blobs: Blobs,
    jobs: Jobs,
    studio: StudioService,
    record: RecordService,
    provenance: Provenance,
    generation: GenerationService,
) -> BoardRooms:
    """Every service of boards."""
    scripts = StudioViews(database, studio)
    boards = BoardService(
        database, blobs, Notices(database, CHANNEL), scripts, provenance, record.outputs
    )
    versions = VersionService(database)
    removal = RemovalService(database, blobs)
    destroying.register(jobs, removal)
    exports = ExportService(boards, versions, provenance)
    accounts = CallAccounts(database)
    commissions = CommissionService(boards, versions, record, generation, accounts, jobs)
    promotions = PromotionService(boards, versions, record)
    asking.register(jobs, commissions, promotions)
    return BoardRooms(
        boards=boards,
        versions=versions,
        exports=exports,
        guests=GuestService(database),
        removal=removal,
        lineage=LineageService(database, AncestryDesk(record)),
        variants=VariantService(boards, versions, provenance),
        commissions=commissions,
        giving=GivingService(boards),
        promotions=promotions,
        palettes=PaletteService(boards, scripts),
    )
