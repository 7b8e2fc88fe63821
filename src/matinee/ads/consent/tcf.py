"""The TC string of the Transparency and Consent Framework 2.0 to 2.2 (IAB Europe), read.

Segments are divided by dots: the core, and those that name their kind in their first three bits.
Of the core every field is read in its order; those that nothing here asks for are passed over.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from matinee.ads.consent.bits import Bits, unreadable

_PURPOSES = 24
_SPECIAL_FEATURES = 12
_PUBLISHER_TC = 3
_MOST_VENDORS = 65_535


class Restriction(IntEnum):
    """What a publisher demands of a vendor for a purpose."""

    NOT_ALLOWED = 0
    NEEDS_CONSENT = 1
    NEEDS_LEGITIMATE_INTEREST = 2


@dataclass(frozen=True, slots=True)
class Basis:
    """The purposes agreed to, and those under legitimate interest that were not objected to."""

    consent: frozenset[int] = frozenset()
    interest: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class TcString:
    """What a member said; ``publisher`` is of the publisher's own segment, where there is one.

    ``restrictions`` give, for a purpose, vendors with what the publisher demands of them.
    """

    policy: int
    publisher_country: str
    language: str
    purposes: Basis
    special_features: frozenset[int]
    vendors: Basis
    restrictions: Mapping[int, Mapping[int, Restriction]]
    publisher: Basis | None = None

    def house_may(self, purpose: int) -> bool:
        """Whether the publisher itself may process data for a purpose."""
        own = self.purposes if self.publisher is None else self.publisher
        return purpose in own.consent or (purpose in own.interest and purpose not in _CONSENT_ALONE)

    def vendor_may(self, vendor: int, purpose: int) -> bool:
        """Whether a vendor may, on either ground that the publisher leaves to it.

        Nobody declares here which ground the vendor claims, so either will do, as long as the
        member's word and the publisher's restrictions bear it.
        """
        demanded = self.restrictions.get(purpose, {}).get(vendor)
        if demanded is Restriction.NOT_ALLOWED:
            return False
        agreed = purpose in self.purposes.consent and vendor in self.vendors.consent
        interest = (
            purpose in self.purposes.interest
            and vendor in self.vendors.interest
            and purpose not in _CONSENT_ALONE
        )
        if demanded is Restriction.NEEDS_CONSENT:
            return agreed
        if demanded is Restriction.NEEDS_LEGITIMATE_INTEREST:
            return interest
        return agreed or interest


_CONSENT_ALONE = frozenset({1, 3, 4, 5, 6})
"""Purposes that know no legitimate interest since TCF 2.2."""


def read_tc_string(text: str) -> TcString:
    """A TC string; Invalid (``consent_unreadable``) where it is none, or of version 1."""
    core, *others = text.split(".")
    bits = Bits(core)
    if (version := bits.whole(6)) != 2:
        raise unreadable(f"It is of version {version}, not of 2.")
    for width in (36, 36, 12, 12, 6):  # created, updated, CMP and its version, screen
        bits.whole(width)
    language = bits.letters(2)
    bits.whole(12)  # vendor list
    policy = bits.whole(6)
    bits.whole(2)  # service specific, non-standard texts
    special_features = bits.field(_SPECIAL_FEATURES)
    purposes = Basis(bits.field(_PURPOSES), bits.field(_PURPOSES))
    bits.whole(1)  # purpose one treatment
    country = bits.letters(2)
    vendors = Basis(_vendors(bits), _vendors(bits))
    return TcString(
        policy=policy,
        publisher_country=country,
        language=language,
        purposes=purposes,
        special_features=special_features,
        vendors=vendors,
        restrictions=_restrictions(bits),
        publisher=_publisher(others),
    )


def _vendors(bits: Bits) -> frozenset[int]:
    """A bit field or ranges, whichever the writer found shorter."""
    most = bits.whole(16)
    if not bits.flag():
        return bits.field(most)
    return _ranges(bits)


def _ranges(bits: Bits) -> frozenset[int]:
    found = set[int]()
    for _ in range(bits.whole(12)):
        several = bits.flag()
        first = bits.whole(16)
        last = bits.whole(16) if several else first
        if not 1 <= first <= last <= _MOST_VENDORS:
            raise unreadable("A range of vendors in it runs backwards.")
        found.update(range(first, last + 1))
    return frozenset(found)


def _restrictions(bits: Bits) -> Mapping[int, Mapping[int, Restriction]]:
    found: dict[int, dict[int, Restriction]] = {}
    for _ in range(bits.whole(12)):
        purpose, kind = bits.whole(6), bits.whole(2)
        vendors = _ranges(bits)
        if kind not in set(Restriction):
            continue  # 3 is not defined, and demands nothing
        known = found.setdefault(purpose, {})
        for vendor in vendors:
            # Where two are given for a vendor, the narrower holds.
            known[vendor] = min(known.get(vendor, Restriction(kind)), Restriction(kind))
    return found


def _publisher(segments: list[str]) -> Basis | None:
    for each in segments:
        bits = Bits(each)
        if bits.whole(3) == _PUBLISHER_TC:
            return Basis(bits.field(_PURPOSES), bits.field(_PURPOSES))
    return None
