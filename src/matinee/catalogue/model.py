"""The catalogue's values, as other parts may use them."""

from pydantic import BaseModel, ConfigDict, Field

from matinee.catalogue.facts import (
    KIDS_AGE,
    Asset,
    AvailabilityWindow,
    Credit,
    GenreCount,
    NamedPerson,
    Person,
    ShelvedTitle,
    TableContent,
    TerritoryRating,
    Title,
    TitleKind,
    TitleListing,
    TitleText,
    TitleWords,
)
from matinee.catalogue.importing.record import (
    AssetRecord,
    CreditRecord,
    MaturityRecord,
    TextRecord,
    TitleRecord,
    WindowRecord,
)
from matinee.catalogue.importing.report import ImportReport, Joined, MovieLensTitles, Reject
from matinee.catalogue.shelf import Mask, Shelf

__all__ = [
    "KIDS_AGE",
    "Asset",
    "AssetRecord",
    "AvailabilityWindow",
    "CatalogueSettings",
    "Credit",
    "CreditRecord",
    "GenreCount",
    "ImportReport",
    "Joined",
    "Mask",
    "MaturityRecord",
    "MovieLensTitles",
    "NamedPerson",
    "Person",
    "Reject",
    "Shelf",
    "ShelvedTitle",
    "TableContent",
    "TerritoryRating",
    "TextRecord",
    "Title",
    "TitleKind",
    "TitleListing",
    "TitleRecord",
    "TitleText",
    "TitleWords",
    "WindowRecord",
]


class CatalogueSettings(BaseModel):
    """The catalogue's settings, under ``MATINEE_CATALOGUE__*``."""

    model_config = ConfigDict(frozen=True)

    import_batch: int = Field(
        default=2000, ge=1, le=50_000, description="Records in one transaction of an import."
    )
    version_check_seconds: float = Field(
        default=0.25, ge=0, description="How old the shelf may be before its version is looked up."
    )
    minimum_tag_count: int = Field(
        default=2,
        ge=1,
        description="How many MovieLens users must give a tag before it is a keyword of a title.",
    )
