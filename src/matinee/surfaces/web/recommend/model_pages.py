"""Trainings with their figures, which one serves, and the way back to a former one."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from matinee.access.door import may
from matinee.access.model import Role
from matinee.assembly.house import House
from matinee.errors import Conflict
from matinee.recommend.jobs import TRAIN
from matinee.surfaces.web.rendering import Stage


def routes(house: House, stage: Stage) -> APIRouter:
    """``/desk/models``."""
    router = APIRouter(
        prefix="/desk/models", include_in_schema=False, dependencies=[may(Role.OPERATOR)]
    )

    @router.get("")
    async def models_page(request: Request) -> Response:
        """Show every training, the newest first."""
        values = {"models": await house.recommend.models()}
        return stage.page("recommend/models.html", stage.tongue(request), values)

    @router.post("/train")
    async def train() -> Response:
        """Have a worker learn from the log as it is now."""
        async with house.database.transaction() as connection:
            await house.jobs.enqueue(connection, TRAIN, unless_waiting=TRAIN)
        return RedirectResponse("/desk/jobs", 303)

    @router.get("/{version}/serve")
    async def confirm(request: Request, version: str) -> Response:
        """Ask before another version serves."""
        model = await house.recommend.model(version)
        live = next((one for one in await house.recommend.models() if one.live), None)
        values = {"model": model, "live": live}
        return stage.page("recommend/confirm.html", stage.tongue(request), values)

    @router.post("/{version}/serve")
    async def serve(version: str) -> Response:
        """Let this version serve from now on."""
        model = await house.recommend.model(version)
        if model.live:
            raise Conflict("This version serves already.", remedy="There is nothing to do.")
        await house.recommend.rollback(version)
        return RedirectResponse("/desk/models", 303)

    return router
