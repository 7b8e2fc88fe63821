"""The frame of the clearance desk: who looks, which pages are theirs, and how one is shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import Request, Response

from matinee.access.door import caller_of, reach
from matinee.access.model import Caller, ObjectKind, Role, Use
from matinee.assembly.house import House
from matinee.clearance.desk.model import Fact, FactKind
from matinee.errors import NotFound
from matinee.surfaces.web.clearance import words
from matinee.surfaces.web.languages import Tongue
from matinee.surfaces.web.rendering import Stage

ROOT = "/desk/clearance"
_PLACES: tuple[tuple[str, str, frozenset[Role]], ...] = (
    ("uses", "/uses", frozenset({Role.FILM_MAKER, Role.COUNSEL})),
    ("inbox", "/inbox", frozenset({Role.COUNSEL})),
    ("productions", "/productions", frozenset({Role.FILM_MAKER, Role.COUNSEL})),
    ("performers", "/performers", frozenset({Role.REPRESENTATIVE, Role.COUNSEL})),
    ("consents", "/consents", frozenset({Role.COUNSEL})),
    ("tools", "/tools", frozenset({Role.FILM_MAKER, Role.COUNSEL})),
    ("strikes", "/strikes", frozenset({Role.FILM_MAKER, Role.REPRESENTATIVE, Role.COUNSEL})),
    ("ledger", "/ledger", frozenset({Role.FILM_MAKER, Role.REPRESENTATIVE, Role.COUNSEL})),
)


def place_words(tongue: Tongue) -> dict[str, str]:
    """What the pages of the desk are called."""
    say = tongue.say
    return {
        "uses": say("Uses"),
        "inbox": say("Inbox"),
        "productions": say("Productions"),
        "performers": say("Performers"),
        "consents": say("Consents"),
        "tools": say("Tools"),
        "strikes": say("Strikes"),
        "ledger": say("Ledger"),
    }


@dataclass(frozen=True, slots=True)
class ClearanceDesk:
    """What every page of the desk is made with."""

    house: House
    stage: Stage

    async def page(
        self,
        request: Request,
        template: str,
        values: Mapping[str, Any] | None = None,
        *,
        place: str = "",
        status: int = 200,
        folder: str = "clearance",
    ) -> Response:
        """Render ``FOLDER/TEMPLATE`` with the pages that this caller may open beside it."""
        tongue = self.stage.tongue(request)

        def spoken(paths: Iterable[str]) -> list[str]:
            return words.spoken(paths, tongue)

        caller = await caller_of(request)
        named = place_words(tongue)
        always: dict[str, Any] = {
            "place": place,
            "places": [
                (name, ROOT + path, named[name])
                for name, path, roles in _PLACES
                if is_counsel(caller) or caller.roles & roles
            ],
            "caller": caller,
            "counsel": is_counsel(caller),
            "operator": Role.OPERATOR in caller.roles,
            "makes": bool(caller.roles & {Role.FILM_MAKER, Role.OPERATOR}),
            "outcomes": words.outcomes(tongue),
            "verdicts": words.verdicts(tongue),
            "kinds": words.kinds(tongue),
            "spoken": spoken,
            "parts_of": _parts,
            "touches": words.touches(tongue),
            "instant": datetime.fromisoformat,
        }
        return self.stage.page(
            f"{folder}/{template}", tongue, {**always, **(values or {})}, status=status
        )

    async def names(self, performers: set[str]) -> dict[str, str]:
        """What performers are called; an erased one has no name any more."""
        people = await self.house.record.persons(sorted(performers))
        return {key: str(person["name"]) for key, person in people.items()}

    async def titles(self) -> dict[str, str]:
        """What every production is called."""
        found = await self.house.record.current(FactKind.PRODUCTION)
        return {fact.key: str(fact.body["title"]) for fact in found}


def _parts(body: Mapping[str, Any]) -> list[str]:
    return [f"evidence.{part}" for part in body]


def is_counsel(caller: Caller) -> bool:
    """Whether the caller judges: counsel, or the operator who may do everything."""
    return bool(caller.roles & {Role.COUNSEL, Role.OPERATOR})


def own(caller: Caller, kind: ObjectKind, facts: list[Fact]) -> list[Fact]:
    """All of them for counsel, and of everybody else's the own ones."""
    if is_counsel(caller):
        return facts
    keys = {str(grant.object_id) for grant in caller.grants if grant.kind is kind}
    return [fact for fact in facts if fact.key in keys]


async def reaches(request: Request, use: Use, of: ObjectKind, identifier: str | UUID) -> bool:
    """Whether the caller may see an object."""
    try:
        await reach(request, use, of, identifier)
    except NotFound:
        return False
    return True
