"""The small elements of VAST that others are made of: words, addresses, events, resources."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Annotated

from matinee.ads.vast.binding import Foreign, Name, Node
from matinee.ads.vast.scalars import Offset


@dataclass(frozen=True, slots=True)
class Text(Node):
    """An element that holds words or one address."""

    value: str


@dataclass(frozen=True, slots=True)
class MarkedText(Node):
    """Words or an address with an id, a type, or the authority whose words they are."""

    value: str
    id: str | None = None
    type: str | None = None
    authority: str | None = None
    version: str | None = None


@dataclass(frozen=True, slots=True)
class Span(Node):
    """A length of time."""

    value: timedelta


@dataclass(frozen=True, slots=True)
class Count(Node):
    """A whole number."""

    value: int


@dataclass(frozen=True, slots=True)
class Pricing(Node):
    """What the ad costs: ``model`` is CPM, CPC, CPE or CPV; ``currency`` three letters."""

    value: Decimal
    model: str
    currency: str


@dataclass(frozen=True, slots=True)
class Tracking(Node):
    """The address to call at an event; ``offset`` for ``progress``."""

    value: str
    event: str
    offset: Offset | None = None


@dataclass(frozen=True, slots=True)
class TrackingEvents(Node):
    """Addresses to call."""

    tracking: Annotated[tuple[Tracking, ...], Name("Tracking")] = ()


@dataclass(frozen=True, slots=True)
class VideoClicks(Node):
    """What a click leads to and whom it is told."""

    click_tracking: Annotated[tuple[MarkedText, ...], Name("ClickTracking")] = ()
    click_through: Annotated[MarkedText | None, Name("ClickThrough")] = None
    custom_click: Annotated[tuple[MarkedText, ...], Name("CustomClick")] = ()


@dataclass(frozen=True, slots=True)
class ViewableImpression(Node):
    """Addresses for what was, was not, or may have been seen."""

    value: str = ""
    id: str | None = None
    viewable: Annotated[tuple[Text, ...], Name("Viewable")] = ()
    not_viewable: Annotated[tuple[Text, ...], Name("NotViewable")] = ()
    view_undetermined: Annotated[tuple[Text, ...], Name("ViewUndetermined")] = ()


@dataclass(frozen=True, slots=True)
class VerificationResource(Node):
    """A script or programme of a verification vendor."""

    value: str
    api_framework: str | None = None
    browser_optional: bool | None = None
    type: str | None = None


@dataclass(frozen=True, slots=True)
class Verification(Node):
    """One vendor's verification."""

    vendor: str | None = None
    executable: Annotated[tuple[VerificationResource, ...], Name("ExecutableResource")] = ()
    flash: Annotated[tuple[VerificationResource, ...], Name("FlashResource")] = ()
    javascript: Annotated[tuple[VerificationResource, ...], Name("JavaScriptResource")] = ()
    tracking_events: Annotated[TrackingEvents | None, Name("TrackingEvents")] = None
    parameters: Annotated[Text | None, Name("VerificationParameters")] = None
    viewable_impression: Annotated[ViewableImpression | None, Name("ViewableImpression")] = None


@dataclass(frozen=True, slots=True)
class AdVerifications(Node):
    """The verifications of an ad."""

    verification: Annotated[tuple[Verification, ...], Name("Verification")] = ()


@dataclass(frozen=True, slots=True)
class Extensions(Node):
    """What others add, kept as it is."""

    extension: Annotated[tuple[Foreign, ...], Name("Extension")] = ()


@dataclass(frozen=True, slots=True)
class CreativeExtensions(Node):
    """What others add to a creative, kept as it is."""

    extension: Annotated[tuple[Foreign, ...], Name("CreativeExtension")] = ()


@dataclass(frozen=True, slots=True)
class AdParameters(Node):
    """Words for an interactive creative."""

    value: str
    xml_encoded: bool | None = None


@dataclass(frozen=True, slots=True)
class HtmlResource(Node):
    """Markup to be shown."""

    value: str
    xml_encoded: bool | None = None


@dataclass(frozen=True, slots=True)
class StaticResource(Node):
    """The address of a picture or script; ``creative_type`` is its media type."""

    value: str
    creative_type: str | None = None
