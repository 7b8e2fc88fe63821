"""``matinee version`` and ``matinee settings``: what runs here, and how it is set."""

import platform
from dataclasses import asdict
from typing import Annotated

import typer

import matinee
from matinee.assembly.settings_listing import listed, markdown
from matinee.assembly.settings_loading import load_settings
from matinee.surfaces.cli.output import AsJson, show_json, show_line, show_table


def commands() -> typer.Typer:
    """The two commands."""
    app = typer.Typer()

    @app.command()
    def version(*, as_json: AsJson = False) -> None:
        """Say which Matinee, and which Python, this is."""
        if as_json:
            show_json({"matinee": matinee.__version__, "python": platform.python_version()})
        else:
            show_line(f"matinee {matinee.__version__} (Python {platform.python_version()})")

    @app.command()
    def settings(
        *,
        as_json: AsJson = False,
        as_markdown: Annotated[
            bool, typer.Option("--markdown", help="Write the reference page of all settings.")
        ] = False,
    ) -> None:
        """Show every setting with its value and where it comes from; secrets stay hidden."""
        if as_markdown:
            show_line(markdown().rstrip("\n"))
            return
        rows = [asdict(line) for line in listed(load_settings())]
        if as_json:
            show_json(rows)
        else:
            show_table(("variable", "value", "source"), rows, empty="There are none.")

    return app
