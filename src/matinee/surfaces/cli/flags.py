"""``matinee flags``: behaviours that may be switched while the service runs."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar

import typer

from matinee.access.model import Role
from matinee.assembly.house import House
from matinee.errors import Invalid
from matinee.operation.flags.model import WHOLE, FlagState, Setting
from matinee.surfaces.api.flags import told
from matinee.surfaces.cli import stops
from matinee.surfaces.cli.opening import opener
from matinee.surfaces.cli.output import AsJson, show_json, show_line, show_table

_COLUMNS = ("name", "percent", "stopped", "roles", "accounts", "by", "at", "reason", "switches")
_Name = Annotated[str, typer.Argument(help="The flag's name in the list.")]
_Reason = Annotated[str, typer.Option(help="Why, for whoever reads the audit.")]
_Answer = TypeVar("_Answer")


def commands() -> typer.Typer:
    """The commands under ``flags``."""
    app = typer.Typer(help="Flags: behaviours that may be switched while the service runs.")

    @app.command("list")
    def list_flags(*, as_json: AsJson = False) -> None:
        """List every flag: for whom it is on, and what it switches."""
        states = _ask(lambda house: house.operation.flags.listing())
        facts = [told(state) for state in states]
        if as_json:
            show_json([each.model_dump(mode="json") for each in facts])
            return
        rows = [
            {
                **each.model_dump(),
                "roles": ", ".join(each.roles),
                "accounts": ", ".join(map(str, each.accounts)),
                "stopped": "" if each.stop is None else "by a file",
            }
            for each in facts
        ]
        show_table(_COLUMNS, rows, empty="There are no flags.")

    @app.command("set")
    def set_flag(
        name: _Name,
        state: Annotated[str, typer.Argument(help="on, off, or a share of members in percent.")],
        *,
        reason: _Reason,
        account: Annotated[
            list[str] | None,
            typer.Option(help="On for this account in any case; may be given again."),
        ] = None,
        role: Annotated[
            list[Role] | None, typer.Option(help="On for this role in any case; again.")
        ] = None,
        as_json: AsJson = False,
    ) -> None:
        """Set a flag, in every process within a second."""
        percent = _percent(state)

        async def change(house: House) -> FlagState:
            ids = await house.access.accounts.ids_of(account or ())
            setting = Setting(percent, ids, frozenset(role or ()))
            return await house.operation.flags.set(name, setting, reason=reason)

        _say(_ask(change), as_json=as_json)

    @app.command()
    def undo(name: _Name, *, reason: _Reason, as_json: AsJson = False) -> None:
        """Put back what held before a flag's last change."""
        state = _ask(lambda house: house.operation.flags.undo(name, reason=reason))
        _say(state, as_json=as_json)

    stops.add_to(app)
    return app


def _percent(state: str) -> int:
    words = {"on": WHOLE, "off": 0}
    if state in words:
        return words[state]
    if not state.isascii() or not state.isdigit() or int(state) > WHOLE:
        raise Invalid(
            f"{state} is no state of a flag.",
            remedy="Say on, off, or a share of members from 0 to 100.",
            field="state",
        )
    return int(state)


def _say(state: FlagState, *, as_json: bool) -> None:
    if as_json:
        show_json(told(state).model_dump(mode="json"))
        return
    named = len(state.setting.accounts) + len(state.setting.roles)
    besides = f", and for {named} named accounts and roles" if named else ""
    show_line(f"{state.flag.name} is on for {state.setting.percent} % of members{besides}.")
    if state.stop is not None:
        show_line(f"A file switches it off all the same: {state.stop.file}")


def _ask(question: Callable[[House], Awaitable[_Answer]]) -> _Answer:
    async def asked() -> _Answer:
        async with opener(lambda house: house)() as house:
            return await question(house)

    return asyncio.run(asked())
