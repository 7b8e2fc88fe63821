"""The VAST that Matinee answers with: 4.2, or 3.0 for players that know no more.

Brackets of macros are written percent-encoded, since the schemas take addresses for ``xs:anyURI``,
which has no place for them; :func:`matinee.ads.vast.macros.fill` fills both forms.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Literal

from matinee.ads.vast.creative import (
    ClosedCaptionFile,
    ClosedCaptionFiles,
    Companion,
    CompanionAds,
    Creative,
    Creatives,
    Icon,
    IconClicks,
    Icons,
    Linear,
    MediaFile,
    MediaFiles,
    Mezzanine,
    NonLinear,
    NonLinearAds,
    UniversalAdId,
)
from matinee.ads.vast.document import NAMESPACE
from matinee.ads.vast.elements import (
    MarkedText,
    Pricing,
    Span,
    StaticResource,
    Text,
    Tracking,
    TrackingEvents,
    VideoClicks,
)
from matinee.ads.vast.model import Ad, InLine, Vast, Wrapper
from matinee.ads.vast.scalars import Offset

Version = Literal["3.0", "4.2"]
AD_SYSTEM = "Matinee"
QUARTILES = ("start", "firstQuartile", "midpoint", "thirdQuartile", "complete")
_CONTROLS = ("pause", "resume", "mute", "unmute")
_OVER = ("creativeView", "close")
"""What players tell of a picture over a film."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendition:
    """One file of a creative, or a package of several streams; pixels and kbit/s.

    ``slowest`` is None for a file, which has one rate; for a package it is that of its smallest
    stream, and ``bitrate`` that of its largest.
    """

    address: str
    media_type: str
    width: int
    height: int
    bitrate: int
    codec: str = ""
    streaming: bool = False
    slowest: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A companion picture; ``views`` are told when it is shown, ``clicks`` when it is clicked."""

    address: str
    media_type: str
    width: int
    height: int
    alt_text: str = ""
    click_through: str = ""
    views: Sequence[str] = ()
    clicks: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """An icon over the ad, as the one that says a picture was made by a machine."""

    program: str
    address: str
    media_type: str
    width: int
    height: int
    click_through: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """One ad of an answer.

    ``track`` makes the address that is called at an event (``impression``, ``error`` and the
    tracking events of VAST), so that signing stays with whoever serves. ``ad_id`` is the id of the
    creative in ``registry``, as in ``ad-id.org``.
    """

    line_item: str
    serving_id: str
    title: str
    creative: str
    duration: timedelta
    renditions: Sequence[Rendition]
    track: Callable[[str], str]
    advertiser: str = ""
    ad_id: str = ""
    registry: str = ""
    categories: Sequence[str] = ()
    category_authority: str = "https://www.iabtechlab.com/categoryauthority"
    mezzanine: Rendition | None = None
    captions: Sequence[tuple[str, str, str]] = ()
    """Address, media type and language of each."""
    click_through: str = ""
    skip_after: timedelta | None = None
    progress: Sequence[timedelta] = ()
    companions: Sequence[Beside] = ()
    marks: Sequence[Mark] = ()
    price: Decimal | None = None
    currency: str = ""
    stands: timedelta | None = None
    """How long the first rendition, a picture, stands over a film that goes on."""
    also_told: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    """Addresses of others by event, where the ad came through their wrappers."""

    def addresses(self, event: str) -> list[str]:
        """Everybody who is told of an event, ourselves first."""
        return [_uri(each) for each in (self.track(event), *self.also_told.get(event, ()))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """An ad that another server answers for; ``track`` as above, ``duration`` as it was booked."""

    line_item: str
    address: str
    track: Callable[[str], str]
    multiple: bool = False
    duration: timedelta | None = None
    creative: str = ""
    serving_id: str = ""
    companions: Sequence[Beside] = ()


def answer(ads: Sequence[Served | Elsewhere], *, version: Version = "4.2", no_ad: str = "") -> Vast:
    """A pod in its order; ``no_ad`` is the address that learns that there was none."""
    namespace = NAMESPACE if version == "4.2" else None
    if not ads:
        told = (Text(_uri(no_ad)),) if no_ad and version == "4.2" else ()
        return Vast(version, error=told, namespace=namespace)
    alone = len(ads) == 1
    return Vast(
        version,
        ad=tuple(_ad(each, None if alone else place, version) for place, each in enumerate(ads, 1)),
        namespace=namespace,
    )


def _ad(each: Served | Elsewhere, sequence: int | None, version: Version) -> Ad:
    if isinstance(each, Elsewhere):
        return Ad(id=each.line_item, sequence=sequence, wrapper=_wrapper(each, version))
    kind = "video" if version == "4.2" else None
    return Ad(id=each.line_item, sequence=sequence, ad_type=kind, inline=_inline(each, version))


def _wrapper(each: Elsewhere, version: Version) -> Wrapper:
    modern = version == "4.2"
    return Wrapper(
        follow_additional_wrappers=True if modern else None,
        allow_multiple_ads=each.multiple if modern else None,
        fallback_on_no_ad=True if modern else None,
        ad_system=MarkedText(AD_SYSTEM),
        error=(Text(_uri(each.track("error"))),),
        impression=(MarkedText(_uri(each.track("impression"))),),
        creatives=Creatives(
            (
                Creative(linear=Linear(tracking_events=_wrapper_events(each))),
                *([Creative(companion_ads=_companions(each, version))] if each.companions else []),
            )
        ),
        ad_tag_uri=Text(_uri(each.address)),
    )


def _inline(each: Served, version: Version) -> InLine:
    modern = version == "4.2"
    creatives = [
        _linear_creative(each, version)
        if each.stands is None
        else _overlay_creative(each, each.stands, version)
    ]
    if each.companions:
        creatives.append(_companion_creative(each, version))
    return InLine(
        ad_system=MarkedText(AD_SYSTEM),
        error=tuple(map(Text, each.addresses("error"))),
        impression=tuple(map(MarkedText, each.addresses("impression"))),
        pricing=None
        if each.price is None
        else Pricing(each.price, "CPM" if modern else "cpm", each.currency),
        ad_serving_id=Text(each.serving_id) if modern else None,
        ad_title=Text(each.title),
        advertiser=Text(each.advertiser) if each.advertiser else None,
        category=tuple(
            MarkedText(code, authority=each.category_authority) for code in each.categories
        )
        if modern
        else (),
        creatives=Creatives(tuple(creatives)),
    )


def _linear_creative(each: Served, version: Version) -> Creative:
    modern = version == "4.2"
    linear = Linear(
        skip_offset=Offset(time=each.skip_after) if each.skip_after is not None else None,
        icons=Icons(tuple(_icon(mark) for mark in each.marks)) if each.marks else None,
        tracking_events=_events(each),
        duration=Span(each.duration),
        media_files=_media_files(each, version),
        video_clicks=VideoClicks(
            click_tracking=tuple(map(MarkedText, each.addresses("click"))),
            click_through=MarkedText(_uri(each.click_through)),
        )
        if each.click_through
        else None,
    )
    return Creative(
        id=each.creative,
        sequence=1,
        ad_id=(each.ad_id or None) if modern else None,
        ad_id_before_4=None if modern else (each.ad_id or None),
        linear=linear,
        universal_ad_id=_universal_id(each) if modern else (),
    )


def _overlay_creative(each: Served, stands: timedelta, version: Version) -> Creative:
    modern = version == "4.2"
    picture = each.renditions[0]
    told = [Tracking(address, event) for event in _OVER for address in each.addresses(event)]
    return Creative(
        id=each.creative,
        sequence=1,
        ad_id=(each.ad_id or None) if modern else None,
        ad_id_before_4=None if modern else (each.ad_id or None),
        non_linear_ads=NonLinearAds(
            tracking_events=TrackingEvents(tuple(told)),
            non_linear=(
                NonLinear(
                    width=picture.width,
                    height=picture.height,
                    scalable=True,
                    maintain_aspect_ratio=True,
                    min_suggested_duration=stands,
                    static=(StaticResource(picture.address, picture.media_type),),
                    click_through=Text(_uri(each.click_through)) if each.click_through else None,
                    click_tracking=tuple(map(MarkedText, each.addresses("click")))
                    if each.click_through
                    else (),
                ),
            ),
        ),
        universal_ad_id=_universal_id(each) if modern else (),
    )


def _companion_creative(each: Served, version: Version) -> Creative:
    return Creative(
        id=f"{each.creative}-companions",
        sequence=2 if version == "4.2" else 1,
        companion_ads=_companions(each, version),
        universal_ad_id=_universal_id(each) if version == "4.2" else (),
    )


def _universal_id(each: Served) -> tuple[UniversalAdId, ...]:
    return (UniversalAdId(each.ad_id or "unknown", each.registry if each.ad_id else "unknown"),)


def _events(each: Served) -> TrackingEvents:
    skip = () if each.skip_after is None else ("skip",)
    named = [
        Tracking(address, event)
        for event in (*QUARTILES, *_CONTROLS, *skip)
        for address in each.addresses(event)
    ]
    named += [
        Tracking(address, "progress", Offset(time=time))
        for time in each.progress
        for address in each.addresses(f"progress-{time.total_seconds():g}")
    ]
    return TrackingEvents(tuple(named))


def _wrapper_events(each: Elsewhere) -> TrackingEvents:
    events = (*QUARTILES, *_CONTROLS)
    return TrackingEvents(tuple(Tracking(_uri(each.track(event)), event) for event in events))


def _uri(address: str) -> str:
    """The address with the brackets of its macros encoded; those around an IPv6 host stay."""
    start = address.find("/", address.find("://") + 3)
    if start < 0:
        return address
    return address[:start] + address[start:].replace("[", "%5B").replace("]", "%5D")


def _media_files(each: Served, version: Version) -> MediaFiles:
    modern = version == "4.2"
    master = each.mezzanine
    return MediaFiles(
        captions=ClosedCaptionFiles(
            tuple(ClosedCaptionFile(file, kind, language) for file, kind, language in each.captions)
        )
        if modern and each.captions
        else None,
        media_file=tuple(
            MediaFile(
                one.address,
                delivery="streaming" if one.streaming else "progressive",
                type=one.media_type,
                width=one.width,
                height=one.height,
                bitrate=one.bitrate if one.slowest is None else None,
                min_bitrate=one.slowest,
                max_bitrate=None if one.slowest is None else one.bitrate,
                codec=one.codec or None,
                scalable=True,
                maintain_aspect_ratio=True,
            )
            for one in each.renditions
        ),
        mezzanine=(
            Mezzanine(
                master.address,
                delivery="progressive",
                type=master.media_type,
                width=master.width,
                height=master.height,
                codec=master.codec or None,
            ),
        )
        if modern and master is not None
        else (),
    )


def _companions(each: Served | Elsewhere, version: Version) -> CompanionAds:
    # Version 3.0 has a word for clicks on a companion in wrappers alone, and without an id.
    told = version == "4.2" or isinstance(each, Elsewhere)
    named = version == "4.2"
    return CompanionAds(
        companion=tuple(_companion(one, told=told, named=named) for one in each.companions)
    )


def _companion(one: Beside, *, told: bool, named: bool) -> Companion:
    return Companion(
        width=one.width,
        height=one.height,
        static=(StaticResource(one.address, one.media_type),),
        alt_text=Text(one.alt_text) if one.alt_text else None,
        click_through=Text(_uri(one.click_through)) if one.click_through else None,
        click_tracking=tuple(
            MarkedText(_uri(address), id=f"click-{number}" if named else None)
            for number, address in enumerate(one.clicks if told else (), 1)
        ),
        tracking_events=TrackingEvents(
            tuple(Tracking(_uri(told), "creativeView") for told in one.views)
        )
        if one.views
        else None,
    )


def _icon(mark: Mark) -> Icon:
    return Icon(
        program=mark.program,
        width=mark.width,
        height=mark.height,
        x_position="left",
        y_position="top",
        static=(StaticResource(mark.address, mark.media_type),),
        clicks=IconClicks(click_through=Text(_uri(mark.click_through)))
        if mark.click_through
        else None,
    )
