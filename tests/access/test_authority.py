from __future__ import annotations

from uuid import uuid4

import pytest

from matinee.access.authority import POLICIES, Authority, Thing
from matinee.access.model import (
    LOCAL_OPERATOR,
    NOBODY,
    USE_OF,
    Caller,
    Grant,
    ObjectKind,
    Role,
    Use,
)
from matinee.errors import Conflict
from matinee.vocabulary.ids import HouseholdId

SCHEMA = (POLICIES / "access.cedarschema").read_text(encoding="utf-8")
OWN = [
    (Role.ADVERTISER, ObjectKind.CAMPAIGN),
    (Role.FILM_MAKER, ObjectKind.PRODUCTION),
    (Role.REPRESENTATIVE, ObjectKind.PERFORMER),
]


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority.load()


def test_who_has_not_signed_in_may_nothing(authority: Authority) -> None:
    assert [use for use in Use if authority.permits(NOBODY, use)] == []


def test_the_operator_may_everything(authority: Authority) -> None:
    assert all(authority.permits(LOCAL_OPERATOR, use) for use in Use)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OPERATOR])
def test_each_role_has_its_own_use_and_may_browse(authority: Authority, role: Role) -> None:
    caller = Caller("someone", frozenset({role}))
    assert {use for use in Use if authority.permits(caller, use)} == {USE_OF[role], Use.BROWSE}


@pytest.mark.parametrize(("role", "kind"), OWN)
def test_an_object_is_reached_by_whose_it_is_and_by_no_other(
    authority: Authority, role: Role, kind: ObjectKind
) -> None:
    mine, other = uuid4(), uuid4()
    caller = Caller("someone", frozenset({role}), grants=frozenset({Grant(kind, mine)}))
    assert authority.permits(caller, USE_OF[role], Thing(kind, str(mine)))
    assert not authority.permits(caller, USE_OF[role], Thing(kind, str(other)))
    for elsewhere in ObjectKind:
        if elsewhere is not kind:
            assert not authority.permits(caller, USE_OF[role], Thing(elsewhere, str(mine)))


def test_a_grant_without_the_role_opens_nothing(authority: Authority) -> None:
    mine = uuid4()
    grants = frozenset(Grant(kind, mine) for _, kind in OWN)
    caller = Caller("someone", frozenset({Role.PROGRAMMER}), grants=grants)
    for role, kind in OWN:
        assert not authority.permits(caller, USE_OF[role], Thing(kind, str(mine)))


def test_a_member_reaches_the_own_household_alone(authority: Authority) -> None:
    home, other = HouseholdId(uuid4()), HouseholdId(uuid4())
    caller = Caller("Mia", frozenset({Role.MEMBER}), household=home)

    def reached(household: HouseholdId | None) -> bool:
        return authority.permits(caller, Use.WATCH, Thing(ObjectKind.PROFILE, "one", household))

    assert (reached(home), reached(other), reached(None)) == (True, False, False)


def test_an_error_in_asking_is_a_refusal() -> None:
    policies = """
    permit (principal, action, resource);
    forbid (principal, action, resource) when { principal.household == principal.household };
    """
    careless = SCHEMA.replace("household?:", "household:")
    authority = Authority(policies, careless)
    assert not authority.permits(LOCAL_OPERATOR, Use.OPERATE)


@pytest.mark.parametrize(
    "policies",
    [
        'permit (principal in Role::"member", action == Action::"wacth", resource);',
        "permit (principal, action, resource) when { principal.boss };",
        "permit (principal, action, resource) when { principal.household == principal };",
        "permit (principal, action",
    ],
)
def test_policies_with_unknown_words_do_not_load(policies: str) -> None:
    with pytest.raises(Conflict, match="access policies do not hold"):
        Authority(policies, SCHEMA)
