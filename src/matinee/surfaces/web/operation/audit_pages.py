"""The desk's page of the audit: looked through by who, what, when and words."""

from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from matinee.access.door import caller_of, may, may_use
from matinee.access.model import Role, Use
from matinee.errors import Invalid
from matinee.operation.audit.model import LONGEST_WORDS, MOST_LINES, Page
from matinee.operation.audit.model import Query as Sought
from matinee.operation.audit.service import AuditService
from matinee.surfaces.web.rendering import Stage

_DESK = "/desk/audit"
_Word = Annotated[str, Query(max_length=LONGEST_WORDS, pattern=r"^[^\x00]*$")]


def routes(audit: AuditService, stage: Stage) -> APIRouter:
    """``/desk/audit``."""
    router = APIRouter(
        prefix=_DESK, include_in_schema=False, dependencies=[may(Role.OPERATOR, Role.COUNSEL)]
    )

    @router.get("")
    async def page(
        request: Request,
        *,
        actor: _Word = "",
        action: _Word = "",
        about: _Word = "",
        since: _Word = "",
        until: _Word = "",
        words: _Word = "",
        before: UUID | None = None,
    ) -> Response:
        """Show entries, the newest first, and the form that narrows them."""
        asked = {
            "actor": actor,
            "action": action,
            "about": about,
            "since": since,
            "until": until,
            "words": words,
        }
        error, found, file = None, Page((), None), ""
        try:
            query = _sought(asked, before)
            found, file = await audit.search(query), _same(query)
        except Invalid as refused:
            error = refused
        actors, actions = await audit.names()
        narrowed = {name: value for name, value in asked.items() if value}
        later = urlencode({**narrowed, "before": str(found.next)}) if found.next else ""
        values = {
            "found": found,
            "asked": asked,
            "error": error,
            "actors": actors,
            "actions": actions,
            "later": later,
            "narrowed": bool(narrowed),
            "file": file,
            "most": MOST_LINES,
            "guarded": await audit.guarded(),
            "operates": may_use(await caller_of(request), Use.OPERATE),
        }
        status = 422 if error else 200
        return stage.page("operation/audit.html", stage.tongue(request), values, status=status)

    return router


def _sought(asked: dict[str, str], before: UUID | None) -> Sought:
    return Sought(
        asked["actor"],
        asked["action"],
        asked["about"],
        _moment(asked["since"], "since"),
        _moment(asked["until"], "until"),
        asked["words"],
        before,
    )


def _same(query: Sought) -> str:
    """The query string by which the API gives the same as a file."""
    asked = {
        "actor": query.actor,
        "action": query.action,
        "object": query.about,
        "since": "" if query.since is None else query.since.isoformat(),
        "until": "" if query.until is None else query.until.isoformat(),
        "words": query.words,
    }
    return urlencode({name: value for name, value in asked.items() if value})


def _moment(written: str, field: str) -> datetime | None:
    """As a browser writes a date with a time; in UTC where it names no other offset."""
    if not written:
        return None
    try:
        told = datetime.fromisoformat(written)
    except ValueError as wrong:
        raise Invalid(
            f"{written} is no date with a time.", remedy="Write 2026-01-20T18:00.", field=field
        ) from wrong
    return told.replace(tzinfo=UTC) if told.tzinfo is None else told
