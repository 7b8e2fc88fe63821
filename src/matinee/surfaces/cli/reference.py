"""``matinee reference``: the pages of the reference that are written from the code itself."""

from collections.abc import Callable, Iterator
from typing import Any

import typer
from typer.main import get_command

from matinee.assembly.settings import Settings
from matinee.surfaces.api.reference import api_page
from matinee.surfaces.api.role_table import roles_page
from matinee.surfaces.cli.output import AsJson, show_json, show_line


def commands(command_line: Callable[[], typer.Typer]) -> typer.Typer:
    """One command for each page."""
    app = typer.Typer(help="Write pages of docs/reference from the code.")

    def show(page: str, *, as_json: bool) -> None:
        if as_json:
            show_json({"markdown": page})
        else:
            show_line(page.rstrip("\n"))

    @app.command("commands")
    def of_commands(*, as_json: AsJson = False) -> None:
        """Write the page of all commands."""
        show(commands_page(command_line()), as_json=as_json)

    @app.command("api")
    def of_api(*, as_json: AsJson = False) -> None:
        """Write the page of all routes of the API."""
        show(api_page(Settings()), as_json=as_json)

    @app.command("roles")
    def of_roles(*, as_json: AsJson = False) -> None:
        """Write the page of who may call each route."""
        show(roles_page(Settings()), as_json=as_json)

    return app


def commands_page(app: typer.Typer) -> str:
    """The reference page of the command line."""
    lines = [
        "# Commands",
        "",
        "Every command takes `--json`, and `--help`. What goes wrong is one line on standard "
        "error, with exit code 2. This page is written by `matinee reference commands`.",
    ]
    for path, command in every_command(app):
        lines += ["", f"## `{path}`", "", (command.help or "").strip(), ""]
        lines += ["| argument or option | meaning |", "|---|---|"]
        lines += [_parameter(parameter) for parameter in command.params]
    return "\n".join(lines) + "\n"


def every_command(app: typer.Typer) -> Iterator[tuple[str, Any]]:
    """Each command with the words it is called by."""
    yield from _below("matinee", get_command(app))


def _below(path: str, command: Any) -> Iterator[tuple[str, Any]]:
    inner = getattr(command, "commands", None)
    if inner is None:
        yield path, command
        return
    for name in sorted(inner):
        yield from _below(f"{path} {name}", inner[name])


def _parameter(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        names = parameter.name.upper()
    else:
        names = ", ".join([*parameter.opts, *parameter.secondary_opts])
    return f"| `{names}` | {(getattr(parameter, 'help', None) or '').strip()} |"
