"""``/v1/outputs`` and ``/v1/published``: what was made, and what members are given of it.

What is quarantined is answered with 451 and the reason.
"""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from starlette.exceptions import HTTPException

from matinee.access.door import caller_of, may, nothing_here, reach
from matinee.access.model import Caller, ObjectKind, Role, Use
from matinee.clearance.record import answers, shapes
from matinee.clearance.record.model import StoredOutput
from matinee.clearance.record.output_register import DELETED, QUARANTINED
from matinee.clearance.record.service import RecordService
from matinee.errors import Denied, NotFound

_SHOWN = frozenset({"image/png", "image/jpeg", "video/mp4", "text/plain; charset=utf-8"})
_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
}
_STATUS = {QUARANTINED: 451, DELETED: 410}
_OWN_NEED = "the performer's own representative looks"
_MAKERS = may(Role.FILM_MAKER, Role.COUNSEL, of=ObjectKind.PRODUCTION, by="production_id")
_By = Annotated[Caller, Depends(caller_of)]
_Need = Annotated[str | None, Query(min_length=3, max_length=300, pattern=r"^[^\x00-\x1f\x7f]*$")]


def routes(record: RecordService) -> APIRouter:
    """What was made: for those who made it, those it shows, and for members where published."""
    router = APIRouter()
    for part in (_making, _publishing, _published):
        router.routes.extend(part(record).routes)
    return router


def _publishing(record: RecordService) -> APIRouter:
    router = APIRouter(
        prefix="/v1/clearance/productions/{production_id}/outputs/{output_id}/publication",
        tags=["clearance"],
        dependencies=[_MAKERS],
    )

    @router.post("", status_code=201)
    async def publish(
        production_id: UUID, output_id: UUID, body: shapes.NewPublication, by: _By
    ) -> answers.PublicationAnswer:
        """Ask whether an output may be published (rule R21); it is, where the answer is go."""
        await _of_production(record, production_id, output_id)
        with _closed_as_status():
            said = await record.publications.publish(output_id, body, by=by.name)
        return answers.publication_answer(*said)

    @router.post("/end", status_code=201)
    async def take_back(
        production_id: UUID, output_id: UUID, body: shapes.TakenBack, by: _By
    ) -> answers.FactAnswer:
        """Publish an output no longer, and say why."""
        await _of_production(record, production_id, output_id)
        fact = await record.publications.take_back(output_id, body, by=by.name)
        return answers.fact_answer(fact)

    return router


def _published(record: RecordService) -> APIRouter:
    router = APIRouter(prefix="/v1/published", tags=["clearance"], dependencies=[may(Use.BROWSE)])

    @router.get("/{output_id}", response_class=Response)
    async def content(output_id: UUID) -> Response:
        """Give what is published. It is never cached, so that what is revoked is gone at once."""
        with _closed_as_status():
            stored, content = await record.publications.content(output_id)
        return _file(stored, content)

    @router.get("/{output_id}/facts")
    async def facts(output_id: UUID) -> answers.PublishedAnswer:
        """Tell members how what is published was made."""
        with _closed_as_status():
            return answers.published_answer(*await record.publications.facts(output_id))

    return router


async def _of_production(record: RecordService, production: UUID, output: UUID) -> None:
    stored = await record.outputs.output(output)
    if stored.production != str(production):
        raise NotFound(f"There is no output {output}.")


def _making(record: RecordService) -> APIRouter:
    desk = may(Role.FILM_MAKER, Role.REPRESENTATIVE, Role.COUNSEL)
    router = APIRouter(prefix="/v1/outputs", tags=["clearance"], dependencies=[desk])

    @router.get("/{output_id}", response_class=Response)
    async def content(request: Request, output_id: UUID, by: _By, need: _Need = None) -> Response:
        """Give an output's bytes. They are never cached; 451 and 410 say why there are none.

        A likeness is given for a business need: the one that is said, or was declared with its use.
        """
        _, way = await _reached(request, record, output_id)
        own = _OWN_NEED if way is Use.REPRESENT else None
        with _closed_as_status():
            stored, content = await record.outputs.content(output_id, by=by.name, need=need or own)
        return _file(stored, content)

    @router.get("/{output_id}/facts")
    async def facts(request: Request, output_id: UUID) -> answers.OutputAnswer:
        """Give what is known of an output: how it was made, and whether it may be seen."""
        stored, _ = await _reached(request, record, output_id)
        return answers.output_answer(stored)

    @router.get("/{output_id}/credentials", response_class=Response)
    async def credentials(request: Request, output_id: UUID) -> Response:
        """Give the signed sidecar of an output; as closed as the output itself."""
        await _reached(request, record, output_id)
        with _closed_as_status():
            sidecar = await record.outputs.sidecar(output_id)
        return Response(sidecar, media_type="application/json", headers=_HEADERS)

    return router


def _file(stored: StoredOutput, content: bytes) -> Response:
    shown = stored.media_type in _SHOWN
    kind = stored.media_type if shown else "application/octet-stream"
    place = {"Content-Disposition": "inline" if shown else "attachment"}
    return Response(content, headers={**_HEADERS, **place, "Content-Type": kind})


@contextmanager
def _closed_as_status() -> Generator[None]:
    try:
        yield
    except Denied as closed:
        if closed.code not in _STATUS:
            raise
        raise HTTPException(_STATUS[closed.code], closed.sentence.rstrip(".")) from closed


async def _reached(
    request: Request, record: RecordService, identifier: UUID
) -> tuple[StoredOutput, Use]:
    """An output that the caller may see; the same answer for what is not theirs and is not."""
    try:
        output = await record.outputs.output(identifier)
    except NotFound as missing:
        raise nothing_here() from missing
    ways = (
        (Use.PRODUCE, ObjectKind.PRODUCTION, output.production),
        (Use.REPRESENT, ObjectKind.PERFORMER, output.performer),
        (Use.COUNSEL, ObjectKind.PRODUCTION, output.production),
    )
    for use, kind, owner in ways:
        if owner is not None and await _reaches(request, use, kind, owner):
            return output, use
    raise nothing_here()


async def _reaches(request: Request, use: Use, kind: ObjectKind, owner: str) -> bool:
    try:
        await reach(request, use, kind, owner)
    except NotFound:
        return False
    return True
