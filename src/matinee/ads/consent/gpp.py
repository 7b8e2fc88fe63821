"""The string of the Global Privacy Platform 1.0 (IAB Tech Lab): its header, and what US states say.

A header names sections by their ids, in Fibonacci coding; a section follows for each. That of the
EU is a TC string. Those of the US have, after their version, two bits for each question; which of
them are the opt-outs is the one thing that differs between states. Sections that are not read here
(Canada, states that are newer) are kept as texts.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from matinee.ads.consent.bits import Bits, unreadable

TCF_EU = 2
US_PRIVACY = 6
_HEADER_TYPE, _VERSION = 3, 1
_MOST_SECTIONS = 100
_OPTED_OUT = 1
_GPC_SEGMENT = 1

_WITH_PROCESSING_NOTICE = (3, 4)
_OPT_OUTS: Mapping[int, tuple[int, ...]] = {
    7: (6, 7, 8),  # national: sale, sharing, targeted advertising
    8: (3, 4),  # California: sale, sharing
    9: _WITH_PROCESSING_NOTICE,  # Virginia: sale, targeted advertising, as the rest
    10: _WITH_PROCESSING_NOTICE,  # Colorado
    11: (4, 5),  # Utah, which has a notice of sensitive data before them
    12: _WITH_PROCESSING_NOTICE,  # Connecticut
    13: _WITH_PROCESSING_NOTICE,  # Florida
    14: _WITH_PROCESSING_NOTICE,  # Montana
    15: _WITH_PROCESSING_NOTICE,  # Oregon
    16: _WITH_PROCESSING_NOTICE,  # Texas
    17: _WITH_PROCESSING_NOTICE,  # Delaware
    18: (4, 5),  # Iowa, as Utah
    19: _WITH_PROCESSING_NOTICE,  # Nebraska
    20: _WITH_PROCESSING_NOTICE,  # New Hampshire
    21: _WITH_PROCESSING_NOTICE,  # New Jersey
    22: _WITH_PROCESSING_NOTICE,  # Tennessee
}
"""Of the two-bit fields after the version, from 0, those by which a member opts out."""


@dataclass(frozen=True, slots=True)
class GppString:
    """Sections by their ids, as texts."""

    sections: Mapping[int, str]

    def opted_out(self, section: int) -> bool | None:
        """Whether a US section opts out of sale, sharing or targeting; None where it is not read.

        A member whose browser sends Global Privacy Control has opted out.
        """
        text = self.sections[section]
        if section == US_PRIVACY:
            return _us_privacy(text)
        if section not in _OPT_OUTS:
            return None
        core, *segments = text.split(".")
        bits = Bits(core)
        bits.whole(6)
        wanted = _OPT_OUTS[section]
        answers = [bits.whole(2) for _ in range(max(wanted) + 1)]
        return any(answers[place] == _OPTED_OUT for place in wanted) or any(map(_gpc, segments))


def read_gpp_string(text: str) -> GppString:
    """A GPP string; Invalid (``consent_unreadable``) where it is none."""
    header, *sections = text.split("~")
    bits = Bits(header)
    if bits.whole(6) != _HEADER_TYPE or bits.whole(6) != _VERSION:
        raise unreadable("It does not begin with a header of GPP 1.")
    named = _section_ids(bits)
    if len(named) != len(sections):
        raise unreadable("Its header names other sections than it has.")
    return GppString(dict(zip(named, sections, strict=True)))


def _section_ids(bits: Bits) -> list[int]:
    found = list[int]()
    last = 0
    for _ in range(bits.whole(12)):
        several = bits.flag()
        first = last + bits.fibonacci()
        last = first + bits.fibonacci() if several else first
        if last - first + len(found) >= _MOST_SECTIONS:
            raise unreadable("Its header names too many sections.")
        found += range(first, last + 1)
    return found


def _us_privacy(text: str) -> bool:
    """The four letters of US Privacy 1: version, notice, opted out of sale, LSPA."""
    if len(text) != 4 or text[0] != "1" or any(letter not in "YN-" for letter in text[1:].upper()):
        raise unreadable("Its section of US Privacy has not four letters.")
    return text[2].upper() == "Y"


def _gpc(segment: str) -> bool:
    bits = Bits(segment)
    return bits.whole(2) == _GPC_SEGMENT and bits.flag()
