"""The desk's page of errors: what failed unforeseen, how often, where, and what became of it."""

from typing import Annotated

from fastapi import APIRouter, Form, Path, Request, Response
from fastapi.responses import RedirectResponse

from matinee.access.door import may
from matinee.access.model import Role
from matinee.operation.failures.model import ID_FORM, Source, Standing
from matinee.operation.failures.service import FailureService
from matinee.surfaces.web.rendering import Stage

_DESK = "/desk/errors"
_Identifier = Annotated[str, Path(pattern=ID_FORM)]


def routes(failures: FailureService, stage: Stage) -> APIRouter:
    """``/desk/errors``."""
    router = APIRouter(prefix=_DESK, include_in_schema=False, dependencies=[may(Role.OPERATOR)])

    @router.get("")
    async def page(request: Request, standing: Standing | None = None) -> Response:
        """Show errors by kind and place, the last seen first."""
        tongue = stage.tongue(request)
        values = {
            "found": await failures.overview(standing),
            "chosen": standing,
            "standings": tuple(Standing),
            "words": {
                Standing.OPEN: tongue.say("Open"),
                Standing.ACKNOWLEDGED: tongue.say("Acknowledged"),
                Standing.RESOLVED: tongue.say("Resolved"),
            },
            "sources": {Source.REQUEST: tongue.say("Request"), Source.JOB: tongue.say("Job")},
        }
        return stage.page("operation/errors.html", tongue, values)

    @router.post("/{error_id}")
    async def judge(error_id: _Identifier, standing: Annotated[Standing, Form()]) -> Response:
        """Acknowledge an error, resolve it, or open it again."""
        await failures.judge(error_id, standing)
        return RedirectResponse(_DESK, 303)

    @router.post("/{error_id}/undo")
    async def undo(error_id: _Identifier) -> Response:
        """Put an error back to where it stood before."""
        await failures.undo(error_id)
        return RedirectResponse(_DESK, 303)

    return router
