"""The words of invalid traffic, and the settings of its rules."""

from dataclasses import dataclass
from enum import StrEnum
from ipaddress import ip_network

from pydantic import Field, field_validator

from matinee.ads.seller import SellingSettings

_MOST_NETWORKS = 50_000


class TrafficRule(StrEnum):
    """Why a beacon does not count; of several, the first in this order.

    What the MRC's guidelines on invalid traffic (2020) call general: that which routine means find.
    """

    NO_AGENT = "NO_AGENT"
    DECLARED_ROBOT = "DECLARED_ROBOT"
    DATA_CENTRE = "DATA_CENTRE"
    TOO_MANY = "TOO_MANY"
    TOO_SOON = "TOO_SOON"


@dataclass(frozen=True, slots=True)
class Teller:
    """Who told of something: what the client calls itself, and the address it comes from.

    Neither is kept.
    """

    agent: str
    address: str


class TrafficSettings(SellingSettings):
    """What tells a viewer from a machine."""

    data_centres: list[str] = Field(
        default_factory=list,
        max_length=_MOST_NETWORKS,
        description=(
            "Networks (as 203.0.113.0/24) of data centres: beacons from there count as invalid."
        ),
    )
    most_impressions_of_address: int = Field(
        default=20_000,
        ge=1,
        le=1_000_000,
        description=(
            "Impressions of a public address that count in an hour of the clock, for each process: "
            "more than the viewers behind one address of a mobile carrier see. Behind a CDN all "
            "viewers have its addresses, unless MATINEE_ACCESS__TRUSTED_PROXIES names them."
        ),
    )

    most_pictures_in_an_hour: int = Field(
        default=120,
        ge=1,
        le=100_000,
        description=(
            "Pictures for pauses and beside films that a profile may ask for in an hour of the "
            "clock, for each process: each takes budget until its beacons are over."
        ),
    )

    @field_validator("data_centres")
    @classmethod
    def _networks(cls, given: list[str]) -> list[str]:
        return [str(ip_network(each)) for each in given]
