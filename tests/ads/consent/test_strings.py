"""TC and GPP strings, by the examples of the standards and of other readers."""

import pytest

from matinee.ads.consent.bits import Bits
from matinee.ads.consent.gpp import read_gpp_string
from matinee.ads.consent.tcf import Restriction, read_tc_string
from matinee.errors import Invalid

RESTRICTED = "COwAdDhOwAdDhN4ABAENAPCgAAQAAv___wAAAFP_AAp_4AI6ACACAA"
IN_GPP = "CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA"


def letters(*fields: tuple[int, int]) -> str:
    """Fields of a value and a width, written as a consent string."""
    bits = "".join(f"{value:0{width}b}" for value, width in fields)
    bits += "0" * (-len(bits) % 6)
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return "".join(alphabet[int(bits[at : at + 6], 2)] for at in range(0, len(bits), 6))


def marks(width: int, *numbers: int) -> tuple[int, int]:
    return sum(1 << (width - number) for number in numbers), width


def tc(
    *,
    consent: tuple[int, ...] = (),
    interest: tuple[int, ...] = (),
    vendors: tuple[int, ...] = (),
    vendors_interest: tuple[int, ...] = (),
    restrictions: tuple[tuple[int, int, int], ...] = (),
    publisher: tuple[tuple[int, ...], tuple[int, ...]] | None = None,
) -> str:
    """A TC string of version 2, policy 4, made by the layout of the standard."""
    core = letters(
        (2, 6), (1, 36), (1, 36), (7, 12), (1, 12), (0, 6), (4, 6), (13, 6), (48, 12), (4, 6),
        (0, 2), (0, 12), marks(24, *consent), marks(24, *interest), (0, 1), (15, 6), (19, 6),
        (99, 16), (0, 1), marks(99, *vendors), (99, 16), (0, 1), marks(99, *vendors_interest),
        (len(restrictions), 12),
        *(
            field
            for purpose, kind, vendor in restrictions
            for field in ((purpose, 6), (kind, 2), (1, 12), (0, 1), (vendor, 16))
        ),
    )  # fmt: skip
    if publisher is None:
        return core
    return core + "." + letters((3, 3), marks(24, *publisher[0]), marks(24, *publisher[1]), (0, 6))


def test_a_published_string_with_a_restriction_is_read() -> None:
    found = read_tc_string(RESTRICTED)
    assert found.restrictions[7][32] is Restriction.NEEDS_CONSENT
    assert found.language == "EN"
    assert found.policy == 2
    assert (found.purposes.consent, found.vendors.consent) == ({6, 23}, set(range(1, 11)))


def test_what_is_written_is_read() -> None:
    found = read_tc_string(
        tc(consent=(1, 3), interest=(2, 7), vendors=(5, 99), publisher=((2,), (9,)))
    )
    assert found.purposes.consent == {1, 3}
    assert found.purposes.interest == {2, 7}
    assert found.vendors.consent == {5, 99}
    assert found.publisher is not None
    assert (found.publisher.consent, found.publisher.interest) == ({2}, {9})
    assert (found.language, found.publisher_country, found.policy) == ("EN", "PT", 4)


def test_vendors_given_in_ranges_are_read() -> None:
    ranges = letters(
        (2, 6), (0, 36), (0, 36), (0, 42), (0, 12), (4, 6), (0, 2), (0, 12), (0, 49), (0, 12),
        (900, 16), (1, 1), (2, 12), (1, 1), (10, 16), (12, 16), (0, 1), (900, 16),
        (0, 16), (0, 1), (0, 12),
    )  # fmt: skip
    assert read_tc_string(ranges).vendors.consent == {10, 11, 12, 900}


def test_the_publisher_may_forbid_a_vendor_or_demand_consent_of_it() -> None:
    def may(vendor: int, *restrictions: tuple[int, int, int]) -> bool:
        said = tc(
            consent=(2,),
            interest=(2,),
            vendors=(8,),
            vendors_interest=(8, 9),
            restrictions=restrictions,
        )
        return read_tc_string(said).vendor_may(vendor, 2)

    assert may(9)
    assert not may(9, (2, 0, 9))
    assert not may(9, (2, 1, 9))
    assert may(8, (2, 1, 8))


def test_profiles_know_no_legitimate_interest() -> None:
    assert not read_tc_string(tc(interest=(4,))).house_may(4)
    assert read_tc_string(tc(consent=(4,))).house_may(4)


@pytest.mark.parametrize(
    ("text", "sections"),
    [
        (f"DBABMA~{IN_GPP}", {2: IN_GPP}),
        (f"DBABM~{IN_GPP}", {2: IN_GPP}),
        (f"DBACNYA~{IN_GPP}~1YNN", {2: IN_GPP, 6: "1YNN"}),
        (f"DBACNY~{IN_GPP}~1YNN", {2: IN_GPP, 6: "1YNN"}),
        ("DBABRg~BAAAABA", {9: "BAAAABA"}),
        ("DBABDA~BPXuQIAPXuQIAAfKABENB-CgAAAAAAAAAAAAAAAA", None),
    ],
)
def test_published_headers_name_their_sections(text: str, sections: dict[int, str] | None) -> None:
    found = read_gpp_string(text).sections
    assert dict(found) == (sections or {5: text.partition("~")[2]})


@pytest.mark.parametrize(
    ("text", "section", "out"),
    [
        ("DBABVg~BVVVVVVg.YA", 12, True),
        ("DBABBg~BVqqqqpY.YA", 8, True),
        ("DBABBg~BVqqqqpY", 8, False),
        ("DBABBg~BAAAAACA", 8, False),
        ("DBABRg~BAAAABA", 9, False),
        (f"DBACNYA~{IN_GPP}~1YYN", 6, True),
        (f"DBACNYA~{IN_GPP}~1YNN", 6, False),
        ("DBABDA~BPXuQIAPXuQIAAfKABENB-CgAAAAAAAAAAAAAAAA", 5, None),
    ],
)
def test_published_sections_of_states_say_who_opted_out(
    text: str, section: int, out: bool | None
) -> None:
    assert read_gpp_string(text).opted_out(section) is out


def test_numbers_in_fibonacci_coding_are_read() -> None:
    bits = Bits(letters((0b011, 3), (0b0011, 4), (0b1011, 4), (0b00011, 5)))
    assert [bits.fibonacci() for _ in range(4)] == [2, 3, 4, 5]


@pytest.mark.parametrize(
    "text", ["", "no string", "A" * 40, RESTRICTED[:20], "BOEFEAyOEFEAyAHABDENAI4AAAB9vABAASA"]
)
def test_what_is_no_tc_string_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_tc_string(text)
    assert refused.value.code == "consent_unreadable"


@pytest.mark.parametrize("text", ["", "DBABMA", f"DBABMA~{IN_GPP}~1YNN", "DB", "AAAA~x"])
def test_what_is_no_gpp_string_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        read_gpp_string(text)
