"""May this caller use that: asked of Cedar, which knows nothing but the policies beside this file.

Cedar skips a policy whose evaluation errs. So policies are held against a schema when they are
read, and an answer that comes with any error is a refusal.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Self
from uuid import UUID

import cedarpy

from matinee.access.model import Caller, Grant, ObjectKind, Role, Use
from matinee.errors import Conflict
from matinee.vocabulary.ids import HouseholdId

POLICIES = Path(__file__).parent / "policies"
_SERVICE = {"type": "Service", "id": "matinee"}
_GRANTED: Mapping[str, ObjectKind] = {
    "campaigns": ObjectKind.CAMPAIGN,
    "productions": ObjectKind.PRODUCTION,
    "performers": ObjectKind.PERFORMER,
}
_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Thing:
    """What a request is about; ``household`` is a profile's, where there is such a profile."""

    kind: ObjectKind
    id: str
    household: HouseholdId | None = None


@dataclass(frozen=True, slots=True)
class _Asker:
    """What the policies may know of a caller."""

    roles: frozenset[Role]
    household: UUID | None
    grants: frozenset[Grant]


class Authority:
    """The policies, parsed once, and their latest answers."""

    def __init__(self, policies: str, schema: str) -> None:
        verdict = cedarpy.validate_policies(policies, schema)
        if not verdict.validation_passed:
            wrong = "; ".join(str(error) for error in verdict.errors)
            raise Conflict(
                f"The access policies do not hold: {wrong}.",
                remedy="Mend them; until then nobody may do anything.",
            )
        self._policies = cedarpy.PolicySet.from_str(policies)
        # The answer follows from the arguments alone, so it may be kept.
        self._answer = lru_cache(maxsize=_KEPT)(self._ask)

    @classmethod
    def load(cls, folder: Path = POLICIES) -> Self:
        """The policies of a folder."""
        policies = "\n".join(path.read_text("utf-8") for path in sorted(folder.glob("*.cedar")))
        return cls(policies, (folder / "access.cedarschema").read_text("utf-8"))

    def permits(self, caller: Caller, use: Use, thing: Thing | None = None) -> bool:
        """Whether a policy permits it and nothing went wrong in asking."""
        asker = _Asker(caller.roles, caller.household, caller.grants)
        return self._answer(asker, use, thing)

    def _ask(self, asker: _Asker, use: Use, thing: Thing | None) -> bool:
        entities = [_principal(asker)]
        resource = _SERVICE
        if thing is not None:
            resource = _entity(thing.kind, thing.id)
            inside = [] if thing.household is None else [_household(thing.household)]
            entities.append({"uid": resource, "attrs": {}, "parents": inside})
        answer = cedarpy.is_authorized(
            {
                "principal": {"type": "Account", "id": "caller"},
                "action": {"type": "Action", "id": use.value},
                "resource": resource,
            },
            self._policies,
            entities,
        )
        return answer.allowed and not answer.diagnostics.errors


@lru_cache(maxsize=1)
def authority() -> Authority:
    """The policies of this house."""
    return Authority.load()


def _principal(asker: _Asker) -> dict[str, Any]:
    attributes: dict[str, Any] = {
        name: [
            {"__entity": _entity(kind, str(grant.object_id))}
            for grant in sorted(asker.grants)
            if grant.kind is kind
        ]
        for name, kind in _GRANTED.items()
    }
    if asker.household is not None:
        attributes["household"] = {"__entity": _household(asker.household)}
    return {
        "uid": {"type": "Account", "id": "caller"},
        "attrs": attributes,
        "parents": [{"type": "Role", "id": role.value} for role in sorted(asker.roles)],
    }


def _household(household: UUID) -> dict[str, str]:
    return _entity(ObjectKind.HOUSEHOLD, str(household))


def _entity(kind: ObjectKind, identifier: str) -> dict[str, str]:
    return {"type": kind.value.capitalize(), "id": identifier}
