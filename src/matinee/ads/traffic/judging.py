"""Which rule keeps a beacon from counting, judged as it is told; nothing of who told is kept.

A client that names itself a robot is one; one without a name is no player. Data centres are told
from homes by their networks, which the settings list. An address of which more impressions counted
in an hour than the viewers behind it could watch is a machine, whatever it calls itself: this is
counted in memory, by a hash under a key of this process, by the hour of the clock. And an ad that
is told to be seen so far, before it could have been since it was decided on, was not.
"""

import hashlib
import re
import secrets
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime, timedelta
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    collapse_addresses,
    ip_address,
    ip_network,
)

from matinee.ads.traffic.model import Teller, TrafficRule

_ROBOT = re.compile(
    r"(?<!cu)bot\b|crawl|spider|slurp|scrap[ye]|headless|phantomjs|selenium|puppeteer|lighthouse"
    # Tools name themselves first; players name the libraries that they are made of further on.
    r"|^curl/|^wget/|libwww|^go-http-client|^python-|^python/|^aiohttp|^httpx/|^java/|pingdom",
    re.IGNORECASE,
)
_HOUR = 3600
_AGENT = 400
"""Letters of an agent's name that are read."""
_MOST_ADDRESSES = 20_000
_SHARES = {"firstQuartile": 0.25, "midpoint": 0.5, "thirdQuartile": 0.75, "complete": 1.0}
_EARLY, _EARLY_SHARE = timedelta(seconds=2), 0.05
"""How much sooner an event may be told: the clocks of two processes differ, and players look at an
ad several times a second and call one finished that lacks its last frames."""


def too_soon(event: str, *, decided: datetime, lasts: timedelta, now: datetime) -> bool:
    """Whether so much of an ad cannot have been seen yet.

    Counted from the decision, the one moment that is the server's own: players tell late, or of
    several events at once, so that when the first was told says nothing of when it was. Of an ad
    that ``lasts`` nothing, nobody knows how long it is.
    """
    share = _SHARES.get(event, 0.0)
    return now - decided < lasts * share * (1 - _EARLY_SHARE) - _EARLY


class TrafficJudge:
    """Judges beacons for one process; ``networks`` are those of data centres."""

    def __init__(self, networks: Sequence[str], most_in_an_hour: int) -> None:
        self._ranges = {4: _Ranges(_of(networks, 4)), 6: _Ranges(_of(networks, 6))}
        self._most = most_in_an_hour
        self._told: OrderedDict[bytes, tuple[int, int]] = OrderedDict()
        """By address: the hour since 1970, and how many impressions counted in it."""
        self._key = secrets.token_bytes(16)

    def judge(self, teller: Teller, now: datetime) -> TrafficRule | None:
        """The first rule that keeps a beacon from counting; None where none does."""
        agent = teller.agent[:_AGENT].strip()
        if not agent:
            return TrafficRule.NO_AGENT
        if _ROBOT.search(agent):
            return TrafficRule.DECLARED_ROBOT
        address = _address(teller)
        if address is None:
            return None
        if self._ranges[address.version].holds(int(address)):
            return TrafficRule.DATA_CENTRE
        # Behind an address of one's own network stands a proxy, and behind that everybody.
        if address.is_global and self._counted(self._name(address), now) >= self._most:
            return TrafficRule.TOO_MANY
        return None

    def count(self, teller: Teller, now: datetime) -> None:
        """An impression that this teller told of counts; told again it is none."""
        address = _address(teller)
        if address is None or not address.is_global:
            return
        name = self._name(address)
        self._told[name] = int(now.timestamp()) // _HOUR, self._counted(name, now) + 1
        self._told.move_to_end(name)
        if len(self._told) > _MOST_ADDRESSES:
            self._told.popitem(last=False)

    def _counted(self, name: bytes, now: datetime) -> int:
        hour = int(now.timestamp()) // _HOUR
        kept, count = self._told.get(name, (hour, 0))
        return count if kept == hour else 0

    def _name(self, address: IPv4Address | IPv6Address) -> bytes:
        # A home has a network of 64 bits in IPv6, and any address in it.
        packed = address.packed[: 8 if address.version == 6 else 4]
        return hashlib.blake2b(packed, key=self._key, digest_size=8).digest()


class _Ranges:
    """Numbers from one to another, apart from each other."""

    def __init__(self, networks: Sequence[IPv4Network] | Sequence[IPv6Network]) -> None:
        self._begins = [int(each.network_address) for each in networks]
        self._ends = [int(each.broadcast_address) for each in networks]

    def holds(self, number: int) -> bool:
        place = bisect_right(self._begins, number) - 1
        return place >= 0 and number <= self._ends[place]


def _address(teller: Teller) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(teller.address)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def _of(networks: Sequence[str], version: int) -> list[IPv4Network] | list[IPv6Network]:
    known = [ip_network(each) for each in networks]
    if version == 4:
        return sorted(collapse_addresses(n for n in known if isinstance(n, IPv4Network)))
    return sorted(collapse_addresses(n for n in known if isinstance(n, IPv6Network)))
