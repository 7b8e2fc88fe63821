"""From another server's wrapper to the ad behind it, with everybody who wants to be told.

VAST 4.2, sections 2.3.4 and 2.4: a wrapper adds its own addresses and leads on. At most ``depth``
are followed, none twice, and all of them together in ``seconds``.
"""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from matinee.ads.delivery.outside import Outside
from matinee.ads.vast.answer import Beside, Elsewhere, Rendition, Served
from matinee.ads.vast.creative import Companion, Creatives, Linear, MediaFile
from matinee.ads.vast.document import read_vast
from matinee.ads.vast.error_codes import VastErrorCode, refusal
from matinee.ads.vast.macros import fill
from matinee.ads.vast.model import Ad, InLine, Vast, Wrapper
from matinee.errors import Invalid

_PICTURES = frozenset({"image/gif", "image/jpeg", "image/png", "image/webp"})
_MOST_COMPANIONS = 8
_UNLIKE = timedelta(milliseconds=500)
"""How far an ad may be from the length that was booked: half a second, a frame or two of slack."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How far wrappers are followed."""

    depth: int = 5
    seconds: float = 4.0


@dataclass(slots=True)
class Told:
    """Addresses by event, and companions, from all wrappers on the way and from the ad itself."""

    by_event: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    companions: list[Beside] = field(default_factory=list[Beside])

    def add(self, event: str, address: str) -> None:
        """One more; the same is told once."""
        known = self.by_event.setdefault(event, [])
        if address.strip() and address.strip() not in known:
            known.append(address.strip())


@dataclass(frozen=True, slots=True)
class Unwound:
    """The ad that was found, and by which addresses."""

    title: str
    duration: timedelta
    files: tuple[MediaFile, ...]
    click_through: str
    categories: tuple[str, ...]
    hops: tuple[str, ...]
    told: Mapping[str, Sequence[str]]
    companions: tuple[Beside, ...] = ()


@dataclass(frozen=True, slots=True)
class Unfilled:
    """Why there is no ad: the code and the addresses that are to be told of it, macros filled."""

    code: VastErrorCode
    sentence: str
    hops: tuple[str, ...]
    tell: tuple[str, ...]


async def unwind(
    outside: Outside,
    address: str,
    *,
    values: Mapping[str, str],
    duration: timedelta | None = None,
    limits: Limits | None = None,
) -> Unwound | Unfilled:
    """Follow an address to its ad.

    Args:
        outside: who fetches.
        address: of a VAST document; macros in it are filled.
        values: macros by name, as :meth:`matinee.ads.vast.macros.Moment.values`.
        duration: what was booked; an ad of another length is refused with 202.
        limits: how far to go.
    """
    return await _unwound(outside, address, None, values, duration, limits or Limits())


async def unwind_document(
    outside: Outside,
    document: bytes,
    *,
    values: Mapping[str, str],
    duration: timedelta | None = None,
    limits: Limits | None = None,
) -> Unwound | Unfilled:
    """The same from a VAST document that is here already, as a bid carries it."""
    return await _unwound(outside, "", document, values, duration, limits or Limits())


async def _unwound(
    outside: Outside,
    address: str,
    document: bytes | None,
    values: Mapping[str, str],
    duration: timedelta | None,
    limits: Limits,
) -> Unwound | Unfilled:
    way, told = list[str](), Told()
    blocked: set[str] = set()
    try:
        async with asyncio.timeout(limits.seconds):
            inline = await _inline(
                outside, address, document, values, limits.depth, way, told, blocked
            )
        return _found(inline, duration, way, told, blocked)
    except TimeoutError:
        sentence = f"The wrappers together took more than {limits.seconds:g} s."
        return _unfilled(VastErrorCode.WRAPPER_TIMEOUT, sentence, way, told)
    except Invalid as error:
        code = VastErrorCode(int(error.code.removeprefix("vast_")))
        return _unfilled(code, error.sentence, way, told)


async def _inline(
    outside: Outside,
    address: str,
    document: bytes | None,
    values: Mapping[str, str],
    depth: int,
    way: list[str],
    told: Told,
    blocked: set[str],
) -> InLine:
    while True:
        if document is None:
            filled = fill(address.strip(), values, request=True)
            if filled in way:
                raise refusal(VastErrorCode.WRAPPER_LIMIT, "The wrappers lead around in a ring.")
            if len(way) > depth:
                sentence = f"More than {depth} wrappers lie around it."
                raise refusal(VastErrorCode.WRAPPER_LIMIT, sentence)
            way.append(filled)
            document = await outside.fetch(filled)
        vast, document = read_vast(document), None
        ad = _first(vast, told)
        if ad.inline is not None:
            _listen(ad.inline, told)
            return ad.inline
        wrapper = _wrapper(ad)
        _listen(wrapper, told)
        blocked.update(each.value.strip() for each in wrapper.blocked_categories)
        if wrapper.follow_additional_wrappers is False:
            # It may lead to an ad, not to another wrapper.
            depth = min(depth, len(way))
        address = wrapper.ad_tag_uri.value


