"""Where a request comes from, behind proxies that are believed: X-Forwarded-For from the right.

Each proxy appends whom it heard; what stands left of the first one that is not believed was written
by whoever that is, and is never looked at.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TypeAlias

Address: TypeAlias = IPv4Address | IPv6Address
_MOST_HOPS = 20


def believed(parts: tuple[str, ...]) -> tuple[str, ...]:
    """Addresses and networks as they were given; ValueError where one is none, or is everyone."""
    for part in parts:
        try:
            network = ip_network(part)
        except ValueError as failure:
            raise ValueError(f"{part!r} is no address and no network: {failure}") from failure
        if network.prefixlen == 0:
            raise ValueError(f"{part} is everyone: then anyone could make addresses up")
        if isinstance(network, IPv6Network) and network.network_address.ipv4_mapped:
            raise ValueError(f"{part} is IPv4 in other clothes: write it as IPv4")
    return parts


def origin(peer: str, passed: Iterable[str], trusted: Sequence[str]) -> str:
    """The nearest address that is no believed proxy; ``passed`` are the headers, in their order.

    Where the header ends, or says what is no address, the last proxy stands for all behind it.
    """
    hops = ",".join(passed).rsplit(",", _MOST_HOPS) if trusted else []
    networks = _networks(tuple(trusted))
    at = _address(peer)
    while at is not None and hops and any(at in network for network in networks):
        before = _address(hops.pop().strip())
        if before is None:
            break
        at = before
    return peer if at is None else str(at)


@cache
def _networks(trusted: tuple[str, ...]) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(each) for each in trusted)


def _address(text: str) -> Address | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
