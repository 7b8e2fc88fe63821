"""The macros of VAST 3.0 to 4.3 in addresses, filled as section 6 of VAST 4.2 says."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote

from matinee.ads.vast.error_codes import VastErrorCode

UNKNOWN = "-1"
"""The value is not known here, but may be elsewhere."""
WITHHELD = "-2"
"""The value is known and must not be told, as the address of a household."""

NAMES = frozenset(
    re.findall(
        "[A-Z]+",
        "TIMESTAMP CACHEBUSTING CONTENTPLAYHEAD MEDIAPLAYHEAD BREAKPOSITION "
        "BLOCKEDADCATEGORIES ADCATEGORIES ADCOUNT TRANSACTIONID PLACEMENTTYPE ADTYPE "
        "UNIVERSALADID BREAKMAXDURATION BREAKMAXADS BREAKMINADLENGTH BREAKMAXADLENGTH IFA "
        "IFATYPE CLIENTUA SERVERUA DEVICEUA SERVERSIDE DEVICEIP LATLONG DOMAIN PAGEURL "
        "APPBUNDLE VASTVERSIONS APIFRAMEWORKS EXTENSIONS VERIFICATIONVENDORS OMIDPARTNER "
        "MEDIAMIME PLAYERCAPABILITIES CLICKTYPE PLAYERSTATE INVENTORYSTATE PLAYERSIZE "
        "ADPLAYHEAD ASSETURI CONTENTID CONTENTURI PODSEQUENCE ADSERVINGID CLICKPOS ERRORCODE "
        "REASON LIMITADTRACKING REGULATIONS GDPRCONSENT STOREID STOREURL PLAYBACKMETHODS "
        "CONTENTCAT GPPSTRING GPPSECTIONID DSAREQUIRED DSAPARAMS DSAPUBRENDER ",
    )
)
PERSONAL = frozenset({"IFA", "IFATYPE", "DEVICEIP", "LATLONG"})
"""What would tell a third party which household watches: always withheld."""
_REQUEST_ONLY = frozenset(
    re.findall(
        "[A-Z]+",
        "BLOCKEDADCATEGORIES VASTVERSIONS APIFRAMEWORKS EXTENSIONS VERIFICATIONVENDORS "
        "MEDIAMIME CONTENTCAT DSAREQUIRED DSAPARAMS DSAPUBRENDER ",
    )
)
_MACRO = re.compile(r"(?:\[|%5[Bb])([A-Z]+)(?:\]|%5[Dd])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What is known when an address is called; each absent value becomes -1.

    ``break_position`` is 1 for a pre-roll, 2 mid-roll, 3 post-roll, 4 alone; playheads are from
    the start of the title and of the ad; ``cache_busting`` is drawn by the caller.
    """

    at: datetime
    cache_busting: int
    media_playhead: timedelta | None = None
    ad_playhead: timedelta | None = None
    break_position: int | None = None
    ad_count: int | None = None
    pod_sequence: int | None = None
    transaction_id: str | None = None
    ad_serving_id: str | None = None
    universal_ad_ids: tuple[tuple[str, str], ...] = ()
    asset_uri: str | None = None
    content_id: tuple[str, str] | None = None
    server_agent: str | None = None
    device_agent: str | None = None
    error: VastErrorCode | None = None
    verification_reason: int | None = None
    limit_ad_tracking: bool | None = None
    gdpr_consent: str | None = None
    gpp_string: str | None = None
    break_max_duration: timedelta | None = None
    break_max_ads: int | None = None
    blocked_categories: tuple[str, ...] = ()
    others: tuple[tuple[str, str], ...] = ()

    def values(self) -> dict[str, str]:
        """Each macro that is known here, unencoded."""
        found: dict[str, str | None] = {
            "TIMESTAMP": self.at.isoformat(timespec="milliseconds"),
            "CACHEBUSTING": f"{self.cache_busting % 10**8:08}",
            "CONTENTPLAYHEAD": _playhead(self.media_playhead),
            "MEDIAPLAYHEAD": _playhead(self.media_playhead),
            "ADPLAYHEAD": _playhead(self.ad_playhead),
            "BREAKPOSITION": _number(self.break_position),
            "ADCOUNT": _number(self.ad_count),
            "PODSEQUENCE": _number(self.pod_sequence),
            "TRANSACTIONID": self.transaction_id,
            "ADSERVINGID": self.ad_serving_id,
            "UNIVERSALADID": ",".join(" ".join(pair) for pair in self.universal_ad_ids) or None,
            "ASSETURI": self.asset_uri,
            "CONTENTID": " ".join(self.content_id) if self.content_id else None,
            "SERVERUA": self.server_agent,
            "DEVICEUA": self.device_agent,
            "ERRORCODE": _number(self.error),
            "REASON": _number(self.verification_reason),
            "LIMITADTRACKING": _number(self.limit_ad_tracking),
            "GDPRCONSENT": self.gdpr_consent,
            "GPPSTRING": self.gpp_string,
            "BREAKMAXDURATION": _seconds(self.break_max_duration),
            "BREAKMAXADS": _number(self.break_max_ads),
            "BLOCKEDADCATEGORIES": ",".join(self.blocked_categories) or None,
        }
        return {name: value for name, value in found.items() if value is not None} | dict(
            self.others
        )


def fill(address: str, values: Mapping[str, str], *, request: bool = False) -> str:
    """The address with every macro of VAST replaced, percent-encoded.

    ``request`` is true for the address of a VAST document, false for a tracking address, where
    macros of requests alone become -1. A bracket that is no macro of VAST stays as it is, since it
    may be part of the address.
    """

    def value(match: re.Match[str]) -> str:
        name = match[1]
        if name not in NAMES:
            return match[0]
        if name in PERSONAL:
            return WITHHELD
        if name in _REQUEST_ONLY and not request:
            return UNKNOWN
        return quote(values.get(name, UNKNOWN), safe="-._~,")

    return _MACRO.sub(value, address)


def _playhead(time: timedelta | None) -> str | None:
    if time is None:
        return None
    milliseconds = round(time / timedelta(milliseconds=1))
    seconds, fraction = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{fraction:03}"


def _number(value: int | None) -> str | None:
    return None if value is None else str(int(value))


def _seconds(value: timedelta | None) -> str | None:
    return None if value is None else str(round(value.total_seconds()))
