"""``/v1/audit``: who changed what of the service, when and why."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from pydantic import AwareDatetime, BaseModel

from matinee.access.door import may
from matinee.access.model import Role
from matinee.operation.audit.model import LARGEST_PAGE, LONGEST_WORDS, PAGE, Entry, Page
from matinee.operation.audit.model import Query as Sought
from matinee.operation.audit.service import AuditService

_PLAIN = r"^[^\x00]*$"
Word = Annotated[str, Query(max_length=LONGEST_WORDS, pattern=_PLAIN)]
MORE = "X-Matinee-More"
"""Says of an export whether more was found than it holds."""


class AuditPage(BaseModel):
    """Entries, the newest first, and what to give as ``before`` for the next ones."""

    entries: tuple[Entry, ...]
    next: UUID | None


def sought(
    actor: Word = "",
    action: Word = "",
    about: Annotated[str, Query(alias="object", max_length=LONGEST_WORDS, pattern=_PLAIN)] = "",
    since: AwareDatetime | None = None,
    until: AwareDatetime | None = None,
    words: Word = "",
    before: UUID | None = None,
) -> Sought:
    """What is looked for, from a query string."""
    return Sought(actor, action, about, since, until, words, before)


def routes(audit: AuditService) -> APIRouter:
    """Look for entries, and take them along."""
    router = APIRouter(
        prefix="/v1", tags=["operation"], dependencies=[may(Role.OPERATOR, Role.COUNSEL)]
    )

    @router.get("/audit")
    async def search(
        query: Annotated[Sought, Depends(sought)],
        limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = PAGE,
    ) -> AuditPage:
        """Look for entries, the newest first; what is given must all hold."""
        return told(await audit.search(query, limit=limit))

    @router.get("/audit.csv", response_class=Response)
    async def export(query: Annotated[Sought, Depends(sought)]) -> Response:
        """Take along 10,000 lines at most; X-Matinee-More says whether there are more."""
        found = await audit.export(query)
        headers = {
            "Content-Disposition": 'attachment; filename="audit.csv"',
            MORE: "true" if found.more else "false",
        }
        return Response(found.text, 200, headers, media_type="text/csv; charset=utf-8")

    return router


def told(page: Page) -> AuditPage:
    """A page as programs are told of it."""
    return AuditPage(entries=page.entries, next=page.next)
