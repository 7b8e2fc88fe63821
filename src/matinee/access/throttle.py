"""How long a sign-in must wait after failures: exponential, and bounded.

What is counted: the address (many people may share one, hence more free tries), the account and
the address together, and the account as a whole. The last has a short bound, and does not hold
for addresses from which the account has signed in before, so that no stranger can keep its owner
out for long, and none at all where the owner is known.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address


@dataclass(frozen=True, slots=True)
class Limit:
    """Tries that cost nothing, and the longest that one must ever wait, in seconds."""

    free: int
    longest: float

    def wait(self, failures: int) -> float:
        """Seconds from the last failure until the next try."""
        over = failures - self.free
        return 0.0 if over < 0 else min(self.longest, 2.0 ** min(over, 30))


BY_ACCOUNT = Limit(free=10, longest=30)
BY_PAIR = Limit(free=5, longest=900)
BY_ADDRESS = Limit(free=30, longest=900)
FORGOTTEN_SECONDS = 24 * 3600
"""After so long without another, failures no longer count."""


def limits(account: str, address: str, *, known: bool) -> Mapping[str, Limit]:
    """What is counted of one try, by key; ``account`` is a folded name, existing or not."""
    origin = network(address)
    counted = {f"address:{origin}": BY_ADDRESS, f"pair:{origin}:{account}": BY_PAIR}
    return counted if known else {**counted, f"account:{account}": BY_ACCOUNT}


def network(address: str) -> str:
    """An IPv4 address, or the /64 that one customer of IPv6 holds."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return "unknown"
    if parsed.version == 4:
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return f"{ip_address(int(parsed) >> 64 << 64)}/64"
