"""``matinee profiles``: who watches, what is held of them, and how it goes away."""

import asyncio
import json
import sys
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer
from rich.console import Console
from rich.table import Table

from matinee.audience.documents import profile_document
from matinee.audience.service import AudienceService
from matinee.foundation.redaction import printable
from matinee.vocabulary.ids import HouseholdId, ProfileId

AsJson = Annotated[bool, typer.Option("--json", help="Write JSON instead of text.")]
ProfileArgument = Annotated[UUID, typer.Argument(help="The profile's id.")]

_SHOWN = ("id", "name", "kids", "maturity_limit", "languages", "territory", "simulated")


def commands(
    open_service: Callable[[], AbstractAsyncContextManager[AudienceService]],
) -> typer.Typer:
    """The commands under ``profiles``."""
    app = typer.Typer(help="Profiles: who they are, and what is held of them.")

    @app.command("list")
    def list_profiles(
        *,
        household: Annotated[UUID | None, typer.Option(help="Only those of one.")] = None,
        after: Annotated[UUID | None, typer.Option(help="Only those behind this id.")] = None,
        limit: Annotated[int, typer.Option(min=1, max=10_000, help="At most so many.")] = 50,
        as_json: AsJson = False,
    ) -> None:
        """List profiles in the order of their ids."""

        async def listing() -> list[dict[str, Any]]:
            async with open_service() as audience:
                found = await audience.profiles(
                    None if household is None else HouseholdId(household),
                    limit=limit,
                    after=None if after is None else ProfileId(after),
                )
                return [profile_document(profile) for profile in found]

        profiles = asyncio.run(listing())
        if as_json:
            _write(json.dumps(profiles, ensure_ascii=False, indent=2))
        else:
            _show_table(profiles)

    @app.command()
    def export(
        profile_id: ProfileArgument,
        *,
        to: Annotated[
            Path | None, typer.Option("--to", help="A file; without one, standard output.")
        ] = None,
        as_json: AsJson = False,
    ) -> None:
        """Hand over everything that is held of a profile, as one JSON document."""

        async def exported() -> dict[str, Any]:
            async with open_service() as audience:
                return await audience.export(ProfileId(profile_id))

        document = asyncio.run(exported())
        text = json.dumps(document, ensure_ascii=False, indent=2)
        if to is None:
            _write(text)
            return
        to.write_text(text + "\n", encoding="utf-8")
        events = len(document["events"])
        told = {"profile_id": str(profile_id), "events": events, "file": str(to)}
        _write(json.dumps(told) if as_json else f"The profile and {events} events are in {to}.")

    @app.command()
    def erase(
        profile_id: ProfileArgument,
        *,
        sure: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
        as_json: AsJson = False,
    ) -> None:
        """Erase a profile and everything that it did, for good."""
        if not sure:
            typer.confirm(f"Erase {profile_id} and all its events for good?", abort=True, err=True)

        async def erased() -> None:
            async with open_service() as audience:
                await audience.erase(ProfileId(profile_id))

        asyncio.run(erased())
        _write(json.dumps({"erased": str(profile_id)}) if as_json else f"{profile_id} is erased.")

    return app


def _write(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _show_table(profiles: list[dict[str, Any]]) -> None:
    if not profiles:
        _write("There are no profiles.")
        return
    table = Table(*_SHOWN, box=None, pad_edge=False, header_style="bold")
    for profile in profiles:
        table.add_row(*(_cell(profile[name]) for name in _SHOWN))
    width = None if sys.stdout.isatty() else 10_000
    Console(highlight=False, markup=False, width=width).print(table)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return printable(str(value))
