"""sellers.json 1.0 (IAB Tech Lab): ours written, and others' read to find an account."""

from enum import StrEnum
from typing import Any

import msgspec

from matinee.foundation.nesting import UNREADABLE


class SellerType(StrEnum):
    """Whose inventory an account sells."""

    PUBLISHER = "PUBLISHER"
    INTERMEDIARY = "INTERMEDIARY"
    BOTH = "BOTH"


class _Seller(msgspec.Struct):
    seller_id: str | int
    seller_type: str


class _SellersJson(msgspec.Struct):
    sellers: list[msgspec.Raw]


_FILE, _ONE = msgspec.json.Decoder(_SellersJson), msgspec.json.Decoder(_Seller)


def write(*, domain: str, name: str, seller_id: str, contact: str) -> dict[str, Any]:
    """The file of a service that sells its own breaks and nobody else's."""
    made: dict[str, Any] = {
        "version": "1.0",
        "sellers": [
            {
                "seller_id": seller_id,
                "name": name,
                "domain": domain,
                "seller_type": SellerType.PUBLISHER.value,
            }
        ],
    }
    if contact:
        made["contact_email"] = contact
    return made


def type_of(data: bytes, account: str) -> SellerType | None:
    """As what an account stands in somebody's file; None where it does not.

    Raises:
        ValueError: for what is no sellers.json. A seller that cannot be read is passed over, since
            files of a hundred thousand sellers are seldom without one.
    """
    try:
        sellers = _FILE.decode(data).sellers
    except UNREADABLE as error:
        raise ValueError("It is no sellers.json.") from error
    for raw in sellers:
        try:
            one = _ONE.decode(raw)
        except UNREADABLE:
            continue
        if str(one.seller_id).strip() == account and one.seller_type.upper() in set(SellerType):
            return SellerType(one.seller_type.upper())
    return None
