"""VAST as values: every element and attribute of 2.0 to 4.3 (IAB Tech Lab), in the order of 4.2.

Each class is one element; times are ``timedelta``, prices ``Decimal``. What one version alone knows
is optional here; which version may carry it is decided where documents are made. The parts of an ad
lie in ``creative`` and ``elements``.
"""

from dataclasses import dataclass
from typing import Annotated

from matinee.ads.vast.binding import Name, Node, Root
from matinee.ads.vast.creative import Creatives
from matinee.ads.vast.elements import (
    AdVerifications,
    Count,
    Extensions,
    MarkedText,
    Pricing,
    Text,
    ViewableImpression,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class InLine(Node):
    """An ad that is all here."""

    ad_system: Annotated[MarkedText | None, Name("AdSystem")] = None
    error: Annotated[tuple[Text, ...], Name("Error")] = ()
    extensions: Annotated[Extensions | None, Name("Extensions")] = None
    impression: Annotated[tuple[MarkedText, ...], Name("Impression")]
    pricing: Annotated[Pricing | None, Name("Pricing")] = None
    viewable_impression: Annotated[ViewableImpression | None, Name("ViewableImpression")] = None
    ad_serving_id: Annotated[Text | None, Name("AdServingId")] = None
    ad_title: Annotated[Text | None, Name("AdTitle")] = None
    ad_verifications: Annotated[AdVerifications | None, Name("AdVerifications")] = None
    advertiser: Annotated[Text | None, Name("Advertiser")] = None
    category: Annotated[tuple[MarkedText, ...], Name("Category")] = ()
    creatives: Annotated[Creatives, Name("Creatives")]
    description: Annotated[Text | None, Name("Description")] = None
    expires: Annotated[Count | None, Name("Expires")] = None
    survey: Annotated[MarkedText | None, Name("Survey")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrapper(Node):
    """An ad that lies at another address."""

    follow_additional_wrappers: bool | None = None
    allow_multiple_ads: bool | None = None
    fallback_on_no_ad: bool | None = None
    ad_system: Annotated[MarkedText | None, Name("AdSystem")] = None
    error: Annotated[tuple[Text, ...], Name("Error")] = ()
    extensions: Annotated[Extensions | None, Name("Extensions")] = None
    impression: Annotated[tuple[MarkedText, ...], Name("Impression")] = ()
    pricing: Annotated[Pricing | None, Name("Pricing")] = None
    viewable_impression: Annotated[ViewableImpression | None, Name("ViewableImpression")] = None
    ad_verifications: Annotated[AdVerifications | None, Name("AdVerifications")] = None
    blocked_categories: Annotated[tuple[MarkedText, ...], Name("BlockedAdCategories")] = ()
    creatives: Annotated[Creatives | None, Name("Creatives")] = None
    ad_tag_uri: Annotated[Text, Name("VASTAdTagURI")]


@dataclass(frozen=True, slots=True)
class Ad(Node):
    """One ad; ``sequence`` gives its place in a pod."""

    id: str | None = None
    sequence: int | None = None
    conditional_ad: bool | None = None
    ad_type: str | None = None
    inline: Annotated[InLine | None, Name("InLine")] = None
    wrapper: Annotated[Wrapper | None, Name("Wrapper")] = None


@dataclass(frozen=True, slots=True)
class Vast(Root):
    """A whole answer: ads, or addresses that are told that there are none."""

    version: str
    ad: Annotated[tuple[Ad, ...], Name("Ad")] = ()
    error: Annotated[tuple[Text, ...], Name("Error")] = ()
