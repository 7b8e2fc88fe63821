"""VAST documents from and to bytes."""

from lxml import etree

from matinee.ads.vast.binding import read_node, write_node
from matinee.ads.vast.error_codes import VastErrorCode, refusal
from matinee.ads.vast.model import Vast
from matinee.ads.vast.safe_xml import LARGEST, Element, parse

NAMESPACE = "http://www.iab.com/VAST"
"""Of 4.1 and later; 2 and 3 have none, and 4.0 was written with and without."""
READ = ("2.0", "2.0.1", "3.0", "4.0", "4.1", "4.2", "4.3")

_BEFORE_4: dict[str, tuple[str, ...]] = {
    "InLine": (
        "AdSystem", "AdTitle", "Description", "Advertiser", "Pricing", "Survey", "Error",
        "Impression", "Creatives", "Extensions",
    ),
    "Wrapper": ("AdSystem", "VASTAdTagURI", "Error", "Impression", "Creatives", "Extensions"),
    "Linear": (
        "Icons", "CreativeExtensions", "Duration", "TrackingEvents", "AdParameters",
        "VideoClicks", "MediaFiles",
    ),
    "VideoClicks": ("ClickThrough", "ClickTracking", "CustomClick"),
    "Companion": (
        "StaticResource", "IFrameResource", "HTMLResource", "CreativeExtensions",
        "TrackingEvents", "CompanionClickThrough", "CompanionClickTracking", "AltText",
        "AdParameters",
    ),
    "NonLinear": (
        "StaticResource", "IFrameResource", "HTMLResource", "CreativeExtensions",
        "NonLinearClickTracking", "NonLinearClickThrough", "AdParameters",
    ),
    "Icon": ("StaticResource", "IFrameResource", "HTMLResource", "IconClicks", "IconViewTracking"),
    "IconClicks": ("IconClickTracking", "IconClickThrough"),
}  # fmt: skip
"""The order of children in 2.0 and 3.0, where it is not that of 4."""


def read_vast(data: bytes, *, largest: int = LARGEST) -> Vast:
    """A VAST document of 2.0 to 4.3.

    Raises:
        Invalid: with the code that the document's error address should be told: ``vast_100`` for
            what is no XML, ``vast_101`` for what VAST does not allow, ``vast_102`` for its version.
    """
    return vast_of(parse(data, largest=largest))


def vast_of(root: Element, *, path: str = "") -> Vast:
    """The same, from an element that was parsed already."""
    name = etree.QName(root)
    if name.localname != "VAST":
        raise refusal(
            VastErrorCode.SCHEMA_VALIDATION, f"The root is {name.localname}, not VAST.", field=path
        )
    version = root.get("version", "")
    if version.strip() not in READ:
        raise refusal(
            VastErrorCode.VERSION_NOT_SUPPORTED,
            f"VAST {version[:12] or 'without a version'} is not read.",
            field=f"{path}/VAST/@version",
        )
    vast = read_node(Vast, root, path=path)
    check_ads(vast)
    return vast


def check_ads(vast: Vast) -> None:
    """What the types cannot say: each ad is one of inline and wrapper, and can be played."""
    for place, ad in enumerate(vast.ad):
        if (ad.inline is None) == (ad.wrapper is None):
            raise refusal(
                VastErrorCode.SCHEMA_VALIDATION,
                "An Ad holds either InLine or Wrapper.",
                field=f"/VAST/Ad[{place}]",
            )
        for creative in ad.inline.creatives.creative if ad.inline else ():
            linear = creative.linear
            if linear is not None and linear.duration is None:
                raise refusal(
                    VastErrorCode.SCHEMA_VALIDATION,
                    "A Linear has no Duration.",
                    field=f"/VAST/Ad[{place}]/InLine/Creatives/Creative/Linear",
                )


def write_vast(vast: Vast) -> bytes:
    """The document, in UTF-8 with its declaration."""
    return etree.tostring(vast_element(vast), xml_declaration=True, encoding="UTF-8")


def vast_element(vast: Vast) -> Element:
    """The document's root."""
    return write_node(vast, "VAST", orders=orders_of(vast.version))


def orders_of(version: str) -> dict[str, tuple[str, ...]]:
    """The order of children, where a version departs from that of 4.2."""
    return _BEFORE_4 if version.startswith(("2", "3")) else {}
