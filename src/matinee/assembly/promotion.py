"""The rooms of promotion, joined: pictures, previews, synopses, translations, lettering."""

from dataclasses import dataclass

from matinee.assembly.background import at_work
from matinee.assembly.laboratory import Laboratory
from matinee.assembly.prose_model import PermittedProse
from matinee.assembly.settings import Settings
from matinee.assembly.studio_joints import LEXICON
from matinee.audience.service import AudienceService
from matinee.catalogue.service import CatalogueService
from matinee.clearance.artwork.service import ArtworkClearance
from matinee.clearance.provenance.service import Provenance
from matinee.foundation.blobs import Blobs
from matinee.foundation.database import Database
from matinee.foundation.jobs import Jobs
from matinee.media.service import MediaService
from matinee.operation.audit.service import AuditService
from matinee.operation.flags.model import Switches
from matinee.promote.approvals.service import ApproverDesk
from matinee.promote.delivery import jobs as delivering
from matinee.promote.delivery.service import DeliveryService
from matinee.promote.editing.service import EditService
from matinee.promote.gallery import jobs as gallery_work
from matinee.promote.gallery.service import GalleryService
from matinee.promote.likeness.service import LikenessGate
from matinee.promote.localisation.service import LocalisationService
from matinee.promote.previews import jobs as cutting
from matinee.promote.previews.service import PreviewService
from matinee.promote.synopses.service import SynopsisService
from matinee.promote.titling import jobs as title_setting
from matinee.promote.titling.service import TitlingService
from matinee.promote.variants import jobs as judging
from matinee.promote.variants.service import VariantService


@dataclass(frozen=True, slots=True)
class Promotion:
    """Every service of promotion."""

    gallery: GalleryService
    edits: EditService
    deliveries: DeliveryService
    approvers: ApproverDesk
    clearance: ArtworkClearance
    previews: PreviewService
    synopses: SynopsisService
    localisation: LocalisationService
    titling: TitlingService
    variants: VariantService


@dataclass(frozen=True, slots=True)
class Ground:
    """What promotion stands on."""

    database: Database
    blobs: Blobs
    jobs: Jobs
    media: MediaService
    catalogue: CatalogueService
    audience: AudienceService
    laboratory: Laboratory
    audit: AuditService


def build_promotion(
    ground: Ground,
    settings: Settings,
    provenance: Provenance,
    prose: PermittedProse,
    switches: Switches,
    clearance: ArtworkClearance,
) -> Promotion:
    """Every service, its background work known."""
    database, blobs, jobs = ground.database, ground.blobs, ground.jobs
    media, catalogue, audience = ground.media, ground.catalogue, ground.audience
    gate = LikenessGate(clearance)
    gallery = GalleryService(
        database,
        blobs,
        media,
        catalogue,
        audience,
        ground.laboratory.bandits,
        ground.audit,
        provenance,
        gate,
        settings.gallery,
        switches=switches,
    )
    previews = PreviewService(
        database, blobs, media, provenance, gate, settings.previews, switches=switches
    )
    synopses = SynopsisService(database, catalogue, media, prose, LEXICON)
    titling = TitlingService(database, blobs, media, catalogue, provenance, gate, settings.titling)
    deliveries = DeliveryService(
        database,
        blobs,
        jobs,
        media,
        catalogue,
        provenance,
        ground.audit,
        gate,
        settings.delivery,
    )
    variants = VariantService(database, catalogue, audience, settings.variants)
    return Promotion(
        gallery=at_work(gallery, gallery_work.register, jobs),
        edits=EditService(database, blobs, media, provenance, ground.audit, gate),
        approvers=ApproverDesk(database, blobs, catalogue, clearance),
        clearance=clearance,
        deliveries=at_work(deliveries, delivering.register, jobs),
        previews=at_work(previews, cutting.register, jobs),
        synopses=synopses,
        localisation=LocalisationService(database, synopses, settings.localisation),
        titling=at_work(titling, title_setting.register, jobs),
        variants=at_work(variants, judging.register, jobs),
    )
