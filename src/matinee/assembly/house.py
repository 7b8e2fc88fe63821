"""The house: every service built once, from the settings, each given what it needs."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from matinee.access.service import AccessService
from matinee.ads.accounts.service import AdReports
from matinee.ads.accounts.watched import WatchedReports
from matinee.ads.bidding.service import OutsideDemand
from matinee.ads.blends.service import BlendService
from matinee.ads.breaks.service import BreakService
from matinee.ads.creatives.service import CreativeService
from matinee.ads.delivery.service import AdDelivery
from matinee.ads.planning.service import PlanningService
from matinee.ads.selling.service import SellingService
from matinee.ads.service import AdService
from matinee.ads.sessions.keeping import SessionsOfProfiles
from matinee.ads.sessions.service import WatchSessions
from matinee.assembly.advertising import Neighbours, build_advertising
from matinee.assembly.boards import BoardRooms, build_boards
from matinee.assembly.face_networks import face_networks
from matinee.assembly.generators import open_door
from matinee.assembly.ground import open_pool, prepare_database
from matinee.assembly.joints import HouseholdsOfAudience, NamesOfCatalogue, TitlesOnShelf
from matinee.assembly.laboratory import Laboratory, build_laboratory
from matinee.assembly.mirror import following
from matinee.assembly.operation import Operation, build_operation
from matinee.assembly.promotion import Ground, Promotion, build_promotion
from matinee.assembly.prose_model import PermittedProse
from matinee.assembly.search_joints import CrowdOfModels, LateEncoder, TasteOfModels
from matinee.assembly.sentence_model import PermittedSentences
from matinee.assembly.settings import Settings
from matinee.assembly.studio_joints import DraftsOfStudio, ProductionsOfRecord, full_tagger
from matinee.audience.lake import jobs as lake_work
from matinee.audience.lake.reports import LakeReports
from matinee.audience.lake.rotation import LogRotation
from matinee.audience.lake.service import ViewingLake
from matinee.audience.lake.whole import WholeLog
from matinee.audience.service import AudienceService
from matinee.catalogue.service import CatalogueService
from matinee.clearance.artwork.service import ArtworkClearance
from matinee.clearance.desk.service import DeskService
from matinee.clearance.ledger.service import LedgerService
from matinee.clearance.provenance.embedding import ContentCredentials
from matinee.clearance.provenance.service import Provenance
from matinee.clearance.record import jobs as consent_ends
from matinee.clearance.record.service import RecordService
from matinee.clearance.service import ClearanceService
from matinee.demo.ad_demand import AdDemand
from matinee.demo.film.playing import DemoFilm
from matinee.demo.first_board import FirstBoard
from matinee.demo.first_drafts import FirstDrafts
from matinee.demo.first_schedule import FirstSchedule
from matinee.demo.green_lights import GreenLights
from matinee.demo.service import DemoService
from matinee.discover.conversation.keeping import Conversations
from matinee.discover.conversation.service import ConversationService
from matinee.discover.curation.keeping import CurationKeeper
from matinee.discover.model import Sources
from matinee.discover.searches.service import SearchDesk
from matinee.discover.service import DiscoverService
from matinee.foundation.blobs import Blobs
from matinee.foundation.clock import HouseClock
from matinee.foundation.database import Database
from matinee.foundation.jobs import Jobs
from matinee.foundation.lake.engine import LakeEngine
from matinee.foundation.lake.model import Compute
from matinee.foundation.lake.table import LakeTable
from matinee.generation.accounts import CallAccounts
from matinee.generation.service import GenerationService
from matinee.home.programming import ProgrammingService
from matinee.home.service import HomeService
from matinee.media import jobs as ingesting
from matinee.media.service import MediaService
from matinee.operation.audit import jobs as audit_ends
from matinee.promote.gallery.service import GalleryService, ShownPictures
from matinee.promote.localisation.service import LocalisationService
from matinee.promote.previews.service import PreviewService
from matinee.promote.synopses.service import SynopsisService
from matinee.promote.titling.service import TitlingService
from matinee.promote.variants.service import ReadSynopses, VariantService
from matinee.recommend import jobs as training
from matinee.recommend.service import RecommendService
from matinee.studio import jobs as breaking_down
from matinee.studio.boards.service import BoardService
from matinee.studio.boards.versions import VersionService
from matinee.studio.concept.service import ConceptService
from matinee.studio.floor.service import FloorService
from matinee.studio.kitsu import service as kitsu_sending
from matinee.studio.kitsu.service import KitsuDesk
from matinee.studio.reage import jobs as reageing
from matinee.studio.reage.service import ReageService
from matinee.studio.schedule import jobs as planning
from matinee.studio.schedule.service import ScheduleService
from matinee.studio.service import StudioService
from matinee.studio.views.service import StudioViews


@dataclass(frozen=True, slots=True)
class House:
    """All that a surface may enter by."""

    settings: Settings
    database: Database
    clock: HouseClock
    blobs: Blobs
    jobs: Jobs
    operation: Operation
    access: AccessService
    catalogue: CatalogueService
    audience: AudienceService
    lake: ViewingLake
    log_rotation: LogRotation
    laboratory: Laboratory
    search_desk: SearchDesk
    recommend: RecommendService
    discover: DiscoverService
    conversation: ConversationService
    home: HomeService
    programming: ProgrammingService
    demo: DemoService
    demo_film: DemoFilm
    green_lights: GreenLights
    first_drafts: FirstDrafts
    first_schedule: FirstSchedule
    first_board: FirstBoard
    ad_demand: AdDemand
    clearance: ClearanceService
    ledger: LedgerService
    record: RecordService
    desk: DeskService
    provenance: Provenance
    ads: AdService
    outside_demand: OutsideDemand
    selling: SellingService
    ad_delivery: AdDelivery
    ad_breaks: BreakService
    ad_reports: AdReports
    ads_watched: WatchedReports
    creatives: CreativeService
    blends: BlendService
    watching: WatchSessions
    ad_planning: PlanningService
    concept: ConceptService
    boards: BoardRooms
    concept_boards: BoardService
    board_versions: VersionService
    generation: GenerationService
    call_accounts: CallAccounts
    media: MediaService
    studio: StudioService
    studio_views: StudioViews
    kitsu: KitsuDesk
    gallery: GalleryService
    promotion: Promotion
    previews: PreviewService
    synopses: SynopsisService
    localisation: LocalisationService
    titling: TitlingService
    variants: VariantService
    schedules: ScheduleService
    floor: FloorService
    reage: ReageService


def build_house(settings: Settings, url: str) -> House:
    """Build every service on the database at ``url``; nothing is opened before it is used."""
    database = open_pool(settings, url)
    operation, compute = build_operation(database, settings), Compute.named(settings.compute)
    catalogue, clock = CatalogueService(database, settings.catalogue), HouseClock(database.clock)
    blobs = Blobs(settings.blob_address)
    jobs = Jobs(database, clock=clock, failed=operation.failures.note_job)
    flags, use = operation.flags, settings.discover.model_use
    lake = ViewingLake(
        database,
        jobs,
        LakeTable(f"{settings.blob_address.rstrip('/')}/lake/viewing"),
        LakeEngine(compute),
        settings.lake,
    )
    rotation = LogRotation(database, lake)
    lake_work.register(jobs, lake, rotation)
    conversations = Conversations(database, settings.discover.conversation_hours)
    audience = AudienceService(
        database,
        TitlesOnShelf(catalogue),
        settings.audience,
        holders=(
            conversations,
            ShownPictures(database),
            ReadSynopses(database),
            SessionsOfProfiles(database),
            lake,
        ),
        at_rest=lake,
    )
    reports = None
    if settings.lake.reports:
        reports = LakeReports(WholeLog(database, lake.table, lake.engine), audience)
    recommend = RecommendService(
        database,
        blobs,
        lake if settings.lake.trains else audience,
        catalogue,
        settings.recommend,
        folder=settings.home / "models",
        cluster=compute.cluster,
    )
    training.register(jobs, recommend)
    media = MediaService(database, blobs, jobs, settings.media, settings.home, lake.engine)
    ingesting.register(jobs, media)
    keys = settings.home / "keys"
    clearance, ledger = ClearanceService(settings.clearance), LedgerService(database, keys)
    names = NamesOfCatalogue(catalogue)
    credentials = ContentCredentials.on(keys, settings.provenance)
    record = RecordService.on(
        database,
        blobs,
        ledger,
        lambda: clearance.shelf,
        names,
        keys,
        credentials,
        clock=clock.now,
    )
    consent_ends.register(jobs, record)
    audit_ends.register(jobs, operation.audit, settings.operation)
    access = AccessService(database, HouseholdsOfAudience(audience), settings.access)
    following.register(jobs, settings, record, audience, access.accounts)
    productions = ProductionsOfRecord(record)
    studio = StudioService(
        database, blobs, jobs, productions, settings.studio, make_tagger=full_tagger
    )
    breaking_down.register(jobs, studio)
    kitsu = KitsuDesk(database, jobs, studio)
    kitsu_sending.register(jobs, kitsu)
    programming = ProgrammingService(database)
    generation = open_door(settings, database, record, flags)
    schedules, boards = (
        ScheduleService(database, jobs, productions),
        build_boards(database, blobs, jobs, studio, record, credentials.provenance, generation),
    )
    planning.register(jobs, schedules)
    laboratory = build_laboratory(database, jobs, catalogue, settings.experiments, reports)
    model = None if use is None else PermittedSentences(generation, record, use)
    reage = ReageService(database, record, generation, jobs, faces=face_networks())
    reageing.register(jobs, reage)
    curation, sentences = CurationKeeper(database), LateEncoder()
    discover = DiscoverService(
        database,
        catalogue,
        audience,
        Sources(
            CrowdOfModels(audience, recommend),
            TasteOfModels(audience, recommend),
            sentences,
        ),
        curation,
        settings.discover,
    )
    ground = Ground(database, blobs, jobs, media, catalogue, audience, laboratory, operation.audit)
    promotion = build_promotion(
        ground,
        settings,
        credentials.provenance,
        PermittedProse(generation, record, settings.synopses.model_use),
        flags,
        ArtworkClearance(record.recorder),
    )
    advertising = build_advertising(
        ground,
        settings,
        Neighbours(
            record, generation, promotion.gallery, sentences, flags, clock, reports or audience
        ),
    )
    return House(
        settings=settings,
        database=database,
        clock=clock,
        blobs=blobs,
        jobs=jobs,
        operation=operation,
        access=access,
        catalogue=catalogue,
        audience=audience,
        lake=lake,
        log_rotation=rotation,
        laboratory=laboratory,
        search_desk=SearchDesk(laboratory.watching, catalogue, discover, curation),
        recommend=recommend,
        discover=discover,
        conversation=ConversationService(discover, conversations, model, switches=flags),
        home=HomeService(
            catalogue,
            audience,
            recommend,
            settings.home_page,
            trials=laboratory.experiments,
            draws=laboratory.exploration,
            programmes=programming,
        ),
        programming=programming,
        demo=DemoService(database, catalogue, audience, laboratory.experiments, settings.demo),
        demo_film=DemoFilm(catalogue, media, promotion.clearance),
        green_lights=GreenLights(record),
        first_drafts=FirstDrafts(record, studio),
        first_schedule=FirstSchedule(record, schedules),
        first_board=FirstBoard(record, boards.boards),
        ad_demand=AdDemand(database, catalogue, advertising.ads, advertising.delivery),
        clearance=clearance,
        ledger=ledger,
        record=record,
        desk=DeskService(record),
        provenance=credentials.provenance,
        generation=generation,
        ads=advertising.ads,
        ad_delivery=advertising.delivery,
        outside_demand=advertising.outside_demand,
        selling=advertising.selling,
        ad_breaks=advertising.breaks,
        ad_reports=advertising.reports,
        ads_watched=advertising.watched,
        creatives=advertising.creatives,
        blends=advertising.blends,
        watching=advertising.watching,
        ad_planning=advertising.planning,
        concept=ConceptService(credentials.provenance),
        boards=boards,
        concept_boards=boards.boards,
        board_versions=boards.versions,
        call_accounts=CallAccounts(database),
        media=media,
        studio=studio,
        studio_views=StudioViews(database, studio),
        kitsu=kitsu,
        gallery=promotion.gallery,
        promotion=promotion,
        previews=promotion.previews,
        synopses=promotion.synopses,
        variants=promotion.variants,
        localisation=promotion.localisation,
        titling=promotion.titling,
        schedules=schedules,
        floor=FloorService(database, schedules, DraftsOfStudio(studio)),
        reage=reage,
    )


@asynccontextmanager
async def open_house(settings: Settings, *, restoring: bool = False) -> AsyncGenerator[House]:
    """Make the ground ready, build the services, and close everything afterwards."""
    url = await asyncio.to_thread(prepare_database, settings, restoring=restoring)
    house = build_house(settings, url)
    try:
        yield house
    finally:
        await house.ad_delivery.close()
        await house.selling.close()
        await house.creatives.close()
        await house.discover.close()
        await house.generation.close()
        await house.home.close()
        await house.operation.failures.close()
        await house.record.close()
        await house.database.close()
