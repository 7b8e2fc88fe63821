"""Flags: what may be switched while the service runs, for whom, and what no flag reaches."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import blake2b
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from matinee.errors import Invalid
from matinee.operation.model import Actor, acting
from matinee.vocabulary.wording import Wording

WHOLE = 100
MOST_ACCOUNTS = 200


class FlagKind(StrEnum):
    """How a flag may be set."""

    SWITCH = "switch"
    """For all or for none, some accounts and roles aside."""
    GRADUAL = "gradual"
    """For a share of members as well."""


@dataclass(frozen=True, slots=True)
class Flag:
    """A behaviour that may be switched, as the part that asks for it declares it.

    ``stays`` says what goes on where it is off, and which guarantee it does not touch: permits,
    consent, guidance and labels are never switched. ``default`` holds where nobody has set it, and
    ``away``, unless it is None, where the database has been away for a minute. One that is
    ``stoppable`` is switched off by a file as well, without any database.
    """

    name: str
    switches: Wording
    stays: Wording
    owner: str
    kind: FlagKind = FlagKind.GRADUAL
    default: bool = True
    away: bool | None = None
    stoppable: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """For whom a flag is on: a share of members in percent, and some accounts and roles."""

    percent: int
    accounts: frozenset[UUID] = frozenset()
    roles: frozenset[str] = frozenset()

    def as_json(self) -> dict[str, Any]:
        """As it is stored and told."""
        return {
            "percent": self.percent,
            "accounts": sorted(map(str, self.accounts)),
            "roles": sorted(self.roles),
        }


def setting_of(stored: Mapping[str, Any]) -> Setting:
    """A setting as it was stored."""
    return Setting(
        int(stored["percent"]),
        frozenset(map(UUID, stored["accounts"])),
        frozenset(stored["roles"]),
    )


@dataclass(frozen=True, slots=True)
class Stop:
    """A flag that a file switches off; what is not known of it is None or empty."""

    file: Path
    at: datetime | None = None
    by: str = ""
    reason: str = ""
    readable: bool = True
    """Where the folder cannot be looked at, it is held for off."""


@dataclass(frozen=True, slots=True)
class FlagState:
    """A flag as it stands; ``number`` counts its changes, and without any it is as declared."""

    flag: Flag
    setting: Setting
    number: int = 0
    at: datetime | None = None
    by: str = ""
    reason: str = ""
    stop: Stop | None = None
    """The file that switches it off, whatever the setting says."""


class Switches(Protocol):
    """What a part asks whether a behaviour is on."""

    def on(self, flag: Flag, member: UUID | None = None) -> bool:
        """Whether it is on for who acts, and for this member's profile; costs no round trip."""
        ...


class Declared:
    """Every flag as it is declared, for a part that stands alone, without a house around it."""

    def on(self, flag: Flag, member: UUID | None = None) -> bool:
        """Its default."""
        return is_on(flag, declared(flag), member, acting())


AS_DECLARED: Switches = Declared()


def declared(flag: Flag) -> Setting:
    """A flag's setting where nobody has set it."""
    return Setting(WHOLE if flag.default else 0)


def is_on(flag: Flag, setting: Setting, member: UUID | None, actor: Actor) -> bool:
    """Whether a flag is on for a member, or for whoever acts."""
    if setting.percent >= WHOLE or actor.account in setting.accounts or actor.roles & setting.roles:
        return True
    return member is not None and place_of(flag.name, member) < setting.percent


def place_of(flag: str, member: UUID) -> int:
    """A member's place from 0 to 99, always the same for a flag, and another for each flag."""
    digest = blake2b(flag.encode() + b":" + member.bytes, digest_size=8).digest()
    return int.from_bytes(digest, "big") % WHOLE


def checked(flag: Flag, setting: Setting) -> Setting:
    """A setting that this flag may have, or Invalid."""
    if not 0 <= setting.percent <= WHOLE:
        raise Invalid("A share is from 0 to 100 percent.", field="percent")
    if flag.kind is FlagKind.SWITCH and 0 < setting.percent < WHOLE:
        raise Invalid(
            f"{flag.name} is on for all or for none.",
            remedy="Give 0 or 100; accounts and roles may be named besides.",
            field="percent",
        )
    if len(setting.accounts) > MOST_ACCOUNTS:
        raise Invalid(f"At most {MOST_ACCOUNTS} accounts may be named.", field="accounts")
    return setting
