"""``/v1/errors``: what failed unforeseen, in requests and in jobs, over all processes."""

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict

from matinee.access.door import may
from matinee.access.model import Role
from matinee.operation.failures.model import ID_FORM, Group, Standing
from matinee.operation.failures.service import FailureService

_Identifier = Annotated[str, Path(pattern=ID_FORM)]


class ErrorListing(BaseModel):
    """Groups of errors, the last seen first, and how many stand where."""

    counts: dict[Standing, int]
    errors: tuple[Group, ...]


class Judgement(BaseModel):
    """How a group stands from now on."""

    model_config = ConfigDict(extra="forbid")

    standing: Standing


def routes(failures: FailureService) -> APIRouter:
    """List what failed, judge it, and take the judgement back."""
    router = APIRouter(prefix="/v1/errors", tags=["operation"], dependencies=[may(Role.OPERATOR)])

    @router.get("")
    async def list_errors(standing: Standing | None = None) -> ErrorListing:
        """List groups of errors by kind and place, the last seen first, 200 at most."""
        found = await failures.overview(standing)
        return ErrorListing(counts=found.counts, errors=found.groups)

    @router.put("/{error_id}/standing", status_code=204)
    async def judge(error_id: _Identifier, judgement: Judgement) -> None:
        """Acknowledge a group or resolve it; once it is seen again, a resolved one is open."""
        await failures.judge(error_id, judgement.standing)

    @router.post("/{error_id}/undo", status_code=204)
    async def undo(error_id: _Identifier) -> None:
        """Put a group back to where it stood before."""
        await failures.undo(error_id)

    return router
