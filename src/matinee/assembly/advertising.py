"""The rooms of ads, joined: demand, breaks, delivery, creatives, reports and plans."""

from dataclasses import dataclass

from matinee.ads import jobs as forgetting
from matinee.ads.accounts.service import AdReports
from matinee.ads.accounts.watched import WatchedReports
from matinee.ads.bidding import jobs as telling_buyers
from matinee.ads.bidding.service import OutsideDemand
from matinee.ads.blends.service import BlendService
from matinee.ads.breaks.service import BreakService
from matinee.ads.creatives import jobs as conditioning
from matinee.ads.creatives.service import CreativeService
from matinee.ads.delivery.outside import Bounds, OpenNetwork
from matinee.ads.delivery.service import AdDelivery
from matinee.ads.meaning import jobs as reading
from matinee.ads.meaning.service import Meanings, SentenceModel
from matinee.ads.planning.service import PlanningService
from matinee.ads.selling.service import SellingService
from matinee.ads.service import AdService
from matinee.ads.sessions.service import WatchSessions
from matinee.assembly.ad_joints import (
    AgesOfCatalogue,
    GenresOfCatalogue,
    HoursOfAudience,
    ShowingsOfHouse,
    StoriesOfMedia,
    TitlesReadInCatalogue,
    ViewersOfAudience,
    ViewingOfAudience,
    plan_and_pace,
)
from matinee.assembly.background import at_work
from matinee.assembly.blend_joints import build_blends
from matinee.assembly.promotion import Ground
from matinee.assembly.settings import Settings
from matinee.audience.lake.reports import ReportedLog
from matinee.clearance.record.service import RecordService
from matinee.foundation.clock import HouseClock
from matinee.generation.service import GenerationService
from matinee.operation.flags.model import Switches
from matinee.promote.gallery.service import GalleryService


@dataclass(frozen=True, slots=True)
class Advertising:
    """Every service of ads."""

    ads: AdService
    outside_demand: OutsideDemand
    selling: SellingService
    delivery: AdDelivery
    breaks: BreakService
    reports: AdReports
    watched: WatchedReports
    creatives: CreativeService
    meanings: Meanings
    blends: BlendService
    watching: WatchSessions
    planning: PlanningService


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Whom ads ask beside the ground that they stand on."""

    record: RecordService
    generation: GenerationService
    gallery: GalleryService
    sentences: SentenceModel
    flags: Switches
    clock: HouseClock
    viewing: ReportedLog


def build_advertising(ground: Ground, settings: Settings, beside: Neighbours) -> Advertising:
    """Every service of ads, its background work known."""
    database, jobs, media, catalogue = ground.database, ground.jobs, ground.media, ground.catalogue
    limits = Bounds(settings.ads.fetch_seconds, settings.ads.creative_bytes)
    creatives = CreativeService(
        database,
        ground.blobs,
        jobs,
        media,
        OpenNetwork(limits),
        settings.ads,
        settings.home / "creatives",
    )
    conditioning.register(jobs, creatives)
    outside_demand = OutsideDemand(database, jobs, settings.ads, switches=beside.flags)
    telling_buyers.register(jobs, outside_demand)
    ads = AdService(
        database, settings.ads, ahead=creatives, outside=outside_demand, house_clock=beside.clock
    )
    stories = StoriesOfMedia(media)
    breaks = BreakService(database, stories, AgesOfCatalogue(catalogue))
    delivery = AdDelivery(
        database,
        ads,
        ViewersOfAudience(ground.audience),
        GenresOfCatalogue(catalogue),
        breaks,
        buyers=outside_demand,
    )
    blends = build_blends(
        database,
        jobs,
        media,
        catalogue,
        beside.gallery,
        beside.record,
        beside.generation,
        settings.ads,
    )
    watching = WatchSessions(
        database,
        delivery,
        creatives,
        ShowingsOfHouse(ground.audience, catalogue, media),
        blends,
        switches=beside.flags,
    )
    forgetting.register(jobs, ads, watching)
    meanings = Meanings(database, beside.sentences, stories, TitlesReadInCatalogue(catalogue))
    hours = HoursOfAudience(ground.laboratory.watching)
    source = ViewingOfAudience(ground.audience, catalogue, beside.viewing)
    return Advertising(
        ads=ads,
        outside_demand=outside_demand,
        selling=SellingService(database, settings.ads),
        delivery=delivery,
        breaks=breaks,
        reports=AdReports(database, ads),
        watched=WatchedReports(database, settings.ads, hours),
        creatives=creatives,
        meanings=at_work(meanings, reading.register, jobs),
        blends=blends,
        watching=watching,
        planning=plan_and_pace(jobs, ads, source),
    )
