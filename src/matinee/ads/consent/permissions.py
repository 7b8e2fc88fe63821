"""What a member's strings leave to the house: caps by household, history, outside buyers.

Which purpose of TCF each of them needs: what a household was shown is "limited data" that caps ads
(purpose 2); what it saw lately, weighed into the choice, is a profile (3 and 4); a buyer outside
needs storage and access (1) and purpose 2 for itself. A US opt-out of sale, sharing or targeting
stops history and buyers; caps are no targeting. What cannot be read permits nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass

from matinee.ads.consent.gpp import TCF_EU, read_gpp_string
from matinee.ads.consent.tcf import TcString, read_tc_string
from matinee.errors import Invalid

_STORE, _SELECT, _PROFILE, _USE_PROFILE = 1, 2, 3, 4
GDPR_TERRITORIES = frozenset({
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GR", "HR", "HU", "IE",
    "IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
})  # fmt: skip
"""The European Economic Area and the United Kingdom."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a player passes on, under the names that the trade gives them in addresses.

    ``gdpr`` is None where the player does not know whether the GDPR applies; ``gpp_sid`` are the
    sections of ``gpp`` that apply, none meaning all that it has.
    """

    gdpr: bool | None = None
    tcf: str = ""
    gpp: str = ""
    gpp_sid: tuple[int, ...] = ()


NOTHING_SAID = Said()


@dataclass(frozen=True, slots=True)
class Permissions:
    """What may be done; ``vendor`` says of a buyer, by its number in the Global Vendor List."""

    caps: bool
    history: bool
    vendor: Callable[[int | None], bool]
    gdpr: bool = False


def permissions(said: Said, *, territory: str) -> Permissions:
    """From the strings, where there are any.

    Without one, caps and history stand on the house's own terms with its member, and outside
    buyers are asked only where no law demands a string (:data:`GDPR_TERRITORIES`).
    """
    try:
        return _read(said, territory)
    except Invalid:
        return Permissions(caps=False, history=False, vendor=_nobody, gdpr=said.gdpr is not False)


def _read(said: Said, territory: str) -> Permissions:
    gpp = read_gpp_string(said.gpp) if said.gpp else None
    applying = said.gpp_sid or tuple(gpp.sections if gpp else ())
    sections = {number: gpp.sections.get(number) for number in applying} if gpp else {}
    text = said.tcf or sections.get(TCF_EU) or ""
    told = read_tc_string(text) if text else None
    gdpr = territory in GDPR_TERRITORIES if said.gdpr is None else said.gdpr
    opted_out = False
    for number in applying:
        if number == TCF_EU:
            gdpr = gdpr or said.gdpr is None
        elif gpp is None or number not in gpp.sections:
            opted_out = True
        else:
            # A section that is not read may hold a refusal.
            opted_out = opted_out or gpp.opted_out(number) is not False
    if not gdpr:
        return Permissions(True, not opted_out, _nobody if opted_out else _anybody)
    if told is None:
        return Permissions(True, not opted_out, _nobody, gdpr=True)
    return Permissions(
        caps=told.house_may(_SELECT),
        history=not opted_out and told.house_may(_PROFILE) and told.house_may(_USE_PROFILE),
        vendor=_nobody if opted_out else _vendors(told),
        gdpr=True,
    )


def _vendors(told: TcString) -> Callable[[int | None], bool]:
    def may(number: int | None) -> bool:
        return number is not None and all(
            told.vendor_may(number, purpose) for purpose in (_STORE, _SELECT)
        )

    return may


def _anybody(_number: int | None) -> bool:
    return True


def _nobody(_number: int | None) -> bool:
    return False
