"""VMAP 1.0.1 (IAB, 2014): where the breaks of a title lie, and what fills each."""

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import Annotated

from lxml import etree

from matinee.ads.vast.binding import Foreign, Name, Node, Root, read_node, write_node
from matinee.ads.vast.document import check_ads, orders_of
from matinee.ads.vast.elements import TrackingEvents
from matinee.ads.vast.error_codes import VastErrorCode, refusal
from matinee.ads.vast.model import Vast
from matinee.ads.vast.safe_xml import LARGEST, parse
from matinee.ads.vast.scalars import read_time, write_time
from matinee.errors import Invalid

NAMESPACE = "http://www.iab.net/vmap-1.0"
"""What VMAP 1.0's document names, and what Matinee writes."""
NAMESPACES = frozenset(
    {
        NAMESPACE,
        "http://www.iab.net/videosuite/vmap",
        "https://www.iab.net/vmap-1.0",
        "https://www.iab.net/videosuite/vmap",
    }
)
"""The schema of 1.0.1 names ``videosuite/vmap``, as Google's ad server does; both are found with
``https`` too. A slash at the end is taken with each."""
EVENTS = frozenset({"breakStart", "breakEnd", "error"})
_VERSIONS = ("1.0", "1.0.1")
_KINDS = frozenset({"linear", "nonlinear", "display"})
_POSITION = re.compile(r"#([1-9]\d{0,3})")
_PERCENT = re.compile(r"(100(?:\.0+)?|\d{1,2}(?:\.\d+)?)%")


@dataclass(frozen=True, slots=True)
class BreakTime:
    """Exactly one of: a time, a share in percent, a position (``#2``), the start, the end."""

    time: timedelta | None = None
    percent: Decimal | None = None
    position: int | None = None
    word: str = ""

    @classmethod
    def read(cls, text: str) -> "BreakTime":
        """From ``00:10:23.125``, ``25%``, ``#2``, ``start`` or ``end``."""
        plain = text.strip()
        if plain in {"start", "end"}:
            return cls(word=plain)
        if match := _POSITION.fullmatch(plain):
            return cls(position=int(match[1]))
        if match := _PERCENT.fullmatch(plain):
            return cls(percent=Decimal(match[1]))
        try:
            return cls(time=read_time(plain))
        except ValueError as error:
            raise Invalid(f"{plain[:20]!r} is no time of a break.", field="timeOffset") from error

    def __str__(self) -> str:
        """As VMAP writes it."""
        if self.time is not None:
            return write_time(self.time)
        if self.percent is not None:
            return f"{self.percent}%"
        return f"#{self.position}" if self.position is not None else self.word


@dataclass(frozen=True, slots=True)
class VastAdData(Node):
    """A VAST document inside the VMAP; ``version`` is what some makers add."""

    version: str | None = None
    vast: Annotated[Vast | None, Name("VAST")] = None


@dataclass(frozen=True, slots=True)
class AdTagUri(Node):
    """The address of the answer; ``template_type`` is vast1, vast2, vast3 or a vendor's word."""

    value: str
    template_type: str | None = None


@dataclass(frozen=True, slots=True)
class AdSource(Node):
    """What fills a break: a VAST document, an address, or a vendor's data."""

    id: str | None = None
    allow_multiple_ads: bool | None = None
    follow_redirects: bool | None = None
    vast_ad_data: Annotated[VastAdData | None, Name("VASTAdData")] = None
    ad_tag_uri: Annotated[AdTagUri | None, Name("AdTagURI")] = None
    custom_ad_data: Annotated[Foreign | None, Name("CustomAdData")] = None


@dataclass(frozen=True, slots=True)
class VmapExtensions(Node):
    """What others add, kept as it is."""

    extension: Annotated[tuple[Foreign, ...], Name("Extension")] = ()


