"""The ledger browser: entries, the signed head, and proofs with a sentence on what each shows."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response

from matinee.access.door import caller_of, may
from matinee.access.model import Role
from matinee.clearance.ledger.model import sight_of
from matinee.clearance.ledger.service import Comparison
from matinee.errors import Invalid
from matinee.surfaces.web.clearance.forms import Typed
from matinee.surfaces.web.clearance.frame import ROOT, ClearanceDesk

_PAGE = 50
_LARGEST = 2**53
_SHORT = 24
_HASHES = frozenset({"fact", "document", "terms", "sha256", "content", "request"})
_Place = Annotated[int, Path(ge=0, le=_LARGEST)]
_Word = Annotated[str, Query(max_length=200, pattern=r"^[^\x00]*$")]


def routes(desk: ClearanceDesk) -> APIRouter:
    """``/desk/clearance/ledger``."""
    everyone = may(Role.FILM_MAKER, Role.REPRESENTATIVE, Role.COUNSEL)
    router = APIRouter(prefix=f"{ROOT}/ledger", include_in_schema=False, dependencies=[everyone])
    ledger = desk.house.ledger

    @router.get("")
    async def entries(
        request: Request,
        start: Annotated[int | None, Query(ge=0, le=_LARGEST)] = None,
        subject: _Word = "",
        kind: _Word = "",
    ) -> Response:
        """Show entries in their order; unless one narrows them, the newest page first."""
        head = await ledger.head()
        narrowed = bool(subject or kind)
        begins = start if start is not None else 0 if narrowed else max(head.size - _PAGE, 0)
        sight = sight_of(await caller_of(request))
        if sight is not None and start is None:
            begins = 0  # Of those that one may see, the last page cannot be told from the size.
        found = await ledger.entries(
            start=begins,
            limit=_PAGE + 1,
            subject=subject or None,
            kind=kind or None,
            sight=sight,
        )
        values = {
            "head": head,
            "entries": found[:_PAGE],
            "begins": begins,
            "after": found[_PAGE].index if len(found) > _PAGE else None,
            "before": max(begins - _PAGE, 0) if begins and not narrowed else None,
            "subject": subject,
            "kind": kind,
            "brief": brief,
            "known_kinds": await ledger.kinds(),
        }
        return await desk.page(request, "ledger.html", values, place="ledger")

    @router.get("/compare")
    async def compare_form(request: Request) -> Response:
        """Ask for a head that was kept outside."""
        return await _comparing(desk, request, Typed(), None, "")

    @router.post("/compare")
    async def compare(request: Request) -> Response:
        """Hold a head that was kept outside against the ledger of today."""
        typed = await Typed.of(request)
        file = typed.files.get("file", b"").decode("utf-8", "replace")
        text = "\n".join((typed.one("head") or file).strip().splitlines()[:5])
        try:
            found = await ledger.compare(text)
        except Invalid as error:
            return await _comparing(desk, request, typed, None, f"{error.sentence} {error.remedy}")
        return await _comparing(desk, request, typed, found, "")

    @router.get("/{index}")
    async def proof(request: Request, index: _Place) -> Response:
        """Show an entry with the proof that it stands under the signed head."""
        proved = await ledger.prove(index, sight=sight_of(await caller_of(request)))
        values = {"proved": proved, "holds": proved.holds and proved.head.holds(ledger.key.public)}
        return await desk.page(request, "ledger_entry.html", values, place="ledger")

    return router


def brief(body: dict[str, Any]) -> str:
    """What an entry says, short enough for a line of a table; hashes stand on its own page."""
    said = [
        f"{name} {value if len(value) <= _SHORT else value[:_SHORT] + '…'}"
        for name, value in body.items()
        if isinstance(value, str) and value and name not in _HASHES
    ]
    return " · ".join(said)


async def _comparing(
    desk: ClearanceDesk, request: Request, typed: Typed, found: Comparison | None, fault: str
) -> Response:
    values: dict[str, Any] = {
        "was": typed,
        "found": found,
        "faults": {"head": fault} if fault else {},
    }
    status = 422 if fault else 200
    return await desk.page(request, "ledger_compare.html", values, place="ledger", status=status)
