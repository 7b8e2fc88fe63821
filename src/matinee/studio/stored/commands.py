"""``matinee script`` on what is stored: add a draft to a production, list, elements, VFX."""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from getpass import getuser
from pathlib import Path
from typing import Annotated, TypeVar
from uuid import UUID

import typer
from pydantic import BaseModel

from matinee.errors import Invalid
from matinee.foundation.redaction import printable
from matinee.studio import answers
from matinee.studio.element_lists import as_csv, as_xlsx
from matinee.studio.model import Sheet
from matinee.studio.service import StudioService
from matinee.studio.timeline_markers import as_otio

OpenService = Callable[[], AbstractAsyncContextManager[StudioService]]
AsJson = Annotated[bool, typer.Option("--json", help="Write JSON instead of text.")]
_Script = Annotated[UUID, typer.Argument(help="The script's id.")]
Given = TypeVar("Given")


def add_stored(app: typer.Typer, open_service: OpenService) -> typer.Typer:
    """Add the commands on productions' scripts to those on files."""
    for part in (_drafts, _elements):
        part(app, open_service)
    return app


def _drafts(app: typer.Typer, open_service: OpenService) -> None:
    @app.command("add")
    def add(
        production: Annotated[UUID, typer.Argument(help="The production.")],
        file: Annotated[Path, typer.Argument(help="The screenplay.", dir_okay=False)],
        *,
        ocr: Annotated[
            bool, typer.Option("--ocr", help="Read pages that are pictures, with the extra 'ocr'.")
        ] = False,
        as_json: AsJson = False,
    ) -> None:
        """Take a draft into a production, and analyse it at once."""

        async def taken(studio: StudioService) -> answers.DraftFacts:
            draft = await studio.add(
                production, _bytes(file), name=file.name, by=getuser(), pictures=ocr
            )
            analysed = studio.recognise if draft.recognition else studio.analyse
            return answers.draft_facts(await analysed(draft.id))

        _show(_with(open_service, taken), as_json=as_json)

    @app.command("list")
    def listing(*, as_json: AsJson = False) -> None:
        """List the scripts of all productions."""

        async def listed(studio: StudioService) -> answers.DraftList:
            return answers.draft_list(await studio.drafts())

        found = _with(open_service, listed)
        if as_json:
            _show(found, as_json=True)
            return
        for one in found.scripts:
            line = (
                f"{one.id}  draft {one.number}  {one.state.value}  {one.scenes} scenes  {one.title}"
            )
            sys.stdout.write(printable(line) + "\n")


def _elements(app: typer.Typer, open_service: OpenService) -> None:
    @app.command("elements")
    def elements(
        script: _Script,
        *,
        to: Annotated[
            Path | None, typer.Option(help="A .csv, .xlsx or .otio file to write instead.")
        ] = None,
        as_json: AsJson = False,
    ) -> None:
        """List what a script needs, scene by scene."""
        sheet = _with(open_service, lambda studio: studio.sheet(script))
        if to is not None:
            _write(to, sheet)
            return
        if as_json:
            _show(answers.element_list(sheet.elements), as_json=True)
            return
        for element in sheet.elements:
            one = element.found
            number = sheet.scenes[one.scene].number
            sys.stdout.write(printable(f"{number:>5}  {one.category.label:<20} {one.name}") + "\n")


def _with(open_service: OpenService, use: Callable[[StudioService], Awaitable[Given]]) -> Given:
    async def used() -> Given:
        async with open_service() as studio:
            return await use(studio)

    return asyncio.run(used())


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as problem:
        raise Invalid(
            f"{file} cannot be read: {problem.strerror}.", remedy="Name a readable file."
        ) from problem


def _write(to: Path, sheet: Sheet) -> None:
    written = {
        ".csv": lambda: as_csv(sheet).encode(),
        ".xlsx": lambda: as_xlsx(sheet),
        ".otio": lambda: as_otio(sheet),
    }
    form = written.get(to.suffix.lower())
    if form is None:
        raise Invalid(
            f"Nothing is written as {to.suffix or 'a file without an ending'}.",
            remedy="Name a .csv, .xlsx or .otio file.",
            field="to",
        )
    to.write_bytes(form())


def _show(answer: BaseModel, *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(answer.model_dump_json() + "\n")
        return
    for name, value in json.loads(answer.model_dump_json()).items():
        sys.stdout.write(printable(f"{name:>12}  {value}") + "\n")
