"""The creatives of VAST: linear, overlay and companion, their media and their marks."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Annotated

from matinee.ads.vast.binding import Name, Node
from matinee.ads.vast.elements import (
    AdParameters,
    CreativeExtensions,
    HtmlResource,
    MarkedText,
    Span,
    StaticResource,
    Text,
    TrackingEvents,
    VideoClicks,
)
from matinee.ads.vast.scalars import Offset


@dataclass(frozen=True, slots=True)
class IconClickFallbackImage(Node):
    """A picture for players that cannot follow a click."""

    height: int | None = None
    width: int | None = None
    alt_text: Annotated[Text | None, Name("AltText")] = None
    static_resource: Annotated[StaticResource | None, Name("StaticResource")] = None


@dataclass(frozen=True, slots=True)
class IconClickFallbackImages(Node):
    """Pictures for players that cannot follow a click."""

    image: Annotated[tuple[IconClickFallbackImage, ...], Name("IconClickFallbackImage")] = ()


@dataclass(frozen=True, slots=True)
class IconClicks(Node):
    """What a click on an icon does."""

    fallback: Annotated[IconClickFallbackImages | None, Name("IconClickFallbackImages")] = None
    click_through: Annotated[Text | None, Name("IconClickThrough")] = None
    click_tracking: Annotated[tuple[MarkedText, ...], Name("IconClickTracking")] = ()


@dataclass(frozen=True, slots=True)
class Icon(Node):
    """A mark over the ad, such as the one that says why it is shown."""

    program: str | None = None
    width: int | None = None
    height: int | None = None
    x_position: str | None = None
    y_position: str | None = None
    duration: timedelta | None = None
    offset: timedelta | None = None
    api_framework: str | None = None
    pxratio: Decimal | None = None
    html: Annotated[tuple[HtmlResource, ...], Name("HTMLResource")] = ()
    iframe: Annotated[tuple[Text, ...], Name("IFrameResource")] = ()
    static: Annotated[tuple[StaticResource, ...], Name("StaticResource")] = ()
    clicks: Annotated[IconClicks | None, Name("IconClicks")] = None
    view_tracking: Annotated[tuple[Text, ...], Name("IconViewTracking")] = ()


@dataclass(frozen=True, slots=True)
class Icons(Node):
    """Marks over the ad."""

    icon: Annotated[tuple[Icon, ...], Name("Icon")] = ()


@dataclass(frozen=True, slots=True)
class ClosedCaptionFile(Node):
    """Captions for deaf viewers."""

    value: str
    type: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class ClosedCaptionFiles(Node):
    """Captions by language."""

    file: Annotated[tuple[ClosedCaptionFile, ...], Name("ClosedCaptionFile")] = ()


@dataclass(frozen=True, slots=True)
class MediaFile(Node):
    """One rendition; sizes in pixels, rates in kbit/s, ``file_size`` in bytes."""

    value: str
    delivery: str
    type: str
    width: int
    height: int
    id: str | None = None
    codec: str | None = None
    bitrate: int | None = None
    min_bitrate: int | None = None
    max_bitrate: int | None = None
    scalable: bool | None = None
    maintain_aspect_ratio: bool | None = None
    file_size: int | None = None
    media_type: str | None = None
    api_framework: str | None = None


@dataclass(frozen=True, slots=True)
class Mezzanine(Node):
    """The master from which a stitcher encodes; 4.0 gave it no attributes."""

    value: str
    id: str | None = None
    delivery: str | None = None
    type: str | None = None
    width: int | None = None
    height: int | None = None
    codec: str | None = None
    file_size: int | None = None
    media_type: str | None = None


@dataclass(frozen=True, slots=True)
class InteractiveCreativeFile(Node):
    """A SIMID creative beside the film."""

    value: str
    type: str | None = None
    api_framework: str | None = None
    variable_duration: bool | None = None


@dataclass(frozen=True, slots=True)
class MediaFiles(Node):
    """The renditions of a linear creative."""

    captions: Annotated[ClosedCaptionFiles | None, Name("ClosedCaptionFiles")] = None
    media_file: Annotated[tuple[MediaFile, ...], Name("MediaFile")] = ()
    mezzanine: Annotated[tuple[Mezzanine, ...], Name("Mezzanine")] = ()
    interactive: Annotated[
        tuple[InteractiveCreativeFile, ...], Name("InteractiveCreativeFile")
    ] = ()


@dataclass(frozen=True, slots=True)
class Linear(Node):
    """An ad in the film's stead; a wrapper's has neither duration nor media."""

    skip_offset: Annotated[Offset | None, Name("skipoffset")] = None
    icons: Annotated[Icons | None, Name("Icons")] = None
    creative_extensions: Annotated[CreativeExtensions | None, Name("CreativeExtensions")] = None
    tracking_events: Annotated[TrackingEvents | None, Name("TrackingEvents")] = None
    parameters: Annotated[AdParameters | None, Name("AdParameters")] = None
    duration: Annotated[Span | None, Name("Duration")] = None
    media_files: Annotated[MediaFiles | None, Name("MediaFiles")] = None
    video_clicks: Annotated[VideoClicks | None, Name("VideoClicks")] = None


@dataclass(frozen=True, slots=True)
class NonLinear(Node):
    """An ad over or beside the film."""

    id: str | None = None
    width: int | None = None
    height: int | None = None
    expanded_width: int | None = None
    expanded_height: int | None = None
    scalable: bool | None = None
    maintain_aspect_ratio: bool | None = None
    min_suggested_duration: timedelta | None = None
    api_framework: str | None = None
    html: Annotated[tuple[HtmlResource, ...], Name("HTMLResource")] = ()
    iframe: Annotated[tuple[Text, ...], Name("IFrameResource")] = ()
    static: Annotated[tuple[StaticResource, ...], Name("StaticResource")] = ()
    creative_extensions: Annotated[CreativeExtensions | None, Name("CreativeExtensions")] = None
    parameters: Annotated[AdParameters | None, Name("AdParameters")] = None
    click_through: Annotated[Text | None, Name("NonLinearClickThrough")] = None
    click_tracking: Annotated[tuple[MarkedText, ...], Name("NonLinearClickTracking")] = ()


@dataclass(frozen=True, slots=True)
class NonLinearAds(Node):
    """Overlays and their events."""

    tracking_events: Annotated[TrackingEvents | None, Name("TrackingEvents")] = None
    non_linear: Annotated[tuple[NonLinear, ...], Name("NonLinear")] = ()


@dataclass(frozen=True, slots=True)
class Companion(Node):
    """A picture or page beside the film."""

    width: int
    height: int
    id: str | None = None
    asset_width: int | None = None
    asset_height: int | None = None
    expanded_width: int | None = None
    expanded_height: int | None = None
    api_framework: str | None = None
    ad_slot_id: str | None = None
    pxratio: Decimal | None = None
    rendering_mode: str | None = None
    html: Annotated[tuple[HtmlResource, ...], Name("HTMLResource")] = ()
    iframe: Annotated[tuple[Text, ...], Name("IFrameResource")] = ()
    static: Annotated[tuple[StaticResource, ...], Name("StaticResource")] = ()
    parameters: Annotated[AdParameters | None, Name("AdParameters")] = None
    alt_text: Annotated[Text | None, Name("AltText")] = None
    click_through: Annotated[Text | None, Name("CompanionClickThrough")] = None
    click_tracking: Annotated[tuple[MarkedText, ...], Name("CompanionClickTracking")] = ()
    creative_extensions: Annotated[CreativeExtensions | None, Name("CreativeExtensions")] = None
    tracking_events: Annotated[TrackingEvents | None, Name("TrackingEvents")] = None


@dataclass(frozen=True, slots=True)
class CompanionAds(Node):
    """Companions; ``required`` is all, any or none."""

    required: str | None = None
    companion: Annotated[tuple[Companion, ...], Name("Companion")] = ()


@dataclass(frozen=True, slots=True)
class UniversalAdId(Node):
    """The id of the creative in a registry; 4.0 wrote it as ``idValue`` too."""

    value: str
    id_registry: str
    id_value: str | None = None


@dataclass(frozen=True, slots=True)
class Creative(Node):
    """One creative: linear, overlay or companions."""

    id: str | None = None
    sequence: int | None = None
    ad_id: str | None = None
    ad_id_before_4: Annotated[str | None, Name("AdID")] = None
    api_framework: str | None = None
    companion_ads: Annotated[CompanionAds | None, Name("CompanionAds")] = None
    creative_extensions: Annotated[CreativeExtensions | None, Name("CreativeExtensions")] = None
    linear: Annotated[Linear | None, Name("Linear")] = None
    non_linear_ads: Annotated[NonLinearAds | None, Name("NonLinearAds")] = None
    universal_ad_id: Annotated[tuple[UniversalAdId, ...], Name("UniversalAdId")] = ()


@dataclass(frozen=True, slots=True)
class Creatives(Node):
    """The creatives of an ad."""

    creative: Annotated[tuple[Creative, ...], Name("Creative")] = ()