@dataclass(frozen=True, slots=True)
class AdBreak(Node):
    """One break; ``break_type`` is a comma-separated list of linear, nonlinear and display."""

    time_offset: str
    break_type: str
    break_id: str | None = None
    repeat_after: timedelta | None = None
    ad_source: Annotated[AdSource | None, Name("AdSource")] = None
    tracking_events: Annotated[TrackingEvents | None, Name("TrackingEvents")] = None
    extensions: Annotated[VmapExtensions | None, Name("Extensions")] = None

    @property
    def at(self) -> BreakTime:
        """When it is."""
        return BreakTime.read(self.time_offset)

    @property
    def kinds(self) -> tuple[str, ...]:
        """Which kinds of ad it takes."""
        return tuple(kind.strip() for kind in self.break_type.split(","))


@dataclass(frozen=True, slots=True)
class Vmap(Root):
    """The breaks of one title."""

    version: str
    ad_break: Annotated[tuple[AdBreak, ...], Name("AdBreak")] = ()
    extensions: Annotated[VmapExtensions | None, Name("Extensions")] = None


def read_vmap(data: bytes, *, largest: int = LARGEST) -> Vmap:
    """A VMAP document.

    Raises:
        Invalid: naming what is wrong; codes as for VAST, since VMAP's ``error`` event uses them.
    """
    root = parse(data, largest=largest)
    name = etree.QName(root)
    if name.localname != "VMAP":
        raise refusal(
            VastErrorCode.SCHEMA_VALIDATION, f"The root is {name.localname[:40]}, not VMAP."
        )
    if (name.namespace or "").removesuffix("/") not in NAMESPACES:
        known = ", ".join(sorted(NAMESPACES))
        raise refusal(
            VastErrorCode.SCHEMA_VALIDATION,
            f"{(name.namespace or 'none')[:80]} is no namespace of VMAP; known are {known}.",
            field="/VMAP",
        )
    vmap = read_node(Vmap, root)
    if vmap.version not in _VERSIONS:
        raise refusal(VastErrorCode.VERSION_NOT_SUPPORTED, f"VMAP {vmap.version} is not read.")
    for each in vmap.ad_break:
        check_break(each)
    # Under a default namespace a VAST without one could not be written inside.
    return replace(vmap, prefix=vmap.prefix or "vmap")


def check_break(each: AdBreak) -> None:
    """The rules of a break that its types cannot say."""
    where = f"/VMAP/AdBreak[@breakId={each.break_id!r}]"
    try:
        _ = each.at
    except Invalid as error:
        raise _refused(error.sentence, f"{where}/@timeOffset") from error
    if not _KINDS.issuperset(each.kinds):
        raise _refused(f"{each.break_type[:40]!r} is no kind of break.", f"{where}/@breakType")
    for tracking in each.tracking_events.tracking if each.tracking_events else ():
        if tracking.event not in EVENTS:
            raise _refused(f"A break has no event {tracking.event[:40]!r}.", f"{where}/Tracking")
    source = each.ad_source
    if source is None:
        return
    filled = (source.vast_ad_data, source.ad_tag_uri, source.custom_ad_data)
    if sum(part is not None for part in filled) != 1:
        raise _refused("An AdSource holds exactly one kind of answer.", f"{where}/AdSource")
    if source.vast_ad_data is not None:
        if source.vast_ad_data.vast is None:
            raise _refused("VASTAdData holds a VAST document.", f"{where}/AdSource/VASTAdData")
        check_ads(source.vast_ad_data.vast)


def write_vmap(vmap: Vmap) -> bytes:
    """The document, in UTF-8 with its declaration."""
    versions = {
        each.ad_source.vast_ad_data.vast.version
        for each in vmap.ad_break
        if each.ad_source and each.ad_source.vast_ad_data and each.ad_source.vast_ad_data.vast
    }
    orders = orders_of(versions.pop()) if len(versions) == 1 else {}
    root = write_node(vmap, "VMAP", orders=orders)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _refused(sentence: str, field: str) -> Invalid:
    return refusal(VastErrorCode.SCHEMA_VALIDATION, sentence, field=field)
