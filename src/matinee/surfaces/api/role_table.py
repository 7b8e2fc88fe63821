"""The reference page of roles: every route and page, and who is let through to it."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from matinee.access.door import OPEN, Door
from matinee.access.model import NOBODY, Answer, Caller, Role
from matinee.assembly.house import build_house
from matinee.assembly.settings import Settings
from matinee.surfaces.api.app import create_app

_NOWHERE = "postgresql://nobody@localhost/nowhere"
_WORDS = {Answer.NO: "–", Answer.OWN: "own", Answer.YES: "yes"}
_HEAD = """# Roles and routes

Who is let through to each route and page. This page is written by `matinee reference roles` from
the doors that the routes declare and the Cedar policies in `src/matinee/access/policies`; a test
calls every route as everyone and compares.

- **open**: anyone, signed in or not.
- **yes**: whoever has the role.
- **own**: whoever has the role, for what is the account's own: the profiles of its household, the
  campaigns, productions and performers that it was given. Anything else is answered with 404, in
  the same words whether it exists or not.
- **–**: refused; with 401 to those who are not signed in (people are sent to the sign-in page),
  with 403 to all others.

A caller with several roles may do what any of them may. A token has those roles of its account
that it was given as scopes. Until the first account exists, whoever calls from this very machine
is the operator, and nobody else is anyone.

Where the object is named by a body or a query, or where what is asked for belongs to one (an
output to its production), the route says **yes** and the rule of *own* holds inside: for the
profiles and households in `/v1/profiles` and `/v1/events`, for the sessions of `/v1/watch`, which
are of the household that began them, and for what the record keeps.
"""


@dataclass(frozen=True, slots=True)
class RouteRow:
    """A route, and the doors before it; none where it is open."""

    method: str
    path: str
    doors: tuple[Door, ...]
    is_open: bool

    def answer(self, caller: Caller) -> Answer:
        """What this caller is let through to."""
        if self.is_open:
            return Answer.YES
        return min((door.answer(caller) for door in self.doors), default=Answer.NO)


def route_rows(app: FastAPI) -> list[RouteRow]:
    """Every route of the application, by path."""
    return sorted(_rows(app), key=lambda row: (row.path, row.method))


def _rows(app: FastAPI) -> Iterator[RouteRow]:
    for found in iter_route_contexts(app.routes):
        guards = [dependency.dependency for dependency in found.dependencies]
        doors = tuple(guard for guard in guards if isinstance(guard, Door))
        for method in sorted(found.methods or ()):
            is_open = not doors and OPEN.dependency in guards
            yield RouteRow(method, found.path or "", doors, is_open)


def roles_page(settings: Settings) -> str:
    """The page; nothing is started for it."""
    with tempfile.TemporaryDirectory() as folder:
        elsewhere = settings.model_copy(update={"home": Path(folder)})
        rows = route_rows(create_app(build_house(elsewhere, _NOWHERE)))
    callers = [NOBODY, *(Caller(role, frozenset({role})) for role in Role)]
    names = ["route", *(caller.name for caller in callers)]
    many = len(rows) * len(callers)
    pairs = f"{len(rows)} routes and pages × {len(callers)} callers: {many} pairs.\n"
    lines = [_HEAD, pairs, f"| {' | '.join(names)} |", "|---" * len(names) + "|"]
    for row in rows:
        told = ["open" if row.is_open else _WORDS[row.answer(caller)] for caller in callers]
        lines.append(f"| `{row.method} {row.path}` | {' | '.join(told)} |")
    return "\n".join(lines) + "\n"
