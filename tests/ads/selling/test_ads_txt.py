import pytest

from matinee.ads.selling.ads_txt import Record, Relationship, read, write
from matinee.ads.selling.sellers_json import SellerType, type_of

FILE = """\ufeff# who may sell
OwnerDomain=kino.test
contact = ads@kino.test
managerdomain=desk.test, PT
Exchange.Test, pub-123, direct, F08C47FEC0942FA0 # ours
reseller.test,7,RESELLER;ext=1

"""


def test_a_file_is_read_with_its_comments_extensions_and_letter_cases() -> None:
    found = read(FILE)
    assert found.faults == ()
    assert found.records == (
        Record("exchange.test", "pub-123", Relationship.DIRECT, "f08c47fec0942fa0"),
        Record("reseller.test", "7", Relationship.RESELLER),
    )
    assert dict(found.variables) == {
        "OWNERDOMAIN": "kino.test",
        "CONTACT": "ads@kino.test",
        "MANAGERDOMAIN": "desk.test, PT",
    }


def test_what_is_written_is_read_again() -> None:
    found = read(FILE)
    again = read(write(found.records, found.variables))
    assert (again.records, again.variables) == (found.records, found.variables)


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("exchange.test, 1", "a domain, an account"),
        ("exchange.test, 1, DIRECT, abc, more", "a domain, an account"),
        ("exchange, 1, DIRECT", "no domain"),
        ("http://exchange.test, 1, DIRECT", "no domain"),
        ("exchange.test, , DIRECT", "no account"),
        ("exchange.test, 1, BOTH", "neither"),
        ("exchange.test, 1, DIRECT, a b", "no id of an authority"),
        ("ownerdomain=kino", "no domain"),
        ("colour=red", "no variable"),
        ("a.test, 1, DIRECT\na.test, 1, RESELLER", "twice"),
        ("ownerdomain=a.test\nownerdomain=b.test", "twice"),
    ],
)
def test_a_line_at_fault_is_named(line: str, part: str) -> None:
    [fault] = read(f"# first\n{line}").faults
    assert fault.line == 2 + line.count("\n")
    assert part in fault.sentence


SELLERS = b"""{"version": 1.0, "sellers": [{"seller_id": 7, "seller_type": "publisher"}, 5, "\xff",
    {"seller_id": "8", "seller_type": "INTERMEDIARY", "is_confidential": 1}]}"""


def test_an_account_is_found_in_a_list_of_sellers() -> None:
    assert type_of(SELLERS, "7") is SellerType.PUBLISHER
    assert type_of(SELLERS, "8") is SellerType.INTERMEDIARY
    assert type_of(SELLERS, "9") is None
    with pytest.raises(ValueError, match="no sellers"):
        type_of(b"<html>", "7")
