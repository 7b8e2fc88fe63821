"""What strings switch off: caps by household, what history weighs, and buyers outside."""

import pytest
from tests.ads.consent.test_strings import letters, tc

from matinee.ads.consent.permissions import Said, permissions

ALL = tc(consent=(1, 2, 3, 4), vendors=(7,))
US_OPTED_OUT = "DBABVg~BVVVVVVg"
EU_IN_GPP = "DBABMA~" + ALL
EU_AND_US = "DBACNYA~" + ALL + "~1YYN"


def allowed(said: Said, territory: str = "PT", vendor: int | None = 7) -> tuple[bool, bool, bool]:
    found = permissions(said, territory=territory)
    return found.caps, found.history, found.vendor(vendor)


@pytest.mark.parametrize(
    ("said", "territory", "expected"),
    [
        # Nothing said: the house's own terms; no buyer where the law demands a string.
        (Said(), "PT", (True, True, False)),
        (Said(), "BR", (True, True, True)),
        (Said(gdpr=True), "BR", (True, True, False)),
        (Said(gdpr=False), "PT", (True, True, True)),
        # TCF.
        (Said(tcf=ALL), "PT", (True, True, True)),
        (Said(tcf=tc()), "PT", (False, False, False)),
        (Said(tcf=tc(interest=(2,))), "PT", (True, False, False)),
        (Said(tcf=tc(consent=(1, 2), vendors=(8,))), "PT", (True, False, False)),
        (Said(tcf=tc(consent=(1, 2), vendors=(7,), publisher=((), ()))), "PT",
         (False, False, True)),
        (Said(tcf=tc(consent=(1, 2), vendors=(7,), restrictions=((2, 0, 7),))), "PT",
         (True, False, False)),
        # GPP.
        (Said(gpp=EU_IN_GPP), "PT", (True, True, True)),
        (Said(gpp=US_OPTED_OUT), "US", (True, False, False)),
        (Said(gpp=EU_AND_US), "PT", (True, False, False)),
        (Said(gpp=EU_AND_US, gpp_sid=(2,)), "PT", (True, True, True)),
        (Said(gpp="DBABBg~BAAAAACA"), "US", (True, True, True)),
        # Sections that are not read, and a string without what it is said to have.
        (Said(gpp="DBABDA~BPXuQIAPXuQIAAfKABENB-CgAAAAAAAAAAAAAAAA"), "CA",
         (True, False, False)),
        (Said(gpp="DBABBg~BAAAAACA", gpp_sid=(9,)), "US", (True, False, False)),
        # What cannot be read permits nothing.
        (Said(tcf="nonsense!"), "PT", (False, False, False)),
        (Said(gpp=letters((9, 6))), "BR", (False, False, False)),
    ],
)  # fmt: skip
def test_strings_switch_off_what_they_do_not_permit(
    said: Said, territory: str, expected: tuple[bool, bool, bool]
) -> None:
    assert allowed(said, territory) == expected


def test_a_buyer_that_is_no_vendor_is_asked_only_where_no_vendor_is_demanded() -> None:
    assert not permissions(Said(tcf=ALL), territory="PT").vendor(None)
    assert permissions(Said(), territory="BR").vendor(None)
