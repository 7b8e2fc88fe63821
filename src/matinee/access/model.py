"""Who calls, and in which roles."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a caller is to the service."""

    MEMBER = "member"
    PROGRAMMER = "programmer"
    ADVERTISER = "advertiser"
    FILM_MAKER = "film-maker"
    REPRESENTATIVE = "representative"
    COUNSEL = "counsel"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who makes a request."""

    name: str
    roles: frozenset[Role]


LOCAL_OPERATOR = Caller("local operator", frozenset(Role))
"""Until accounts exist, whoever reaches the loopback address is the operator of this machine."""
