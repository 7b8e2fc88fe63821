"""What a caller would be let through to at a door, reckoned without a request."""

from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from matinee.access.authority import Thing, authority
from matinee.access.model import GRANTED, Answer, Caller, Grant, ObjectKind, Use
from matinee.vocabulary.ids import HouseholdId

_OWN = UUID(int=1)
_ANOTHERS = UUID(int=2)


def reckoned(uses: Collection[Use], of: ObjectKind | None, caller: Caller) -> Answer:
    """The answer to such a caller who has a household, and objects of each kind."""
    grants = frozenset(Grant(kind, _OWN) for kind in GRANTED)
    asking = replace(caller, household=HouseholdId(_OWN), grants=grants)

    def permitted(thing: Thing | None) -> bool:
        return any(authority().permits(asking, use, thing) for use in uses)

    if of is None:
        return Answer.YES if permitted(None) else Answer.NO
    if permitted(_thing(of, _ANOTHERS)):
        return Answer.YES
    return Answer.OWN if permitted(_thing(of, _OWN)) else Answer.NO


def _thing(kind: ObjectKind, whose: UUID) -> Thing:
    if kind is ObjectKind.PROFILE:
        return Thing(kind, "one", HouseholdId(whose))
    return Thing(kind, str(whose))
