"""“What made this?”: anyone who is signed in drops a file and reads its story."""

import asyncio
from typing import Any

from fastapi import APIRouter, Request, Response

from matinee.access.door import may
from matinee.access.model import Use
from matinee.clearance.provenance.model import Story
from matinee.errors import Invalid
from matinee.surfaces.web.clearance.forms import Typed
from matinee.surfaces.web.clearance.frame import ClearanceDesk

STORY_PATH = "/what-made-this"


def routes(desk: ClearanceDesk) -> APIRouter:
    """``/what-made-this``."""
    router = APIRouter(include_in_schema=False, dependencies=[may(Use.BROWSE)])

    async def page(
        request: Request, *, story: Story | None = None, fault: str = "", size: int = 0
    ) -> Response:
        values: dict[str, Any] = {
            "story": story,
            "size": size,
            "faults": {"file": fault} if fault else {},
            "most": desk.house.provenance.settings.read_limit_bytes // 2**20,
        }
        status = 422 if fault else 200
        return await desk.page(request, "story.html", values, place="story", status=status)

    @router.get(STORY_PATH)
    async def ask(request: Request) -> Response:
        """Ask for a file."""
        return await page(request)

    @router.post(STORY_PATH)
    async def read(request: Request) -> Response:
        """Read a file's story; nothing of it is kept."""
        typed = await Typed.of(request)
        content = typed.files.get("file")
        if content is None:
            said = desk.stage.tongue(request).say("Choose a file: a PNG, a JPEG or an MP4.")
            return await page(request, fault=said)
        try:
            story = await asyncio.to_thread(desk.house.provenance.read, content, "")
        except Invalid as error:
            return await page(request, fault=f"{error.sentence} {error.remedy}")
        return await page(request, story=story, size=len(content))

    return router