def _first(vast: Vast, told: Told) -> Ad:
    """The ad that stands alone, or the first of a pod: one booked place holds one ad."""
    if not vast.ad:
        for each in vast.error:
            told.add("error", each.value)
        raise refusal(VastErrorCode.WRAPPER_NO_AD, "There was no ad.")
    alone = [ad for ad in vast.ad if ad.sequence is None]
    return alone[0] if alone else min(vast.ad, key=lambda ad: ad.sequence or 0)


def _wrapper(ad: Ad) -> Wrapper:
    if ad.wrapper is None:
        raise refusal(VastErrorCode.SCHEMA_VALIDATION, "An Ad holds either InLine or Wrapper.")
    return ad.wrapper


def _listen(part: InLine | Wrapper, told: Told) -> None:
    for each in part.error:
        told.add("error", each.value)
    for each in part.impression:
        told.add("impression", each.value)
    told.companions += _pictures(part.creatives)
    for linear in _linears(part.creatives):
        for one in linear.tracking_events.tracking if linear.tracking_events else ():
            told.add(one.event, one.value)
        for click in linear.video_clicks.click_tracking if linear.video_clicks else ():
            told.add("click", click.value)


def _pictures(creatives: Creatives | None) -> Iterator[Beside]:
    """The companions that are pictures; pages and scripts of strangers are not passed on."""
    for each in creatives.creative if creatives else ():
        for one in each.companion_ads.companion if each.companion_ads else ():
            if (picture := _picture(one)) is not None:
                yield picture


def _picture(one: Companion) -> Beside | None:
    for each in one.static:
        address, kind = each.value.strip(), (each.creative_type or "").lower()
        if kind in _PICTURES and address.startswith(("http://", "https://")):
            events = one.tracking_events.tracking if one.tracking_events else ()
            return Beside(
                address=address,
                media_type=kind,
                width=one.width,
                height=one.height,
                alt_text=one.alt_text.value if one.alt_text else "",
                click_through=one.click_through.value.strip() if one.click_through else "",
                views=[told.value.strip() for told in events if told.event == "creativeView"],
                clicks=[told.value.strip() for told in one.click_tracking],
            )
    return None


def _linears(creatives: Creatives | None) -> Iterator[Linear]:
    for each in creatives.creative if creatives else ():
        if each.linear is not None:
            yield each.linear


def _found(
    inline: InLine, booked: timedelta | None, way: list[str], told: Told, blocked: set[str]
) -> Unwound:
    linear = next(_linears(inline.creatives), None)
    if linear is None or linear.duration is None:
        raise refusal(VastErrorCode.LINEARITY_NOT_EXPECTED, "The ad is not a film.")
    length = linear.duration.value
    if booked is not None and abs(length - booked) > _UNLIKE:
        sentence = f"The ad lasts {length.total_seconds():g} s, not {booked.total_seconds():g}."
        raise refusal(VastErrorCode.DURATION_NOT_EXPECTED, sentence)
    files = linear.media_files.media_file if linear.media_files else ()
    if not files:
        raise refusal(VastErrorCode.FILE_NOT_FOUND, "The ad has no file.")
    categories = tuple(each.value.strip() for each in inline.category)
    if blocked.intersection(categories):
        raise refusal(VastErrorCode.CATEGORY_BLOCKED, "Its category is blocked by a wrapper.")
    clicks = linear.video_clicks
    through = clicks.click_through.value.strip() if clicks and clicks.click_through else ""
    return Unwound(
        title=inline.ad_title.value.strip() if inline.ad_title else "",
        duration=length,
        files=files,
        click_through=through,
        categories=categories,
        hops=tuple(way),
        told=told.by_event,
        companions=tuple(told.companions[:_MOST_COMPANIONS]),
    )


def _unfilled(code: VastErrorCode, sentence: str, way: list[str], told: Told) -> Unfilled:
    known = {"ERRORCODE": str(int(code))}
    tell = tuple(fill(each, known) for each in told.by_event.get("error", ()))
    return Unfilled(code, sentence, tuple(way), tell)


def inline_of(each: Elsewhere, found: Unwound) -> Served:
    """What is answered instead of the wrapper: the ad itself, told to us and to all on the way."""
    return Served(
        line_item=each.line_item,
        serving_id=each.serving_id,
        title=found.title or each.line_item,
        creative=each.creative,
        duration=found.duration,
        renditions=[
            Rendition(
                address=file.value.strip(),
                media_type=file.type,
                width=file.width,
                height=file.height,
                bitrate=file.bitrate or 0,
                codec=file.codec or "",
                streaming=file.delivery == "streaming",
            )
            for file in found.files
        ],
        track=each.track,
        categories=found.categories,
        click_through=found.click_through,
        also_told=found.told,
        companions=(*each.companions, *found.companions),
    )
