"""``matinee artwork``: partners' specifications, and a title's artwork made for one of them."""

import asyncio
import json
import sys
from collections.abc import Callable, Coroutine
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Annotated, Any, TypeVar
from uuid import UUID

import typer
from pydantic import ValidationError

from matinee.errors import Conflict, Invalid
from matinee.foundation.redaction import printable
from matinee.promote.delivery.model import Delivery, DeliveryState, SheetForm, Specification
from matinee.promote.delivery.service import DeliveryService
from matinee.vocabulary.ids import TitleId
from matinee.vocabulary.places import Territory

OpenDeliveries = Callable[[], AbstractAsyncContextManager[DeliveryService]]
_Json = Annotated[bool, typer.Option("--json", help="Write JSON instead of text.")]
_BY = "the command line"
_LARGEST = 1_000_000
"""Bytes of a specification's file."""
Answer = TypeVar("Answer")


def commands(open_service: OpenDeliveries) -> typer.Typer:
    """``deliver``, ``specifications`` and ``specify``."""
    app = typer.Typer(help="Artwork for partners.", no_args_is_help=True)
    _add_deliver(app, open_service)
    _add_shelf(app, open_service)
    return app


def _add_deliver(app: typer.Typer, open_service: OpenDeliveries) -> None:
    @app.command()
    def deliver(
        title: Annotated[UUID, typer.Argument(help="The title's id.")],
        specification: Annotated[str, typer.Argument(help="The specification's name.")],
        to: Annotated[Path, typer.Argument(help="The ZIP to write.")],
        *,
        territory: Annotated[
            str, typer.Option(help="Where it is shown, as two letters; everywhere where empty.")
        ] = "",
        as_json: _Json = False,
    ) -> None:
        """Write a title's approved artwork as a partner asks for it, with the sheet."""
        where = Territory(territory) if territory else None

        async def made(service: DeliveryService) -> tuple[Delivery, str]:
            ordered = await service.order(
                TitleId(title), specification, territory=where, by=_BY, by_job=False
            )
            done = await service.make(ordered.id)
            if done.state is DeliveryState.FAILED:
                raise Conflict(done.failure, code="delivery_failed")
            pieces = await service.archive(done.id)
            with to.open("wb") as file:
                async for piece in pieces:
                    file.write(piece)
            return done, await service.sheet(done.id, SheetForm.JSON)

        done, sheet = asyncio.run(_asked(open_service, made))
        if as_json:
            sys.stdout.write(json.dumps(json.loads(sheet), ensure_ascii=False) + "\n")
            return
        for line in _told(done):
            sys.stdout.write(printable(line) + "\n")


def _add_shelf(app: typer.Typer, open_service: OpenDeliveries) -> None:
    @app.command()
    def specifications(*, as_json: _Json = False) -> None:
        """List what partners ask of artwork."""
        found = asyncio.run(_asked(open_service, lambda service: service.specifications.all()))
        if as_json:
            written = [
                {"is_example": each.is_example, **each.wanted.model_dump(mode="json")}
                for each in found
            ]
            sys.stdout.write(json.dumps(written, ensure_ascii=False) + "\n")
            return
        for each in found:
            line = f"{each.wanted.name:<28} {len(each.wanted.lines):>2} lines  "
            sys.stdout.write(printable(line + each.wanted.partner) + "\n")

    @app.command()
    def specify(
        file: Annotated[Path, typer.Argument(help="A specification as JSON.", exists=True)],
        *,
        as_json: _Json = False,
    ) -> None:
        """Keep a partner's specification, in place of what had its name."""
        wanted = _read(file)
        asyncio.run(
            _asked(open_service, lambda service: service.specifications.put(wanted, by=_BY))
        )
        kept = {"name": wanted.name, "lines": len(wanted.lines)}
        sentence = f"{wanted.name} is kept, with {len(wanted.lines)} lines."
        sys.stdout.write((json.dumps(kept) if as_json else printable(sentence)) + "\n")


async def _asked(
    open_service: OpenDeliveries,
    use: Callable[[DeliveryService], Coroutine[Any, Any, Answer]],
) -> Answer:
    async with open_service() as service:
        return await use(service)


def _read(file: Path) -> Specification:
    with file.open("rb") as opened:
        content = opened.read(_LARGEST + 1)
    if len(content) > _LARGEST:
        raise Invalid("This file is too large for a specification.", field="file")
    try:
        return Specification.model_validate_json(content)
    except ValidationError as wrong:
        first = wrong.errors()[0]
        place = ".".join(map(str, first["loc"])) or "the file"
        raise Invalid(f"{place}: {first['msg']}.", field="file") from wrong


def _told(done: Delivery) -> list[str]:
    lines: list[str] = []
    for entry in done.entries:
        named = f"{entry.line} {entry.language}".strip()
        state = "fulfilled" if entry.is_fulfilled else "missing"
        lines.append(f"{named:<28} {state}")
        lines += [f"  {each.file}  {each.size:,} bytes" for each in entry.renditions]
        lines += [f"  {each.sentence}" for each in entry.shortfalls]
    whole = len(done.entries) - len(done.missing)
    return [*lines, f"{whole} of {len(done.entries)} lines are fulfilled."]
