"""Who calls, in which roles, and what of: the words of access, and its settings."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Annotated, Protocol
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, SecretStr

from matinee.access.origin import believed
from matinee.errors import Invalid
from matinee.vocabulary.ids import HouseholdId, ProfileId

LONGEST_NAME = 200
SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 1000


class Role(StrEnum):
    """What a caller is to the service."""

    MEMBER = "member"
    PROGRAMMER = "programmer"
    ADVERTISER = "advertiser"
    FILM_MAKER = "film-maker"
    REPRESENTATIVE = "representative"
    COUNSEL = "counsel"
    OPERATOR = "operator"


class Use(StrEnum):
    """What a route is for, in one word; the policies say which role may use what."""

    BROWSE = "browse"
    WATCH = "watch"
    PROGRAMME = "programme"
    ADVERTISE = "advertise"
    PRODUCE = "produce"
    REPRESENT = "represent"
    COUNSEL = "counsel"
    OPERATE = "operate"
    ADMINISTER = "administer"


USE_OF: Mapping[Role, Use] = {
    Role.MEMBER: Use.WATCH,
    Role.PROGRAMMER: Use.PROGRAMME,
    Role.ADVERTISER: Use.ADVERTISE,
    Role.FILM_MAKER: Use.PRODUCE,
    Role.REPRESENTATIVE: Use.REPRESENT,
    Role.COUNSEL: Use.COUNSEL,
    Role.OPERATOR: Use.OPERATE,
}
"""The use that is a role's own: what a route is for that names the role."""


class ObjectKind(StrEnum):
    """What a route may be about, where not everyone reaches every one of them."""

    HOUSEHOLD = "household"
    PROFILE = "profile"
    CAMPAIGN = "campaign"
    PRODUCTION = "production"
    PERFORMER = "performer"


GRANTED = (ObjectKind.CAMPAIGN, ObjectKind.PRODUCTION, ObjectKind.PERFORMER)
"""Those that an account is given one by one; households and profiles follow from the account."""


@dataclass(frozen=True, slots=True, order=True)
class Grant:
    """One object that is an account's own."""

    kind: ObjectKind
    object_id: UUID


class Answer(IntEnum):
    """What a role is let through to, from nothing to everything."""

    NO = 0
    OWN = 1
    YES = 2


class Means(StrEnum):
    """How a caller is known."""

    LOCAL = "local"
    SESSION = "session"
    BEARER = "bearer"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who makes a request."""

    name: str
    roles: frozenset[Role]
    account: UUID | None = None
    household: HouseholdId | None = None
    grants: frozenset[Grant] = frozenset()
    means: Means = Means.LOCAL

    @property
    def within(self) -> HouseholdId | None:
        """The household outside of which this caller sees nobody; None for those who run things."""
        return None if Role.OPERATOR in self.roles else self.household

    @property
    def confined(self) -> bool:
        """Whether this caller sees one household at most."""
        return Role.OPERATOR not in self.roles


LOCAL_OPERATOR = Caller("local operator", frozenset(Role))
"""Until accounts exist, whoever reaches the loopback address is the operator of this machine."""

NOBODY = Caller("nobody", frozenset(), means=Means.NONE)
"""Whoever has not signed in."""


@dataclass(frozen=True, slots=True)
class Account:
    """Someone who may sign in."""

    id: UUID
    name: str
    roles: frozenset[Role]
    household_id: HouseholdId | None
    disabled: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ApiToken:
    """A program's way in: what its bearer may do, and until when. The token itself is not kept."""

    id: UUID
    account_id: UUID
    name: str
    scopes: frozenset[Role]
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class NewSession:
    """What a browser is given at sign-in: the secret, once, and how long it may live."""

    secret: str
    expires_at: datetime


class Households(Protocol):
    """What access must know of the audience."""

    async def household_of(self, profile: ProfileId) -> HouseholdId | None:
        """The household of a profile; None where there is no such profile."""
        ...

    async def open(self, name: str) -> HouseholdId:
        """A new household, for a member's account."""
        ...


def shown_name(name: str) -> str:
    """An account's name as it is kept; Invalid where it is none."""
    tidy = unicodedata.normalize("NFC", " ".join(name.split()))
    if not tidy or len(tidy) > LONGEST_NAME or not tidy.isprintable():
        raise Invalid(
            f"An account's name has 1 to {LONGEST_NAME} printable characters.",
            remedy="Give a name or an e-mail address.",
            field="name",
        )
    return tidy


def folded(name: str) -> str:
    """The form by which names are the same: neither case nor width nor spaces tell them apart."""
    return unicodedata.normalize("NFKC", " ".join(name.split()).casefold()).casefold()


def _split(value: object) -> object:
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    return value


class AccessSettings(BaseModel):
    """How long one stays signed in, and where else one may sign in."""

    public_url: str = Field(
        default="",
        pattern=r"^(https?://[^/\s]+)?$",
        description="The address by which people reach the service, as https://films.example; "
        "with https, cookies are sent over TLS alone.",
    )
    trusted_proxies: Annotated[
        tuple[str, ...], BeforeValidator(_split), AfterValidator(believed)
    ] = Field(
        default=(),
        description="Addresses and networks (10.0.0.0/24) of proxies whose X-Forwarded-For is "
        "believed, separated by commas.",
    )
    member_session_days: int = Field(
        default=30, ge=1, le=365, description="How long a member stays signed in."
    )
    desk_session_hours: int = Field(
        default=12, ge=1, le=168, description="How long anyone else stays signed in."
    )
    desk_idle_minutes: int = Field(
        default=60, ge=5, le=1440, description="After so long without a request they are not."
    )
    account_requests_a_minute: int = Field(
        default=0,
        ge=0,
        le=1_000_000,
        description="Requests that an account may make, with all its sessions and tokens, to all "
        "processes together, each of which allows its share; 0 bounds none.",
    )
    token_requests_a_minute: int = Field(
        default=0,
        ge=0,
        le=1_000_000,
        description="Requests that one token may make to all processes together, each of which "
        "allows its share; 0 bounds none.",
    )
    address_requests_a_minute: int = Field(
        default=6000,
        ge=0,
        le=10_000_000,
        description="Requests that one address may make to all processes together, each of which "
        "allows its share; 0 bounds none. This machine itself is not bounded, nor is a proxy in a "
        "private network that MATINEE_ACCESS__TRUSTED_PROXIES does not name; one elsewhere is one "
        "address for all behind it.",
    )
    openid_issuer: str = Field(
        default="",
        pattern=r"^(https?://\S+)?$",
        description="An OpenID Connect provider by which people may sign in, by its issuer.",
    )
    openid_client_id: str = Field(default="", description="What the provider calls this service.")
    openid_client_secret: SecretStr | None = Field(
        default=None, description="The secret that the provider gave to this service."
    )
    openid_name: str = Field(
        default="", max_length=60, description="What people call the provider, for the button."
    )
