"""How many requests one address may make a minute, whoever it says it is.

Addresses are told as sign-in tells them: believed proxies are looked through, and an IPv6 customer
is a /64. This machine itself is not bounded: its operator, its load generators. Nor is who passes
others on from a private network and is no proxy that the settings name: all members would be one
address. That is said in the log, once.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from ipaddress import ip_address, ip_network

import structlog

from matinee.access.origin import origin
from matinee.access.quota import Quota, alone
from matinee.access.throttle import network

_log = structlog.get_logger()
_PRIVATE = tuple(
    map(ip_network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7"))
)
_REMEMBERED = 20_000
"""Addresses whose network is not worked out again."""


class AddressQuota:
    """``a_minute`` requests of each address; 0 bounds none."""

    def __init__(
        self,
        a_minute: int,
        trusted: Sequence[str],
        ticks: Callable[[], float],
        shares: Callable[[], int] = alone,
    ) -> None:
        self._quota = Quota(a_minute, ticks, shares)
        self._trusted, self._said = tuple(trusted), False
        self._key_of = lru_cache(_REMEMBERED)(self._key)

    def take(self, peer: str, passed: tuple[str, ...]) -> float:
        """Seconds until a request may be made, and count it where that is 0.

        ``peer`` is at the other end, and ``passed`` what it says in X-Forwarded-For.
        """
        key = self._key_of(peer, passed)
        return 0.0 if key is None else self._quota.take(key)

    def _key(self, peer: str, passed: tuple[str, ...]) -> bytes | None:
        """What is counted; None for whom is not bounded."""
        address = origin(peer, passed, self._trusted)
        try:
            at = ip_address(address)
        except ValueError:
            return address.encode()
        if at.is_loopback:
            return None
        if passed and address == peer and any(at in each for each in _PRIVATE):
            self._note_unnamed(peer)
            return None
        return network(address).encode()

    def _note_unnamed(self, peer: str) -> None:
        if not self._said:
            self._said = True
            _log.warning(
                "a proxy is not named: addresses behind it are not bounded",
                proxy=peer,
                remedy="Name it in MATINEE_ACCESS__TRUSTED_PROXIES.",
            )
