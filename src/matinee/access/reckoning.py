"""What each role would be answered at a route's doors, reckoned without a request."""

from collections.abc import Iterable
from enum import IntEnum
from uuid import UUID

from matinee.access.authority import Thing, authority
from matinee.access.door import Door
from matinee.access.model import GRANTED, Caller, Grant, ObjectKind
from matinee.vocabulary.ids import HouseholdId

OWN = UUID(int=1)
ANOTHERS = UUID(int=2)


class Answer(IntEnum):
    """From nothing to everything."""

    NO = 0
    OWN = 1
    YES = 2


def reckoned(doors: Iterable[Door], caller: Caller) -> Answer:
    """What the caller is let through to: whoever passes several doors passes each."""
    return min((_at(door, caller) for door in doors), default=Answer.NO)


def holder(caller: Caller) -> Caller:
    """The caller with a household and with objects of each kind, called ``OWN``."""
    grants = frozenset(Grant(kind, OWN) for kind in GRANTED)
    return Caller(caller.name, caller.roles, caller.account, HouseholdId(OWN), grants, caller.means)


def _at(door: Door, caller: Caller) -> Answer:
    if door.of is None:
        return Answer.YES if _permitted(door, caller, None) else Answer.NO
    if _permitted(door, caller, _thing(door.of, ANOTHERS)):
        return Answer.YES
    return Answer.OWN if _permitted(door, caller, _thing(door.of, OWN)) else Answer.NO


def _permitted(door: Door, caller: Caller, thing: Thing | None) -> bool:
    return any(authority().permits(caller, use, thing) for use in door.uses)


def _thing(kind: ObjectKind, whose: UUID) -> Thing:
    if kind is ObjectKind.PROFILE:
        return Thing(kind, "one", HouseholdId(whose))
    return Thing(kind, str(whose))
