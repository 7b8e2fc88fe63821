"""Every setting of the house, composed of what each part wants to be told.

A value of this class holds what it was given; ``settings_loading.py`` reads environment and file.
"""

from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from matinee.access.model import AccessSettings
from matinee.ads.model import AdSettings
from matinee.audience.model import AudienceSettings
from matinee.catalogue.model import CatalogueSettings
from matinee.clearance.model import ClearanceSettings
from matinee.clearance.provenance.model import ProvenanceSettings
from matinee.demo.model import DemoSettings
from matinee.discover.model import SearchSettings
from matinee.experiments.model import ExperimentsSettings
from matinee.foundation.lake.model import LakeSettings
from matinee.foundation.settings import FoundationSettings
from matinee.generation.tools_file import GenerationSettings
from matinee.home.model import HomeSettings
from matinee.media.model import MediaSettings
from matinee.operation.model import OperationSettings
from matinee.promote.delivery.model import DeliverySettings
from matinee.promote.gallery.model import GallerySettings
from matinee.promote.localisation.model import LocalisationSettings
from matinee.promote.previews.model import PreviewSettings
from matinee.promote.synopses.model import SynopsisSettings
from matinee.promote.titling.model import TitlingSettings
from matinee.promote.variants.model import VariantSettings
from matinee.recommend.model import RecommendSettings
from matinee.studio.model import StudioSettings


def _split(value: object) -> object:
    return (
        [part.strip() for part in value.split(",") if part.strip()]
        if isinstance(value, str)
        else value
    )


class ServingSettings(BaseModel):
    """How the service listens, and what it grants to one request."""

    host: str = Field(default="127.0.0.1", description="The address to listen on.")
    port: int = Field(
        default=8400, ge=0, le=65535, description="The port to listen on; 0 takes a free one."
    )
    allowed_hosts: Annotated[tuple[str, ...], BeforeValidator(_split)] = Field(
        default=(),
        description="Names by which the service may be called, separated by commas, besides those "
        "of this machine; where it listens on another address and this is empty, any name.",
    )
    body_limit_bytes: int = Field(
        default=2_000_000, ge=1_000, description="The largest body that a request may have."
    )
    request_seconds: float = Field(
        default=30, gt=0, le=3600, description="How long one request may take to begin its answer."
    )
    requests_at_once: int = Field(
        default=200,
        ge=4,
        le=100_000,
        description="How many requests one process answers at the same time. Once a quarter of "
        "the places are taken no report is begun, at half nothing for desks, at three quarters no "
        "page; playback and its events have all of them.",
    )
    shutdown_seconds: float = Field(
        default=30,
        gt=0,
        le=3600,
        description="How long requests in flight may take to finish when the service stops.",
    )


class Settings(ServingSettings, FoundationSettings):
    """All of them; a part's own are nested under its name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    operation: OperationSettings = Field(default_factory=OperationSettings)
    access: AccessSettings = Field(default_factory=AccessSettings)
    ads: AdSettings = Field(default_factory=AdSettings)
    catalogue: CatalogueSettings = Field(default_factory=CatalogueSettings)
    audience: AudienceSettings = Field(default_factory=AudienceSettings)
    lake: LakeSettings = Field(default_factory=LakeSettings)
    clearance: ClearanceSettings = Field(default_factory=ClearanceSettings)
    discover: SearchSettings = Field(default_factory=SearchSettings)
    provenance: ProvenanceSettings = Field(default_factory=ProvenanceSettings)
    experiments: ExperimentsSettings = Field(default_factory=ExperimentsSettings)
    generation: GenerationSettings = Field(default_factory=GenerationSettings)
    recommend: RecommendSettings = Field(default_factory=RecommendSettings)
    media: MediaSettings = Field(default_factory=MediaSettings)
    delivery: DeliverySettings = Field(default_factory=DeliverySettings)
    gallery: GallerySettings = Field(default_factory=GallerySettings)
    previews: PreviewSettings = Field(default_factory=PreviewSettings)
    synopses: SynopsisSettings = Field(default_factory=SynopsisSettings)
    localisation: LocalisationSettings = Field(default_factory=LocalisationSettings)
    titling: TitlingSettings = Field(default_factory=TitlingSettings)
    variants: VariantSettings = Field(default_factory=VariantSettings)
    home_page: HomeSettings = Field(default_factory=HomeSettings)
    studio: StudioSettings = Field(default_factory=StudioSettings)
    demo: DemoSettings = Field(default_factory=DemoSettings)

    @model_validator(mode="after")
    def _no_event_comes_to_a_closed_log(self) -> Self:
        days = self.lake.log_days
        if days is not None and days <= self.audience.retention_days:
            raise ValueError(
                f"MATINEE_LAKE__LOG_DAYS is {days}: it must be more than the "
                f"{self.audience.retention_days} days of MATINEE_AUDIENCE__RETENTION_DAYS, within "
                "which events are still taken in"
            )
        return self
